"""What places hold: extensive vectors in parcels, moved without losing a gram."""

import math
from typing import Final, NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.laws.composition import Elements
from lizao.plant.records import Floats, Integers

ELEMENTS: Final = 7
"""The first components are kilograms of Fe, P, Li, C, H, O, Ti; their sum is the mass."""
FE: Final = 0
P: Final = 1
LI: Final = 2
C: Final = 3
H: Final = 4
O: Final = 5  # noqa: E741 - the element
TI: Final = 6
WATER: Final = 7
"""Free water in kg, already counted in H and O."""
FERROUS: Final = 8
"""Iron(II) in kg."""
MILLING: Final = 9
"""Net bead-milling energy in kWh."""
HEAT: Final = 10
"""Mass times temperature in kg °C."""
SIZE: Final = 11
"""Mass times the logarithm of the median size in µm."""
FINES: Final = 12
"""Mass in kg that came through the fine cut."""
FINE_SIZE: Final = 13
"""Mass of the fine cut times the logarithm of its median size in µm."""
GRAIN: Final = 14
"""Mass times the cube of the primary grain in nm3."""
SECOND: Final = 15
"""Mass times the soak of its second firing in °C."""
MAGNETIC: Final = 16
"""Mass times magnetic matter in ppb."""
SCATTER: Final = 17
"""Mass times the unexplained part of the compaction density in g/cm3."""
CHARGED_LITHIUM: Final = 18
"""Lithium as charged, in kg."""
GROUND: Final = 19
"""The part of the milling energy that ground, in kWh: with fewer beads, less than all of it."""
ZIRCONIUM: Final = 20
"""Zirconium worn off beads in kg, beside the elements."""
SALT: Final = 21
"""Mass of water times its conductivity as charged in kg µS/cm."""
AGE: Final = 22
"""Mass times the time since it became slurry in kg h."""
OVERSIZE: Final = 23
"""Grains in kg that went past a classifier as they came."""
HARDNESS: Final = 24
"""Dry mass in kg times how hard it is to grind (1: as usual)."""
CERAMIC: Final = 25
"""Aluminium and silicon worn off saggars in kg, beside the elements."""
WIDTH: Final = 26

WATER_H: Final = 2.0 * 1.008 / (2.0 * 1.008 + 15.999)
"""Mass share of hydrogen in water."""

# Boundaries of the plant: where matter comes in and where it leaves.
RAW: Final = 0
WEAR: Final = 1
AIR: Final = 2
"""Moisture from the room and oxygen from the kiln gas."""
INWARD: Final = 3
EXHAUST: Final = 3
OFF_GAS: Final = 4
DUST: Final = 5
SAMPLES: Final = 6
BAGS: Final = 7
REWORK: Final = 8
MAGNET: Final = 9
BOUNDARIES: Final = 10

# What a place shows of its slurry.
SETTLED: Final = 0
"""Solids at the bottom less those at the top in %."""
VISCOSITY: Final = 1
"""Viscosity in mPa s."""
MEDIAN: Final = 2
"""Median size in µm."""
SHOWN: Final = 3

BLUR: Final = 0.1
"""Share of a full layer that mixes into the next one of a silo (estimate)."""
EMPTY_KG: Final = 1.0e-6


class Store(NamedTuple):
    """All places: parcels (place, parcel, component), oldest at ``head``; ``hand`` lies between."""

    parcels: Floats
    head: Integers
    parcel_count: Integers
    held_kg: Floats
    parcel_kg: Floats
    capacity_kg: Floats
    last: Floats
    draining: Integers
    emptied: Integers
    meters: Floats
    hand: Floats
    slurry: Floats
    """What each place shows of its slurry (place, SHOWN)."""


@compiled
def mass_kg(vector: Floats) -> float:
    """Return the mass in kg of a content vector, the sum of its elements (definition)."""
    total = 0.0
    for element in range(ELEMENTS):
        total += vector[element]
    return total


@compiled
def elements(vector: Floats) -> Elements:
    """Return the element masses in kg of a content vector (definition)."""
    return Elements(vector[FE], vector[P], vector[LI], vector[C], vector[H], vector[O], vector[TI])


@compiled
def set_elements(vector: Floats, masses: Elements) -> None:
    """Put element masses in kg into a content vector (definition)."""
    vector[FE] = masses.fe_kg
    vector[P] = masses.p_kg
    vector[LI] = masses.li_kg
    vector[C] = masses.c_kg
    vector[H] = masses.h_kg
    vector[O] = masses.o_kg
    vector[TI] = masses.ti_kg


@compiled
def _drop_head(store: Store, place: int) -> None:
    """Take the whole oldest parcel of a place into the hand; the last one leaves its make-up."""
    head = store.head[place]
    last = store.parcel_count[place] == 1
    for k in range(WIDTH):
        store.hand[k] += store.parcels[place, head, k]
        if last:
            store.last[place, k] = store.parcels[place, head, k]
        store.parcels[place, head, k] = 0.0
    store.head[place] = (head + 1) % store.parcels.shape[1]
    store.parcel_count[place] -= 1


@compiled
def take(store: Store, place: int, wanted_kg: float) -> float:
    """Take up to ``wanted_kg`` from the oldest parcels of a place into the hand; return the kg."""
    for k in range(WIDTH):
        store.hand[k] = 0.0
    left = wanted_kg
    while left > 0.0 and store.parcel_count[place] > 0:
        head = store.head[place]
        parcel_kg = mass_kg(store.parcels[place, head])
        if parcel_kg <= left + EMPTY_KG:
            _drop_head(store, place)
            left -= parcel_kg
        else:
            share = left / parcel_kg
            for k in range(WIDTH):
                part = share * store.parcels[place, head, k]
                store.hand[k] += part
                store.parcels[place, head, k] -= part
            left = 0.0
    taken = mass_kg(store.hand)
    store.held_kg[place] -= taken
    if store.parcel_count[place] == 0:
        store.held_kg[place] = 0.0
        if store.draining[place] > 0:
            store.emptied[place] = 1
    return taken


@compiled
def put(store: Store, place: int) -> None:
    """Lay the hand on the youngest parcel of a place; a full layer begins a blurred new one."""
    parcels = store.parcels.shape[1]
    if store.parcel_count[place] == 0:
        store.parcel_count[place] = 1
    tail = (store.head[place] + store.parcel_count[place] - 1) % parcels
    full = mass_kg(store.parcels[place, tail]) >= store.parcel_kg[place]
    if full and store.parcel_count[place] < parcels:
        young = (tail + 1) % parcels
        for k in range(WIDTH):
            blurred = BLUR * store.parcels[place, tail, k]
            store.parcels[place, young, k] = blurred
            store.parcels[place, tail, k] -= blurred
        store.parcel_count[place] += 1
        tail = young
    for k in range(WIDTH):
        store.parcels[place, tail, k] += store.hand[k]
    store.held_kg[place] += mass_kg(store.hand)


@compiled
def lose(store: Store, share: float, boundary: int) -> float:
    """Let a share (1) of the hand leave the plant over a boundary; return the kg lost."""
    lost = 0.0
    for k in range(WIDTH):
        part = share * store.hand[k]
        store.hand[k] -= part
        if k < ELEMENTS:
            store.meters[boundary, k] += part
            lost += part
    return lost


@compiled
def dry(store: Store, water_kg: float, boundary: int) -> None:
    """Move water in kg out of the hand over a boundary; negative: into the hand."""
    store.hand[WATER] -= water_kg
    store.hand[H] -= WATER_H * water_kg
    store.hand[O] -= (1.0 - WATER_H) * water_kg
    sign = 1.0 if boundary >= INWARD else -1.0
    store.meters[boundary, H] += sign * WATER_H * water_kg
    store.meters[boundary, O] += sign * (1.0 - WATER_H) * water_kg


@compiled
def youngest(store: Store, place: int) -> int:
    """Return the slot of the youngest parcel of a place (the only one of a mixed vessel)."""
    if store.parcel_count[place] == 0:
        return int(store.head[place])
    return int((store.head[place] + store.parcel_count[place] - 1) % store.parcels.shape[1])


@compiled
def set_size(vector: Floats, size_um: float, fine: bool) -> None:
    """Give a content vector one median size in µm and say whether it is the fine cut."""
    mass = mass_kg(vector)
    vector[SIZE] = mass * math.log(size_um)
    vector[FINES] = mass if fine else 0.0
    vector[FINE_SIZE] = vector[SIZE] if fine else 0.0


@compiled
def solids_kg(vector: Floats) -> float:
    """Return the dry kg of a content vector (definition)."""
    solids: float = mass_kg(vector) - vector[WATER]
    return solids


@compiled
def settle(store: Store, place: int) -> None:
    """Let the hand, drawn from the bottom, hold more solids than the rest (mass and heat as drawn).

    Half of the difference between bottom and top goes against the mean.
    """
    if store.slurry[place, SETTLED] <= 0.0 or store.parcel_count[place] == 0:
        return
    rest = store.parcels[place, store.head[place]]
    dry_kg = solids_kg(rest)
    more_kg = 0.005 * store.slurry[place, SETTLED] * mass_kg(store.hand)
    more_kg = min(more_kg, 0.5 * store.hand[WATER], 0.5 * dry_kg)
    if more_kg <= 0.0:
        return
    share = more_kg / dry_kg
    bound_kg = share * rest[WATER]
    salt = store.hand[SALT] * more_kg / store.hand[WATER]
    for k in range(WIDTH):
        if k not in (WATER, HEAT, SALT, AGE):
            part = share * rest[k]
            store.hand[k] += part
            rest[k] -= part
    # What was taken for dry has the hydrogen and oxygen of the water that stays.
    _wet(store.hand, -bound_kg, 0.0)
    _wet(rest, bound_kg, 0.0)
    store.hand[WATER] -= more_kg
    rest[WATER] += more_kg
    _wet(store.hand, -more_kg, -salt)
    _wet(rest, more_kg, salt)


@compiled
def _wet(vector: Floats, water_kg: float, salt: float) -> None:
    """Add the hydrogen and oxygen of water in kg to a content vector, and its salt."""
    vector[H] += WATER_H * water_kg
    vector[O] += (1.0 - WATER_H) * water_kg
    vector[SALT] += salt
