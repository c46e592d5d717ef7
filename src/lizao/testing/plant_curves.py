"""The response of each unit operation, by the equations of the plain line."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lizao.model.equipment import Plant
from lizao.plant import plain

Formula = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Curves:
    """Lines by name over one axis; what stands along the axes, with units."""

    x: str
    y: str
    lines: Mapping[str, tuple[tuple[float, float], ...]]


def _between(low: float, high: float, count: int = 41) -> list[float]:
    return [low + (high - low) * each / (count - 1) for each in range(count)]


def dosing(plant: Plant, formula: Formula) -> Curves:
    """Water for a tonne over the solids of the slurry."""
    points = []
    for solids in _between(0.35, 0.50):
        _, _, water_kg = plain.dosed(
            plant.coefficients, {**formula, "solids": solids}, formula["carbon_split"]
        )
        points.append((100.0 * solids, water_kg))
    return Curves("solids, %", "water, kg/t", {"": tuple(points)})


def milling(plant: Plant, _: Formula) -> Curves:
    """Median size over specific energy."""
    law = plain.group(plant.coefficients, "size_law")
    points = tuple(
        (each, law["reference_um"] * (each / law["reference_kwh_per_t"]) ** -law["exponent"])
        for each in _between(20.0, 400.0)
    )
    return Curves("net energy, kWh/t of solids", "x50, µm", {"": points})


def drying(plant: Plant, formula: Formula) -> Curves:
    """Moisture of the powder over the outlet temperature, for two inlets."""
    dryer = plain.unit_of(plant, "dryer")
    lines = {}
    for inlet_c in (220.0, 260.0):
        lines[f"inlet {inlet_c:g} °C"] = tuple(
            (
                outlet_c,
                plain.dried_percent(
                    plant.coefficients,
                    dryer,
                    {"inlet_temperature": inlet_c, "outlet_temperature": outlet_c},
                    formula["solids"],
                ),
            )
            for outlet_c in _between(85.0, 115.0)
        )
    return Curves("outlet, °C", "moisture, %", lines)


def kiln(plant: Plant, formula: Formula) -> Curves:
    """The face and the middle of a bed on their way through a first kiln."""
    numbers = plain.unit_of(plant, "first-kiln")
    history = plain.bed_history(plant.coefficients, numbers, formula["soak1_temperature"])
    hours = [(step + 1) * plain.STEP_S / 3600.0 for step in range(len(history))]
    every = max(1, len(hours) // 120)
    lines = {
        name: tuple(zip(hours[::every], history[::every, node].tolist(), strict=True))
        for name, node in (("face", 0), ("middle", -1))
    }
    return Curves("time in the kiln, h", "temperature, °C", lines)


def firing(plant: Plant, formula: Formula) -> Curves:
    """Grain of the first firing over its soak."""
    points = []
    for soak_c in _between(700.0, 800.0, 11):
        powder, _, _ = plain.dosed(plant.coefficients, formula, formula["carbon_split"])
        numbers = plain.unit_of(plant, "first-kiln")
        plain.fired(plant.coefficients, numbers, powder, soak_c, formula["load"])
        points.append((soak_c, powder.grain_nm3 ** (1.0 / 3.0)))
    return Curves("first soak, °C", "grain, nm", {"": tuple(points)})


def cuts(plant: Plant, _: Formula) -> Curves:
    """D50 of each mill over its specific energy."""
    names = ("intermediate-jet-mill", "coarse-cut-jet-mill", "fine-cut-jet-mill")
    lines = {
        name: tuple(
            (each, plain.cut_um(plant.coefficients, plain.unit_of(plant, name), each))
            for each in _between(100.0, 300.0)
        )
        for name in names
    }
    return Curves("energy of the nitrogen, kWh/t", "D50, µm", lines)


def conveying(plant: Plant, _: Formula) -> Curves:
    """Throughput of a line over the velocity of its gas."""
    law = plain.group(plant.coefficients, "line")
    best = plain.unit_of(plant, "pneumatic-line")["rate_kg_per_h"]
    points = tuple(
        (v, best * math.exp(-(((v - law["best_m_per_s"]) / law["width_m_per_s"]) ** 2)))
        for v in _between(law["plug_m_per_s"], law["blowout_m_per_s"])
    )
    return Curves("gas velocity, m/s", "throughput, kg/h", {"": points})


def compaction(plant: Plant, formula: Formula) -> Curves:
    """Compaction density over the share of fines, for three grains."""
    made = plain.plain_line(plant, formula)
    lines = {}
    for grain_nm in (250.0, 300.0, 350.0):
        lines[f"grain {grain_nm:g} nm"] = tuple(
            (
                share,
                plain.compaction(
                    plant.coefficients,
                    grain_nm,
                    share,
                    made.carbon_percent,
                    made.fe_p,
                    formula["soak2_temperature"],
                ),
            )
            for share in _between(0.10, 0.50)
        )
    return Curves("share of fines", "compaction density, g/cm³", lines)


def capacity(plant: Plant, formula: Formula) -> Curves:
    """Capacity over the rate of discharge, for three grains."""
    made = plain.plain_line(plant, formula)
    lines = {}
    for grain_nm in (150.0, 300.0, 400.0):
        lines[f"grain {grain_nm:g} nm"] = tuple(
            (
                rate,
                made.low_rate_mah_per_g * plain.rate_share(plant.coefficients, rate, grain_nm),
            )
            for rate in _between(0.1, 10.0)
        )
    return Curves("rate, C", "capacity, mAh/g", lines)


def packing(plant: Plant, _: Formula) -> Curves:
    """Water of the powder at rest over the dew point of the room."""
    room = plain.unit_of(plant, "pack-bin")
    points = tuple(
        (dew_c, plain.packed_ppm(plant.coefficients, dew_c, room["room_c"]))
        for dew_c in _between(-45.0, -10.0)
    )
    return Curves("dew point of the room, °C", "moisture, ppm", {"": points})
