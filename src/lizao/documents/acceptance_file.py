"""An acceptance file: what a virtual plant must show to be believed."""

from pathlib import Path

from lizao.documents.acceptance_schema import AcceptanceFile, FigureFile, ResponseFile
from lizao.documents.reading import known_unit, limits, optional, quantity, within
from lizao.documents.validation import validated
from lizao.documents.yaml_source import Paper, Spot, read_paper
from lizao.model.acceptance import Acceptance, Figure, Measure, Response, Statistic
from lizao.model.alarms import Bilingual


def load_acceptance(path: Path) -> Acceptance:
    """The acceptance of a file; raises the first DocumentError."""
    paper = read_paper(path)
    file = validated(paper, AcceptanceFile)
    acceptance = None if file is None else _acceptance(paper, file)
    paper.refuse()
    assert acceptance is not None, "a paper without faults has an acceptance"
    return acceptance


def _acceptance(paper: Paper, file: AcceptanceFile) -> Acceptance:
    return Acceptance(
        recipe=file.acceptance,
        batch_kg=quantity(paper, ("batch",), "batch", file.batch, "kg"),
        fill_h=quantity(paper, ("fill",), "fill", file.fill, "h"),
        days=file.days,
        analyses=file.analyses,
        figures=tuple(_figure(paper, name, each) for name, each in file.figures.items()),
        days_of={name: each.days for name, each in file.plants.items()},
        responses=tuple(_response(paper, file, *each) for each in file.responses.items()),
    )


def _response(paper: Paper, file: AcceptanceFile, name: str, each: ResponseFile) -> Response:
    spot: Spot = ("responses", name)
    known_unit(paper, (*spot, "unit"), name, each.unit)
    if not each.low <= each.published <= each.high:
        band = limits(each.low, each.high, "1")
        paper.fault((*spot, "published"), name, each.published, band, "outside_limits")
    return Response(
        name=name,
        title=Bilingual(each.title.en, each.title.zh),
        recipe=each.recipe or file.acceptance,
        of=each.of,
        unit=each.unit,
        low=each.low,
        high=each.high,
        published=each.published,
        source=each.source,
        before=each.before,
        after=each.after,
        driver=each.driver,
        per=each.per,
        relative=each.relative,
        relative_driver=each.relative_driver,
    )


def _figure(paper: Paper, name: str, file: FigureFile) -> Figure:
    spot: Spot = ("figures", name)
    unit = file.unit if known_unit(paper, (*spot, "unit"), name, file.unit) else "1"
    low = optional(paper, (*spot, "low"), name, file.low, unit)
    high = optional(paper, (*spot, "high"), name, file.high, unit)
    if low is not None and not within(low, None, high):
        written = paper.at((*spot, "low"))
        paper.fault((*spot, "low"), name, written, limits(None, high, unit), "outside_limits")
    if (file.statistic == "share") != (file.at_least is not None):
        paper.fault(spot, name, file.statistic, "share | at_least", "either_or")
    return Figure(
        name=name,
        title=Bilingual(file.title.en, file.title.zh),
        measure=Measure(file.measure),
        of=file.of,
        statistic=Statistic(file.statistic),
        unit=file.unit,
        low=low,
        high=high,
        source=file.source,
        at_least=file.at_least,
    )
