"""Rows of saggars at both ends of a kiln: loaded, fired, tipped."""

from typing import Final, NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    AIR,
    CERAMIC,
    CHARGED_LITHIUM,
    DUST,
    FE,
    FERROUS,
    FINE_SIZE,
    FINES,
    GRAIN,
    HEAT,
    LI,
    OFF_GAS,
    SCATTER,
    SECOND,
    SIZE,
    WATER,
    WIDTH,
    O,
    Store,
    elements,
    lose,
    mass_kg,
    put,
    set_elements,
    take,
)
from lizao.plant.laws import firing
from lizao.plant.laws import rows as row_laws
from lizao.plant.records import Floats
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.units.kilns import KilnLaws

MOSTLY: Final = 0.5
"""Powder with more ferrous iron than this has been fired before."""


class Loading(NamedTuple):
    """What the saggar line loads: kg (zero: a dummy), how full a saggar is, how warm it stands."""

    wanted_kg: float
    fill_share: float
    offset_k: float


class Tipped(NamedTuple):
    """True masses in kg of a row that was tipped."""

    product_kg: float
    dust_kg: float


@compiled
def _fire(unit: Kiln, row: Floats, store: Store, laws: KilnLaws) -> None:
    """Turn the hand from what was loaded into what the row became; the rest is off-gas."""
    hand = store.hand
    before = hand[FERROUS] / hand[FE] if hand[FE] > 0.0 else 0.0
    loaded = mass_kg(hand)
    reaction = laws.firing.formation.order
    drying = laws.firing.dehydration.order
    formed = 0.5 * (
        firing.converted(row[row_laws.FORMATION_TOP], reaction)
        + firing.converted(row[row_laws.FORMATION_CORE], reaction)
    )
    wet = 0.5 * (
        firing.converted(row[row_laws.DEHYDRATION_TOP], drying)
        + firing.converted(row[row_laws.DEHYDRATION_CORE], drying)
    )
    burnt_kg = row[row_laws.BURNT_PERCENT] / 100.0 * loaded
    progress = firing.Progress(wet, formed, burnt_kg, row[row_laws.LITHIUM_LOST])
    result = firing.fired(elements(hand), before, progress, laws.carbon)
    set_elements(hand, result.product)
    mass = mass_kg(hand)
    gas = result.gas
    store.meters[OFF_GAS, 0] += gas.fe_kg
    store.meters[OFF_GAS, 1] += gas.p_kg
    store.meters[OFF_GAS, 2] += gas.li_kg
    store.meters[OFF_GAS, 3] += gas.c_kg
    store.meters[OFF_GAS, 4] += gas.h_kg
    store.meters[OFF_GAS, O] += gas.o_kg
    store.meters[OFF_GAS, 6] += gas.ti_kg
    store.meters[AIR, O] += result.oxygen_taken_kg
    hand[WATER] *= 1.0 - wet
    hand[FERROUS] = hand[FE] * result.ferrous_share
    for k in (SIZE, FINES, FINE_SIZE, SCATTER):
        hand[k] *= mass / loaded
    hand[HEAT] = mass * 60.0
    hand[GRAIN] = 0.5 * mass * (row[row_laws.GRAIN_TOP] + row[row_laws.GRAIN_CORE])
    if before > MOSTLY:
        hand[SECOND] = mass * unit.soak_c


@compiled
def _load(row: Floats, store: Store, laws: KilnLaws, room_c: float, loading: Loading) -> None:
    """Begin a row with what is in the hand."""
    hand = store.hand
    for k in range(row_laws.ROW_WIDTH):
        row[k] = 0.0
    mass = mass_kg(hand)
    before = hand[FERROUS] / hand[FE] if hand[FE] > 0.0 else 0.0
    row[row_laws.POWDER_KG] = mass
    row[row_laws.OFFSET_K] = loading.offset_k
    row[row_laws.BED_PACE] = row_laws.bed_pace(loading.fill_share)
    row[row_laws.TOP_C] = room_c
    row[row_laws.CORE_C] = room_c
    grain = hand[GRAIN] / mass
    if grain <= 0.0:
        grain = firing.grain_power(laws.firing.grain.initial_nm, laws.firing.grain)
    row[row_laws.GRAIN_TOP] = grain
    row[row_laws.GRAIN_CORE] = grain
    if before > MOSTLY:
        row[row_laws.FORMATION_TOP] = row_laws.DONE
        row[row_laws.FORMATION_CORE] = row_laws.DONE
    whole = firing.Progress(1.0, 1.0, 0.0, 0.0)
    result = firing.fired(elements(hand), before, whole, laws.carbon)
    row[row_laws.CARBON_PERCENT] = result.carbon_percent
    if hand[CHARGED_LITHIUM] <= 0.0:
        hand[CHARGED_LITHIUM] = hand[LI]


@compiled
def discharge(
    unit: Kiln, rows: Floats, content: Floats, slot: int, store: Store, laws: KilnLaws
) -> Tipped:
    """Tip the row in a slot into the kiln's destination, fired as far as it is."""
    for k in range(WIDTH):
        store.hand[k] = content[slot, k]
        content[slot, k] = 0.0
    _fire(unit, rows[slot], store, laws)
    store.hand[CERAMIC] += 1.0e-6 * unit.coating_ppm * mass_kg(store.hand)
    dust = lose(store, unit.dust_share, DUST)
    product = mass_kg(store.hand)
    put(store, int(unit.destination))
    rows[slot, row_laws.POWDER_KG] = 0.0
    unit.rows_product -= 1.0
    return Tipped(product, dust)


@compiled
def charge(
    unit: Kiln,
    rows: Floats,
    content: Floats,
    slot: int,
    loading: Loading,
    store: Store,
    laws: KilnLaws,
) -> float:
    """Load a row from the kiln's source into an empty slot; return the kg."""
    charged = take(store, int(unit.source), loading.wanted_kg)
    if charged > 0.0:
        _load(rows[slot], store, laws, unit.room_c, loading)
        for k in range(WIDTH):
            content[slot, k] = store.hand[k]
        unit.rows_product += 1.0
    return charged
