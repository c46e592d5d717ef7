"""Wet bead milling: size from specific energy, drive power, wear."""

import math

from lizao.plant.compiled import compiled
from lizao.plant.laws.coefficients import MillDrive, Screen, SizeLaw, Stressing, Wear


@compiled
def median_um(
    energy_kwh_per_t: float, law: SizeLaw, exponent_share: float, missing_fill_share: float
) -> float:
    """Return x50 in µm after net kWh/t solids, off-optimum stress (1) and missing beads (1).

    Source: [MILL-E] for the form, [CS-1] for the anchors 1 µm and 300 nm.
    """
    if energy_kwh_per_t <= 0.0:
        # Milling that has not begun leaves the feed's size, which only the caller knows.
        return math.inf
    ratio = energy_kwh_per_t / law.reference_kwh_per_t
    size = law.reference_um * math.pow(ratio, -law.exponent * exponent_share)
    return max(law.floor_um, size * (1.0 - law.gain_per_fill * missing_fill_share))


@compiled
def grinding_share(missing_fill_share: float, law: SizeLaw) -> float:
    """Return the share (1) of the energy that grinds while beads are missing (1).

    It is the size law turned round: so much less energy leaves the powder as coarse. Estimate.
    """
    coarser = 1.0 - law.gain_per_fill * missing_fill_share
    return math.pow(coarser, -1.0 / law.exponent)


@compiled
def resistance_mpa(viscosity_mpa_s: float, plugged: float, screen: Screen) -> float:
    """Return the separator's pressure in MPa at the pump's full flow, of a viscosity in mPa s.

    Laminar: with the viscosity, and with what plugs it (1). Source: Darcy, numbers an estimate.
    """
    return screen.clean_mpa * viscosity_mpa_s / screen.slurry_mpa_s * (1.0 + plugged)


@compiled
def pumped_share(resistance: float, screen: Screen) -> float:
    """Return the flow over the full one (1) that a pump which slips with pressure brings through.

    Source: the pump's line `1 - p/p_stall` met with `p = r q`.
    """
    return (1.0 + screen.clean_mpa / screen.stall_mpa) / (1.0 + resistance / screen.stall_mpa)


@compiled
def inlet_mpa(resistance: float, flow_share: float, screen: Screen) -> float:
    """Return the pressure in MPa before the separator at a flow over the full one (1) (Darcy)."""
    return resistance * flow_share / (1.0 + screen.clean_mpa / screen.stall_mpa)


@compiled
def needed_kwh_per_t(size_um: float, law: SizeLaw) -> float:
    """Return the net kWh/t solids that grind to `size_um`, the size law turned round.

    Source: [MILL-E].
    """
    return law.reference_kwh_per_t * math.pow(law.reference_um / size_um, 1.0 / law.exponent)


@compiled
def stress_j(bead_mm: float, tip_m_per_s: float, stressing: Stressing) -> float:
    """Return Kwade's stress energy in J of beads of `bead_mm` at a tip speed in m/s.

    Source: recalled text.
    """
    bead_m = bead_mm * 1.0e-3
    return bead_m * bead_m * bead_m * stressing.bead_kg_per_m3 * tip_m_per_s * tip_m_per_s


@compiled
def exponent_share(stress_energy_j: float, stressing: Stressing) -> float:
    """Return the share (1) of the size exponent left off the optimum stress energy in J.

    Source: estimate.
    """
    off = math.log(stress_energy_j / stressing.optimum_j) / stressing.width
    return math.exp(-off * off)


@compiled
def spread(energy_kwh_per_t: float, coarse: float, fine: float, fine_kwh_per_t: float) -> float:
    """Return the geometric deviation (1), narrowing linearly to `fine` at `fine_kwh_per_t`.

    Source: estimate.
    """
    done = min(1.0, max(0.0, energy_kwh_per_t / fine_kwh_per_t))
    return coarse + (fine - coarse) * done


@compiled
def idle_kw(drive: MillDrive) -> float:
    """Return the no-load power in kW of a bead mill at its reference speed (estimate)."""
    return drive.rated_kw * drive.idle_share


@compiled
def power_kw(tip_m_per_s: float, fill_share: float, drive: MillDrive) -> float:
    """Return shaft power in kW, turbulent: cube of tip speed, root of bead fill.

    Source: form of [NE25], exponent estimate.
    """
    speed = tip_m_per_s / drive.tip_m_per_s
    fill = math.pow(max(0.0, fill_share / drive.fill_share), drive.fill_exponent)
    net = (drive.rated_kw - idle_kw(drive)) * fill
    return (idle_kw(drive) + net) * speed * speed * speed


@compiled
def milled_kwh_per_t(
    energy_kwh_per_t: float,
    net_kw: float,
    solids_kg: float,
    fresh_solids_kg: float,
    fresh_kwh_per_t: float,
    dt_s: float,
) -> float:
    """Return the mean kWh/t of a recirculated tank after `dt_s` at `net_kw` and fresh solids in kg.

    Source: energy adds up.
    """
    total = solids_kg + fresh_solids_kg
    if total <= 0.0:
        return energy_kwh_per_t
    stored = energy_kwh_per_t * solids_kg + fresh_kwh_per_t * fresh_solids_kg
    return (stored + net_kw * dt_s / 3.6) / total


@compiled
def worn_kg(net_kwh: float, wear: Wear) -> float:
    """Return the bead mass in kg worn off by net kWh (recalled range 5-20 g/kWh)."""
    return net_kwh * wear.bead_g_per_kwh * 1.0e-3


@compiled
def zirconium_ppm(energy_kwh_per_t: float, wear: Wear) -> float:
    """Return zirconium in ppm of the solids after net kWh/t, from bead wear.

    Source: [BEAD] for composition.
    """
    return energy_kwh_per_t * wear.bead_g_per_kwh * wear.zirconium_share


@compiled
def iron_pickup_ppm(energy_kwh_per_t: float, wear: Wear) -> float:
    """Return foreign iron in ppm of the solids after net kWh/t, from bead wear.

    Source: [BEAD]: at most 3 ppm.
    """
    return energy_kwh_per_t * wear.bead_g_per_kwh * wear.iron_share
