"""Vessels: slurry tanks with their agitators, and open powder vessels that take up moisture."""

from typing import Final, NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    AGE,
    AIR,
    FE,
    GROUND,
    HEAT,
    MEDIAN,
    MILLING,
    SALT,
    SCATTER,
    SETTLED,
    VISCOSITY,
    WATER,
    WATER_H,
    ZIRCONIUM,
    C,
    H,
    O,
    P,
    Store,
    elements,
    mass_kg,
    solids_kg,
    youngest,
)
from lizao.plant.laws import composition, milling, packing, slurry
from lizao.plant.laws.coefficients import Acidity, Pickup, Rheology, SizeLaw, Upset
from lizao.plant.records import OFF, Floats

LEAST_KG: Final = 1.0e-3
HALF: Final = 0.5
"""An agitator that turns with less than half of its drive does not keep solids up."""


class Slurry(NamedTuple):
    """Densities and heat capacities of slurry, its settling, and the size of unmilled feed."""

    solids_kg_per_m3: float
    liquid_kg_per_m3: float
    solids_kj_per_kg_k: float
    liquid_kj_per_kg_k: float
    feed_um: float
    settling_percent_per_h: float


class SlurryLaws(NamedTuple):
    """What the laws of slurry tanks need."""

    size: SizeLaw
    rheology: Rheology
    upset: Upset
    acidity: Acidity


class Tank:
    """A slurry tank; its agitator runs while it holds enough."""

    place: float
    stirred: float
    powered: float
    """Off while the power is away."""
    disperser_kw: float
    agitator_kw: float
    agitator_from_kg: float
    agitator_share: float
    """How much of the agitator is there: less with a lost blade, nothing with a dead drive."""
    mixing_min: float
    a_per_kw: float
    ambient_c: float
    cooling_kw_per_k: float
    power_kw: float
    energy_kwh: float
    temperature_c: float
    solids_percent: float
    specific_energy_kwh_per_t: float
    d50_um: float
    viscosity_mpa_s: float
    density_kg_per_m3: float
    agitator_a: float
    unstirred_min: float
    """Since when its agitator stands still over slurry."""
    age_h: float
    zirconium_ppm: float
    ph: float


class PowderVessel:
    """A mixed powder vessel open to the conditioned room: mixer, blender, packing bin."""

    place: float
    stirred: float
    drive_kw: float
    power_kw: float
    energy_kwh: float
    dew_c: float
    room_c: float
    exposed: float
    moisture_ppm: float
    carbon_percent: float


@compiled
def _stir(tank: Tank, store: Store, numbers: Slurry) -> None:
    """Turn the agitator for one second; what stands still settles."""
    place = int(tank.place)
    turning = tank.powered * tank.agitator_share
    tank.power_kw = turning * (tank.agitator_kw + tank.disperser_kw * tank.stirred)
    tank.agitator_a = tank.power_kw * tank.a_per_kw
    tank.energy_kwh += tank.power_kw / 3600.0
    tank.unstirred_min = 0.0 if turning >= HALF else tank.unstirred_min + 1.0 / 60.0
    store.slurry[place, SETTLED] = slurry.settled_percent(
        store.slurry[place, SETTLED],
        turning,
        numbers.settling_percent_per_h,
        tank.mixing_min,
        1.0,
    )


@compiled
def _temper(tank: Tank, parcel: Floats, held: float, share: float, numbers: Slurry) -> None:
    """Warm a tank by its agitator and cool it by its jacket for one second."""
    heat = slurry.slurry_kj_per_kg_k(share, numbers.solids_kj_per_kg_k, numbers.liquid_kj_per_kg_k)
    tank.temperature_c = slurry.tank_c(
        parcel[HEAT] / held,
        tank.power_kw,
        tank.cooling_kw_per_k,
        tank.ambient_c,
        held,
        heat,
        1.0,
    )
    parcel[HEAT] = tank.temperature_c * held


@compiled
def _size(tank: Tank, parcel: Floats, dry_kg: float, size: SizeLaw, feed_um: float) -> None:
    """Read how far a tank is ground, and what the beads left in it."""
    tank.specific_energy_kwh_per_t = 0.0
    tank.d50_um = feed_um
    if dry_kg > 0.0:
        tank.specific_energy_kwh_per_t = 1000.0 * parcel[MILLING] / dry_kg
        ground = milling.median_um(1000.0 * parcel[GROUND] / dry_kg, size, 1.0, 0.0)
        tank.d50_um = min(feed_um, ground)
        tank.zirconium_ppm = 1.0e6 * parcel[ZIRCONIUM] / dry_kg


@compiled
def _sour(tank: Tank, parcel: Floats, acidity: Acidity) -> None:
    """Read the pH where there is iron and phosphorus."""
    if parcel[FE] > 0.0 and parcel[P] > 0.0:
        masses = elements(parcel)
        tank.ph = slurry.acidity_ph(
            composition.lithium_per_iron(masses),
            composition.iron_per_phosphorus(masses),
            acidity,
        )


@compiled
def step_tank(tank: Tank, store: Store, laws: SlurryLaws, numbers: Slurry) -> None:
    """Stir a tank for one second and read what it holds."""
    place = int(tank.place)
    tank.power_kw = 0.0
    tank.agitator_a = 0.0
    held = store.held_kg[place]
    if held < tank.agitator_from_kg:
        tank.unstirred_min = 0.0
        store.slurry[place, SETTLED] = 0.0
        return
    _stir(tank, store, numbers)
    parcel = store.parcels[place, youngest(store, place)]
    dry_kg = solids_kg(parcel)
    share = dry_kg / held
    parcel[AGE] += held / 3600.0
    tank.age_h = parcel[AGE] / held
    _temper(tank, parcel, held, share, numbers)
    _size(tank, parcel, dry_kg, laws.size, numbers.feed_um)
    _sour(tank, parcel, laws.acidity)
    tank.solids_percent = 100.0 * share + 0.5 * store.slurry[place, SETTLED]
    tank.density_kg_per_m3 = slurry.slurry_kg_per_m3(
        0.01 * tank.solids_percent, numbers.solids_kg_per_m3, numbers.liquid_kg_per_m3
    )
    volume = slurry.volume_share(share, numbers.solids_kg_per_m3, numbers.liquid_kg_per_m3)
    salt = parcel[SALT] / max(parcel[WATER], LEAST_KG)
    thickened = slurry.upset_share(salt, tank.age_h, laws.upset)
    plain = slurry.viscosity_mpa_s(volume, tank.d50_um, tank.temperature_c, laws.rheology)
    tank.viscosity_mpa_s = plain * thickened
    store.slurry[place, VISCOSITY] = tank.viscosity_mpa_s
    store.slurry[place, MEDIAN] = tank.d50_um


@compiled
def step_powder_vessel(vessel: PowderVessel, store: Store, pickup: Pickup, dt_s: float) -> None:
    """Let the powder of a vessel come to rest with the room's moisture for ``dt_s``."""
    place = int(vessel.place)
    vessel.power_kw = vessel.drive_kw if vessel.stirred != OFF else 0.0
    vessel.energy_kwh += vessel.power_kw * dt_s / 3600.0
    held = store.held_kg[place]
    if held <= LEAST_KG:
        return
    parcel = store.parcels[place, youngest(store, place)]
    now_ppm = 1.0e6 * parcel[WATER] / held
    vessel.moisture_ppm = now_ppm
    vessel.carbon_percent = 100.0 * parcel[C] / held
    if vessel.exposed == OFF:
        return
    settled = packing.settled_ppm(vessel.dew_c, vessel.room_c, pickup)
    sorbed = packing.sorbed_ppm(now_ppm - pickup.bound_ppm, settled, pickup.tau_min, dt_s)
    gained_kg = (packing.moisture_ppm(sorbed, pickup) - now_ppm) * 1.0e-6 * held
    parcel[WATER] += gained_kg
    parcel[H] += WATER_H * gained_kg
    parcel[O] += (1.0 - WATER_H) * gained_kg
    store.meters[AIR, H] += WATER_H * gained_kg
    store.meters[AIR, O] += (1.0 - WATER_H) * gained_kg
    store.held_kg[place] += gained_kg


@compiled
def scatter(store: Store, place: int, density_g_per_cm3: float) -> None:
    """Give what a place holds one unexplained part of its compaction density (g/cm3)."""
    parcel = store.parcels[place, youngest(store, place)]
    parcel[SCATTER] = density_g_per_cm3 * mass_kg(parcel)
