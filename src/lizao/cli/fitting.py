"""``lizao plant fit``: a virtual plant made like another, from what was seen of that."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of, print_json
from lizao.cli.tables import ABNORMAL, table

if TYPE_CHECKING:
    from lizao.testing.fitting import FitReport, Fitted

WORDS: Final = "cli.plant.fit"
COLUMNS: Final = ("coefficient", "plant_file", "fitted", "interval", "verdict")
NUMBERS: Final = frozenset({"plant_file", "fitted", "interval"})
POOR: Final = 4.0
"""From here on the sum of squares for each degree of freedom is no chance any more."""

PlantData = Annotated[Path, typer.Argument(metavar="DATA", help="cli.argument.plant_data")]
Coefficients = Annotated[
    list[str], typer.Option("--coefficient", metavar="NAME", help="cli.option.coefficient")
]
FitSeed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="cli.option.validation_seed")
]
FitPlants = Annotated[
    int, typer.Option("--plants", metavar="N", min=2, help="cli.option.fit_plants")
]


def fit(
    context: typer.Context,
    data: PlantData,
    coefficient: Coefficients,
    plant: options.PlantName = None,
    seed: FitSeed = 1,
    plants: FitPlants = 4,
    site: options.Site = None,
    *,
    json: options.Json = False,
) -> int:
    """Estimate coefficients of a virtual plant; the exit code is 0 if all of them were told."""
    from lizao.documents.plant_data_file import load_plant_data
    from lizao.documents.site import load_site
    from lizao.testing.fitting import Twins
    from lizao.testing.fitting import fit as fitted

    door = door_of(context)
    known = load_site(door.settings(site).site)
    design = known.plant(plant)
    seen = load_plant_data(data, design, known.recipes)
    found = fitted(Twins(known, seen, seed), design, coefficient, plants)
    if json:
        print_json(found.values)
    else:
        print_report(door, found, len(seen.orders))
    return DONE if found.whole else FAILED


def print_report(door: Door, found: "FitReport", batches: int) -> None:
    """A table of the coefficients, and in sentences how well the plant fits."""
    texts = door.texts
    title = texts(f"{WORDS}.title", plant=found.plant, count=len(found.compared), batches=batches)
    columns = [(texts(f"{WORDS}.column.{name}"), name in NUMBERS) for name in COLUMNS]
    drawn = table(title, columns, ())
    for each in found.coefficients:
        style = None if each.value is not None else ABNORMAL
        drawn.add_row(*_row(door, each), style=style)
    door.console().print(drawn)
    door.say(f"{WORDS}.plants", plants=found.plants)
    if found.misfit is None:
        door.say(f"{WORDS}.no_misfit")
    else:
        door.say(f"{WORDS}.misfit", misfit=f"{found.misfit:.3g}")
        if found.misfit > POOR:
            door.say(f"{WORDS}.bad", worst=found.worst)
    if not found.settled:
        door.say(f"{WORDS}.unsettled")


def _row(door: Door, fitted: "Fitted") -> tuple[str, ...]:
    unit = fitted.coefficient.unit
    value, low, high = fitted.value, fitted.low, fitted.high
    return (
        fitted.coefficient.name,
        _number(door, fitted.coefficient.value, unit),
        _number(door, value, unit),
        "–" if low is None else f"{_number(door, low, '1')} … {_number(door, high, unit)}",
        _verdict(door, fitted),
    )


def _verdict(door: Door, fitted: "Fitted") -> str:
    texts, key = door.texts, f"{WORDS}.verdict"
    if fitted.tied_to:
        return texts(f"{key}.tied", others=texts.joined(fitted.tied_to))
    told = "tied_to_all" if fitted.told == "tied" else fitted.told
    return texts(f"{key}.{told}")


def _number(door: Door, value: float | None, unit: str) -> str:
    """Four significant figures: more is not known; with an exponent where a number is very long."""
    from lizao.texts.numbers import unit_sign

    if value is None:
        return "–"
    if abs(value) >= 1e7 or abs(value) < 1e-4:  # noqa: PLR2004 - longer than a column
        return f"{value:.4g} {unit_sign(unit)}".rstrip()
    return door.texts.quantity(float(f"{value:.4g}"), unit)
