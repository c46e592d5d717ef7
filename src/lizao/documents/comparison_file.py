"""A comparison file: how the way of Lizao and old practice are held against each other."""

from pathlib import Path

from lizao.documents.comparison_schema import (
    ComparedFigureFile,
    ComparisonFile,
    CostsFile,
    PracticeFile,
)
from lizao.documents.reading import known_unit, limits, number, quantity, within
from lizao.documents.validation import validated
from lizao.documents.yaml_source import Paper, read_paper
from lizao.model.alarms import Bilingual
from lizao.model.comparison import ComparedFigure, Comparison, Costs, Gauge, OldPractice
from lizao.model.equipment import Choice
from lizao.model.identifiers import MaterialName


def load_comparison(path: Path) -> Comparison:
    """The comparison of a file; raises the first DocumentError."""
    paper = read_paper(path)
    file = validated(paper, ComparisonFile)
    comparison = None if file is None else _comparison(paper, file)
    paper.refuse()
    assert comparison is not None, "a paper without faults has a comparison"
    return comparison


def _comparison(paper: Paper, file: ComparisonFile) -> Comparison:
    return Comparison(
        recipe=file.comparison,
        batch_kg=quantity(paper, ("batch",), "batch", file.batch, "kg"),
        batches=file.batches,
        seeds=file.seeds,
        margin=quantity(paper, ("promise", "margin"), "margin", file.promise.margin, "1"),
        conditions={
            f"{group}.{name}": number(paper, ("conditions", group, name), name, each)
            for group, numbers in file.conditions.items()
            for name, each in numbers.items()
        },
        old=_practice(paper, file.practice),
        costs=_costs(paper, file.costs),
        figures=tuple(_figure(paper, name, each) for name, each in file.figures.items()),
    )


def _practice(paper: Paper, file: PracticeFile) -> OldPractice:
    late = ("practice", "sampling")
    least_min = quantity(paper, (*late, "least"), "least", file.sampling.least, "min")
    most_min = quantity(paper, (*late, "most"), "most", file.sampling.most, "min")
    if not within(least_min, 0.0, most_min):
        band = limits(0.0, most_min, "min")
        paper.fault((*late, "least"), "least", file.sampling.least, band, "outside_limits")
    trims = ("practice", "trims", "sigma")
    return OldPractice(
        title=Bilingual(file.title.en, file.title.zh),
        trim_share=quantity(paper, trims, "sigma", file.trims.sigma, "1"),
        setpoints=tuple(file.trims.setpoints),
        late_least_min=least_min,
        late_most_min=most_min,
        choose=Choice(file.choose),
    )


def _costs(paper: Paper, file: CostsFile) -> Costs:
    def price(written: float | str, unit: str, *spot: str) -> float:
        return quantity(paper, ("costs", *spot, "price"), spot[-1], written, unit)

    return Costs(
        material_per_kg={
            MaterialName(name): price(each.price, "yuan/kg", "materials", name)
            for name, each in file.materials.items()
        },
        electricity_per_kwh=price(file.electricity.price, "yuan/kWh", "electricity"),
        gas_per_nm3=price(file.gas.price, "yuan/Nm3", "gas"),
        other_per_t=price(file.other.price, "yuan/t", "other"),
        blocked_per_t=price(file.blocked.price, "yuan/t", "blocked"),
    )


def _figure(paper: Paper, name: str, file: ComparedFigureFile) -> ComparedFigure:
    known_unit(paper, ("figures", name, "unit"), name, file.unit)
    title = Bilingual(file.title.en, file.title.zh)
    return ComparedFigure(name, title, Gauge(file.gauge), file.of, file.unit)
