"""``lizao plant validate``: a virtual plant before its judge."""

from typing import TYPE_CHECKING, Annotated

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of, print_json
from lizao.cli.tables import ABNORMAL, table

if TYPE_CHECKING:
    from lizao.testing.validation import Report

PlantToJudge = Annotated[
    str | None, typer.Argument(metavar="[NAME|FILE]", help="cli.argument.plant")
]
Days = Annotated[float | None, typer.Option("--days", metavar="N", min=0.1, help="cli.option.days")]
ValidationSeed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="cli.option.validation_seed")
]


def validate(
    context: typer.Context,
    plant: PlantToJudge = None,
    days: Days = None,
    seed: ValidationSeed = 1,
    site: options.Site = None,
    *,
    json: options.Json = False,
) -> int:
    """Fill a virtual plant, look at it in its steady state, and judge what it shows."""
    from lizao.documents.site import load_site
    from lizao.testing.validation import Verdict
    from lizao.testing.validation import validate as judged

    door = door_of(context)
    began_s = door.clock.elapsed_s()
    found = judged(load_site(door.settings(site).site), plant, days, seed)
    wall_s = door.clock.elapsed_s() - began_s
    if json:
        print_json({**found.values, "wall_seconds": round(wall_s, 3)})
    else:
        _print_report(door, found)
    return DONE if found.verdict is Verdict.PASS else FAILED


def _print_report(door: Door, found: "Report") -> None:
    """A table of the figures, and the verdict in a sentence."""
    from lizao.testing.validation import Verdict

    texts = door.texts
    words = "cli.plant.validate"
    names = (("figure", False), ("value", True), ("band", True), ("verdict", False))
    columns = [(texts(f"{words}.column.{name}"), numeric) for name, numeric in names]
    title = texts(
        f"{words}.title",
        plant=found.plant,
        recipe=found.recipe,
        days=f"{found.days:g}",
        seed=found.seed,
    )
    drawn = table(title, columns, ())
    for each in found.figures:
        figure = each.figure
        drawn.add_row(
            figure.title.zh if texts.lang == "zh" else figure.title.en,
            texts.quantity(_rounded(each.value), figure.unit),
            texts.limits(figure.low, figure.high, figure.unit),
            texts(f"{words}.verdict.{each.verdict}"),
            style=ABNORMAL if each.verdict is Verdict.FAIL else None,
        )
    door.console().print(drawn)
    failed = sum(each.verdict is Verdict.FAIL for each in found.figures)
    door.say(f"{words}.{found.verdict}", failed=failed, count=len(found.figures))


def _rounded(value: float) -> float:
    """Four significant figures: more is not known."""
    return float(f"{value:.4g}")
