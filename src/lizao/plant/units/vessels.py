"""Vessels: slurry tanks with their agitators, and open powder vessels that take up moisture."""

from typing import Final, NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.content import (
    AIR,
    HEAT,
    MILLING,
    SCATTER,
    WATER,
    WATER_H,
    C,
    H,
    O,
    Store,
    mass_kg,
    solids_kg,
    youngest,
)
from lizao.plant.laws import milling, packing, slurry
from lizao.plant.laws.coefficients import Pickup, Rheology, SizeLaw
from lizao.plant.records import OFF

LEAST_KG: Final = 1.0e-3


class Slurry(NamedTuple):
    """Densities and heat capacities of slurry, and the size of unmilled feed."""

    solids_kg_per_m3: float
    liquid_kg_per_m3: float
    solids_kj_per_kg_k: float
    liquid_kj_per_kg_k: float
    feed_um: float


class Tank:
    """A slurry tank; its agitator runs while it holds enough."""

    place: float
    stirred: float
    disperser_kw: float
    agitator_kw: float
    agitator_from_kg: float
    ambient_c: float
    cooling_kw_per_k: float
    power_kw: float
    energy_kwh: float
    temperature_c: float
    solids_percent: float
    specific_energy_kwh_per_t: float
    d50_um: float
    viscosity_mpa_s: float


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
def step_tank(tank: Tank, store: Store, size: SizeLaw, rheology: Rheology, numbers: Slurry) -> None:
    """Stir a tank for one second and read what it holds."""
    place = int(tank.place)
    tank.power_kw = 0.0
    held = store.held_kg[place]
    if held < tank.agitator_from_kg:
        return
    tank.power_kw = tank.agitator_kw + tank.disperser_kw * tank.stirred
    tank.energy_kwh += tank.power_kw / 3600.0
    parcel = store.parcels[place, youngest(store, place)]
    dry_kg = solids_kg(parcel)
    share = dry_kg / held
    heat = slurry.slurry_kj_per_kg_k(share, numbers.solids_kj_per_kg_k, numbers.liquid_kj_per_kg_k)
    temperature_c = slurry.tank_c(
        parcel[HEAT] / held,
        tank.power_kw,
        tank.cooling_kw_per_k,
        tank.ambient_c,
        held,
        heat,
        1.0,
    )
    parcel[HEAT] = temperature_c * held
    tank.temperature_c = temperature_c
    tank.solids_percent = 100.0 * share
    tank.specific_energy_kwh_per_t = 0.0
    tank.d50_um = numbers.feed_um
    if dry_kg > 0.0:
        tank.specific_energy_kwh_per_t = 1000.0 * parcel[MILLING] / dry_kg
        ground = milling.median_um(tank.specific_energy_kwh_per_t, size, 1.0, 0.0)
        tank.d50_um = min(numbers.feed_um, ground)
    volume = slurry.volume_share(share, numbers.solids_kg_per_m3, numbers.liquid_kg_per_m3)
    tank.viscosity_mpa_s = slurry.viscosity_mpa_s(volume, tank.d50_um, temperature_c, rheology)


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
