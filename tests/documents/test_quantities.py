"""Quantities are read and printed at the doors, and nothing that is not a quantity passes."""

import contextlib
import math
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.documents import quantities
from lizao.documents.quantities import (
    conversion,
    converted,
    is_unit,
    parse_quantity,
    print_quantity,
    shown_unit,
    unit_of_name,
)
from lizao.model.errors import QuantityError

UNITS = (
    "1", "%", "kg", "t", "s", "min", "h", "d", "degC", "K", "m3", "um", "kWh/t", "Nm3/h", "rpm",
    "m/s", "g/cm3", "mPa*s", "MPa", "mAh/g", "m2/g", "ppm", "ppb", "kg/h", "J/kg/K", "1/s", "J/mol",
)  # fmt: skip
NUMBERS = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


@given(NUMBERS, st.sampled_from(UNITS))
def test_what_is_printed_can_be_read_back(value: float, unit: str) -> None:
    """Print and parse are each other's inverse, in every unit."""
    assert parse_quantity(print_quantity(value, unit), unit) == value


@given(NUMBERS, st.sampled_from([("t", "kg"), ("degC", "K"), ("h", "s"), ("%", "1"), ("J", "kWh")]))
def test_a_conversion_and_its_inverse_cancel(value: float, units: tuple[str, str]) -> None:
    """There and back is the same number, offsets included."""
    there = converted(value, units[0], units[1])
    assert converted(there, units[1], units[0]) == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(st.text(max_size=12), st.sampled_from(UNITS))
def test_any_text_is_a_quantity_or_a_quantity_error(text: str, unit: str) -> None:
    """Nothing that a person may type ends in another error."""
    value = 0.0
    with contextlib.suppress(QuantityError):
        value = parse_quantity(text, unit)
    assert math.isfinite(value)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("775 °C", "degC", 775.0),
        ("775 ℃", "degC", 775.0),
        ("1048.15 K", "degC", 775.0),
        ("10 t", "kg", 10000.0),
        ("20 m³", "m3", 20.0),
        ("20m3", "L", 20000.0),
        ("3.25 kWh/t", "kWh/t", 3.25),
        ("250 Nm³/h", "Nm3/h", 250.0),
        ("300 mPa·s", "mPa*s", 300.0),
        ("0.35 µm", "nm", 350.0),
        ("1,200 kg", "t", 1.2),
        ("1 200 kg", "t", 1.2),
        ("−40 °C", "degC", -40.0),
        ("2.5e3 kg", "t", 2.5),
        ("40 %", "1", 0.4),
        ("0.4", "1", 0.4),
        ("7", "kg", 7.0),
        (7, "kg", 7.0),
        ("600 rpm", "1/min", 600.0),
    ],
)
def test_people_write_quantities_in_many_ways(text: str | float, unit: str, value: float) -> None:
    """Signs, groups of digits, superscripts, any unit that fits."""
    assert parse_quantity(text, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["", "kg", "5 furlong", "5 kg/", "5 (kg)", "1 2 kg", "1,2 kg", "5 °C", "1e999 kg", "5 Nm³"],
)
def test_an_error_names_thing_value_and_unit(text: str) -> None:
    """What cannot be read is refused with its name."""
    with pytest.raises(QuantityError) as raised:
        parse_quantity(text, "kg", "load")
    assert raised.value.details() == {"thing": "load", "value": text, "unit": "kg"}


def test_a_wanted_unit_that_does_not_exist_is_refused() -> None:
    """A bare number cannot be in a unit that nobody knows."""
    with pytest.raises(QuantityError):
        parse_quantity(5, "fortnight")
    with pytest.raises(QuantityError):
        conversion("fortnight", "s")


def test_a_name_says_its_unit() -> None:
    """The suffix counts, the longest one first; a quotient that is not listed is a plain number."""
    units = {
        "mass_kg": "kg",
        "nitrogen_nm3_per_h": "Nm3/h",
        "viscosity_mpa_s": "mPa*s",
        "soak_c": "degC",
        "width_k": "K",
        "carbon_gain_per_percent": "1",
        "d50": "1",
        "moisture_percent": "%",
    }
    assert {name: unit_of_name(name) for name in units} == units
    assert all(is_unit(unit) for unit in units.values())


def test_units_are_shown_as_people_write_them() -> None:
    """Superscripts, degree sign and micro sign."""
    shown = {"degC": "°C", "m3": "m³", "um": "µm", "mPa*s": "mPa·s", "m2/g": "m²/g", "1": ""}
    assert {unit: shown_unit(unit) for unit in shown} == shown


def test_threads_that_read_units_at_once_read_them_in_one_registry() -> None:
    """Nobody is told that units of two registries do not belong together."""
    quantities._made_registry.cache_clear()  # noqa: SLF001 - as in a program that has just begun
    quantities._unit.cache_clear()  # noqa: SLF001
    quantities.conversion.cache_clear()
    together = Barrier(4)

    def read(unit: str) -> float:
        together.wait()
        return parse_quantity(f"1 {unit}", "kg", "mass")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, ["t", "g", "kg", "mg"])) == [1000.0, 0.001, 1.0, 1e-6]
