"""The ultrasonic sieve with its two-pass dry magnet."""

from lizao.plant.compiled import compiled
from lizao.plant.content import OVERSIZE, Store, mass_kg, put
from lizao.plant.laws import magnet
from lizao.plant.records import OFF
from lizao.plant.units.lines import Line, conveyed_kg, demagnetise


class Sieve(Line):
    """A sieve; what it holds back counts as its dust."""

    caught_share: float
    coil_a: float
    coil_rated_a: float
    passes: float
    fixed_share: float
    """What it holds back of any powder."""
    mesh_share: float
    """What it holds back of coarse grains: less with a torn screen."""
    oversize_kg_per_h: float
    flow_kg_per_h: float


@compiled
def _held_back(line: Sieve, store: Store) -> float:
    """Return the share (1) of the next powder that does not go through the mesh."""
    source = int(line.source)
    if store.parcel_count[source] == 0:
        return float(line.fixed_share)
    parcel = store.parcels[source, store.head[source]]
    coarse = parcel[OVERSIZE] / mass_kg(parcel)
    return float(line.fixed_share + line.mesh_share * coarse)


@compiled
def step_sieve(line: Sieve, store: Store) -> int:
    """Sieve and demagnetise for one second; flag a full destination."""
    line.power_kw = 0.0
    line.oversize_kg_per_h = 0.0
    line.flow_kg_per_h = 0.0
    if line.open == OFF:
        return 0
    line.power_kw = line.drive_kw
    line.dust_share = _held_back(line, store)
    passed_kg = conveyed_kg(line, store, line.rate_kg_per_h / 3600.0)
    if passed_kg > 0.0:
        line.flow_kg_per_h = 3600.0 * passed_kg
        line.oversize_kg_per_h = line.flow_kg_per_h * line.dust_share / (1.0 - line.dust_share)
        store.hand[OVERSIZE] *= 1.0 - line.mesh_share
        caught = magnet.caught_share(line.caught_share, line.coil_a, line.coil_rated_a)
        demagnetise(store, caught, line.passes)
        put(store, int(line.destination))
    return 1 if line.flag > 0.0 else 0
