"""Loss-in-weight feeders and the water meter of a charging station."""

from typing import Final

from lizao.plant.compiled import compiled
from lizao.plant.content import ELEMENTS, FE, RAW, SALT, WATER, WIDTH, O, P, Store, mass_kg, put
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats

DOSED = 1


class Feeder:
    """A feeder into the vessel at ``place``; ``remaining_kg`` is what its scale still wants."""

    place: float
    channel: float
    flag: float
    on: float
    rate_kg_per_h: float
    remaining_kg: float
    charged_kg: float
    """Measured, of the present run."""
    bias_share: float
    surge_share: float
    conductivity_us_per_cm: float
    """Of the water from the pipe."""
    bridged_share: float
    """How much of the hopper's outlet a bridge closes."""
    iron_surplus_share: float
    """By how much Fe/P of iron phosphate is above what its bag says."""
    flow_kg_per_h: float


OXYGEN_PER_PHOSPHORUS: Final = 2.5 * 15.999 / 30.974
"""Oxygen in kg that goes with each kg of phosphorus as P2O5."""


@compiled
def _lack_phosphorus(hand: Floats, surplus_share: float) -> None:
    """Give iron phosphate in the hand more iron per phosphorus, at the same mass."""
    whole_kg = mass_kg(hand)
    lost_kg = hand[P] * surplus_share / (1.0 + surplus_share)
    hand[P] -= lost_kg
    hand[O] -= OXYGEN_PER_PHOSPHORUS * lost_kg
    share = whole_kg / mass_kg(hand)
    for k in range(WIDTH):
        hand[k] *= share


@compiled
def step_feeder(feeder: Feeder, raw: Floats, store: Store, table: Floats, step: int) -> int:
    """Feed the raw material whose content per kg is ``raw`` for one second; flag when dosed."""
    feeder.flow_kg_per_h = 0.0
    if feeder.on == OFF:
        return 0
    surge = 1.0 + feeder.surge_share * normal(table, int(feeder.channel), step)
    rate = feeder.rate_kg_per_h * (1.0 - feeder.bridged_share)
    shown_kg = min(feeder.remaining_kg, rate * surge / 3600.0)
    feeder.flow_kg_per_h = 3600.0 * shown_kg
    true_kg = shown_kg / (1.0 + feeder.bias_share)
    for k in range(WIDTH):
        store.hand[k] = raw[k] * true_kg
    if feeder.iron_surplus_share != 0.0 and store.hand[FE] > 0.0:
        _lack_phosphorus(store.hand, feeder.iron_surplus_share)
    store.hand[SALT] = feeder.conductivity_us_per_cm * store.hand[WATER]
    for k in range(ELEMENTS):
        store.meters[RAW, k] += store.hand[k]
    put(store, int(feeder.place))
    feeder.charged_kg += shown_kg
    feeder.remaining_kg -= shown_kg
    if feeder.remaining_kg <= 0.0:
        feeder.on = 0.0
        feeder.flag = DOSED
        return 1
    return 0
