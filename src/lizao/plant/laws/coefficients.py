"""The coefficients of the laws, grouped as used; their values are data of the plant file.

Every member is a float: Numba compiles one kernel per combination of member types.
"""

from typing import NamedTuple


class Rheology(NamedTuple):
    """Krieger-Dougherty slurry viscosity with a surcharge for fine particles (estimate)."""

    liquid_mpa_s: float
    reference_c: float
    thinning_share_per_k: float
    packing_limit: float
    fineness_gain: float
    fineness_um: float


class Upset(NamedTuple):
    """What makes slurry thicker than its solids: salt in its water, and age (estimate)."""

    pure_us_per_cm: float
    salt_gain: float
    fresh_h: float
    age_gain_per_h: float


class Acidity(NamedTuple):
    """Acidity of the slurry against its base per iron: lithium less what phosphoric acid binds.

    Source: estimate.
    """

    ph: float
    base_per_iron: float
    ph_per_base: float


class Screen(NamedTuple):
    """A mill's bead separator, clean, at the pump's full flow, and where the pump stalls.

    Source: estimate.
    """

    clean_mpa: float
    slurry_mpa_s: float
    stall_mpa: float


class SizeLaw(NamedTuple):
    """Median size after specific energy, `x = x_c (E/E_c)^-a`, no finer than the floor.

    Source: [MILL-E], [IFPRI].
    """

    reference_um: float
    reference_kwh_per_t: float
    exponent: float
    floor_um: float
    gain_per_fill: float


class Stressing(NamedTuple):
    """Kwade's stress energy of the beads and its optimum (recalled text; width an estimate)."""

    bead_kg_per_m3: float
    optimum_j: float
    width: float


class MillDrive(NamedTuple):
    """Drive of a bead mill at its reference tip speed and bead fill (estimate)."""

    rated_kw: float
    idle_share: float
    tip_m_per_s: float
    fill_share: float
    fill_exponent: float


class Wear(NamedTuple):
    """Bead wear per kWh and the iron it brings ([BEAD] bounds, the rest recalled)."""

    bead_g_per_kwh: float
    zirconium_share: float
    iron_share: float


class DryerHeat(NamedTuple):
    """Heat data of a spray dryer's balance; the loss is a share of the drying duty."""

    air_kj_per_kg_k: float
    vapour_kj_per_kg_k: float
    water_kj_per_kg_k: float
    latent_kj_per_kg: float
    loss_share: float


class ResidualMoisture(NamedTuple):
    """Powder moisture against exhaust humidity and granule size (estimate)."""

    bound_percent: float
    humidity_gain_percent: float
    humidity_exponent: float
    size_gain_percent: float
    size_um: float


class Granules(NamedTuple):
    """Granule size against disc speed, solids and disc wear (estimate)."""

    size_um: float
    speed_rpm: float
    speed_exponent: float
    solids_share: float
    solids_exponent: float
    wear_gain: float


class Bags(NamedTuple):
    """A bag filter: clean pressure, cake per tonne, the cake that is pulsed, what a pulse leaves.

    Source: estimate.
    """

    clean_kpa: float
    cake_per_t: float
    pulse_share: float
    left_share: float


class Scorch(NamedTuple):
    """Carbon monoxide in a dryer's exhaust: of the burner, and of powder that gets too hot.

    Source: estimate.
    """

    burner_ppm: float
    from_c: float
    ppm_per_kelvin: float


class Controller(NamedTuple):
    """A PI controller: gain in output per unit of error, integral time in s, output limits."""

    gain: float
    integral_s: float
    low: float
    high: float


class ZoneHeat(NamedTuple):
    """Two-time-scale heat data of one kiln zone: inner face, lining and what joins them.

    Source: estimate.
    """

    face_j_per_k: float
    lining_j_per_k: float
    face_to_lining_w_per_k: float
    loss_w_per_k: float
    neighbour_w_per_k: float


class HeatLimits(NamedTuple):
    """Where a zone's heaters are cut off.

    `over_k` above the set-point as the thermocouple says; `face_c` by a limiter of its own.
    """

    over_k: float
    face_c: float


class Bed(NamedTuple):
    """A powder bed of two equal layers heated from both faces.

    `load_share` is the heat capacity of saggar and powder over that of the powder alone.
    """

    conductivity_w_per_m_k: float
    density_kg_per_m3: float
    heat_j_per_kg_k: float
    half_depth_m: float
    load_share: float
    reaction_j_per_kg: float


class Reaction(NamedTuple):
    """An Avrami reaction of Arrhenius rate: `dθ/dt = A exp(-E/RT)`, `α = 1 - exp(-θ^n)`.

    Source: [HE13].
    """

    ln_a_per_s: float
    activation_j_per_mol: float
    order: float


class Grain(NamedTuple):
    """Grain growth with carbon drag: `dG^n/dt = k0 exp(-Q/RT) norm / (1 + (w/w0)^2)` (estimate)."""

    order: float
    initial_nm: float
    activation_j_per_mol: float
    rate_nm_per_h: float
    drag_percent: float
    drag_norm: float


class LithiumLoss(NamedTuple):
    """Share of lithium lost per hour at the reference, e-fold per `width_k` (estimate)."""

    share_per_h: float
    reference_c: float
    width_k: float


class CarbonUse(NamedTuple):
    """Carbon of the reduction, the share solid carbon does ([EIA-SQ]), and the burn by oxygen."""

    mol_per_mol_iron: float
    solid_share: float
    burn_percent_per_100_ppm: float
    burn_nitrogen_nm3_per_t: float
    oxygen_per_burnt_carbon: float


class Firing(NamedTuple):
    """Everything a saggar row needs in a kiln; hot hours count above `hot_c`."""

    bed: Bed
    dehydration: Reaction
    formation: Reaction
    grain: Grain
    lithium: LithiumLoss
    hot_c: float


class Compaction(NamedTuple):
    """Powder compaction density fitted to the points of [HANS], [2S26] and [ICC]."""

    base_g_per_cm3: float
    grain_gain: float
    grain_nm: float
    bimodality_gain: float
    carbon_gain_per_percent: float
    carbon_percent: float
    phosphorus_gain: float
    iron_per_phosphorus: float
    phosphorus_limit: float
    second_gain: float
    second_c: float
    second_width_k: float


class Gradation(NamedTuple):
    """Share of fines that packs best and how far from it still helps (estimate after Furnas)."""

    best_share: float
    width: float


class Surface(NamedTuple):
    """True density and the area of the carbon coat, for the BET surface (estimate)."""

    density_g_per_cm3: float
    carbon_m2_per_g: float


class Capacity(NamedTuple):
    """Low-rate capacity and what lowers it ([C-AMSE] for carbon, the rest estimates)."""

    base_mah_per_g: float
    carbon_per_percent: float
    carbon_percent: float
    lithium_gain: float
    lithium_per_iron: float
    phosphorus_gain: float
    iron_per_phosphorus: float
    grain_per_nm: float
    grain_nm: float
    titanium_per_percent: float
    phosphide_per_percent: float


class RateLaw(NamedTuple):
    """Capacity against rate, Tian et al. 2019 (recalled), with the time constant set on [2S26]."""

    exponent: float
    base_h: float
    grain_h: float
    grain_nm: float


class JetMill(NamedTuple):
    """Product size against specific energy and classifier speed.

    Source: estimate; [JET-S] for energy alone.
    """

    size_um: float
    energy_kwh_per_t: float
    energy_exponent: float
    speed_exponent: float


class Tail(NamedTuple):
    """The coarse end of a jet mill's product: D100 over D50, size of the feed, share that shows.

    Source: estimate.
    """

    top_per_median: float
    feed_um: float
    seen_share: float


class Holdup(NamedTuple):
    """Grinding rate of a jet mill at its best hold-up (estimate)."""

    rate_kg_per_h: float
    best_kg: float


class Line(NamedTuple):
    """A dilute-phase nitrogen line: best, blocking and blow-out gas speed ([PNEU])."""

    rate_kg_per_h: float
    best_m_per_s: float
    width_m_per_s: float
    plug_m_per_s: float
    blowout_m_per_s: float


class Pickup(NamedTuple):
    """Water taken up by powder: chemically bound part, ppm per % RH and time constant.

    Source: estimate.
    """

    bound_ppm: float
    ppm_per_percent: float
    tau_min: float
