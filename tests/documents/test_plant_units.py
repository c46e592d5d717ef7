"""Plant files that build on another, and units that are counted."""

from pathlib import Path

import pytest

from lizao.documents.plant_file import load_plant
from lizao.documents.site import reference_site
from lizao.model.errors import DocumentError
from lizao.model.identifiers import UnitId

LINE = reference_site() / "plants" / "line.yaml"
PAIR = """\
plant: pair
like: line
title: {en: Two mills on three tanks, zh: 两机三罐}
simulated: true
coefficients:
  slurry:
    feed_um: {value: 9, unit: um, source: EE}
units:
  mill-tank-NN: {class: mill-tank, area: slurry, count: 3}
  fine-mill-NN:
    {class: fine-mill, area: slurry, count: 2, draws_from: mill-tank-NN, delivers_to: mill-tank-NN}
  slurry-line-1: {class: slurry-line, area: slurry}
  slurry-buffer-1: {class: slurry-buffer, area: drying}
transfers:
  - {source: mill-tank-NN, line: slurry-line-1, destination: slurry-buffer-1}
"""


def written(folder: Path, text: str = PAIR, name: str = "pair") -> Path:
    """A plant file beside a copy of the reference line."""
    (folder / "line.yaml").write_text(LINE.read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_counted_unit_stands_for_as_many_as_its_count_says(tmp_path: Path) -> None:
    """With numbers of two digits, and wherever its name with NN is written."""
    plant = load_plant(written(tmp_path), "lfp")
    tanks = ["mill-tank-01", "mill-tank-02", "mill-tank-03"]
    assert [each.id for each in plant.units][:5] == [*tanks, "fine-mill-01", "fine-mill-02"]
    mill = plant.unit(UnitId("fine-mill-02"))
    assert mill is not None
    assert list(mill.draws_from) == list(mill.delivers_to) == tanks
    assert [each.source for each in plant.transfers] == tanks
    assert "mill-tank-03.d50_um" in plant.signals


def test_what_a_plant_does_not_say_holds_as_in_the_one_it_builds_on(tmp_path: Path) -> None:
    """Classes, places, alarms, coefficients; its own word counts more, its units are its own."""
    pair, line = load_plant(written(tmp_path), "lfp"), load_plant(LINE, "lfp")
    mine, theirs = pair.unit(UnitId("mill-tank-01")), line.unit(UnitId("mill-tank-1"))
    assert mine is not None
    assert theirs is not None
    assert mine.coefficients == theirs.coefficients
    assert {**pair.coefficients, "slurry.feed_um": 8.0} == line.coefficients
    assert pair.coefficients["slurry.feed_um"] == 9.0
    assert (pair.places, pair.alarms, pair.restart) == (line.places, line.alarms, line.restart)
    assert pair.unit(UnitId("mill-tank-1")) is None


@pytest.mark.parametrize(
    ("old", "new", "reason", "value"),
    [
        ("area: slurry, count: 3}", "area: slurry}", "count_of", "0"),
        ("area: drying}", "area: drying, count: 2}", "count_of", "2"),
        ("draws_from: mill-tank-NN", "draws_from: tank-NN", "unknown_place", "tank-NN"),
        ("source: mill-tank-NN", "source: tank-NN", "unknown_unit_name", "tank-NN"),
        ("like: line", "like: pair", "like_itself", "pair"),
    ],
)
def test_what_cannot_be_counted_or_built_on_is_refused(
    tmp_path: Path, old: str, new: str, reason: str, value: str
) -> None:
    """In the file that says so."""
    assert PAIR.count(old) == 1
    with pytest.raises(DocumentError) as refused:
        load_plant(written(tmp_path, PAIR.replace(old, new)), "lfp")
    assert (refused.value.reason, refused.value.value) == (reason, value)
    assert refused.value.file.endswith("pair.yaml")


ALIKE = """\
plant: alike
like: pair
title: {en: Another pair, zh: 另一对}
simulated: true
differs:
  fine-mill: {trip_c: {value: 47, unit: degC, source: fit}}
  mill-tank-02: {mixing_min: {value: 8, unit: min, source: fit}}
"""


def test_a_plant_without_units_has_those_of_the_one_it_is_like(tmp_path: Path) -> None:
    """And its transfers; numbers of a class, or of one unit, differ where it says so."""
    pair = load_plant(written(tmp_path), "lfp")
    found = load_plant(written(tmp_path, ALIKE, "alike"), "lfp")
    assert [each.id for each in found.units] == [each.id for each in pair.units]
    assert found.transfers == pair.transfers
    trips = {each.coefficients["trip_c"] for each in found.of_class("fine-mill")}
    assert trips == {47.0}
    tanks = [each.coefficients["mixing_min"] for each in found.of_class("mill-tank")]
    old = pair.of_class("mill-tank")[0].coefficients["mixing_min"]
    assert tanks == [old, 8.0, old]
    last = ALIKE.replace("alike", "last").replace("like: pair", "like: alike").replace("47", "46")
    again = load_plant(written(tmp_path, last, "last"), "lfp")
    assert again.of_class("fine-mill")[0].coefficients["trip_c"] == 46.0


@pytest.mark.parametrize(
    ("text", "reason", "value"),
    [
        (ALIKE.replace("fine-mill:", "finest-mill:"), "unknown_class", "finest-mill"),
        (ALIKE.replace("trip_c", "tripped_c"), "unknown_value", "tripped_c"),
        (ALIKE.replace("unit: degC", "unit: kg"), "wrong_dimension", "kg"),
        (ALIKE.replace("like: pair\n", "").partition("differs")[0], "missing_key", "alike"),
        (ALIKE.replace("like: pair\n", "units: {}\n").partition("differs")[0], "empty", "alike"),
    ],
)
def test_what_a_plant_cannot_differ_in_is_refused(
    tmp_path: Path, text: str, reason: str, value: str
) -> None:
    """A class or number that there is not; and units, where it is like no other."""
    written(tmp_path)
    with pytest.raises(DocumentError) as refused:
        load_plant(written(tmp_path, text, "alike"), "lfp")
    assert (refused.value.reason, refused.value.value) == (reason, value)


def test_a_fault_in_the_plant_built_on_is_told_with_its_own_file(tmp_path: Path) -> None:
    """And a file that is not there by its name."""
    path = written(tmp_path)
    line = tmp_path / "line.yaml"
    text = line.read_text(encoding="utf-8")
    line.write_text(text.replace("capacity: 26 t", "capacity: 26 K", 1), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"line\.yaml") as refused:
        load_plant(path, "lfp")
    assert refused.value.reason == "wrong_dimension"
    line.unlink()
    with pytest.raises(DocumentError) as missing:
        load_plant(path, "lfp")
    assert (missing.value.reason, missing.value.thing) == ("no_file", "line.yaml")
