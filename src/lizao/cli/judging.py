"""``lizao plant validate``: a virtual plant before its judge."""

import os
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of, print_json
from lizao.cli.tables import ABNORMAL, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lizao.testing.validation import Report

WORDS: Final = "cli.plant.validate"
RESPONSES: Final = ("response", "answered", "published", "accuracy")
FAULTS: Final = ("fault", "unit", "signal", "seen", "expected", "cured")
"""The columns of the tables beside that of the figures, and of their verdicts."""
NUMBERS: Final = frozenset(
    {"value", "band", "answered", "published", "accuracy", "seen", "expected", "cured"}
)
"""The columns that stand to the right."""
DIFFERENCE: Final = {"degC": "K"}
"""The unit of a difference where it is another one."""

PlantToJudge = Annotated[
    str | None, typer.Argument(metavar="[NAME|FILE]", help="cli.argument.plant")
]
Days = Annotated[float | None, typer.Option("--days", metavar="N", min=0.1, help="cli.option.days")]
Responses = Annotated[bool, typer.Option("--responses", help="cli.option.responses")]
Faults = Annotated[bool, typer.Option("--faults", help="cli.option.faults")]
OnlyFaults = Annotated[
    list[str] | None, typer.Option("--fault", metavar="CODE[@UNIT]", help="cli.option.only_fault")
]
ValidationSeed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="cli.option.validation_seed")
]

TriedDisturbances = Annotated[
    float | None,
    typer.Option("--disturbances", metavar="X", min=0.0, help="cli.option.tried_disturbances"),
]
TriedFaultRate = Annotated[
    float | None,
    typer.Option("--fault-rate", metavar="X", min=0.0, help="cli.option.tried_fault_rate"),
]


def validate(
    context: typer.Context,
    plant: PlantToJudge = None,
    days: Days = None,
    seed: ValidationSeed = 1,
    site: options.Site = None,
    disturbances: TriedDisturbances = None,
    fault_rate: TriedFaultRate = None,
    fault: OnlyFaults = None,
    *,
    responses: Responses = False,
    faults: Faults = False,
    json: options.Json = False,
) -> int:
    """Fill a virtual plant, look at it in its steady state, and judge what it shows."""
    from lizao.app.adversity import Adversity
    from lizao.documents.site import load_site
    from lizao.testing.validation import Verdict, trial_of
    from lizao.testing.validation import validate as judged

    door = door_of(context)
    began_s = door.clock.elapsed_s()
    adversity = Adversity(disturbances, fault_rate)
    trial = trial_of(load_site(door.settings(site).site), plant, days, seed, adversity)
    found = judged(
        trial,
        with_responses=responses,
        with_faults=faults,
        faults=fault or (),
        workers=os.cpu_count() or 1,
    )
    wall_s = door.clock.elapsed_s() - began_s
    if json:
        print_json({**found.values, "wall_seconds": round(wall_s, 3)})
    else:
        _print_report(door, found)
    return DONE if found.verdict is Verdict.PASS else FAILED


def _print_report(door: Door, found: "Report") -> None:
    """A table of the figures, one of the faults, and the verdict in a sentence."""
    title = door.texts(
        f"{WORDS}.title",
        plant=found.plant,
        recipe=found.recipe,
        days=f"{found.days:g}",
        seed=found.seed,
    )
    _print_table(door, title, ("figure", "value", "band"), _figures(door, found))
    if found.responses:
        title = door.texts(f"{WORDS}.responses")
        _print_table(door, title, RESPONSES, _responses(door, found))
    if found.faults:
        title = door.texts(f"{WORDS}.faults")
        _print_table(door, title, FAULTS, _signs(door, found))
    if found.strikes:
        door.say(f"{WORDS}.struck", count=found.strikes)
    door.say(f"{WORDS}.{found.verdict}", failed=found.failed, count=found.count)


def _print_table(
    door: Door, title: str, names: "Sequence[str]", rows: "Iterable[tuple[str, ...]]"
) -> None:
    """Rows whose last column is the verdict, which is left of nothing."""
    texts = door.texts
    columns = [(texts(f"{WORDS}.column.{name}"), name in NUMBERS) for name in names]
    drawn = table(title, [*columns, (texts(f"{WORDS}.column.verdict"), False)], ())
    for *cells, verdict in rows:
        said = texts(f"{WORDS}.verdict.{verdict}")
        drawn.add_row(*cells, said, style=None if verdict == "pass" else ABNORMAL)
    door.console().print(drawn)


def _figures(door: Door, found: "Report") -> "Iterator[tuple[str, ...]]":
    texts = door.texts
    for each in found.figures:
        figure = each.figure
        yield (
            figure.title.zh if texts.lang == "zh" else figure.title.en,
            texts.quantity(_rounded(each.value), figure.unit),
            texts.limits(figure.low, figure.high, figure.unit),
            each.verdict,
        )


def _responses(door: Door, found: "Report") -> "Iterator[tuple[str, ...]]":
    texts = door.texts
    for each in found.responses:
        response = each.response
        yield (
            response.title.zh if texts.lang == "zh" else response.title.en,
            texts.quantity(_rounded(each.value), response.unit),
            texts.quantity(response.published, response.unit),
            texts.limits(response.low, response.high, response.unit),
            "pass" if each.holds else "fail",
        )


def _signs(door: Door, found: "Report") -> "Iterator[tuple[str, ...]]":
    """The signs of every fault, one in a row."""
    from lizao.texts.numbers import split_unit

    texts = door.texts
    for tried in found.faults:
        title = tried.fault.title.zh if texts.lang == "zh" else tried.fault.title.en
        for each in tried.signs:
            sign = each.sign
            unit = texts.attribute_unit(sign.signal) if sign.result else split_unit(sign.signal)[1]
            unit = DIFFERENCE.get(unit, unit)
            yield (
                f"{tried.fault.code} {title}",
                tried.unit,
                texts.word("attribute", sign.signal) if sign.result else sign.signal,
                _number(door, each.difference, unit),
                texts.limits(sign.low, sign.high, unit),
                _number(door, each.left, unit),
                "pass" if each.shown and each.gone else "fail",
            )


def _number(door: Door, value: float | None, unit: str) -> str:
    return "–" if value is None else door.texts.quantity(_rounded(value), unit)


def _rounded(value: float) -> float:
    """Four significant figures: more is not known."""
    return float(f"{value:.4g}")
