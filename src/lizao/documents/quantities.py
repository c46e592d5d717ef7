"""Quantities at the doors: "775 °C" in, a number in the wanted unit out, and back again."""

import functools
import math
import re
import threading
from typing import Final

import pint

from lizao.model.errors import QuantityError

# Only what the trade writes: a small registry is quick to make and refuses a unit nobody meant.
_DEFINITIONS: Final = """
nano- = 1e-9 = n-
micro- = 1e-6 = u-
milli- = 1e-3 = m-
centi- = 1e-2 = c-
kilo- = 1e3 = k-
mega- = 1e6 = M-
meter = [length] = m
second = [time] = s
gram = [mass] = g
mole = [substance] = mol
ampere = [current] = A
kelvin = [temperature]; offset: 0 = K
degree_Celsius = kelvin; offset: 273.15 = degC
normal_cubic_meter = [normal_volume] = Nm3
percent = 0.01 = pct
ppm = 1e-6
ppb = 1e-9
minute = 60 * second = min
hour = 60 * minute = h
day = 24 * hour = d
rpm = 1 / minute
liter = 1e-3 * meter ** 3 = L
metric_ton = 1e6 * gram = t
newton = kilogram * meter / second ** 2 = N
pascal = newton / meter ** 2 = Pa
joule = newton * meter = J
watt = joule / second = W
watt_hour = 3600 * joule = Wh
ampere_hour = 3600 * ampere * second = Ah
tesla = kilogram / (ampere * second ** 2) = T
siemens = ampere ** 2 / watt = S
yuan = [currency]
""".strip().splitlines()

DIMENSIONLESS: Final = "1"
"""The unit of a plain number."""

# How a name ends, and the unit that this says (longest first when looked up).
_SUFFIXES: Final = {
    "_c": "degC", "_k": "K", "_kg": "kg", "_g": "g", "_t": "t", "_s": "s", "_min": "min", "_h": "h",
    "_d": "d", "_m": "m", "_mm": "mm", "_um": "um", "_nm": "nm", "_m2": "m2", "_m3": "m3",
    "_nm3": "Nm3", "_kw": "kW", "_w": "W", "_kwh": "kWh", "_j": "J", "_kj": "kJ", "_mj": "MJ",
    "_pa": "Pa", "_kpa": "kPa", "_mpa": "MPa", "_mpa_s": "mPa*s", "_rpm": "rpm", "_percent": "%",
    "_ppm": "ppm", "_ppb": "ppb", "_j_per_mol": "J/mol", "_mol_per_kg": "mol/kg",
    "_kwh_per_t": "kWh/t", "_kwh_per_kg": "kWh/kg", "_kwh_per_nm3": "kWh/Nm3",
    "_nm3_per_h": "Nm3/h", "_nm3_per_t": "Nm3/t", "_nm3_per_kg": "Nm3/kg", "_kg_per_h": "kg/h",
    "_t_per_h": "t/h", "_kg_per_s": "kg/s", "_m_per_s": "m/s", "_m_per_h": "m/h",
    "_m3_per_min": "m3/min", "_kg_per_m3": "kg/m3", "_g_per_cm3": "g/cm3", "_kg_per_kg": "kg/kg",
    "_g_per_kwh": "g/kWh", "_mah_per_g": "mAh/g", "_m2_per_g": "m2/g", "_nm_per_h": "nm/h",
    "_cubic_nm_per_h": "nm**3/h", "_j_per_k": "J/K", "_mj_per_k": "MJ/K", "_w_per_k": "W/K",
    "_kw_per_k": "kW/K", "_w_per_m_k": "W/m/K", "_j_per_kg": "J/kg", "_kj_per_kg": "kJ/kg",
    "_j_per_kg_k": "J/kg/K", "_kj_per_kg_k": "kJ/kg/K", "_per_s": "1/s", "_per_h": "1/h",
    "_per_d": "1/d", "_per_k": "1/K", "_percent_per_h": "%/h", "_percent_per_100_ppm": "1",
    "_k_per_min": "K/min", "_k_per_h": "K/h", "_ppm_per_percent": "ppm/%",
    "_kg_per_h_per_k": "kg/h/K", "_mj_per_nm3": "MJ/Nm3", "_a": "A", "_us_per_cm": "uS/cm",
    "_mm_per_s": "mm/s", "_mg_per_nm3": "mg/Nm3",
}  # fmt: skip
_LONGEST: Final = max(suffix.count("_") for suffix in _SUFFIXES)

_SPELLINGS: Final = (
    ("℃", "degC"), ("°C", "degC"), ("Nm³", "Nm3"), ("³", "**3"), ("²", "**2"), ("·", "*"),
    ("×", "*"), ("µ", "u"), ("μ", "u"), ("%", "percent"),
)  # fmt: skip
_POWER: Final = re.compile(r"(?<![A-Za-z])([munck]?m)([23])(?![\w*])")
# pint evaluates an expression; only a product or quotient of units may reach it.
_FACTOR: Final = r"(?:[A-Za-z]+|Nm3)(?:\*\*[1-6])?"
_GRAMMAR: Final = re.compile(rf"(?:1/)?{_FACTOR}(?:\s*[*/]\s*{_FACTOR})*")
_NUMBER: Final = r"[-+−]?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)?(?:\.\d*)?(?:[eE][-+]?\d+)?"
_QUANTITY: Final = re.compile(rf"\s*({_NUMBER})\s*(.*?)\s*", re.DOTALL)
_MAKING: Final = threading.Lock()


def _registry() -> "pint.UnitRegistry[float]":
    """The one registry, for all threads: units of two of them do not belong together."""
    with _MAKING:
        return _made_registry()


@functools.cache
def _made_registry() -> "pint.UnitRegistry[float]":
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(
        None, autoconvert_offset_to_baseunit=False
    )
    registry.load_definitions(_DEFINITIONS)
    return registry


def _spelled(unit: str) -> str:
    for seen, meant in _SPELLINGS:
        unit = unit.replace(seen, meant)
    return _POWER.sub(r"\1**\2", unit.strip())


@functools.cache
def _unit(unit: str) -> pint.Unit | None:
    """The pint unit of a spelling; None where nothing of the registry is meant."""
    spelled = _spelled(unit)
    if spelled in {"", DIMENSIONLESS}:
        return _registry().Unit("")
    if _GRAMMAR.fullmatch(spelled) is None:
        return None
    try:
        return _registry().parse_units(spelled)
    except pint.PintError:
        return None


def is_unit(unit: str) -> bool:
    """Whether ``unit`` is a unit of the trade ("1" for a plain number).

    >>> is_unit("kWh/t"), is_unit("furlong")
    (True, False)
    """
    return _unit(unit) is not None


def unit_of_name(name: str) -> str:
    """The unit that the suffix of ``name`` says; "1" where it says none.

    >>> (
    ...     unit_of_name("soak_temperature_c"),
    ...     unit_of_name("specific_energy_kwh_per_t"),
    ...     unit_of_name("share"),
    ... )
    ('degC', 'kWh/t', '1')
    """
    parts = name.split("_")
    for count in range(min(_LONGEST, len(parts)), 0, -1):
        unit = _SUFFIXES.get("_" + "_".join(parts[-count:]))
        # "gain_per_percent" is not in percent; a quotient without an entry above is a plain number.
        if unit is not None and "per" not in parts[-count - 1 : -count]:
            return unit
    return DIMENSIONLESS


@functools.cache
def conversion(unit: str, wanted: str, thing: str = "unit") -> tuple[float, float]:
    """Factor and offset from a number in ``unit`` to one in ``wanted``; QuantityError if none.

    >>> conversion("degC", "K")
    (1.0, 273.15)
    """
    source, target = _unit(unit), _unit(wanted)
    if source is None or target is None:
        raise QuantityError(thing, unit, wanted)
    if source == target:
        return 1.0, 0.0
    try:
        offset = _registry().convert(0.0, source, target)
        factor = _registry().convert(1.0, source, target) - offset
    except pint.PintError:
        raise QuantityError(thing, unit, wanted) from None
    # Fifteen digits are what a float keeps: 1000.0000000000001 was meant as 1000.
    return float(f"{factor:.14g}"), float(f"{offset:.14g}")


def converted(value: float, unit: str, wanted: str, thing: str = "value") -> float:
    """``value`` in ``unit`` as a number in ``wanted``; QuantityError where the units do not fit.

    >>> converted(2.0, "t", "kg")
    2000.0
    """
    factor, offset = conversion(unit, wanted, thing)
    return value * factor + offset


def parse_quantity(text: str | float, wanted: str, thing: str = "quantity") -> float:
    """A quantity as a person writes it, as a number in ``wanted``; a bare number is already in it.

    Raises QuantityError naming ``thing``, what was written and the wanted unit.

    >>> parse_quantity("10 t", "kg"), parse_quantity("775 °C", "degC"), parse_quantity("40 %", "1")
    (10000.0, 775.0, 0.4)
    """
    if isinstance(text, int | float):
        value, unit = float(text), wanted
    else:
        value, unit = _split(text, wanted, thing)
    if not math.isfinite(value) or not is_unit(wanted):
        raise QuantityError(thing, str(text), wanted)
    try:
        return converted(value, unit or wanted, wanted, thing)
    except QuantityError:
        raise QuantityError(thing, str(text), wanted) from None


def _split(text: str, wanted: str, thing: str) -> tuple[float, str]:
    """The number and the unit of a written quantity."""
    found = _QUANTITY.fullmatch(text)
    assert found is not None, "a number may be empty and a unit anything"
    number = found[1].replace("−", "-").replace(",", "").replace(" ", "")
    try:
        return float(number), found[2]
    except ValueError:
        raise QuantityError(thing, text, wanted) from None


def print_quantity(value: float, unit: str) -> str:
    """A quantity as a person reads it, able to be parsed back.

    >>> print_quantity(775.0, "degC"), print_quantity(20, "m3"), print_quantity(0.92, "1")
    ('775 °C', '20 m³', '0.92')
    """
    number = f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else repr(float(value))  # noqa: PLR2004
    return f"{number} {shown_unit(unit)}".rstrip()


def difference_unit(unit: str) -> str:
    """The unit of a difference of two values in ``unit``.

    >>> difference_unit("degC"), difference_unit("min")
    ('K', 'min')
    """
    return "K" if unit == "degC" else unit


def shown_unit(unit: str) -> str:
    """A unit as a person reads it: "degC" as "°C", "m3" as "m³", the plain number as nothing.

    >>> shown_unit("Nm3/h"), shown_unit("um")
    ('Nm³/h', 'µm')
    """
    if unit == DIMENSIONLESS:
        return ""
    shown = unit.replace("degC", "°C").replace("**", "").replace("*", "·")
    shown = re.sub(r"(?<=m)([23])(?!\w)", lambda found: "²³"[int(found[1]) - 2], shown)
    return re.sub(r"(?<![A-Za-z])u(?=[mg])", "µ", shown)
