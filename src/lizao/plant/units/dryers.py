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
from lizao.plant.laws import dynamics
from lizao.plant.laws.coefficients import Controller, DryerHeat, Granules, ResidualMoisture
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats

READY = 1


class DryerLaws(NamedTuple):
    """What the dryer's laws need."""

    heat: DryerHeat
    moisture: ResidualMoisture
    granules: Granules


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
    disc_rpm: float
    disc_wear: float
    dust_share: float
    bias_share: float
    vapour_bias_share: float
    fan_kw: float
    standby_kw: float
    gas_mj_per_nm3: float
    cursor: float
    feed_kg_per_h: float
    moisture_percent: float
    moved_kg: float
    vapour_kg: float
    dust_kg: float
    power_kw: float
    energy_kwh: float
    water_kg: float
    gas_nm3: float


@compiled
def _temperatures(unit: Dryer, evaporating: float, laws: DryerLaws, swing_k: float) -> None:
    """Follow inlet, gas, wall and outlet for one second of evaporation (kg/h, after dead time)."""
    wanted = unit.inlet_setpoint_c if unit.hot != OFF else unit.ambient_c
    step_k = max(
        -unit.heating_k_per_s, min(unit.heating_k_per_s, wanted - unit.inlet_temperature_c)
    )
    unit.inlet_temperature_c += step_k
    rest_c = drying.settled_outlet_c(
        evaporating, unit.air_kg_per_h, unit.inlet_temperature_c + swing_k, unit.feed_c, laws.heat
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
def _spray(unit: Dryer, store: Store, evaporating: float, laws: DryerLaws, swing_k: float) -> float:
    """Spray slurry for one second; return the evaporation in kg/h that it made."""
    source = int(unit.source)
    destination = int(unit.destination)
    room = store.capacity_kg[destination] - store.held_kg[destination]
    if store.parcel_count[source] == 0 or room <= 0.0:
        return 0.0
    parcel = store.parcels[source, store.head[source]]
    water_share = parcel[WATER] / mass_kg(parcel)
    granule = drying.granule_um(unit.disc_rpm, 1.0 - water_share, unit.disc_wear, laws.granules)
    air = drying.exhaust(
        evaporating,
        unit.air_kg_per_h,
        unit.inlet_temperature_c + swing_k,
        unit.outlet_temperature_c,
        unit.ambient_c,
        unit.ambient_kg_per_kg,
        laws.heat,
    )
    unit.moisture_percent = drying.moisture_percent(air.relative_percent, granule, laws.moisture)
    left_share = unit.moisture_percent / (100.0 - unit.moisture_percent) * (1.0 - water_share)
    taken = take_from(store, source, evaporating / 3600.0 / (water_share - left_share))
    settle(store, source)
    dry_kg = mass_kg(store.hand) - store.hand[WATER]
    vapour = store.hand[WATER] - unit.moisture_percent / (100.0 - unit.moisture_percent) * dry_kg
    dry(store, vapour, EXHAUST)
    store.hand[HEAT] = unit.outlet_temperature_c * mass_kg(store.hand)
    set_size(store.hand, granule, False)
    dust = lose(store, unit.dust_share, DUST)
    unit.moved_kg += mass_kg(store.hand) * (1.0 + unit.bias_share)
    unit.dust_kg += dust * (1.0 + unit.bias_share)
    unit.vapour_kg += vapour * (1.0 + unit.vapour_bias_share)
    unit.feed_kg_per_h = taken * 3600.0
    put(store, destination)
    evaporated: float = vapour * 3600.0
    return evaporated


@compiled
def step_dryer(
    unit: Dryer, delay: Floats, store: Store, laws: DryerLaws, table: Floats, step: int
) -> int:
    """Dry for one second; flag when a waiting prepare finds the dryer ready."""
    unit.feed_kg_per_h = 0.0
    unit.power_kw = 0.0
    slot = int(unit.cursor)
    evaporating = delay[slot]
    swing_k = 1.5 * normal(table, int(unit.channel), step // 60)
    if unit.hot != OFF or unit.inlet_temperature_c > unit.ambient_c + 1.0:
        _temperatures(unit, evaporating, laws, swing_k)
    asked = _pump(unit) if unit.hot != OFF else 0.0
    if unit.outlet_temperature_c < unit.cut_c:
        unit.cut = 1.0
    elif unit.outlet_temperature_c > unit.resume_c:
        unit.cut = 0.0
    sprayed = 0.0
    if unit.feeding != OFF and unit.cut == OFF and asked > 0.0:
        sprayed = _spray(unit, store, asked, laws, swing_k)
    if unit.hot != OFF:
        unit.power_kw = unit.fan_kw if unit.feeding != OFF else unit.standby_kw
        unit.energy_kwh += unit.power_kw / 3600.0
        unit.water_kg += max(0.0, asked - sprayed) / 3600.0
        heated_k = unit.inlet_temperature_c - unit.ambient_c
        heat_mj = unit.air_kg_per_h / 3600.0 * laws.heat.air_kj_per_kg_k * heated_k / 1000.0
        unit.gas_nm3 += drying.gas_nm3(heat_mj, unit.gas_mj_per_nm3)
    delay[slot] = asked
    unit.cursor = float((slot + 1) % len(delay))
    settled = abs(unit.outlet_temperature_c - unit.outlet_setpoint_c) < 1.0
    warm = abs(unit.inlet_temperature_c - unit.inlet_setpoint_c) < 1.0
    if unit.waiting != OFF and settled and warm:
        unit.waiting = 0.0
        unit.flag = READY
        return 1
    return 0
