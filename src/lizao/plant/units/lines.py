"""Lines that convey from one vessel to another: what they share, and the slurry line."""

from typing import Final

from lizao.plant.compiled import compiled
from lizao.plant.content import DUST, FE, MAGNET, MAGNETIC, Store, lose, put, settle, take
from lizao.plant.laws import magnet
from lizao.plant.records import OFF


class Line:
    """A line: places it joins now, its rate, what its meter counted, its drive."""

    source: float
    destination: float
    open: float
    flag: float
    """What holds the run: that the destination is full, or what the kind of line has beside."""
    rate_kg_per_h: float
    bias_share: float
    dust_share: float
    moved_kg: float
    """Measured, since the last report."""
    dust_kg: float
    drive_kw: float
    power_kw: float
    energy_kwh: float
    nitrogen_nm3: float


class SlurryLine(Line):
    """A slurry pipe with an electromagnetic iron remover."""

    caught_share: float
    coil_a: float
    coil_rated_a: float
    flow_kg_per_h: float


PPB: Final = 1.0e-9
FULL = 32
"""The flag of a line whose destination takes no more."""


@compiled
def conveyed_kg(line: Line, store: Store, wanted_kg: float) -> float:
    """Take up to ``wanted_kg`` into the hand, flag a destination without room; count it (kg)."""
    destination = int(line.destination)
    room = store.capacity_kg[destination] - store.held_kg[destination]
    if room < wanted_kg and store.parcel_count[int(line.source)] > 0:
        line.flag = FULL
    taken = take(store, int(line.source), max(0.0, min(wanted_kg, room)))
    dust = lose(store, line.dust_share, DUST)
    line.moved_kg += (taken - dust) * (1.0 + line.bias_share)
    line.dust_kg += dust * (1.0 + line.bias_share)
    line.energy_kwh += line.power_kw / 3600.0
    return taken - dust


@compiled
def demagnetise(store: Store, caught_share: float, passes: float) -> None:
    """Leave magnetic matter of the hand at the magnet, and its iron with it."""
    before = store.hand[MAGNETIC]
    store.hand[MAGNETIC] = magnet.demagnetised_ppb(before, caught_share, passes, 0.0)
    iron_kg = min(PPB * (before - store.hand[MAGNETIC]), store.hand[FE])
    store.hand[FE] -= iron_kg
    store.meters[MAGNET, FE] += iron_kg


@compiled
def step_slurry_line(line: SlurryLine, store: Store) -> int:
    """Convey slurry for one second past the magnet; flag a full destination."""
    line.power_kw = 0.0
    line.flow_kg_per_h = 0.0
    if line.open == OFF:
        return 0
    line.power_kw = line.drive_kw
    moved_kg = conveyed_kg(line, store, line.rate_kg_per_h / 3600.0)
    if moved_kg > 0.0:
        line.flow_kg_per_h = 3600.0 * moved_kg
        settle(store, int(line.source))
        caught = magnet.caught_share(line.caught_share, line.coil_a, line.coil_rated_a)
        demagnetise(store, caught, 1.0)
        put(store, int(line.destination))
    return 1 if line.flag > 0.0 else 0
