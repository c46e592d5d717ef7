"""Roller-hearth kilns: zones, atmosphere, and saggar rows in plug flow."""

from typing import Final, NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    AIR,
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
from lizao.plant.laws import firing, kiln
from lizao.plant.laws import rows as row_laws
from lizao.plant.laws.coefficients import CarbonUse, Controller, Firing, ZoneHeat
from lizao.plant.noise import normal
from lizao.plant.records import Floats

ROW_STEP_S = 10
ZONE_STEP_S = 2
SOAK_BAND_K: Final = 1.0
MOSTLY: Final = 0.5
"""Powder with more ferrous iron than this has been fired before."""


class KilnLaws(NamedTuple):
    """What the kilns' laws need."""

    firing: Firing
    carbon: CarbonUse


class Kiln:
    """A kiln with its saggar line; its zones and rows lie in arrays beside it."""

    source: float
    destination: float
    channel: float
    speed_m_per_h: float
    zone_m: float
    room_c: float
    cursor: float
    base_kw: float
    dummy_j_per_k: float
    """Heat capacity of the saggars of one row."""
    face_j_per_k: float
    lining_j_per_k: float
    face_to_lining_w_per_k: float
    loss_w_per_k: float
    neighbour_w_per_k: float
    controller_gain_per_k: float
    controller_integral_s: float
    nitrogen_nm3_per_h: float
    supply_ppm: float
    leak_nm3_per_h: float
    volume_nm3: float
    oxygen_ppm: float
    burn_share_per_h: float
    burn_nitrogen_nm3_per_t: float
    soak_c: float
    dust_share: float
    rows_product: float
    saggars_free: float
    power_kw: float
    heaters_kw: float
    soak_kw: float
    """Heating of the zones whose set-points are the highest."""
    soak_deviation_k: float
    """The largest distance of a soak zone, as its controller sees it, from its set-point."""
    row_kwh: float
    """Energy of one row place since the beginning."""
    row_nitrogen_nm3: float
    idle_kwh: float
    idle_nitrogen_nm3: float


class Loading(NamedTuple):
    """What the saggar line loads: kg (zero: a dummy), how full a saggar is, how warm it stands."""

    wanted_kg: float
    fill_share: float
    offset_k: float


class Pushed(NamedTuple):
    """True masses in kg of one push of the row pusher."""

    loaded_kg: float
    charged_kg: float
    product_kg: float
    dust_kg: float


@compiled
def _atmosphere(unit: Kiln, burn: Floats, carbon: CarbonUse, table: Floats, step: int) -> None:
    """Follow the oxygen for ten seconds and say how fast it burns carbon in each zone."""
    leak = unit.leak_nm3_per_h * (1.0 + 0.1 * normal(table, int(unit.channel), step // 600))
    unit.oxygen_ppm = kiln.oxygen_ppm(
        unit.oxygen_ppm,
        unit.volume_nm3,
        unit.nitrogen_nm3_per_h,
        unit.supply_ppm,
        leak,
        0.0,
        float(ROW_STEP_S),
    )
    rate = firing.burnt_percent(unit.oxygen_ppm, unit.burn_nitrogen_nm3_per_t, carbon)
    for zone in range(len(burn)):
        burn[zone] = rate * unit.burn_share_per_h


@compiled
def _dummies(unit: Kiln, rows: Floats, zone_c: Floats, load_w: Floats) -> None:
    """Add what the saggars of empty rows draw from each zone (W) as they follow it."""
    zones = len(zone_c)
    count = len(rows)
    empty_share = 1.0 - unit.rows_product / count
    rows_per_s = unit.speed_m_per_h / 3600.0 / (unit.zone_m * zones / count)
    for zone in range(zones):
        before_c = zone_c[zone - 1] if zone > 0 else unit.room_c
        rise_k = zone_c[zone] - before_c
        load_w[zone] += empty_share * unit.dummy_j_per_k * rise_k * rows_per_s


@compiled
def step_rows(
    unit: Kiln,
    zones: Floats,
    rows: Floats,
    load_w: Floats,
    burn: Floats,
    laws: KilnLaws,
    table: Floats,
    step: int,
) -> None:
    """Move and fire the rows for ten seconds."""
    _atmosphere(unit, burn, laws.carbon, table, step)
    zone_c = zones[:, kiln.FACE_C].copy()
    row_laws.advance_rows(
        rows, zone_c, burn, load_w, unit.zone_m, unit.speed_m_per_h, laws.firing, float(ROW_STEP_S)
    )
    _dummies(unit, rows, zone_c, load_w)


@compiled
def zone_heat(unit: Kiln) -> ZoneHeat:
    """Return the heat data of a kiln's zones."""
    return ZoneHeat(
        unit.face_j_per_k,
        unit.lining_j_per_k,
        unit.face_to_lining_w_per_k,
        unit.loss_w_per_k,
        unit.neighbour_w_per_k,
    )


@compiled
def _show_zones(unit: Kiln, zones: Floats) -> None:
    """Sum up the heaters, and say how far the soak is from its set-point at most."""
    soak_c = zones[:, kiln.SETPOINT_C].max()
    heaters_kw = 0.0
    soak_kw = 0.0
    widest_k = 0.0
    for zone in range(len(zones)):
        heaters_kw += zones[zone, kiln.HEATER_KW]
        setpoint_c = zones[zone, kiln.SETPOINT_C]
        if setpoint_c >= soak_c - SOAK_BAND_K:
            soak_kw += zones[zone, kiln.HEATER_KW]
            widest_k = max(widest_k, abs(zones[zone, kiln.SEEN_C] - setpoint_c))
    unit.heaters_kw = heaters_kw
    unit.soak_kw = soak_kw
    unit.soak_deviation_k = widest_k


@compiled
def step_zones(unit: Kiln, zones: Floats, delay: Floats, load_w: Floats, rows: int) -> None:
    """Control and heat the zones for two seconds; share the energy over the row places."""
    gas = kiln.nitrogen_w_per_k(unit.nitrogen_nm3_per_h)
    pi = Controller(unit.controller_gain_per_k, unit.controller_integral_s, -1.0, 1.0)
    unit.cursor = float(
        kiln.advance_zones(
            zones,
            delay,
            int(unit.cursor),
            load_w,
            unit.room_c,
            gas,
            zone_heat(unit),
            pi,
            float(ZONE_STEP_S),
        )
    )
    _show_zones(unit, zones)
    power = unit.base_kw + unit.heaters_kw
    unit.power_kw = power
    hours = ZONE_STEP_S / 3600.0
    unit.row_kwh += power * hours / rows
    unit.row_nitrogen_nm3 += unit.nitrogen_nm3_per_h * hours / rows
    idle = (rows - unit.rows_product) / rows
    unit.idle_kwh += power * hours * idle
    unit.idle_nitrogen_nm3 += unit.nitrogen_nm3_per_h * hours * idle


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
def push(
    unit: Kiln,
    rows: Floats,
    content: Floats,
    slot: int,
    loading: Loading,
    store: Store,
    laws: KilnLaws,
) -> Pushed:
    """Push out the row at ``slot``, push in a new one as the saggar line loads it."""
    loaded = 0.0
    product = 0.0
    dust = 0.0
    if rows[slot, row_laws.POWDER_KG] > 0.0:
        for k in range(WIDTH):
            store.hand[k] = content[slot, k]
            content[slot, k] = 0.0
        loaded = mass_kg(store.hand)
        _fire(unit, rows[slot], store, laws)
        dust = lose(store, unit.dust_share, DUST)
        product = mass_kg(store.hand)
        put(store, int(unit.destination))
        rows[slot, row_laws.POWDER_KG] = 0.0
        unit.rows_product -= 1.0
    charged = 0.0
    if loading.wanted_kg > 0.0:
        charged = take(store, int(unit.source), loading.wanted_kg)
    if charged > 0.0:
        _load(rows[slot], store, laws, unit.room_c, loading)
        for k in range(WIDTH):
            content[slot, k] = store.hand[k]
        unit.rows_product += 1.0
    return Pushed(loaded, charged, product, dust)
