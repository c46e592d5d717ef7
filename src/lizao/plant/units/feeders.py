"""Loss-in-weight feeders and the water meter of a charging station."""

from lizao.plant.compiled import compiled
from lizao.plant.content import ELEMENTS, RAW, SALT, WATER, WIDTH, Store, put
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


@compiled
def step_feeder(feeder: Feeder, raw: Floats, store: Store, table: Floats, step: int) -> int:
    """Feed the raw material whose content per kg is ``raw`` for one second; flag when dosed."""
    if feeder.on == OFF:
        return 0
    surge = 1.0 + feeder.surge_share * normal(table, int(feeder.channel), step)
    shown_kg = min(feeder.remaining_kg, feeder.rate_kg_per_h * surge / 3600.0)
    true_kg = shown_kg / (1.0 + feeder.bias_share)
    for k in range(WIDTH):
        store.hand[k] = raw[k] * true_kg
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
