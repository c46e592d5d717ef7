"""A batch at a glance, as figures: what the live view draws and the plain log says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lizao.app.progress import Stage, remaining, share_done, stages
from lizao.control.run import BatchRun, Run
from lizao.model.equipment import LineState, Plant, Use
from lizao.model.identifiers import PlaceId, SignalId, UnitId
from lizao.model.instants import Duration, Instant
from lizao.model.states import State

if TYPE_CHECKING:
    from lizao.app.making import Making

LEAST_KG: Final = 1.0
"""Less than this in a vessel is not worth a line."""
KEY_SIGNALS: Final = ("d50_um", "specific_energy_kwh_per_t", "outlet_setpoint_c", "oxygen_ppm")
OUTLET: Final = ("outlet_setpoint_c", "outlet_temperature_c")
"""An outlet temperature matters where it is controlled."""
ZONE: Final = ("zone_", "_temperature_c")
SOAK: Final = "soak_temperature_c"


@dataclass(frozen=True, slots=True)
class UnitGlance:
    """One unit at work: the services that are not idle, and the state of a line."""

    unit: UnitId
    services: tuple[tuple[str, State], ...]
    line: LineState | None


@dataclass(frozen=True, slots=True)
class Glance:
    """All that the view shows of one batch at one instant."""

    batch: str
    product: str
    state: State
    at: Instant
    elapsed: Duration
    remaining: Duration | None
    packed_kg: float
    wanted_kg: float
    stages: tuple[Stage, ...]
    units: tuple[UnitGlance, ...]
    material_kg: Mapping[str, float]
    values: tuple[tuple[UnitId, str, float], ...]
    questions: tuple[tuple[str, Mapping[str, object]], ...]
    simulated: bool

    @property
    def progress(self) -> float:
        """Which part of the whole work is done (0..1)."""
        return share_done(self.stages)


def glance(making: "Making") -> Glance:
    """A batch on its way, as it is now."""
    home, run, batch = making.home, making.home.rooms.run, making.run
    plant = home.foundation.plant
    figures = home.rooms.views.batches[making.batch]
    found = stages(batch)
    elapsed = making.loop.now - figures.started
    packed_kg = sum(bag.mass_kg for bag in figures.bags)
    return Glance(
        batch=batch.batch,
        product=batch.recipe.product,
        state=batch.state,
        at=making.loop.now,
        elapsed=elapsed,
        remaining=remaining(found, elapsed),
        packed_kg=packed_kg,
        wanted_kg=batch.recipe.mass_kg,
        stages=found,
        units=_units(run, plant),
        material_kg=_material(run, plant),
        values=key_values(plant, making.loop.values, in_use(batch)),
        questions=tuple((each.text, each.details) for each in run.questions.values()),
        simulated=plant.simulated,
    )


def _units(run: Run, plant: Plant) -> tuple[UnitGlance, ...]:
    busy: dict[UnitId, list[tuple[str, State]]] = {}
    for (unit, service), view in run.services.items():
        if view.state is not State.IDLE:
            busy.setdefault(unit, []).append((service, view.state))
    found = []
    for each in plant.units:
        line = run.lines.get(each.id) if each.use is Use.LINE else None
        warm = line not in {None, LineState.COLD, LineState.IDLE_HOT}
        if each.id in busy or warm:
            found.append(UnitGlance(each.id, tuple(busy.get(each.id, ())), line))
    return tuple(found)


def _material(run: Run, plant: Plant) -> dict[str, float]:
    """Kilograms by vessel in the order of the plant; stores and sinks are not on the way."""
    places = [place.id for unit in plant.units for place in unit.places]
    held = ((place, run.contents_kg.get(PlaceId(place), 0.0)) for place in places)
    return {place: kg for place, kg in held if kg >= LEAST_KG}


def in_use(batch: BatchRun) -> frozenset[UnitId]:
    """The units that a batch has and has not given back."""
    return frozenset(unit for role, unit in batch.units.items() if role not in batch.released)


def key_values(
    plant: Plant, values: Mapping[SignalId, float], units: frozenset[UnitId]
) -> tuple[tuple[UnitId, str, float], ...]:
    """The signals that matter of the units in use; of a kiln its hottest zone."""
    found: list[tuple[UnitId, str, float]] = []
    for unit in plant.units:
        if unit.id not in units:
            continue
        ours = {
            name.removeprefix(f"{unit.id}."): value
            for name, value in values.items()
            if name.startswith(f"{unit.id}.")
        }
        zones = [
            value
            for name, value in ours.items()
            if name.startswith(ZONE[0]) and name.endswith(ZONE[1])
        ]
        if zones:
            found.append((unit.id, SOAK, max(zones)))
        shown = (OUTLET[1] if name == OUTLET[0] else name for name in KEY_SIGNALS if name in ours)
        found += ((unit.id, name, ours[name]) for name in shown if name in ours)
    return tuple(found)
