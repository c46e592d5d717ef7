"""Checking: the ledger, the decisions, a recipe, the plant; and a site of one's own."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from lizao.app.home import reading_home, working_home
from lizao.app.replay import replay
from lizao.documents.site import reference_site
from lizao.model.facts import ControllerStarted, StepCompleted
from lizao.model.identifiers import BatchId, StepPath
from tests.cli.conftest import Typed


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    """A copy of the made home, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "copied"))


def test_an_intact_ledger_says_so_with_its_head(lizao: Typed, made: Path) -> None:
    """Exit code 0; the head can be kept and given back."""
    ended = lizao("verify")
    head = ended.out.strip().splitlines()[-1].removeprefix("Head: ")

    assert ended.status == 0
    assert "intact" in ended.out
    assert "copy of its head" in ended.out
    assert "goes on from it" in lizao("verify", "--head", head).out
    file = made.parent / "head.txt"
    file.write_text(head, encoding="utf-8")
    assert lizao("verify", "--head", file).status == 0
    assert "账本完整" in lizao("verify", "--lang", "zh").out


@pytest.mark.usefixtures("made")
def test_verify_for_programs(lizao: Typed) -> None:
    """Intact or not, and the first fault."""
    found = json.loads(lizao("verify", "--json").out)

    assert found["intact"] is True
    assert found["first_fault"] is None
    assert found["facts"] > 100


def test_without_a_copy_of_the_head_a_reader_is_advised(
    lizao: Typed, copied: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A ledger from elsewhere holds by its own signature only."""
    monkeypatch.setenv("LIZAO_STATE", str(tmp_path / "nobody"))

    ended = lizao("--home", copied, "verify")

    assert ended.status == 0
    assert "lizao verify --head" in ended.out


def _spoil(home: Path, statement: str) -> None:
    with sqlite3.connect(home / "ledger.db") as connection:
        connection.execute(statement)
    connection.close()


def _table(home: Path) -> str:
    with sqlite3.connect(home / "ledger.db") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    connection.close()
    return str(next(name for name in names if "fact" in name or "entr" in name))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_changed_byte_is_found(lizao: Typed, copied: Path, lang: str) -> None:
    """Exit code 1; the place and the reason are named."""
    table = _table(copied)
    _spoil(copied, f"UPDATE {table} SET body = replace(body, 'P1', 'P2') WHERE number = 40")
    _spoil(copied, f"UPDATE {table} SET at = at + 1 WHERE number = 40")

    ended = lizao("--home", copied, "--lang", lang, "verify")
    found = json.loads(lizao("--home", copied, "verify", "--json").out)

    assert ended.status == 1
    assert "40" in ended.out
    assert found["intact"] is False
    assert found["first_fault"] == {"stream": "controller", "number": 40, "reason": "altered"}


def test_a_cut_tail_is_found(lizao: Typed, copied: Path) -> None:
    """Facts that are gone at the end are missed."""
    _spoil(copied, f"DELETE FROM {_table(copied)} WHERE number > 50")

    ended = lizao("--home", copied, "verify", "--json")

    assert ended.status == 1
    assert json.loads(ended.out)["first_fault"]["reason"] == "cut_tail"


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("head", ["nonsense", "controller:1:abc:"])
def test_what_is_no_head_is_wrong_input(lizao: Typed, head: str) -> None:
    """Exit code 2, not 1: nothing is wrong with the ledger."""
    assert lizao("verify", "--head", head).status == 2


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_ledger_decided_again_is_the_same(lizao: Typed, lang: str) -> None:
    """Exit code 0; versions of other programs are named."""
    ended = lizao("replay", "--lang", lang)

    assert ended.status == 0
    assert "test" in ended.out
    found = json.loads(lizao("replay", "--json").out)
    assert found["same"] is True
    assert found["decided"] > 50


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_planted_decision_is_named(lizao: Typed, copied: Path, tmp_path: Path, lang: str) -> None:
    """Exit code 1; what the ledger says and what is decided now stand side by side."""
    with reading_home(copied, None) as home:
        at, last = home.ledger.last_at, home.ledger.last_number
    assert at is not None
    planted = StepCompleted(at, BatchId("mini-001"), StepPath("mill#1"))
    shutil.rmtree(tmp_path / "state", ignore_errors=True)
    with working_home(copied, None, tmp_path / "other-state") as home:
        home.ledger.append((planted,), 0)
        home.ledger.commit()

    ended = lizao("--home", copied, "replay", "--lang", lang)
    found = json.loads(lizao("--home", copied, "replay", "--json").out)

    assert ended.status == 1
    assert str(last + 1) in ended.out
    assert found["first_difference"]["number"] == last + 1
    assert found["first_difference"]["recorded"]["kind"] == "StepCompleted"
    assert found["first_difference"]["decided"] is None


def test_a_controller_that_started_is_no_difference() -> None:
    """A home in which nothing was made yet replays."""
    assert replay([(1, ControllerStarted(0, "test", "x"))]).same


def test_a_good_recipe_fits(lizao: Typed) -> None:
    """Both recipes of the reference site run on its plant."""
    for name in ("lfp-24", "lfp-26"):
        file = reference_site() / "recipes" / f"{name}.yaml"
        ended = lizao("recipe", "check", file)
        assert (ended.status, ended.err) == (0, "")
        assert name in ended.out


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A recipe file outside any site that asks for what the plant cannot do."""
    text = (reference_site() / "recipes" / "lfp-24.yaml").read_text(encoding="utf-8")
    file = tmp_path / "lfp-24.yaml"
    file.write_text(text.replace("charge: peg", "charge: pegg"), encoding="utf-8")
    assert text != file.read_text(encoding="utf-8")
    return file


def test_every_fault_of_a_recipe_is_one_sentence(lizao: Typed, broken: Path) -> None:
    """File, line, thing, value and limit, in both languages; exit code 2."""
    english = lizao("recipe", "check", broken)
    chinese = lizao("recipe", "check", broken, "--lang", "zh")

    assert (english.status, english.out) == (2, "")
    assert f"{broken}, line " in english.err
    assert "pegg" in english.err
    assert "行" in chinese.err


def test_faults_for_programs(lizao: Typed, broken: Path) -> None:
    """Each fault is an object."""
    ended = lizao("recipe", "check", broken, "--json")
    found = json.loads(ended.out)

    assert ended.status == 2
    assert found["faults"][0]["line"] > 1
    assert {"file", "line", "thing", "value", "limit", "reason", "text"} <= set(found["faults"][0])


@pytest.mark.parametrize("content", [None, "", "name: [", "name: x\n"])
def test_a_file_that_is_no_recipe_is_told(lizao: Typed, tmp_path: Path, content: str) -> None:
    """Missing, empty, torn or of another kind."""
    file = tmp_path / "no.yaml"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    ended = lizao("recipe", "check", file)

    assert ended.status == 2
    assert "no.yaml" in ended.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plant_is_shown(lizao: Typed, lang: str) -> None:
    """Units with their services, and the transfers."""
    ended = lizao("plant", "show", "--lang", lang)

    assert ended.status == 0
    for unit in ("premix-1", "kiln-3", "packer-1"):
        assert unit in ended.out


def test_a_plant_for_programs(lizao: Typed) -> None:
    """The whole plant as one object."""
    found = json.loads(lizao("plant", "show", "--json", "--plant", "line").out)

    assert found["plant"] == "line"
    assert {"unit", "class", "use", "services"} <= set(found["units"][0])


def test_a_site_of_ones_own_is_copied_and_used(lizao: Typed, tmp_path: Path) -> None:
    """It is told where it lies; a folder that is not empty is left alone."""
    folder = tmp_path / "mine"
    assert str(folder) in lizao("site", "init", folder).out
    assert "Plant line: 44 units." in lizao("site", "check", "--site", folder).out
    found = json.loads(lizao("site", "check", "--site", folder, "--json").out)
    assert (found["site"], found["recipes"]) == ("lfp", ["lfp-24", "lfp-26"])
    (folder / "plants" / "line.yaml").write_text("name: [", encoding="utf-8")

    assert lizao("plant", "show", "--site", folder).status == 2
    assert lizao("site", "check", "--site", folder).status == 2
    again = lizao("site", "init", folder)
    assert again.status == 2
    assert "not empty" in again.err


def test_a_broken_recipe_does_not_stand_in_the_way_of_another(lizao: Typed, tmp_path: Path) -> None:
    """Each recipe of a site is checked for itself."""
    folder = tmp_path / "mine"
    lizao("site", "init", folder)
    (folder / "recipes" / "lfp-26.yaml").write_text("name: [", encoding="utf-8")

    assert lizao("recipe", "check", folder / "recipes" / "lfp-24.yaml").status == 0
    assert lizao("recipe", "check", folder / "recipes" / "lfp-26.yaml").status == 2
