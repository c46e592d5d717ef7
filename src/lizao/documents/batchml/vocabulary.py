"""What BatchML calls things: versions, kinds of elements, units, and names out of titles."""

import re
import unicodedata
from typing import Final

from lizao.documents.quantities import DIMENSIONLESS, conversion, is_unit, unit_of_name
from lizao.model.errors import QuantityError

V7: Final = "http://www.mesa.org/xml/B2MML"
"""The namespace of B2MML/BatchML V7, the version that is written."""

NAMESPACES: Final = {
    V7: "V7",
    "http://www.mesa.org/xml/BatchML-V0401": "V0401",
    "http://www.wbf.org/xml/BatchML-V0401": "V0401",
    "http://www.wbf.org/xml/BatchML-V02": "V02",
}
"""The versions that are read."""

NOT_RUN: Final = frozenset({"Begin", "End", "Allocation"})
"""Recipe elements that order others and do nothing themselves."""

UNIT_CLASS: Final = "UnitClass"
CAPABILITY: Final = "Capability"
PREFERRED: Final = "PreferredUnit"
CHOICE: Final = "UnitChoice"
"""The constraint by which an equipment requirement names a class of units."""
LOW_LIMIT: Final = "LowLimit"
HIGH_LIMIT: Final = "HighLimit"
SEQUENCE: Final = "Sequence"
LOT: Final = "Lot"
EXCEPTION: Final = "Exception"
"""An element of our own inside another: what is watched while that one runs, and its branch."""

# Words that other systems write where a symbol is meant.
_UNITS: Final = {
    "": DIMENSIONLESS, "null": DIMENSIONLESS, "none": DIMENSIONLESS, "gram": "g", "gramm": "g",
    "kilogram": "kg", "kilogramm": "kg", "tonne": "t", "metricton": "t", "second": "s",
    "sekunde": "s", "sekunden": "s", "minute": "min", "minuten": "min", "hour": "h",
    "stunde": "h", "stunden": "h", "day": "d", "metre": "m", "meter": "m", "rpm": "rpm",
    "litre": "L", "liter": "L", "kilolitre": "m3", "kiloliter": "m3", "literprostunde": "L/h",
    "litreperhour": "L/h", "literperhour": "L/h", "gradcelsius": "degC", "celsius": "degC",
    "degreecelsius": "degC", "degreescelsius": "degC", "kelvin": "K", "prozent": "%",
    "percent": "%",
}  # fmt: skip


# How the name of a service parameter may end, what is usual first.
_ENDINGS: Final = (
    "s", "min", "h", "d", "kg", "g", "t", "c", "k", "m", "mm", "um", "nm", "m3", "m2", "nm3", "kw",
    "w", "kwh", "j", "kj", "mj", "pa", "kpa", "mpa", "rpm", "percent", "ppm", "ppb", "kwh_per_t",
    "nm3_per_h", "kg_per_h", "t_per_h", "kg_per_s", "m_per_s", "m_per_h", "m3_per_min",
    "kg_per_m3", "g_per_cm3", "mpa_s", "k_per_min", "k_per_h", "percent_per_h", "mol_per_kg",
    "mah_per_g", "m2_per_g", "kj_per_kg", "per_s", "per_h",
)  # fmt: skip


def known_unit(written: str) -> str | None:
    """The unit that a file means by a symbol or a word; None where nothing is known.

    >>> known_unit("Sekunde"), known_unit("kWh/t"), known_unit("NULL"), known_unit("furlong")
    ('s', 'kWh/t', '1', None)
    """
    if written and is_unit(written):
        return written
    word = re.sub(r"[^a-z]", "", written.lower())
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))


def slug(text: str, joint: str = "-") -> str:
    """A name of the recipe language out of any text; empty where no letter or digit is left.

    >>> slug("Mark / Label WIP"), slug("Agitate Time", "_"), slug("搅拌")
    ('mark-label-wip', 'agitate_time', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)


def parameter_name(title: str, unit: str) -> tuple[str, str] | None:
    """The name of a service parameter that ends in its unit, and that unit; None without one.

    >>> parameter_name("Agitate Time", "s"), parameter_name("Flow", "L/h")
    (('agitate_time_s', 's'), ('flow_m3_per_min', 'm3/min'))
    """
    base = slug(title, "_") or "value"
    if unit == DIMENSIONLESS:
        name = base if unit_of_name(base) == unit else f"{base}_value"
        return name, unit
    names = [f"{base}{joint}{each}" for each in _ENDINGS for joint in ("_", "_value_")]
    exact = [name for name in names if unit_of_name(name) == unit]
    for name in exact or [name for name in names if _fits(unit, unit_of_name(name))]:
        return name, unit_of_name(name)
    return None


def _fits(unit: str, wanted: str) -> bool:
    """Whether one unit can be turned into another that is no plain number."""
    try:
        conversion(unit, wanted)
    except QuantityError:
        return False
    return wanted != DIMENSIONLESS
