"""A table of batches, results and signals of a plant (CSV), as data to fit a virtual plant to."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Final

from lizao.documents.quantities import DIMENSIONLESS, conversion, is_unit, parse_quantity
from lizao.documents.reading import limits, shown, within
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.equipment import Plant
from lizao.model.errors import QuantityError
from lizao.model.identifiers import UnitId
from lizao.model.plant_data import Observation, Order, PlantData
from lizao.model.quality import ATTRIBUTE_UNITS
from lizao.model.recipe import MasterRecipe, Scaling

COLUMNS: Final = ("batch", "kind", "name", "value", "unit")
SIGMA: Final = "sigma"
FREE: Final = ("time", "note")
"""Columns for people, which may be there."""
KINDS: Final = ("order", "result", "signal")
RECIPE: Final = "recipe"
MASS: Final = "mass"


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    @property
    def spot(self) -> Spot:
        return (self.line,)


@dataclass(slots=True)
class _Batch:
    """A batch while its rows are read; ``line`` is that of the first."""

    line: int
    recipe: MasterRecipe | None = None
    mass_kg: float | None = None
    settings: list[_Row] = field(default_factory=list)


def load_plant_data(path: Path, plant: Plant, recipes: Mapping[str, MasterRecipe]) -> PlantData:
    """The batches of a table and what was seen of them; raises the first DocumentError."""
    paper = Paper(str(path))
    rows = list(_rows(paper, path))
    batches = _batches(paper, rows, recipes)
    orders = tuple(_orders(paper, batches))
    seen = _observations(paper, rows, plant)
    if not seen and not paper.faults:
        paper.fault((), path.name, "", "", "empty")
    paper.refuse()
    return PlantData(orders, seen)


def _rows(paper: Paper, path: Path) -> Iterator[_Row]:
    """The rows that say of which batch and kind they are."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        paper.fault((), path.name, "", str(path.parent), "no_file")
        return
    except (OSError, UnicodeDecodeError) as error:
        paper.fault((), path.name, type(error).__name__, "UTF-8", "not_csv")
        return
    reader = csv.DictReader(lines)
    if not _has_columns(paper, path, reader.fieldnames or ()):
        return
    for cells in reader:
        row = _Row(reader.line_num, {str(name): str(text or "") for name, text in cells.items()})
        paper.lines[row.spot] = row.line
        if None in cells:
            # What stands behind the last column: a cell with a comma that is not quoted.
            paper.fault(
                row.spot,
                row["name"],
                row["value"],
                ", ".join(reader.fieldnames or ()),
                "wrong_type",
            )
        elif _is_of_a_batch(paper, row):
            yield row


def _is_of_a_batch(paper: Paper, row: _Row) -> bool:
    if row["kind"] not in KINDS:
        paper.fault(row.spot, "kind", row["kind"], ", ".join(KINDS), "unknown_value")
    elif not row["batch"]:
        paper.fault(row.spot, "batch", "", "", "empty")
    return row["kind"] in KINDS and row["batch"] != ""


def _has_columns(paper: Paper, path: Path, found: Sequence[str]) -> bool:
    known = (*COLUMNS, SIGMA, *FREE)
    for each in COLUMNS:
        if each not in found:
            paper.fault((), each, path.name, ", ".join(known), "missing_key")
    for each in found:
        if each not in known:
            paper.fault((), each, path.name, ", ".join(known), "unknown_key")
    return not paper.faults


def _batches(
    paper: Paper, rows: list[_Row], recipes: Mapping[str, MasterRecipe]
) -> dict[str, _Batch]:
    """Every batch with what its order says, in the order of the table."""
    batches: dict[str, _Batch] = {}
    for row in rows:
        batch = batches.setdefault(row["batch"], _Batch(row.line))
        if row["kind"] != KINDS[0]:
            continue
        if row["name"] == RECIPE:
            batch.recipe = recipes.get(row["value"])
            if batch.recipe is None:
                known = ", ".join(recipes)
                paper.fault(row.spot, RECIPE, row["value"], known, "unknown_value")
        elif row["name"] == MASS:
            batch.mass_kg = _mass_kg(paper, row)
        else:
            batch.settings.append(row)
    return batches


def _mass_kg(paper: Paper, row: _Row) -> float:
    mass_kg = _number(paper, row, "kg")
    if mass_kg <= 0.0:
        paper.fault(row.spot, MASS, row["value"], "> 0 kg", "outside_limits")
    return mass_kg


def _orders(paper: Paper, batches: Mapping[str, _Batch]) -> Iterator[Order]:
    for name, batch in batches.items():
        recipe, mass_kg = batch.recipe, batch.mass_kg
        if recipe is None or mass_kg is None:
            missing = RECIPE if recipe is None else MASS
            if not paper.faults:
                paper.fault((batch.line,), missing, name, f"{RECIPE}, {MASS}", "missing_key")
            continue
        scale = mass_kg / recipe.reference_kg
        settings = {row["name"]: _setting(paper, row, recipe, scale) for row in batch.settings}
        yield Order(name, recipe.name, mass_kg, settings)


def _setting(paper: Paper, row: _Row, recipe: MasterRecipe, scale: float) -> float:
    """A parameter of a recipe for a batch ``scale`` times its reference size."""
    parameter = recipe.parameter(row["name"])
    if parameter is None:
        known = ", ".join(each.name for each in recipe.formula)
        paper.fault(row.spot, recipe.name, row["name"], known, "unknown_parameter")
        return 0.0
    value = _number(paper, row, parameter.unit)
    factor = scale if parameter.scaling is Scaling.LINEAR else 1.0
    low, high = parameter.low * factor, parameter.high * factor
    if not within(value, low, high):
        limit = limits(low, high, parameter.unit)
        paper.fault(row.spot, row["name"], row["value"], limit, "outside_limits")
    return value


def _observations(paper: Paper, rows: list[_Row], plant: Plant) -> tuple[Observation, ...]:
    """The mean of what was seen more than once of a batch."""
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    sigmas: dict[tuple[str, str], float] = {}
    for row in rows:
        unit = None if row["kind"] == KINDS[0] else _unit(paper, row, plant)
        if unit is None:
            continue
        key = row["batch"], row["name"]
        values[key].append(_number(paper, row, unit))
        if row[SIGMA]:
            sigmas[key] = _sigma(paper, row, unit)
    return tuple(
        Observation(*key, fmean(found), len(found), sigmas.get(key))
        for key, found in values.items()
    )


def _unit(paper: Paper, row: _Row, plant: Plant) -> str | None:
    """The unit in which Lizao keeps what a row is about; None, and a fault, if it knows it not."""
    name = row["name"]
    if row["kind"] == "signal":
        return _signal_unit(paper, row, plant)
    if name not in ATTRIBUTE_UNITS:
        paper.fault(row.spot, "result", name, ", ".join(ATTRIBUTE_UNITS), "unknown_value")
        return None
    return ATTRIBUTE_UNITS[name] or DIMENSIONLESS


def _signal_unit(paper: Paper, row: _Row, plant: Plant) -> str | None:
    owner, _, signal = row["name"].partition(".")
    unit = plant.unit(UnitId(owner)) or next(iter(plant.of_class(owner)), None)
    if unit is None:
        known = ", ".join(dict.fromkeys(each.unit_class for each in plant.units))
        paper.fault(row.spot, "signal", owner, known, "unknown_unit_name")
        return None
    found = plant.signals.get(f"{unit.id}.{signal}")
    if found is None:
        start = f"{unit.id}."
        known = ", ".join(
            each.removeprefix(start) for each in plant.signals if each.startswith(start)
        )
        paper.fault(row.spot, owner, signal, known, "unknown_signal")
        return None
    return found.unit


def _number(paper: Paper, row: _Row, wanted: str) -> float:
    """The value of a row in ``wanted``; 0 and a fault where it cannot be read."""
    try:
        value = parse_quantity(row["value"], DIMENSIONLESS, row["name"])
    except QuantityError:
        paper.fault(row.spot, row["name"], row["value"], shown(wanted), "not_a_quantity")
        return 0.0
    factor, offset = _scale(paper, row, wanted)
    return value * factor + offset


def _sigma(paper: Paper, row: _Row, wanted: str) -> float:
    """One standard deviation in ``wanted``, which is a difference: it has no offset."""
    try:
        value = parse_quantity(row[SIGMA], DIMENSIONLESS, SIGMA)
    except QuantityError:
        value = 0.0
    if value <= 0.0:
        paper.fault(row.spot, SIGMA, row[SIGMA], "> 0", "outside_limits")
        return 1.0
    return value * _scale(paper, row, wanted)[0]


def _scale(paper: Paper, row: _Row, wanted: str) -> tuple[float, float]:
    """Factor and offset from the unit of a row to ``wanted``, which stands for an empty cell."""
    written = row["unit"] or wanted
    try:
        return conversion(written, wanted)
    except QuantityError:
        reason = "wrong_dimension" if is_unit(written) else "unknown_unit"
        paper.fault(row.spot, row["name"], written, shown(wanted), reason)
        return 1.0, 0.0
