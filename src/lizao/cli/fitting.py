"""``lizao plant fit``: a virtual plant made like another, from what was seen of that."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of, print_json
from lizao.cli.tables import ABNORMAL, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lizao.documents.site import Site
    from lizao.model.equipment import Plant
    from lizao.model.plant_data import PlantData
    from lizao.testing.fitting import FitReport, Fitted

WORDS: Final = "cli.plant.fit"
COLUMNS: Final = ("coefficient", "plant_file", "fitted", "interval", "verdict")
NUMBERS: Final = frozenset({"plant_file", "fitted", "interval"})
POOR: Final = 4.0
"""From here on the sum of squares for each degree of freedom is no chance any more."""

DataToFit = Annotated[Path, typer.Argument(metavar="DATA", help="cli.argument.plant_data")]
Coefficients = Annotated[
    list[str], typer.Option("--coefficient", metavar="NAME", help="cli.option.coefficient")
]
HomeSignals = Annotated[
    list[str] | None, typer.Option("--signal", metavar="NAME", help="cli.option.home_signal")
]
WrittenPlant = Annotated[
    Path | None, typer.Option("--write", metavar="FILE", help="cli.option.written_plant")
]
FitSeed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="cli.option.validation_seed")
]
FitPlants = Annotated[
    int, typer.Option("--plants", metavar="N", min=2, help="cli.option.fit_plants")
]


def fit(
    context: typer.Context,
    data: DataToFit,
    coefficient: Coefficients,
    plant: options.PlantName = None,
    signal: HomeSignals = None,
    write: WrittenPlant = None,
    seed: FitSeed = 1,
    plants: FitPlants = 4,
    site: options.Site = None,
    *,
    json: options.Json = False,
) -> int:
    """Estimate coefficients of a virtual plant; the exit code is 0 if all of them were told."""
    from lizao.documents.plant_fit_file import check_place
    from lizao.documents.site import load_site
    from lizao.testing.fitting import Twins
    from lizao.testing.fitting import fit as fitted

    door = door_of(context)
    known = load_site(door.settings(site).site)
    design = known.plant(plant)
    if write is not None:
        check_place(write, design.name)
    seen = _seen(door, data, known, design, signal or ())
    found = fitted(Twins(known, seen, seed), design, coefficient, plants)
    if write is not None and any(each.value is not None for each in found.coefficients):
        _write(door, write, data, design, found)
    if json:
        print_json(found.values)
    else:
        print_report(door, found, len(seen.orders))
    return DONE if found.whole else FAILED


def _seen(
    door: Door, data: Path, site: "Site", plant: "Plant", signals: "Sequence[str]"
) -> "PlantData":
    """What a table or a home says."""
    if not data.is_dir():
        from lizao.documents.plant_data_file import load_plant_data

        if signals:
            raise typer.BadParameter(door.texts(f"{WORDS}.signal_of_home"))
        return load_plant_data(data, plant, site.recipes)
    from lizao.app.queries import ledger_of
    from lizao.testing.fitting.home_data import data_of_home

    with ledger_of(data, None) as ledger:
        return data_of_home(ledger, str(data), signals)


def _write(door: Door, path: Path, data: Path, plant: "Plant", found: "FitReport") -> None:
    """Write a plant that is like the fitted one but for the coefficients that were told."""
    from lizao.documents.plant_fit_file import OtherNumber, write_other
    from lizao.model.alarms import Bilingual
    from lizao.testing.fitting.coefficients import is_shared
    from lizao.texts import Texts

    told = [each.coefficient for each in found.coefficients if each.value is not None]
    groups = frozenset(each.owner for each in told if is_shared(plant, each))
    numbers = [
        OtherNumber(
            each.coefficient.owner,
            each.coefficient.number,
            float(f"{each.value:.5g}"),
            each.coefficient.unit,
            f"fit: 95 % interval {each.low:.4g} to {each.high:.4g}; {len(found.compared)} values "
            f"of {data.name}",
        )
        for each in found.coefficients
        if each.value is not None
    ]
    details = {"plant": plant.name, "data": data.name}
    title = Bilingual(*(Texts(lang)(f"{WORDS}.plant_title", **details) for lang in ("en", "zh")))
    write_other(path, plant.name, title, groups, numbers)
    door.say("cli.written", stderr=True, path=str(path))


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
