"""Numbers, quantities, instants and durations as people read them."""

import math
import re
from datetime import UTC, datetime
from typing import Final

from lizao.model.instants import DAY, HOUR, MINUTE, SECOND, Duration, Instant
from lizao.texts.languages import Language

KILOGRAMS_PER_TONNE: Final = 1000.0
SIGNIFICANT: Final = 6
SMALLEST_PLAIN: Final = 1e-4
MICROSECONDS: Final = 1_000_000

SUPERSCRIPT: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

SIGNS: Final = {
    "": "", "1": "", "-": "", "text": "", "dimensionless": "", "fraction": "", "mol/mol": "",
    "degC": "°C", "degree_Celsius": "°C", "celsius": "°C", "delta_degC": "K", "kelvin": "K",
    "um": "µm", "μm": "µm", "micrometer": "µm", "micron": "µm", "percent": "%", "ohm": "Ω",
    "uS": "µS", "kwh": "kWh", "nm3": "Nm³", "hour": "h", "second": "s", "minute": "min",
    "day": "d", "tonne": "t", "metric_ton": "t", "kilogram": "kg", "gram": "g",
    "yuan": "¥",
}  # fmt: skip
"""Units whose sign is not the letters that a file writes them with."""

SUFFIXES: Final = {
    "us_per_cm": "uS/cm", "mm_per_s": "mm/s", "mg_per_nm3": "mg/Nm3", "kg_per_m3": "kg/m3",
    "kwh_per_t": "kWh/t", "nm3_per_t": "Nm3/t", "kg_per_h": "kg/h", "nm3_per_h": "Nm3/h",
    "m_per_s": "m/s", "kg_per_kg": "kg/kg", "mpa_s": "mPa*s", "percent": "%", "kwh": "kWh",
    "nm3": "Nm3", "rpm": "rpm", "mpa": "MPa", "ppm": "ppm", "ppb": "ppb", "kw": "kW", "kg": "kg",
    "um": "um", "kpa": "kPa", "pa": "Pa", "m3": "m3", "min": "min", "a": "A", "c": "degC",
    "s": "s", "h": "h", "t": "t",
}  # fmt: skip
"""The unit that the end of a name stands for, longest first."""

DURATION_SIGNS: Final[dict[Language, tuple[str, str, str, str]]] = {
    "en": (" d", " h", " min", " s"),
    "zh": (" 天", " 小时", " 分", " 秒"),
}


def number(value: float, digits: int | None = None) -> str:
    """A number with thousands separators: ``digits`` decimals, or six significant figures at most.

    >>> number(1234.5), number(0.25, 3), number(-3.1e-12)
    ('1,234.5', '0.250', '−3.1×10⁻¹²')
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if digits is not None:
        return _signed(f"{value:,.{digits}f}")
    if value and abs(value) < SMALLEST_PLAIN:
        mantissa, exponent = f"{value:.1e}".split("e")
        return _signed(f"{mantissa}×10{str(int(exponent)).translate(SUPERSCRIPT)}")
    decimals = SIGNIFICANT - 1 - math.floor(math.log10(abs(value))) if value else 0
    plain = f"{value:,.{max(0, decimals)}f}"
    return _signed(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def _signed(text: str) -> str:
    negative = text.startswith("-") and any(each in "123456789" for each in text)
    return "−" + text[1:] if negative else text.removeprefix("-")


def unit_sign(unit: str) -> str:
    """A unit as it is printed.

    >>> unit_sign("g/cm3"), unit_sign("degC"), unit_sign("mPa*s"), unit_sign("um")
    ('g/cm³', '°C', 'mPa·s', 'µm')
    """
    if unit in SIGNS:
        return SIGNS[unit]
    parts = re.split(r"\s*([/*·])\s*", unit.replace("**", ""))
    return "".join(_sign(part) for part in parts).replace("*", "·")


def _sign(part: str) -> str:
    if SIGNS.get(part):
        return SIGNS[part]
    return re.sub(r"(?<=[a-zA-Z])\^?([23])$", lambda m: m[1].translate(SUPERSCRIPT), part)


def quantity(value: float, unit: str, digits: int | None = None) -> str:
    """A number with its unit.

    >>> quantity(1234.5, "kg"), quantity(60, "kWh/t", 1), quantity(1.035, "mol/mol")
    ('1,234.5 kg', '60.0 kWh/t', '1.035')
    """
    return f"{number(value, digits)} {unit_sign(unit)}".rstrip()


def mass(value_kg: float) -> str:
    """A mass in kilograms, or from one tonne on in tonnes.

    >>> mass(12.25), mass(3100)
    ('12.25 kg', '3.1 t')
    """
    if abs(value_kg) < KILOGRAMS_PER_TONNE:
        return quantity(round(value_kg, 3), "kg")
    return quantity(round(value_kg / KILOGRAMS_PER_TONNE, 3), "t")


def split_unit(name: str) -> tuple[str, str]:
    """A name and the unit that its end stands for.

    >>> (
    ...     split_unit("specific_energy_kwh_per_t"),
    ...     split_unit("outlet_temperature_c"),
    ...     split_unit("share"),
    ... )
    (('specific_energy', 'kWh/t'), ('outlet_temperature', 'degC'), ('share', ''))
    """
    for suffix, unit in SUFFIXES.items():
        if name.endswith(f"_{suffix}"):
            return name.removesuffix(f"_{suffix}"), unit
    return name, ""


def instant(at: Instant) -> str:
    """Plant time to the minute, in UTC.

    >>> instant(1_767_621_780_000_000)
    '2026-01-05 14:03'
    """
    return datetime.fromtimestamp(at // MICROSECONDS, tz=UTC).strftime("%Y-%m-%d %H:%M")


def duration(length: Duration, lang: Language) -> str:
    """A duration in its two largest units.

    >>> duration(51_600_000_000, "en"), duration(51_600_000_000, "zh"), duration(1_500_000, "en")
    ('14 h 20 min', '14 小时 20 分', '1.5 s')
    """
    if length < 0:
        return "−" + duration(-length, lang)
    signs = DURATION_SIGNS[lang]
    if length < MINUTE:
        return f"{number(round(length / SECOND, 1))}{signs[3]}"
    first = 0 if length >= DAY else 1 if length >= HOUR else 2
    sizes = (DAY, HOUR, MINUTE, SECOND)
    whole = round(length / sizes[first + 1])
    per = sizes[first] // sizes[first + 1]
    large, small = divmod(whole, per)
    rest = f" {small}{signs[first + 1]}" if small else ""
    return f"{large}{signs[first]}{rest}"
