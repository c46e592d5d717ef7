"""The spray dryer: its pump holds the outlet temperature, with slurry or with water."""

from typing import NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    DUST,
    EXHAUST,
    HEAT,
    WATER,
    Store,
    dry,
    lose,
    mass_kg,
    put,
    set_size,
    settle,
)
from lizao.plant.content import take as take_from
from lizao.plant.laws import dryer as drying
from lizao.plant.laws import dynamics, filtering
from lizao.plant.laws.coefficients import (
    Bags,
    Controller,
    DryerHeat,
    Granules,
    ResidualMoisture,
    Scorch,
)
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats

READY = 1
TOO_HOT = 2
VIBRATION = 3
BAGS = 4
MONOXIDE = 5
FULL = 6


class DryerLaws(NamedTuple):
    """What the dryer's laws need."""

    heat: DryerHeat
    moisture: ResidualMoisture
    granules: Granules
    bags: Bags
    scorch: Scorch


class Dryer:
    """A spray dryer; ``hot`` asks for heat, ``feeding`` for slurry."""

    source: float
    destination: float
    channel: float
    flag: float
    hot: float
    feeding: float
    waiting: float
    """Set while a prepare waits for the dryer to be ready."""
    inlet_setpoint_c: float
    inlet_temperature_c: float
    outlet_setpoint_c: float
    outlet_temperature_c: float
    gas_c: float
    wall_c: float
    wall_share: float
    gas_lag_s: float
    wall_lag_s: float
    heating_k_per_s: float
    burner_share: float
    """What the burner gives of what it is asked for."""
    burner_offset_k: float
    burner_scatter_k: float
    ambient_c: float
    ambient_kg_per_kg: float
    feed_c: float
    air_kg_per_h: float
    pump_gain: float
    pump_integral_s: float
    pump_integral: float
    pump_high_kg_per_h: float
    cut_c: float
    resume_c: float
    cut: float
    trip_c: float
    disc_rpm: float
    disc_wear: float
    disc_wear_per_d: float
    disc_damage_share: float
    """What an accident adds to the wear of the disc."""
    evaporation_loss_share: float
    """Of a disc worn out: drops that dry behind the outlet's thermometer."""
    spray_scatter_share: float
    smooth_mm_per_s: float
    wear_mm_per_s: float
    imbalance_mm_per_s: float
    vibration_trip_mm_per_s: float
    vibration_mm_per_s: float
    smoulder_ppm: float
    co_trip_ppm: float
    co_ppm: float
    cake_share: float
    blinded_share: float
    torn_share: float
    flow_loss_share: float
    bag_trip_kpa: float
    bag_kpa: float
    dust_share: float
    bias_share: float
    vapour_bias_share: float
    fan_kw: float
    standby_kw: float
    gas_mj_per_nm3: float
    cursor: float
    feed_kg_per_h: float
    moisture_percent: float
    exhaust_percent: float
    granule_um: float
    dust_mg_per_nm3: float
    running_h: float
    moved_kg: float
    vapour_kg: float
    dust_kg: float
    power_kw: float
    energy_kwh: float
    water_kg: float
    gas_nm3: float


@compiled
def _air(unit: Dryer, laws: DryerLaws) -> float:
    """Return the dry air in kg/h that the fan brings through the bags."""
    return unit.air_kg_per_h * filtering.flow_share(
        unit.cake_share, unit.flow_loss_share, laws.bags
    )


@compiled
def _worn(unit: Dryer) -> float:
    """Return the wear (1) of the disc, with what an accident added."""
    return float(unit.disc_wear + unit.disc_damage_share)


@compiled
def _temperatures(unit: Dryer, evaporating: float, laws: DryerLaws, swing_k: float) -> None:
    """Follow inlet, gas, wall and outlet for one second of evaporation (kg/h, after dead time)."""
    asked_k = unit.burner_share * (unit.inlet_setpoint_c - unit.ambient_c)
    wanted = unit.ambient_c + asked_k if unit.hot != OFF else unit.ambient_c
    step_k = max(
        -unit.heating_k_per_s, min(unit.heating_k_per_s, wanted - unit.inlet_temperature_c)
    )
    unit.inlet_temperature_c += step_k
    rest_c = drying.settled_outlet_c(
        evaporating, _air(unit, laws), unit.inlet_temperature_c + swing_k, unit.feed_c, laws.heat
    )
    unit.gas_c = dynamics.lagged(unit.gas_c, rest_c, unit.gas_lag_s, 1.0)
    unit.wall_c = dynamics.lagged(unit.wall_c, rest_c, unit.wall_lag_s, 1.0)
    unit.outlet_temperature_c = (1.0 - unit.wall_share) * unit.gas_c + unit.wall_share * unit.wall_c


@compiled
def _pump(unit: Dryer) -> float:
    """Return the evaporation in kg/h that the outlet controller asks of the pump."""
    pi = Controller(unit.pump_gain, unit.pump_integral_s, 0.0, unit.pump_high_kg_per_h)
    error = unit.outlet_temperature_c - unit.outlet_setpoint_c
    control = dynamics.controlled(error, unit.pump_integral, pi, 1.0)
    unit.pump_integral = control.integral
    return control.output


@compiled
def _leave(unit: Dryer, evaporating: float, laws: DryerLaws) -> None:
    """Read the exhaust: its humidity, carbon monoxide, the bags; and how the disc runs."""
    air = drying.exhaust(
        evaporating,
        _air(unit, laws),
        unit.inlet_temperature_c,
        unit.outlet_temperature_c,
        unit.ambient_c,
        unit.ambient_kg_per_kg,
        laws.heat,
    )
    unit.exhaust_percent = air.relative_percent
    unit.co_ppm = drying.monoxide_ppm(unit.outlet_temperature_c, unit.smoulder_ppm, laws.scorch)
    flow_share = filtering.flow_share(unit.cake_share, unit.flow_loss_share, laws.bags)
    unit.bag_kpa = filtering.pressure_kpa(
        unit.cake_share, unit.blinded_share, unit.torn_share, flow_share, laws.bags
    )
    unit.vibration_mm_per_s = drying.vibration_mm_per_s(
        unit.smooth_mm_per_s, _worn(unit), unit.wear_mm_per_s, unit.imbalance_mm_per_s
    )


@compiled
def _still(unit: Dryer) -> None:
    """Read a cold dryer."""
    unit.exhaust_percent = 0.0
    unit.co_ppm = 0.0
    unit.bag_kpa = 0.0
    unit.vibration_mm_per_s = 0.0


@compiled
def _moisten(unit: Dryer, water_share: float, laws: DryerLaws, jitter: float) -> None:
    """Read granule size and moisture of what the disc throws now."""
    granule = drying.granule_um(unit.disc_rpm, 1.0 - water_share, _worn(unit), laws.granules)
    unit.granule_um = granule * max(0.5, 1.0 + unit.spray_scatter_share * jitter)
    unit.moisture_percent = drying.moisture_percent(
        unit.exhaust_percent, unit.granule_um, laws.moisture
    )


@compiled
def _collect(unit: Dryer, laws: DryerLaws, store: Store) -> None:
    """Let the bags catch the powder of one second, all but the dust."""
    powder_kg = mass_kg(store.hand)
    unit.cake_share = filtering.caked(unit.cake_share, powder_kg, laws.bags)
    dust = lose(store, unit.dust_share, DUST)
    unit.dust_mg_per_nm3 = filtering.dust_mg_per_nm3(dust * 3600.0, _air(unit, laws))
    unit.moved_kg += mass_kg(store.hand) * (1.0 + unit.bias_share)
    unit.dust_kg += dust * (1.0 + unit.bias_share)
    unit.disc_wear += unit.disc_wear_per_d / 86_400.0
    unit.running_h += 1.0 / 3600.0


@compiled
def _spray(unit: Dryer, store: Store, evaporating: float, laws: DryerLaws, jitter: float) -> float:
    """Spray slurry for one second; return the evaporation in kg/h that it made."""
    source = int(unit.source)
    destination = int(unit.destination)
    room = store.capacity_kg[destination] - store.held_kg[destination]
    if store.parcel_count[source] == 0 or room <= 0.0:
        return 0.0
    parcel = store.parcels[source, store.head[source]]
    water_share = parcel[WATER] / mass_kg(parcel)
    _moisten(unit, water_share, laws, jitter)
    left_share = unit.moisture_percent / (100.0 - unit.moisture_percent) * (1.0 - water_share)
    taken = take_from(store, source, evaporating / 3600.0 / (water_share - left_share))
    settle(store, source)
    dry_kg = mass_kg(store.hand) - store.hand[WATER]
    vapour = store.hand[WATER] - unit.moisture_percent / (100.0 - unit.moisture_percent) * dry_kg
    dry(store, vapour, EXHAUST)
    store.hand[HEAT] = unit.outlet_temperature_c * mass_kg(store.hand)
    set_size(store.hand, unit.granule_um, False)
    _collect(unit, laws, store)
    unit.vapour_kg += vapour * (1.0 + unit.vapour_bias_share)
    unit.feed_kg_per_h = taken * 3600.0
    put(store, destination)
    evaporated: float = vapour * 3600.0
    return evaporated


@compiled
def _burn(unit: Dryer, asked: float, sprayed: float, laws: DryerLaws) -> None:
    """Count what a hot dryer uses in one second."""
    unit.power_kw = unit.fan_kw if unit.feeding != OFF else unit.standby_kw
    unit.energy_kwh += unit.power_kw / 3600.0
    unit.water_kg += max(0.0, asked - sprayed) / 3600.0
    heated_k = unit.inlet_temperature_c - unit.ambient_c
    heat_mj = _air(unit, laws) / 3600.0 * laws.heat.air_kj_per_kg_k * heated_k / 1000.0
    unit.gas_nm3 += drying.gas_nm3(heat_mj, unit.gas_mj_per_nm3)


@compiled
def _tripped(unit: Dryer) -> int:
    """Return which interlock stops the feed, or 0."""
    if unit.outlet_temperature_c > unit.trip_c:
        return TOO_HOT
    if unit.vibration_mm_per_s > unit.vibration_trip_mm_per_s:
        return VIBRATION
    if unit.bag_kpa > unit.bag_trip_kpa:
        return BAGS
    return MONOXIDE if unit.co_ppm > unit.co_trip_ppm else 0


@compiled
def _is_full(unit: Dryer, store: Store) -> bool:
    """Whether there is slurry, and no room for its powder."""
    destination = int(unit.destination)
    room = store.capacity_kg[destination] - store.held_kg[destination]
    return bool(room <= 0.0 and store.parcel_count[int(unit.source)] > 0)


@compiled
def _cut(unit: Dryer) -> None:
    """Cut the slurry below one outlet temperature, let it in again above another."""
    if unit.outlet_temperature_c < unit.cut_c:
        unit.cut = 1.0
    elif unit.outlet_temperature_c > unit.resume_c:
        unit.cut = 0.0


@compiled
def step_dryer(
    unit: Dryer, delay: Floats, store: Store, laws: DryerLaws, table: Floats, step: int
) -> int:
    """Dry for one second; flag an interlock, or that a waiting prepare finds the dryer ready."""
    unit.feed_kg_per_h = 0.0
    unit.dust_mg_per_nm3 = 0.0
    unit.power_kw = 0.0
    slot = int(unit.cursor)
    evaporating = delay[slot]
    channel = int(unit.channel)
    swing_k = unit.burner_offset_k + unit.burner_scatter_k * normal(table, channel, step // 60)
    if unit.hot != OFF or unit.inlet_temperature_c > unit.ambient_c + 1.0:
        _temperatures(unit, evaporating, laws, swing_k)
        _leave(unit, evaporating, laws)
    else:
        _still(unit)
    asked = _pump(unit) if unit.hot != OFF else 0.0
    _cut(unit)
    sprayed = 0.0
    if unit.feeding != OFF and unit.cut == OFF and asked > 0.0:
        sprayed = _spray(unit, store, asked, laws, normal(table, channel + 1, step // 20))
    if unit.hot != OFF:
        _burn(unit, asked, sprayed, laws)
    delay[slot] = asked * (1.0 - unit.evaporation_loss_share * _worn(unit))
    unit.cursor = float((slot + 1) % len(delay))
    if unit.feeding != OFF:
        unit.flag = _tripped(unit)
        if unit.flag == 0.0 and _is_full(unit, store):
            unit.flag = FULL
    settled = abs(unit.outlet_temperature_c - unit.outlet_setpoint_c) < 1.0
    warm = abs(unit.inlet_temperature_c - unit.inlet_setpoint_c) < 1.0
    if unit.waiting != OFF and settled and warm:
        unit.waiting = 0.0
        unit.flag = READY
    return 1 if unit.flag > 0.0 else 0
