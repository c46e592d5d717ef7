"""A plant file says what the plant is; what it cannot be is refused on its line."""

from pathlib import Path
from typing import NamedTuple

import pytest

from lizao.documents.plant_file import load_plant
from lizao.documents.plant_schema import ClassFile
from lizao.model.equipment import Actor, Choice, Finish, Plant, Use
from lizao.model.errors import DocumentError
from lizao.model.identifiers import ServiceName, UnitId
from tests.documents.papers import PLANT, line_of, plant_in, replaced


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    """The small plant."""
    return plant_in(tmp_path_factory.mktemp("plant"))


def test_a_unit_is_a_copy_of_its_class_with_differences(plant: Plant) -> None:
    """Services and coefficients come from the class, capacity and piping from the unit."""
    first, second = plant.of_class("tank")
    assert (first.places[0].capacity_kg, second.places[0].capacity_kg) == (2000.0, 3000.0)
    assert (first.coefficients["heat_j_per_k"], second.coefficients["heat_j_per_k"]) == (2e6, 5.0)
    stir = second.service(ServiceName("stir"))
    assert stir is not None
    assert (stir.finish, stir.by, stir.response_s) == (Finish.SELF, Actor.AUTOMATIC, 30.0)
    duration = stir.parameter("duration_s")
    assert duration is not None
    assert (duration.low, duration.high, duration.default) == (60.0, 3600.0, None)
    oven = plant.unit(UnitId("oven-1"))
    assert oven is not None
    assert (oven.use, oven.draws_from, oven.delivers_to) == (Use.LINE, ("tank-2",), ("tank-1",))
    assert oven.campaign_parameters == ("soak_c",)


def test_a_unit_says_what_it_can_do_and_what_it_needs(tmp_path: Path) -> None:
    """Capabilities of the class and its own; the rule of choice; when it is cleaned, calibrated."""
    more = (
        "model: tank\n    choose: longest_idle\n    capabilities: [glass]\n"
        "    cleaning: {after_product_change: true}\n    calibration: {every: 30 d}\n"
    )
    text = replaced(PLANT, "model: tank\n", more)
    text = replaced(text, "capacity: 3 t,", "capacity: 3 t, capabilities: [heated],")
    plant = plant_in(tmp_path, text)
    first, second, pipe, _ = plant.units

    assert (first.capabilities, second.capabilities) == (("glass",), ("glass", "heated"))
    assert plant.of_class("tank", ("heated",)) == (second,)
    assert (first.choose, pipe.choose) == (Choice.LONGEST_IDLE, Choice.FIRST_AVAILABLE)
    assert (first.clean_after_product_change, pipe.clean_after_product_change) == (True, False)
    assert (first.calibrate_every_s, pipe.calibrate_every_s) == (30 * 86_400.0, None)


def test_piping_may_lead_to_several_places_and_a_transfer_stand_for_several(
    tmp_path: Path,
) -> None:
    """A list of names is as many pipes, and as many paths as there are combinations."""
    path = tmp_path / "small-plant.yaml"
    text = PLANT.replace("draws_from: tank-2", "draws_from: [tank-2, tank-1]")
    text = text.replace("destination: tank-2", "destination: [tank-2, tank-1]")
    path.write_text(text, encoding="utf-8")
    plant = load_plant(path, "here")

    oven = plant.unit(UnitId("oven-1"))
    assert oven is not None
    assert (oven.draws_from, oven.delivers_to) == (("tank-2", "tank-1"), ("tank-1",))
    assert [(each.source, each.line, each.destination) for each in plant.transfers] == [
        ("tank-1", "pipe-1", "tank-2"),
        ("tank-1", "pipe-1", "tank-1"),
    ]


def test_signals_are_named_whole_and_numbered(plant: Plant) -> None:
    """NN counts from 01."""
    assert set(plant.signals) == {
        "tank-1.mass_kg",
        "tank-2.mass_kg",
        *(f"oven-1.zone_{number:02d}_c" for number in (1, 2, 3)),
    }
    assert plant.signals["tank-1.mass_kg"].deadband == 5.0


def test_numbers_of_the_plant_are_named_by_group_and_joined_by_others(tmp_path: Path) -> None:
    """Deliveries of materials come in beside the numbers of the file."""
    path = tmp_path / "small-plant.yaml"
    path.write_text(PLANT, encoding="utf-8")
    plant = load_plant(path, "here", {"lot.salt.count": 2.0})
    assert plant.coefficients == {"utilities.nitrogen_kwh_per_nm3": 0.3, "lot.salt.count": 2.0}
    assert (plant.site, plant.restart) == ("here", "ask")


class Case(NamedTuple):
    """One fault of a plant file."""

    old: str
    new: str
    marker: str
    reason: str
    thing: str
    value: str
    limit: str


CASES = {
    "unknown class": Case(
        "pipe-1: {class: pipe,", "pipe-1: {class: hose,", "hose", "unknown_class", "pipe-1", "hose",
        "tank, pipe, oven",
    ),
    "coefficient in a wrong dimension": Case(
        "value: 2, unit: MJ/K", "value: 2, unit: kg", "value: 2, unit: kg", "wrong_dimension",
        "heat_j_per_k", "kg", "J/K",
    ),
    "coefficient in an unknown unit": Case(
        "value: 2, unit: MJ/K", "value: 2, unit: BTU", "BTU", "unknown_unit", "heat_j_per_k", "BTU",
        "J/K",
    ),
    "coefficient without a source": Case(
        "unit: kWh/Nm3, source: EE", "unit: kWh/Nm3", "nitrogen", "missing_key",
        "source", "nitrogen_kwh_per_nm3", "value, unit, source",
    ),
    "parameter in another unit than its name": Case(
        "duration_s: {unit: s,", "duration_s: {unit: h,", "unit: h,", "wrong_dimension",
        "duration_s", "h", "s",
    ),
    "default outside limits": Case(
        "default: 300", "default: 900", "default: 900", "outside_limits", "speed_rpm", "900",
        "100 … 600 rpm",
    ),
    "capacity that is no mass": Case(
        "capacity: 2 t", "capacity: 2 h", "2 h", "wrong_dimension", "capacity", "2 h", "kg",
    ),
    "transfer of an unknown unit": Case(
        "line: pipe-1", "line: pipe-2", "pipe-2", "unknown_unit_name", "line", "pipe-2",
        "tank-1, tank-2, pipe-1, oven-1",
    ),
    "piping to nowhere": Case(
        "draws_from: tank-2", "draws_from: tank-3", "tank-3", "unknown_place", "oven-1", "tank-3",
        "oven-1, pipe-1, store, tank-1, tank-2",
    ),
    "campaign on a setting nobody takes": Case(
        "campaign_parameters: [soak_c]", "campaign_parameters: [speed_rpm]", "[speed_rpm]",
        "unknown_parameter", "oven", "speed_rpm", "ramp_k_per_min, soak_c",
    ),
    "place with the name of a unit": Case(
        "  store: {kind: store}", "  tank-1: {kind: store}", "kind: store", "duplicate", "tank-1",
        "places", "units",
    ),
    "signal in another unit than its name": Case(
        "mass_kg: {unit: kg,", "mass_kg: {unit: t,", "unit: t,", "wrong_dimension", "mass_kg", "t",
        "kg",
    ),
    "unknown kind of place": Case(
        "kind: well_mixed", "kind: stirred", "stirred", "unknown_value", "kind", "stirred",
        "store, well_mixed, plug_flow, layered, sink",
    ),
    "a list for a mapping": Case(
        "signals:\n      mass_kg: {unit: kg, deadband: 5 kg}", "signals: [mass_kg]", "[mass_kg]",
        "wrong_type", "signals", "", "mapping",
    ),
    "unknown key of a class": Case(
        "model: pipe\n", "model: pipe\n    colour: red\n", "colour", "unknown_key", "colour",
        "pipe",
        ", ".join(ClassFile.model_fields),
    ),
    "time of calibration": Case(
        "model: pipe\n", "model: pipe\n    calibration: {every: 3 kg}\n", "every",
        "wrong_dimension", "every", "3 kg", "s",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_fault_gives_its_error(case: Case, tmp_path: Path) -> None:
    """One change, one error, on the line where a person must put it right."""
    text = replaced(PLANT, case.old, case.new)

    with pytest.raises(DocumentError) as raised:
        plant_in(tmp_path, text)

    error = raised.value
    said = (error.reason, error.thing, error.value, error.limit)
    assert said == (case.reason, case.thing, case.value, case.limit)
    assert error.line == line_of(text, case.marker)
