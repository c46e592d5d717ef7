"""Fluid-bed jet mills."""

import math
from typing import NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    AIR,
    DUST,
    EMPTY_KG,
    FE,
    MAGNETIC,
    OVERSIZE,
    WATER,
    WEAR,
    Store,
    dry,
    lose,
    mass_kg,
    put,
    set_size,
    take,
)
from lizao.plant.laws import dynamics, filtering, jetmill
from lizao.plant.laws.coefficients import Bags, Holdup, Tail
from lizao.plant.laws.coefficients import JetMill as JetLaw
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats
from lizao.plant.units.lines import PPB

RUN_OUT = 1
VIBRATION = 2
OXYGEN = 3
BAGS = 4
FULL = 5
MONTH_S = 30.0 * 86_400.0
OXYGEN_LAG_S = 300.0
"""The loop's gas is made up once in about five minutes (estimate)."""


class JetLaws(NamedTuple):
    """What the jet mill's laws need."""

    size: JetLaw
    tail: Tail
    bags: Bags


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
    holdup_restart_kg: float
    choked: float
    """Set from where the mill is over-filled until it is ground down again."""
    pressure_set_mpa: float
    pressure_share: float
    """What the header gives of it."""
    nozzle_worn_share: float
    nozzle_wear_per_month: float
    classifier_rpm: float
    reference_rpm: float
    rpm_scatter_share: float
    bypass_share: float
    """Feed that goes past the classifier."""
    rated_a: float
    drag_share: float
    classifier_a: float
    smooth_mm_per_s: float
    imbalance_mm_per_s: float
    vibration_mm_per_s: float
    vibration_trip_mm_per_s: float
    loop_leak_percent: float
    loop_oxygen_percent: float
    oxygen_trip_percent: float
    cake_share: float
    blinded_share: float
    torn_share: float
    bag_kpa: float
    bag_trip_kpa: float
    pressure_mpa: float
    d100_um: float
    running_h: float
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
    """Feed for one second as hold-up allows, flag a full destination; return the kg taken."""
    destination = int(mill.destination)
    room = store.capacity_kg[destination] - store.held_kg[destination] - mill.holdup_kg
    if mill.holdup_kg > mill.holdup_high_kg:
        mill.choked = 1.0
    elif mill.holdup_kg < mill.holdup_restart_kg:
        mill.choked = 0.0
    if mill.choked == OFF and room <= 0.0 and store.parcel_count[int(mill.source)] > 0:
        mill.flag = FULL
    if mill.choked != OFF or room <= 0.0:
        return 0.0
    taken = take(store, int(mill.source), mill.rate_kg_per_h * mill.share / 3600.0)
    dust = lose(store, mill.dust_share, DUST)
    mill.moved_kg += (taken - dust) * (1.0 + mill.bias_share)
    mill.dust_kg += dust * (1.0 + mill.bias_share)
    if taken > 0.0:
        put(store, int(mill.inside))
    return taken


@compiled
def _turn(mill: JetMill, table: Floats, step: int) -> float:
    """Turn the classifier for one second; return its speed over the reference (1)."""
    jitter = mill.rpm_scatter_share * normal(table, int(mill.channel) + 1, step // 10)
    mill.classifier_rpm = mill.reference_rpm * mill.speed_share * (1.0 + jitter)
    mill.classifier_a = mill.rated_a * mill.speed_share * (1.0 + mill.drag_share)
    mill.vibration_mm_per_s = mill.smooth_mm_per_s + mill.imbalance_mm_per_s
    return float(mill.speed_share * (1.0 + jitter))


@compiled
def _grind(mill: JetMill, store: Store, laws: JetLaws, speed_share: float) -> None:
    """Grind for one second and classify the product."""
    gas_share = jetmill.gas_share(mill.pressure_mpa / mill.pressure_set_mpa)
    holdup = Holdup(mill.holdup_rate_kg_per_h, mill.holdup_best_kg)
    inside = int(mill.inside)
    kg = jetmill.ground_kg_per_h(store.held_kg[inside], 1.0 - gas_share, holdup) / 3600.0
    if mill.running_out != OFF and store.held_kg[inside] < 1.0:
        kg = math.inf
    if take(store, inside, kg) <= 0.0:
        return
    energy = mill.specific_energy_kwh_per_t * gas_share
    mill.d50_um = jetmill.median_um(energy, speed_share, laws.size)
    mill.d100_um = jetmill.top_um(mill.d50_um, mill.bypass_share, laws.tail)
    set_size(store.hand, mill.d50_um, mill.fine != OFF)
    mass = mass_kg(store.hand)
    mill.cake_share = filtering.caked(mill.cake_share, mass, laws.bags)
    store.hand[OVERSIZE] = mill.bypass_share * mass
    store.hand[MAGNETIC] += mill.wear_ppb * mass
    store.hand[FE] += PPB * mill.wear_ppb * mass
    store.meters[WEAR, FE] += PPB * mill.wear_ppb * mass
    bound_kg = mill.bound_ppm * 1.0e-6 * mass
    dry(store, store.hand[WATER] - bound_kg, AIR)
    put(store, int(mill.destination))


@compiled
def _blow(mill: JetMill, laws: JetLaws) -> int:
    """Read nozzles, loop and bags; return the interlock that they raise, or 0."""
    mill.nozzle_worn_share += mill.nozzle_wear_per_month / MONTH_S
    mill.running_h += 1.0 / 3600.0
    worn = 1.0 - mill.nozzle_worn_share
    mill.pressure_mpa = mill.pressure_set_mpa * mill.pressure_share * worn
    mill.loop_oxygen_percent = dynamics.lagged(
        mill.loop_oxygen_percent, mill.loop_leak_percent, OXYGEN_LAG_S, 1.0
    )
    mill.bag_kpa = filtering.pressure_kpa(
        mill.cake_share, mill.blinded_share, mill.torn_share, 1.0, laws.bags
    )
    if mill.vibration_mm_per_s > mill.vibration_trip_mm_per_s:
        return VIBRATION
    if mill.loop_oxygen_percent > mill.oxygen_trip_percent:
        return OXYGEN
    return BAGS if mill.bag_kpa > mill.bag_trip_kpa else 0


@compiled
def _stand(mill: JetMill) -> None:
    """Read a mill at rest."""
    mill.pressure_mpa = 0.0
    mill.classifier_rpm = 0.0
    mill.classifier_a = 0.0
    mill.vibration_mm_per_s = 0.0
    mill.bag_kpa = 0.0


@compiled
def step_jet_mill(mill: JetMill, store: Store, laws: JetLaws, table: Floats, step: int) -> int:
    """Mill for one second; flag an interlock, or that the last of its hold-up is out."""
    mill.power_kw = 0.0
    if mill.on == OFF:
        _stand(mill)
        return 0
    mill.flag = 0.0
    taken = _feed(mill, store)
    gas_kg = taken if mill.choked == OFF else mill.rate_kg_per_h * mill.share / 3600.0
    mill.power_kw = mill.base_kw + gas_kg * 3.6 * mill.specific_energy_kwh_per_t
    mill.energy_kwh += mill.power_kw / 3600.0
    mill.nitrogen_nm3 += taken / 1000.0 * mill.nitrogen_nm3_per_t
    mill.flag = max(mill.flag, _blow(mill, laws))
    wobble = mill.wobble_share * normal(table, int(mill.channel), step // 60)
    _grind(mill, store, laws, _turn(mill, table, step) * (1.0 + wobble))
    mill.holdup_kg = store.held_kg[int(mill.inside)]
    if mill.running_out != OFF and taken <= 0.0 and mill.holdup_kg <= EMPTY_KG:
        mill.on = 0.0
        mill.flag = RUN_OUT
    return 1 if mill.flag > 0.0 else 0
