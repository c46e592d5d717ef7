"""`lizao plant fit` says in both languages what was told and what was not."""

import json
from pathlib import Path

import pytest

from lizao.cli.door import DONE, FAILED, WRONG, Door
from lizao.cli.fitting import print_report
from lizao.cli.main import run
from lizao.documents.site import init_site, load_site
from lizao.model.plant_data import Observation
from lizao.testing.fitting import Coefficient, Compared, FitReport, Fitted, Told
from lizao.texts import Texts
from tests.cli.conftest import Typed

GRAIN = Coefficient("grain", "rate_nm_per_h", 2.85e18)
SIZE = Coefficient("jet_mill", "size_um", 1.2)
ENERGY = Coefficient("jet_mill", "energy_kwh_per_t", 180.0)
SEEN = (
    Compared(Observation("A", "carbon", 1.17), 0.02, 1.18),
    Compared(Observation("B", "bet", 8.0), 0.1, 9.0),
)
DATA = """\
batch,kind,name,value,unit
A,order,recipe,lfp-24,
A,order,mass,1,t
A,result,slurry_d50,0.335,um
A,result,d50,1.165,um
"""


def report(misfit: float | None = 0.9, *, settled: bool = True) -> FitReport:
    """One coefficient of each kind."""
    coefficients = (
        Fitted(GRAIN, Told.FITTED, 3.2e18, 2.9e18, 3.5e18),
        Fitted(SIZE, Told.TIED, tied_to=(ENERGY.name,)),
        Fitted(ENERGY, Told.TIED),
        Fitted(Coefficient("dryer-1", "trip_c", 130.0), Told.UNSEEN),
    )
    return FitReport("line", coefficients, SEEN, misfit, settled, 17)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            (
                "line, fitted to 2 values of 2 batches",
                "3.2e+18 nm/h",
                "2.9e+18 … 3.5e+18 nm/h",
                "130 °C",
                "identified",
                "tied to jet_mill.energy_kwh_per_t",
                "tied to the others",
                "the data do not show it",
                "17 virtual plants were run",
                "degree of freedom: 0.9",
            ),
        ),
        ("zh", ("拟合 2 个批次的 2 个数据", "可辨识", "数据不能反映", "共运行 17 个虚拟工厂")),
    ],
)
def test_the_report_is_said_in_both_languages(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    words: tuple[str, ...],
) -> None:
    """A number only where there is one, and why where there is none."""
    monkeypatch.setenv("COLUMNS", "160")
    texts = Texts("zh" if lang == "zh" else "en")
    print_report(Door(texts, None), report(), 2)
    said = "".join(capsys.readouterr().out.split())
    assert [each for each in words if "".join(each.split()) not in said] == []


def test_what_makes_numbers_doubtful_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A plant that cannot tell the data, by its worst value; a search given up; too few data."""
    print_report(Door(Texts("en"), None), report(25.0, settled=False), 2)
    said = capsys.readouterr().out
    assert "look at B bet" in said
    assert "given up" in said
    print_report(Door(Texts("en"), None), report(None), 2)
    assert "no more values than coefficients" in capsys.readouterr().out


def test_the_report_as_data_has_no_number_where_there_is_none() -> None:
    """And counts sigmas between what was seen and what is shown."""
    values = json.loads(json.dumps(report().values))
    first, second, *_ = values["coefficients"]
    assert (first["verdict"], first["unit"], first["plant_file"]) == ("fitted", "nm/h", 2.85e18)
    assert (second["verdict"], second["value"], second["low"]) == ("tied", None, None)
    assert second["tied_to"] == ["jet_mill.energy_kwh_per_t"]
    assert values["observations"][1]["off"] == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("old", "new", "name", "said"),
    [
        ("d50,0.335", "d51,0.335", "grain.initial_nm", "plant.csv, line 4"),
        ("lfp-24", "lfp-99", "grain.initial_nm", "plant.csv, line 2"),
        ("A,result", "A,result", "grain.colour", "grain.initial_nm"),
        ("A,result", "A,result", "bed.reaction_j_per_kg", "fitting is not possible"),
    ],
)
def test_what_is_wrong_is_said_before_any_plant_is_run(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    name: str,
    said: str,
) -> None:
    """One clear error, with the line where it is in the file."""
    path = tmp_path / "plant.csv"
    path.write_text(DATA.replace(old, new), encoding="utf-8")
    assert run(["plant", "fit", str(path), "--coefficient", name], {}) == WRONG
    assert said in capsys.readouterr().err


def test_a_plant_is_only_written_where_it_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the plant it is like, as a YAML file, and not over another; said before any run."""
    site = init_site(tmp_path / "site") / "plants"
    data = tmp_path / "plant.csv"
    data.write_text(DATA, encoding="utf-8")
    for path, said in (
        (tmp_path / "mine.yaml", "line.yaml does not exist"),
        (site / "mine.txt", "mine.txt"),
        (site / "workshop.yaml", "workshop.yaml"),
    ):
        asked = ["plant", "fit", str(data), "--coefficient", "grain.initial_nm"]
        assert run([*asked, "--write", str(path)], {}) == WRONG
        assert said in capsys.readouterr().err


def test_a_home_is_asked_for_its_signals_and_a_table_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table names its signals itself; a folder without a ledger is no home."""
    data = tmp_path / "plant.csv"
    data.write_text(DATA, encoding="utf-8")
    asked = ["--coefficient", "grain.initial_nm", "--signal", "dryer.bag_kpa"]
    assert run(["plant", "fit", str(data), *asked], {}) == WRONG
    assert "--signal is for a home" in capsys.readouterr().err
    assert run(["plant", "fit", str(tmp_path), *asked], {}) == WRONG
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.slow
def test_a_plant_is_fitted_to_a_home_and_written(lizao: Typed, tmp_path: Path) -> None:
    """A home of the line itself tells its own numbers; the plant that is written is read again."""
    assert lizao("make", "lfp-24", "--tonnes", "1").status == DONE
    folder = init_site(tmp_path / "site")
    path = folder / "plants" / "mine.yaml"
    asked = ["--site", folder, "--plants", "2", "--signal", "dryer.granule_um", "--write", path]
    names = ["--coefficient", "size_law.exponent", "--coefficient", "dryer.disc_rpm"]

    ended = lizao("plant", "fit", tmp_path / "home", *names, *asked, "--json")

    assert ended.status == DONE
    found = json.loads(ended.out)
    size, disc = found["coefficients"]
    assert size["low"] < size["plant_file"] < size["high"]
    assert disc["low"] < disc["plant_file"] < disc["high"]
    assert {"dryer.granule_um", "slurry_d50"} <= {each["name"] for each in found["observations"]}
    mine, line = (load_site(folder).plant(name) for name in ("mine", "line"))
    assert mine.coefficients["size_law.exponent"] == pytest.approx(size["value"], rel=1e-4)
    dryer = mine.of_class("dryer")[0]
    assert dryer.coefficients["disc_rpm"] == pytest.approx(disc["value"], rel=1e-4)
    assert len(mine.units) == len(line.units)


@pytest.mark.slow
def test_a_coefficient_is_fitted_to_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 0 only if every coefficient was told."""
    path = tmp_path / "plant.csv"
    path.write_text(DATA, encoding="utf-8")
    asked = ["plant", "fit", str(path), "--plants", "2", "--coefficient", "size_law.exponent"]
    assert run([*asked, "--json"], {}) == DONE
    (found,) = json.loads(capsys.readouterr().out)["coefficients"]
    assert found["plant_file"] < found["low"] < found["value"] < found["high"]
    assert run([*asked, "--coefficient", "line.plug_m_per_s"], {}) == FAILED
    assert "not identifiable" in " ".join(capsys.readouterr().out.split())
