"""A table of batches, results and signals: what it gives, and how a fault in it is told."""

from pathlib import Path

import pytest

from lizao.documents.plant_data_file import load_plant_data
from lizao.documents.site import load_site
from lizao.model.errors import DocumentError
from lizao.model.plant_data import Observation, Order, PlantData

TABLE = """\
batch,kind,name,value,unit,sigma,time,note
A,order,recipe,lfp-26,,,,
A,order,mass,1.5,t,,,
A,order,solids,42,%,,2026-01-05 08:00,richer
A,order,glucose_dry,150000,g,,,
A,result,carbon,1.17,%,,,
A,result,carbon,1.19,%,0.03,,
B,order,recipe,lfp-24,,,,
B,order,mass,1000,kg,,,
B,result,li_fe,1.036,,,,
B,signal,dryer.outlet_temperature_c,373.15,K,2,,
B,signal,kiln-1.oxygen_ppm,52,ppm,,,
"""


def loaded(folder: Path, text: str = TABLE) -> PlantData:
    """What a table says about the reference line."""
    site = load_site()
    path = folder / "plant.csv"
    path.write_text(text, encoding="utf-8")
    return load_plant_data(path, site.plant(), site.recipes)


def test_a_table_gives_orders_and_what_was_seen_of_them(tmp_path: Path) -> None:
    """In the units of their names; what was seen more than once is its mean."""
    found = loaded(tmp_path)
    assert found.orders == (
        Order("A", "lfp-26", 1500.0, {"solids": 0.42, "glucose_dry": 150.0}),
        Order("B", "lfp-24", 1000.0),
    )
    carbon, ratio, outlet, oxygen = found.observations
    assert (carbon.batch, carbon.name, carbon.count, carbon.sigma) == ("A", "carbon", 2, 0.03)
    assert carbon.value == pytest.approx(1.18)
    assert ratio == Observation("B", "li_fe", 1.036)
    assert outlet.value == pytest.approx(100.0)
    assert outlet.sigma == pytest.approx(2.0)
    assert oxygen == Observation("B", "kiln-1.oxygen_ppm", 52.0)
    assert [each.of_signal for each in found.observations] == [False, False, True, True]


def test_a_table_as_a_spreadsheet_writes_it_is_read(tmp_path: Path) -> None:
    """With a mark at its beginning and without the columns that may be left out."""
    rows = ["batch,kind,name,value,unit", "A,order,recipe,lfp-26,", "A,order,mass,1,t"]
    found = loaded(tmp_path, "\ufeff" + "\r\n".join([*rows, "A,result,bet,8.2,m2/g"]))
    assert found.observations == (Observation("A", "bet", 8.2),)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason", "value"),
    [
        ("batch,kind,name", "lot,kind,name", 1, "missing_key", "plant.csv"),
        ("time,note", "time,remark", 1, "unknown_key", "plant.csv"),
        ("A,result,carbon,1.17", "A,results,carbon,1.17", 6, "unknown_value", "results"),
        ("A,result,carbon,1.17", ",result,carbon,1.17", 6, "empty", ""),
        ("1.17,%,,,", "1,17,%,,,,", 6, "wrong_type", "1"),
        ("A,order,recipe,lfp-26", "A,order,recipe,lfp-99", 2, "unknown_value", "lfp-99"),
        ("A,order,recipe,lfp-26,,,,\n", "", 2, "missing_key", "A"),
        ("B,order,mass,1000,kg,,,\n", "", 8, "missing_key", "B"),
        ("mass,1000,kg", "mass,0,kg", 9, "outside_limits", "0"),
        ("order,solids", "order,dryness", 4, "unknown_parameter", "dryness"),
        ("solids,42", "solids,52", 4, "outside_limits", "52"),
        ("result,li_fe", "result,colour", 10, "unknown_value", "colour"),
        ("1.036,", "much,", 10, "not_a_quantity", "much"),
        ("1.17,%", "1.17,furlong", 6, "unknown_unit", "furlong"),
        ("1.17,%", "1.17,kg", 6, "wrong_dimension", "kg"),
        ("%,0.03", "%,little", 7, "outside_limits", "little"),
        ("%,0.03", "%,-1", 7, "outside_limits", "-1"),
        ("signal,dryer.outlet", "signal,oven.outlet", 11, "unknown_unit_name", "oven"),
        ("dryer.outlet_temperature_c", "dryer.colour", 11, "unknown_signal", "colour"),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str, value: str
) -> None:
    """The first one of the table, and nothing is fitted."""
    assert TABLE.count(old) == 1
    with pytest.raises(DocumentError) as refused:
        loaded(tmp_path, TABLE.replace(old, new))
    told = refused.value
    assert (told.line, told.reason, told.value) == (line, reason, value)


def test_a_table_that_is_not_there_or_says_nothing_is_refused(tmp_path: Path) -> None:
    """By its name."""
    site = load_site()
    with pytest.raises(DocumentError, match="no_file"):
        load_plant_data(tmp_path / "none.csv", site.plant(), site.recipes)
    (tmp_path / "other.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError, match="not_csv"):
        load_plant_data(tmp_path / "other.csv", site.plant(), site.recipes)
    with pytest.raises(DocumentError, match="empty"):
        loaded(tmp_path, TABLE.splitlines()[0] + "\n")
