"""The ultrasonic sieve with its two-pass dry magnet."""

from lizao.plant.compiled import compiled
from lizao.plant.content import Store, put
from lizao.plant.records import OFF
from lizao.plant.units.lines import Line, conveyed_kg, demagnetise


class Sieve(Line):
    """A sieve; what it holds back counts as its dust."""

    caught_share: float
    passes: float


@compiled
def step_sieve(line: Sieve, store: Store) -> None:
    """Sieve and demagnetise for one second."""
    line.power_kw = 0.0
    if line.open == OFF:
        return
    line.power_kw = line.drive_kw
    if conveyed_kg(line, store, line.rate_kg_per_h / 3600.0) > 0.0:
        demagnetise(store, line.caught_share, line.passes)
        put(store, int(line.destination))
