"""``lizao plant compare``: the same orders by the way of Lizao and by old practice."""

import os
from math import isnan
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lizao.cli import options
from lizao.cli.door import DONE, Door, door_of, print_json
from lizao.cli.judging import PlantToJudge, ValidationSeed
from lizao.cli.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lizao.testing.comparison import Report
    from lizao.testing.comparison.intervals import Interval

WORDS: Final = "cli.plant.compare"
COLUMNS: Final = ("figure", "lizao", "old", "difference", "interval")
DIGITS: Final = 4
"""Significant figures of a mean: more is not known."""

Seeds = Annotated[int | None, typer.Option("--seeds", metavar="N", min=2, help="cli.option.seeds")]
Batches = Annotated[
    int | None, typer.Option("--batches", metavar="N", min=1, help="cli.option.compared_batches")
]


def compare(
    context: typer.Context,
    plant: PlantToJudge = None,
    seeds: Seeds = None,
    batches: Batches = None,
    seed: ValidationSeed = 1,
    site: options.Site = None,
    *,
    json: options.Json = False,
) -> int:
    """Make the same orders both ways, and say what the difference is."""
    from lizao.documents.site import load_site
    from lizao.testing.comparison import compare as compared
    from lizao.testing.comparison import orders_of

    door = door_of(context)
    began_s = door.clock.elapsed_s()
    orders = orders_of(load_site(door.settings(site).site), plant, seeds, batches, seed)
    found = compared(orders, workers=os.cpu_count() or 1)
    wall_s = door.clock.elapsed_s() - began_s
    if json:
        print_json({**found.values, "wall_seconds": round(wall_s, 3)})
    else:
        print_report(door, found)
    return DONE


def print_report(door: Door, found: "Report") -> None:
    """A table of the figures, what was promised, and what none of it tells."""
    from lizao.testing.comparison.report import NOT_MODELLED

    texts = door.texts
    title = texts(
        f"{WORDS}.title",
        plant=found.plant,
        recipe=found.comparison.recipe,
        seeds=found.seeds,
        batches=found.batches,
        mass=texts.mass(found.comparison.batch_kg),
    )
    columns = [(texts(f"{WORDS}.column.{each}"), each != COLUMNS[0]) for each in COLUMNS]
    drawn = table(title, columns, ())
    for row in _rows(door, found):
        drawn.add_row(*row)
    door.console().print(drawn)
    promises = ", ".join(f"{each:.1f}" for each in found.promised_h)
    margin = texts.quantity(100.0 * found.comparison.margin, "%")
    door.say(f"{WORDS}.promise", hours=promises, margin=margin)
    for each in NOT_MODELLED:
        door.say(f"{WORDS}.not_modelled.{each}")


def _rows(door: Door, found: "Report") -> "Iterator[tuple[str, ...]]":
    texts = door.texts
    for each in found.figures:
        title = each.figure.title.zh if texts.lang == "zh" else each.figure.title.en
        unit = each.figure.unit
        yield (
            title,
            _mean(door, each.lizao, unit),
            _mean(door, each.old, unit),
            _mean(door, each.difference, unit),
            _bounds(door, each.difference),
        )


def _mean(door: Door, found: "Interval", unit: str) -> str:
    return door.texts.quantity(_rounded(found.mean), unit)


def _bounds(door: Door, found: "Interval") -> str:
    """The bounds of a difference, so wide that a minus sign is not taken for a dash."""
    if isnan(found.low):
        return "–"
    low, high = (door.texts.number(_rounded(each)) for each in (found.low, found.high))
    return door.texts(f"{WORDS}.bounds", low=low, high=high)


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
