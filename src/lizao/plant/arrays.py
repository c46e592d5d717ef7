"""The arrays of a plant: records of each kind, places, and the blocks beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from lizao.model.equipment import Place, PlaceKind, Plant, Unit
from lizao.plant.content import BOUNDARIES, ELEMENTS, SHOWN, WIDTH, Store
from lizao.plant.floor import Coefficients
from lizao.plant.grid import Machines
from lizao.plant.laws.atmosphere import SECTION_WIDTH, SECTIONS
from lizao.plant.laws.kiln import ZONE_WIDTH
from lizao.plant.laws.rows import ROW_WIDTH
from lizao.plant.records import Layout, Memory
from lizao.plant.sensors import Trend, Watches
from lizao.plant.units.dryers import Dryer
from lizao.plant.units.feeders import Feeder
from lizao.plant.units.jetmills import JetMill
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.units.kilns import ZONE_STEP_S
from lizao.plant.units.lines import SlurryLine
from lizao.plant.units.mills import CoarseMill, FineMill
from lizao.plant.units.packers import Packer
from lizao.plant.units.pneumatic import Pneumatic
from lizao.plant.units.sieve import Sieve
from lizao.plant.units.vessels import PowderVessel, Tank

KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "premix": (Feeder, Tank),
    "pass-mill": (CoarseMill,),
    "mill-tank": (Tank,),
    "tank": (Tank,),
    "circuit-mill": (FineMill,),
    "slurry-line": (SlurryLine,),
    "dryer": (Dryer,),
    "silo": (),
    "pneumatic-line": (Pneumatic,),
    "kiln": (Kiln,),
    "jet-mill": (JetMill,),
    "mixer": (Feeder, PowderVessel),
    "blender": (PowderVessel,),
    "sieve": (Sieve,),
    "bin": (PowderVessel,),
    "packer": (Packer,),
}
"""Which records a unit of each model has."""
ALL_KINDS: Final = (
    Feeder,
    Tank,
    CoarseMill,
    FineMill,
    SlurryLine,
    Dryer,
    Pneumatic,
    Kiln,
    JetMill,
    PowderVessel,
    Sieve,
    Packer,
)
PARCELS: Final = 64
LAYERS: Final = 50
"""Layers of a silo full to its capacity."""
WATCHES: Final = 256
WATCHES_OF_A_UNIT: Final = 4
TREND: Final = 240
ZONES: Final = 34


@dataclass
class PlaceTable:
    """The places of a plant in the order of the store."""

    names: list[str] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)

    @classmethod
    def of(cls, plant: Plant) -> "PlaceTable":
        """Every vessel, and the inside of every jet mill."""
        table = cls()
        for unit in plant.units:
            for place in unit.places:
                table.names.append(str(place.id))
                table.places.append(place)
            if unit.model == "jet-mill":
                table.names.append(inside_of(unit))
                table.places.append(None)
        return table


def inside_of(unit: Unit) -> str:
    """The place of a jet mill's hold-up."""
    return f"{unit.id}/inside"


def memory_of(plant: Plant, places: int) -> Memory:
    """The flat memory of a plant."""
    layout = Layout()
    layout.block("held_kg", places)
    counts: dict[type, int] = dict.fromkeys(ALL_KINDS, 0)
    for unit in plant.units:
        for kind in KINDS[unit.model]:
            counts[kind] += 1
    kilns, rows, delay = _kiln_shape(plant)
    layout.block("zones", kilns, ZONES, ZONE_WIDTH)
    layout.block("kiln_sections", kilns, len(SECTIONS), SECTION_WIDTH)
    layout.block("zone_delay", kilns, ZONES, delay)
    layout.block("zone_load", kilns, ZONES)
    layout.block("zone_burn", kilns, ZONES)
    layout.block("rows", kilns, rows, ROW_WIDTH)
    layout.block("row_content", kilns, rows, WIDTH)
    layout.block("raw", max(1, counts[Feeder]), WIDTH)
    layout.block("dryer_delay", max(1, counts[Dryer]), _dryer_delay(plant))
    for kind, count in counts.items():
        layout.records(kind, count)
    return layout.build()


def _kiln_shape(plant: Plant) -> tuple[int, int, int]:
    """How many kilns, rows in each, and steps of a heater's dead time."""
    kilns = [unit for unit in plant.units if unit.model == "kiln"]
    numbers = [Coefficients(unit.id, unit.coefficients) for unit in kilns]
    rows = max((round(each["rows"]) for each in numbers), default=1)
    delay = max((round(each["dead_time_s"] / ZONE_STEP_S) for each in numbers), default=1)
    return max(1, len(kilns)), rows, delay


def _dryer_delay(plant: Plant) -> int:
    """Steps of a dryer's dead time."""
    dryers = [unit for unit in plant.units if unit.model == "dryer"]
    return max((round(unit.coefficients["dead_time_s"]) for unit in dryers), default=1)


def store_of(table: PlaceTable, memory: Memory) -> Store:
    """The store of all places, empty."""
    count = len(table.names)
    capacity = np.full(count, np.inf)
    parcel = np.full(count, np.inf)
    for index, place in enumerate(table.places):
        if place is not None and place.capacity_kg is not None:
            capacity[index] = place.capacity_kg
            if place.kind is PlaceKind.LAYERED:
                parcel[index] = place.capacity_kg / LAYERS
    return Store(
        parcels=np.zeros((count, PARCELS, WIDTH)),
        head=np.zeros(count, dtype=np.int64),
        parcel_count=np.zeros(count, dtype=np.int64),
        held_kg=memory.block("held_kg"),
        parcel_kg=parcel,
        capacity_kg=capacity,
        last=np.zeros((count, WIDTH)),
        draining=np.zeros(count, dtype=np.int64),
        emptied=np.zeros(count, dtype=np.int64),
        meters=np.zeros((BOUNDARIES, ELEMENTS)),
        hand=np.zeros(WIDTH),
        slurry=np.zeros((count, SHOWN)),
    )


def machines_of(memory: Memory) -> Machines:
    """The records of every kind over the flat memory."""
    return Machines(
        feeders=memory.records(Feeder),
        raw=memory.block("raw"),
        tanks=memory.records(Tank),
        coarse_mills=memory.records(CoarseMill),
        fine_mills=memory.records(FineMill),
        slurry_lines=memory.records(SlurryLine),
        dryers=memory.records(Dryer),
        dryer_delay=memory.block("dryer_delay"),
        pneumatics=memory.records(Pneumatic),
        kilns=memory.records(Kiln),
        zones=memory.block("zones"),
        kiln_sections=memory.block("kiln_sections"),
        zone_delay=memory.block("zone_delay"),
        zone_load=memory.block("zone_load"),
        zone_burn=memory.block("zone_burn"),
        rows=memory.block("rows"),
        row_content=memory.block("row_content"),
        jet_mills=memory.records(JetMill),
        powder_vessels=memory.records(PowderVessel),
        sieves=memory.records(Sieve),
        packers=memory.records(Packer),
    )


def watches_of(units: int) -> Watches:
    """Room for the watched conditions of a plant: its alarms, and those of its batches."""
    count = max(WATCHES, WATCHES_OF_A_UNIT * units)
    return Watches(
        np.full(count, -1, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count, dtype=np.int64),
    )


def trend_of(sensors: int) -> Trend:
    """An empty trend."""
    return Trend(
        np.zeros(TREND, dtype=np.int64),
        np.zeros((TREND, sensors)),
        np.full(sensors, np.nan),
        np.zeros(1, dtype=np.int64),
    )
