"""The whole line in one file, slow and obvious: one tonne of powder from dosing to bag.

Nothing here is compiled, shared with the fast plant or clever: it reads as the equations of the
physics do, steady where the plant is steady, and a test holds it against the fast plant. Numbers
come from the plant file (``plant.coefficients``, ``unit.coefficients``) and a recipe's formula.
Masses in kg, amounts in kmol, temperatures in °C (in K where Arrhenius asks), sizes as named.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lizao.model.equipment import Plant, Unit

Amounts = dict[str, float]
"""Elements and water in kmol by name: Fe, P, Li, C, H, O, Ti; H2O is free water beside them."""

MOLAR: Final = {"Fe": 55.845, "P": 30.974, "Li": 6.94, "C": 12.011, "H": 1.008, "O": 15.999}
MOLAR_TI: Final = 47.867
GRAMS: Final = {**MOLAR, "Ti": MOLAR_TI}
WATER_G: Final = 2 * 1.008 + 15.999
GAS_J_PER_MOL_K: Final = 8.314462618
KELVIN: Final = 273.15
NODES: Final = 12
"""Nodes over the half depth of a saggar's bed."""
STEP_S: Final = 10.0
AIR_PPM: Final = 209_000.0
LOSS_FROM_C: Final = 550.0
"""Below this the loss of lithium cannot be seen."""
BOILING_C: Final = 100.0
ANTOINE_BELOW: Final = (8.07131, 1730.63, 233.426)
ANTOINE_ABOVE: Final = (8.14019, 1810.94, 244.485)
"""Antoine's numbers of water for mmHg and °C, below and above its boiling point."""


@dataclass(frozen=True)
class Stage:
    """What each stage came to."""

    solids_percent: float
    slurry_d50_um: float
    powder_moisture_percent: float
    first_carbon_percent: float
    first_grain_nm: float
    carbon_percent: float
    grain_nm: float
    d10_um: float
    d50_um: float
    d90_um: float
    magnetic_ppb: float
    moisture_ppm: float
    bet_m2_per_g: float
    compaction_g_per_cm3: float
    low_rate_mah_per_g: float
    high_rate_mah_per_g: float
    li_fe: float
    fe_p: float
    packed_kg: float


@dataclass
class Powder:
    """What is under way: elements in kmol, iron(II) share, G^3 in nm3, magnetic matter (kg ppb)."""

    kmol: Amounts
    ferrous: float
    grain_nm3: float
    magnetic: float

    @property
    def kg(self) -> float:
        """Its mass."""
        return sum(GRAMS[name] * amount for name, amount in self.kmol.items())

    def lose(self, share: float) -> None:
        """A share of it goes as dust, held back or as a sample."""
        self.kmol = {name: (1.0 - share) * amount for name, amount in self.kmol.items()}
        self.magnetic *= 1.0 - share


def plain_line(plant: Plant, recipe: Mapping[str, float]) -> Stage:
    """Make what a recipe's formula says for one tonne with two firings, and say what it is."""
    n = plant.coefficients
    split = recipe["carbon_split"]

    # Dosing (physics 3.1): ratios by the lots' own composition, water until the solids are right.
    powder, dry_kg, water_kg = dosed(n, recipe, split)
    solids = dry_kg / (dry_kg + water_kg)
    charged = dict(powder.kmol)

    # Milling (3.2): x50 = x_c (E/E_c)^-alpha.
    energy = recipe["fine_specific_energy"]
    law = group(n, "size_law")
    x50 = law["reference_um"] * (energy / law["reference_kwh_per_t"]) ** -law["exponent"]
    powder.magnetic *= 1.0 - unit_of(plant, "slurry-line")["magnet_share"]

    # Drying (3.3): the pump holds the outlet; what the air then carries sets the moisture.
    moisture = dried_percent(n, unit_of(plant, "dryer"), recipe, solids)
    powder.lose(unit_of(plant, "dryer")["dust_share"])
    powder.lose(unit_of(plant, "pneumatic-line")["dust_share"])

    # First firing (3.4-3.7).
    fired(n, unit_of(plant, "first-kiln"), powder, recipe["soak1_temperature"], recipe["load"])
    first_carbon, first_grain = carbon_percent(powder), powder.grain_nm3 ** (1.0 / 3.0)

    # Intermediate jet mill, second coat of carbon, second firing.
    jet_milled(n, unit_of(plant, "intermediate-jet-mill"), powder)
    powder.lose(unit_of(plant, "pneumatic-line")["dust_share"])
    coat = {"C": 0.0, "H": 0.0, "O": 0.0}
    add_sugars(coat, recipe, 1.0 - split)
    for name, amount in coat.items():
        powder.kmol[name] += amount
    powder.lose(unit_of(plant, "pneumatic-line")["dust_share"])
    fired(n, unit_of(plant, "second-kiln"), powder, recipe["soak2_temperature"], recipe["load"])

    # Two classifier speeds (3.10), joined by the blender; sieve, magnet, packing room (3.11).
    coarse, fine = unit_of(plant, "coarse-cut-jet-mill"), unit_of(plant, "fine-cut-jet-mill")
    coarse_um = cut_um(n, coarse, recipe["coarse_cut_energy"])
    fine_um = cut_um(n, fine, recipe["fine_cut_energy"])
    jet_milled(n, coarse, powder)
    powder.lose(unit_of(plant, "pneumatic-line")["dust_share"])
    sieve = unit_of(plant, "sieve")
    powder.magnetic *= (1.0 - sieve["magnet_share"]) ** sieve["passes"]
    powder.lose(sieve["oversize_share"])
    room = unit_of(plant, "pack-bin")

    grain, carbon = powder.grain_nm3 ** (1.0 / 3.0), carbon_percent(powder)
    share = recipe["fines_share"]
    li_fe = charged["Li"] / charged["Fe"]
    fe_p = charged["Fe"] / charged["P"]
    titanium = 100.0 * charged["Ti"] / charged["Fe"]
    low_rate = low_rate_mah_per_g(n, carbon, li_fe, fe_p, grain, titanium)
    return Stage(
        solids_percent=100.0 * solids,
        slurry_d50_um=x50,
        powder_moisture_percent=moisture,
        first_carbon_percent=first_carbon,
        first_grain_nm=first_grain,
        carbon_percent=carbon,
        grain_nm=grain,
        d10_um=joined_um(0.1, share, fine_um, coarse_um, coarse["spread"]),
        d50_um=joined_um(0.5, share, fine_um, coarse_um, coarse["spread"]),
        d90_um=joined_um(0.9, share, fine_um, coarse_um, coarse["spread"]),
        magnetic_ppb=powder.magnetic / powder.kg,
        moisture_ppm=packed_ppm(n, room["dew_point_c"], room["room_c"]),
        bet_m2_per_g=bet_m2_per_g(n, grain, carbon),
        compaction_g_per_cm3=compaction(n, grain, share, carbon, fe_p, recipe["soak2_temperature"]),
        low_rate_mah_per_g=low_rate,
        high_rate_mah_per_g=low_rate * rate_share(n, 1.0, grain),
        li_fe=li_fe,
        fe_p=fe_p,
        packed_kg=powder.kg,
    )


def group(n: Mapping[str, float], name: str) -> dict[str, float]:
    """The coefficients of one law by their names."""
    return {
        each.removeprefix(f"{name}."): value
        for each, value in n.items()
        if each.startswith(f"{name}.")
    }


def unit_of(plant: Plant, unit_class: str) -> Mapping[str, float]:
    """The coefficients of the first unit of a class."""
    unit: Unit = plant.of_class(unit_class)[0]
    return unit.coefficients


def dosed(
    n: Mapping[str, float], recipe: Mapping[str, float], split: float
) -> tuple[Powder, float, float]:
    """The dry charge, its mass, and the water of its slurry, in kg for a tonne."""
    ratio = n["lot.iron-phosphate.fe_p_mean"]
    oxygen = (3.0 * ratio + 5.0) / 2.0
    phosphate_g = ratio * GRAMS["Fe"] + GRAMS["P"] + oxygen * GRAMS["O"]
    phosphate = recipe["iron_phosphate_dry"] / phosphate_g
    kmol = dict.fromkeys(GRAMS, 0.0)
    kmol["Fe"] = ratio * phosphate
    kmol["P"] = phosphate
    kmol["O"] = oxygen * phosphate
    acid = kmol["Fe"] / recipe["fe_p"] - kmol["P"]  # H3PO4
    carbonate = recipe["li_fe"] * kmol["Fe"] / 2.0  # Li2CO3
    titania = recipe["titania"] / (GRAMS["Ti"] + 2.0 * GRAMS["O"])
    kmol["P"] += acid
    kmol["H"] += 3.0 * acid
    kmol["O"] += 4.0 * acid + 3.0 * carbonate + 2.0 * titania
    kmol["Li"] += 2.0 * carbonate
    kmol["C"] += carbonate
    kmol["Ti"] += titania
    add_sugars(kmol, recipe, split)
    magnetic = recipe["iron_phosphate_dry"] * n["lot.iron-phosphate.magnetic_ppb_mean"]
    carbonate_kg = carbonate * (2.0 * GRAMS["Li"] + GRAMS["C"] + 3.0 * GRAMS["O"])
    magnetic += carbonate_kg * n["lot.lithium-carbonate.magnetic_ppb_mean"]
    powder = Powder(kmol, 0.0, n["grain.initial_nm"] ** 3, magnetic)
    dry_kg = powder.kg
    return powder, dry_kg, dry_kg * (1.0 - recipe["solids"]) / recipe["solids"]


def add_sugars(kmol: Amounts, recipe: Mapping[str, float], share: float) -> None:
    """Glucose C6H12O6 and PEG C2H4O, dry: a share of what the recipe asks for."""
    glucose = share * recipe["glucose_dry"] / (6.0 * GRAMS["C"] + 6.0 * WATER_G)
    peg = share * recipe["peg"] / (2.0 * GRAMS["C"] + 4.0 * GRAMS["H"] + GRAMS["O"])
    kmol["C"] += 6.0 * glucose + 2.0 * peg
    kmol["H"] += 12.0 * glucose + 4.0 * peg
    kmol["O"] += 6.0 * glucose + peg


def dried_percent(
    n: Mapping[str, float], dryer: Mapping[str, float], recipe: Mapping[str, float], solids: float
) -> float:
    """Moisture of the powder: the fan runs at its design flow, the pump holds the outlet."""
    heat = group(n, "dryer_heat")

    def duty(outlet_c: float) -> float:
        vapour = heat["latent_kj_per_kg"] + heat["vapour_kj_per_kg_k"] * outlet_c
        return vapour - heat["water_kj_per_kg_k"] * dryer["feed_c"]

    loss = 1.0 + heat["loss_share"]
    inlet_c, outlet_c = dryer["design_inlet_c"], dryer["design_outlet_c"]
    design = dryer["water_kg_per_h"] * duty(outlet_c) * loss
    air = design / (heat["air_kj_per_kg_k"] * (inlet_c - outlet_c))
    inlet_c, outlet_c = recipe["inlet_temperature"], recipe["outlet_temperature"]
    water = air * heat["air_kj_per_kg_k"] * (inlet_c - outlet_c) / (duty(outlet_c) * loss)
    humidity = dryer["ambient_humidity_kg_per_kg"] + water / air
    pressure_pa = 101_325.0 * humidity / (0.622 + humidity)
    relative = pressure_pa / saturated_pa(outlet_c)
    g, m = group(n, "granules"), group(n, "residual_moisture")
    granule = g["size_um"] * (dryer["disc_rpm"] / g["speed_rpm"]) ** g["speed_exponent"]
    granule *= (solids / g["solids_share"]) ** g["solids_exponent"]
    bound = m["bound_percent"] + m["size_gain_percent"] * (granule / m["size_um"]) ** 2
    return float(bound + m["humidity_gain_percent"] * relative ** m["humidity_exponent"])


def saturated_pa(temperature_c: float) -> float:
    """Vapour pressure over water, or over ice below 0 °C (Alduchov & Eskridge; Antoine above)."""
    if temperature_c < 0.0:
        return 611.21 * math.exp(22.587 * temperature_c / (temperature_c + 273.86))
    a, b, c = ANTOINE_BELOW if temperature_c < BOILING_C else ANTOINE_ABOVE
    return float(133.322 * 10.0 ** (a - b / (c + temperature_c)))


def zone_temperatures(kiln: Mapping[str, float], soak_c: float) -> npt.NDArray[np.float64]:
    """The profile of the plant file, its soak shifted; the controllers hold it."""
    count = round(kiln["zones_heated"] + kiln["zones_cooled"])
    zones = np.array([kiln[f"zone_{each:02d}_c"] for each in range(1, count + 1)])
    first, last = round(kiln["zone_shift_first"]), round(kiln["zone_shift_last"])
    zones[first - 1 : last] += soak_c - kiln["zone_soak_c"]
    return zones


def bed_history(
    n: Mapping[str, float], kiln: Mapping[str, float], soak_c: float
) -> npt.NDArray[np.float64]:
    """Temperatures (step, node) of half a saggar's bed on its way through a kiln.

    dT/dt = a d2T/dz2, no flow at its middle, its face at the temperature of the zone.
    """
    bed = group(n, "bed")
    diffusivity = bed["conductivity_w_per_m_k"] / (
        bed["density_kg_per_m3"] * bed["heat_j_per_kg_k"]
    )
    zones = zone_temperatures(kiln, soak_c)
    steps = round(kiln["residence_h"] * 3600.0 / STEP_S)
    places = (np.arange(steps) + 1.0) / steps * len(zones) - 0.5
    faces = np.interp(places, np.arange(len(zones)), zones)
    dz = bed["half_depth_m"] / NODES
    pace = diffusivity * STEP_S / dz**2
    layers = np.full(NODES, kiln["ambient_c"])
    history = np.empty((steps, NODES))
    for step, face in enumerate(faces):
        outer = np.concatenate(([2.0 * face - layers[0]], layers[:-1]))
        inner = np.concatenate((layers[1:], [layers[-1]]))
        layers = layers + pace * (outer - 2.0 * layers + inner)
        history[step] = layers
    return history


def fired(
    n: Mapping[str, float],
    kiln: Mapping[str, float],
    powder: Powder,
    soak_c: float,
    load_kg: float,
) -> None:
    """2 FePO4 + Li2CO3 + C -> 2 LiFePO4 + CO2 + CO, grain growth, burnt carbon, lost lithium."""
    history = bed_history(n, kiln, soak_c) + KELVIN
    hours = STEP_S / 3600.0
    dry_kg = powder.kg

    # Formation [HE13]: theta = integral of A exp(-E/RT), alpha = 1 - exp(-theta^4).
    f = group(n, "formation")
    rates = np.exp(f["ln_a_per_s"] - f["activation_j_per_mol"] / (GAS_J_PER_MOL_K * history))
    theta = rates.sum(axis=0) * STEP_S
    formed = float(np.mean(1.0 - np.exp(-(np.minimum(theta, 20.0) ** f["order"]))))
    formed = max(powder.ferrous, formed)

    # Carbon: what reduces iron is used, oxygen of the gas burns some of the rest.
    iron = powder.kmol["Fe"]
    carbonate = powder.kmol["Li"] / 2.0 * (1.0 - powder.ferrous)
    free = powder.kmol["C"] - carbonate
    reducing = n["carbon_use.mol_per_mol_iron"] * iron * (formed - powder.ferrous)
    ppm = kiln["supply_oxygen_ppm"] + AIR_PPM * kiln["leak_nm3_per_h"] / kiln["nitrogen_nm3_per_h"]
    row_kg = kiln["saggars_per_row"] * load_kg
    t_per_h = row_kg * kiln["rows"] / kiln["residence_h"] / 1000.0
    per_t = kiln["nitrogen_nm3_per_h"] / t_per_h / n["carbon_use.burn_nitrogen_nm3_per_t"]
    burnt_percent = n["carbon_use.burn_percent_per_100_ppm"] * ppm / 100.0 * per_t
    burnt = min(free - reducing, burnt_percent / 100.0 * dry_kg / GRAMS["C"])
    left = free - reducing - burnt

    # Lithium evaporates from the hot bed.
    loss = group(n, "lithium_loss")
    mean_c = history.mean(axis=1) - KELVIN
    lost = loss["share_per_h"] * np.exp((mean_c - loss["reference_c"]) / loss["width_k"])
    powder.kmol["Li"] *= math.exp(-float(lost[mean_c > LOSS_FROM_C].sum()) * hours)

    powder.ferrous = formed
    powder.kmol["C"] = left
    powder.kmol["H"] = 0.0
    charges = iron * (3.0 - formed) + 5.0 * powder.kmol["P"]
    charges += powder.kmol["Li"] + 4.0 * powder.kmol["Ti"]
    powder.kmol["O"] = charges / 2.0

    # Grain: dG^3/dt = k0 exp(-Q/RT) drag(w_C), over all nodes.
    g = group(n, "grain")
    drag = g["drag_norm"] / (1.0 + (carbon_percent(powder) / g["drag_percent"]) ** 2)
    arrhenius = np.exp(-g["activation_j_per_mol"] / (GAS_J_PER_MOL_K * history))
    powder.grain_nm3 += g["rate_nm_per_h"] * drag * float(arrhenius.mean(axis=1).sum()) * hours
    powder.lose(kiln["dust_share"])


def carbon_percent(powder: Powder) -> float:
    """Residual carbon of fired powder."""
    return 100.0 * GRAMS["C"] * powder.kmol["C"] / powder.kg


def jet_milled(n: Mapping[str, float], mill: Mapping[str, float], powder: Powder) -> None:
    """Dust goes, wear comes."""
    powder.lose(mill["dust_share"])
    powder.magnetic += n["magnet.mill_wear_ppb"] * powder.kg


def cut_um(n: Mapping[str, float], mill: Mapping[str, float], energy_kwh_per_t: float) -> float:
    """D50 = 1.2 (e/180)^-0.75 at the reference speed of the classifier."""
    law = group(n, "jet_mill")
    energy = (energy_kwh_per_t / law["energy_kwh_per_t"]) ** law["energy_exponent"]
    return float(law["size_um"] * energy * mill["speed_share"] ** law["speed_exponent"])


def joined_um(share: float, fines: float, fine_um: float, coarse_um: float, spread: float) -> float:
    """The size below which a share of two joined log-normal cuts lies, looked up on a fine grid."""
    sizes = np.geomspace(0.01 * fine_um, 100.0 * coarse_um, 20_001)

    def below(median: float) -> npt.NDArray[np.float64]:
        logs = np.log(sizes / median) / (math.log(spread) * math.sqrt(2.0))
        return np.array([0.5 * (1.0 + math.erf(each)) for each in logs])

    joined = fines * below(fine_um) + (1.0 - fines) * below(coarse_um)
    return float(np.interp(share, joined, sizes))


def packed_ppm(n: Mapping[str, float], dew_c: float, room_c: float) -> float:
    """Bound water, and what the powder takes from the dry room when it is left there long."""
    relative_percent = 100.0 * saturated_pa(dew_c) / saturated_pa(room_c)
    return n["pickup.bound_ppm"] + n["pickup.ppm_per_percent"] * relative_percent


def bet_m2_per_g(n: Mapping[str, float], grain_nm: float, carbon: float) -> float:
    """S = 6000/(rho G) + 250 w_C."""
    s = group(n, "surface")
    spheres = 6000.0 / (s["density_g_per_cm3"] * grain_nm)
    return spheres + s["carbon_m2_per_g"] * carbon / 100.0


def compaction(
    n: Mapping[str, float],
    grain_nm: float,
    fines_share: float,
    carbon: float,
    fe_p: float,
    second_c: float,
) -> float:
    """PD of 3.8, with B = exp(-((f - 0.30)/0.12)^2)."""
    c, b = group(n, "compaction"), group(n, "gradation")
    bimodal = math.exp(-(((fines_share - b["best_share"]) / b["width"]) ** 2))
    phosphorus = c["phosphorus_gain"] * (c["iron_per_phosphorus"] - fe_p)
    second = math.exp(-(((second_c - c["second_c"]) / c["second_width_k"]) ** 2))
    return (
        c["base_g_per_cm3"]
        + c["grain_gain"] * math.log(grain_nm / c["grain_nm"])
        + c["bimodality_gain"] * bimodal
        + c["carbon_gain_per_percent"] * (carbon - c["carbon_percent"])
        + min(c["phosphorus_limit"], max(0.0, phosphorus))
        + c["second_gain"] * second
    )


def low_rate_mah_per_g(
    n: Mapping[str, float],
    carbon: float,
    li_fe: float,
    fe_p: float,
    grain_nm: float,
    titanium_percent: float,
) -> float:
    """Q01 of 3.9, without iron phosphide."""
    c = group(n, "capacity")
    return (
        c["base_mah_per_g"]
        + c["carbon_per_percent"] * max(0.0, carbon - c["carbon_percent"])
        + c["lithium_gain"] * abs(li_fe - c["lithium_per_iron"])
        + c["phosphorus_gain"] * abs(fe_p - c["iron_per_phosphorus"])
        + c["grain_per_nm"] * max(0.0, grain_nm - c["grain_nm"])
        + c["titanium_per_percent"] * titanium_percent
    )


def rate_share(n: Mapping[str, float], rate_per_h: float, grain_nm: float) -> float:
    """Q(R)/Q01 = 1 - (R tau)^n (1 - exp(-(R tau)^-n)), tau = 0.013 + 0.010 (G/300)^2 h."""
    law = group(n, "rate_law")
    tau_h = law["base_h"] + law["grain_h"] * (grain_nm / law["grain_nm"]) ** 2
    slow = float((rate_per_h * tau_h) ** law["exponent"])
    return 1.0 - slow * (1.0 - math.exp(-1.0 / slow))
