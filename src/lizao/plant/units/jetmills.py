"""Fluid-bed jet mills."""

import math

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    AIR,
    DUST,
    EMPTY_KG,
    MAGNETIC,
    WATER,
    Store,
    dry,
    lose,
    mass_kg,
    put,
    set_size,
    take,
)
from lizao.plant.laws import jetmill
from lizao.plant.laws.coefficients import Holdup
from lizao.plant.laws.coefficients import JetMill as JetLaw
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats

RUN_OUT = 1


class JetMill:
    """A jet mill: feed screw, hold-up in its own place, classifier, product."""

    source: float
    destination: float
    inside: float
    """Place of the hold-up."""
    channel: float
    flag: float
    on: float
    running_out: float
    rate_kg_per_h: float
    share: float
    specific_energy_kwh_per_t: float
    fine: float
    speed_share: float
    holdup_rate_kg_per_h: float
    holdup_best_kg: float
    holdup_high_kg: float
    wear_ppb: float
    wobble_share: float
    bound_ppm: float
    dust_share: float
    bias_share: float
    base_kw: float
    nitrogen_nm3_per_t: float
    moved_kg: float
    dust_kg: float
    d50_um: float
    holdup_kg: float
    power_kw: float
    energy_kwh: float
    nitrogen_nm3: float


@compiled
def _feed(mill: JetMill, store: Store) -> float:
    """Feed for one second as hold-up and room allow; return the kg taken."""
    destination = int(mill.destination)
    room = store.capacity_kg[destination] - store.held_kg[destination] - mill.holdup_kg
    if mill.holdup_kg > mill.holdup_high_kg or room <= 0.0:
        return 0.0
    taken = take(store, int(mill.source), mill.rate_kg_per_h * mill.share / 3600.0)
    dust = lose(store, mill.dust_share, DUST)
    mill.moved_kg += (taken - dust) * (1.0 + mill.bias_share)
    mill.dust_kg += dust * (1.0 + mill.bias_share)
    if taken > 0.0:
        put(store, int(mill.inside))
    return taken


@compiled
def _grind(mill: JetMill, store: Store, law: JetLaw, wobble: float) -> None:
    """Grind for one second and classify the product."""
    holdup = Holdup(mill.holdup_rate_kg_per_h, mill.holdup_best_kg)
    inside = int(mill.inside)
    kg = jetmill.ground_kg_per_h(store.held_kg[inside], 0.0, holdup) / 3600.0
    if mill.running_out != OFF and store.held_kg[inside] < 1.0:
        kg = math.inf
    if take(store, inside, kg) <= 0.0:
        return
    size = jetmill.median_um(mill.specific_energy_kwh_per_t, mill.speed_share * (1.0 + wobble), law)
    mill.d50_um = size
    set_size(store.hand, size, mill.fine != OFF)
    mass = mass_kg(store.hand)
    store.hand[MAGNETIC] += mill.wear_ppb * mass
    bound_kg = mill.bound_ppm * 1.0e-6 * mass
    dry(store, store.hand[WATER] - bound_kg, AIR)
    put(store, int(mill.destination))


@compiled
def step_jet_mill(mill: JetMill, store: Store, law: JetLaw, table: Floats, step: int) -> int:
    """Mill for one second; flag when the last of its hold-up is out."""
    mill.power_kw = 0.0
    if mill.on == OFF:
        return 0
    taken = _feed(mill, store)
    mill.power_kw = mill.base_kw + taken * 3.6 * mill.specific_energy_kwh_per_t
    mill.energy_kwh += mill.power_kw / 3600.0
    mill.nitrogen_nm3 += taken / 1000.0 * mill.nitrogen_nm3_per_t
    _grind(mill, store, law, mill.wobble_share * normal(table, int(mill.channel), step // 60))
    mill.holdup_kg = store.held_kg[int(mill.inside)]
    if mill.running_out != OFF and taken <= 0.0 and mill.holdup_kg <= EMPTY_KG:
        mill.on = 0.0
        mill.flag = RUN_OUT
        return 1
    return 0
