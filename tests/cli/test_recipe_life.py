"""The life of recipes at the keyboard, and drafts that make no batch."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.orders import read_order
from lizao.app.recipe_desk import read_recipe_for
from lizao.app.recipe_requests import RegisterRecipe
from lizao.app.requests import AddBatch
from lizao.documents.recipe_book import EMPTY_BOOK, apply, move_on, register
from lizao.documents.recipe_file import load_recipe
from lizao.documents.site import init_site, load_site, reference_site
from lizao.model.errors import DocumentError, RecipeFileDiffersError, UnknownNameError
from lizao.model.recipe_life import RecipeStep
from tests.app.running_house import ENGINEER, QUALITY, found, running
from tests.cli.conftest import Typed
from tests.equipment.socket_bench import own_folder

LFP = reference_site() / "recipes" / "lfp-26.yaml"


def test_two_people_bring_a_version_to_life(
    lizao: Typed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Registered, verified, approved, listed, told apart, retired."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        monkeypatch.setenv("LIZAO_HOME", str(folder))
        with running(folder):
            monkeypatch.setenv("LIZAO_PASSWORD", ENGINEER.password)
            engineer, quality = (("--user", each.user) for each in (ENGINEER, QUALITY))
            told = lizao("recipe", "register", tmp_path / "mini@2.yaml", *engineer).out
            assert told.startswith("Recipe mini 2: a draft (SHA-256 ")
            words = ("mini", "--version", "2", "--reason", "trial 7 was good")
            done = json.loads(lizao("recipe", "verify", *words, "--json", *engineer).out)
            assert done["status"] == "verified"
            again = lizao("recipe", "approve", *words, "--lang", "zh", *engineer)
            assert again.err == "li.wei 已审核配方 mini 2；须由他人批准。\n"
            monkeypatch.setenv("LIZAO_PASSWORD", QUALITY.password)
            assert "approved" in lizao("recipe", "approve", *words, *quality).out
            monkeypatch.setenv("LIZAO_PASSWORD", ENGINEER.password)
            lizao("recipe", "register", tmp_path / "hotter@3.yaml", *engineer)
        listed = lizao("recipe", "list").out
        assert "verified: li.wei" in listed
        assert "approved: chen.jing" in listed
        assert "as its file says" in listed
        rows = json.loads(lizao("recipe", "list", "--json").out)["recipes"]
        assert [(x["recipe"], x["version"], x["status"]) for x in rows if x["digest"]] == [
            ("mini", "2", "approved"),
            ("mini", "3", "draft"),
        ]
        assert rows[0]["signatures"][0]["reason"] == "trial 7 was good"
        assert lizao("recipe", "difference", "mini@2", "mini@3").out.count("hotter") == 1
        missing = lizao("recipe", "difference", "mini@2", "mini@9")
        assert (missing.status, "mini 3" in missing.err) == (2, True)
        with running(folder):
            monkeypatch.setenv("LIZAO_PASSWORD", QUALITY.password)
            retired = lizao("recipe", "retire", *words, "--user", QUALITY.user).out
            assert retired.startswith("Recipe mini 2: retired")


def test_without_a_home_the_files_of_the_site_are_listed(lizao: Typed) -> None:
    """They count as approved because they say so."""
    rows = json.loads(lizao("recipe", "list", "--json").out)["recipes"]
    assert {(each["recipe"], each["status"], each["origin"]) for each in rows} == {
        ("lfp-24", "approved", "site"),
        ("lfp-26", "approved", "site"),
    }


@pytest.mark.parametrize(
    ("status", "said"), [("draft", "missing: verify, approve"), ("obsolete", "is retired")]
)
def test_what_is_not_approved_is_not_made(
    lizao: Typed, tmp_path: Path, status: str, said: str
) -> None:
    """It is refused before a home is made for it."""
    site = init_site(tmp_path / "site")
    file = site / "recipes" / "lfp-26.yaml"
    text = file.read_text(encoding="utf-8").replace("status: approved", f"status: {status}")
    file.write_text(text, encoding="utf-8")

    ended = lizao("make", "lfp-26", "--tonnes", "6", "--site", site)

    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err
    assert not (tmp_path / "home").exists()


def test_what_is_made_is_what_the_home_has_approved(tmp_path: Path) -> None:
    """Else what the site's file says, else what waits for its signatures."""
    folder = init_site(tmp_path / "site")
    plant = load_site(folder).plant()
    order = AddBatch("lfp-26", "6")
    assert read_order(folder, plant, order).master == load_recipe(LFP)

    text = LFP.read_text(encoding="utf-8").replace("version: ", "version: 9")
    newer = tmp_path / "lfp-26.yaml"
    newer.write_text(text, encoding="utf-8")
    read = read_recipe_for(folder, plant, RegisterRecipe(str(newer)))
    (registered,) = register(EMPTY_BOOK, read, "li.wei", 1)
    book = apply(EMPTY_BOOK, registered)
    assert read_order(folder, plant, order, book).master == load_recipe(LFP)
    for step, by in ((RecipeStep.VERIFY, "li.wei"), (RecipeStep.APPROVE, "chen.jing")):
        book = apply(book, move_on(book, "lfp-26", read.version, step, by, "good", 2))
    assert read_order(folder, plant, order, book).master.version == read.version

    (folder / "recipes" / "lfp-26.yaml").unlink()
    site = folder / "site.yaml"
    site.write_text(site.read_text(encoding="utf-8").replace("recipe: lfp-26\n", ""), "utf-8")
    waiting = apply(EMPTY_BOOK, registered)
    assert read_order(folder, plant, order, waiting).master == registered.recipe
    with pytest.raises(UnknownNameError):
        read_order(folder, plant, order)


def test_a_file_that_was_changed_after_its_approval_makes_no_batch(tmp_path: Path) -> None:
    """Nobody makes the approved one for the changed one; a new version may lie there."""
    folder = init_site(tmp_path / "site")
    plant = load_site(folder).plant()
    file = folder / "recipes" / "lfp-26.yaml"
    (registered,) = register(EMPTY_BOOK, load_recipe(file), "li.wei", 1)
    book = apply(EMPTY_BOOK, registered)
    for step, by in ((RecipeStep.VERIFY, "li.wei"), (RecipeStep.APPROVE, "chen.jing")):
        book = apply(book, move_on(book, "lfp-26", "1.1", step, by, "good", 2))
    order = AddBatch("lfp-26", "6")
    text = file.read_text(encoding="utf-8")
    file.write_text(f"# only a remark\n{text}", encoding="utf-8")
    assert read_order(folder, plant, order, book).master == registered.recipe

    changed = text.replace("default: 310", "default: 320")
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(RecipeFileDiffersError) as refused:
        read_order(folder, plant, order, book)
    assert (refused.value.version, refused.value.file) == ("1.1", str(file))

    file.write_text(changed.replace('version: "1.1"', 'version: "1.2"'), encoding="utf-8")
    assert read_order(folder, plant, order, book).master == registered.recipe


def test_a_recipe_that_cannot_run_is_not_registered(tmp_path: Path) -> None:
    """The first fault names file and line."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(LFP.read_text(encoding="utf-8").replace("kiln", "klin"), encoding="utf-8")
    plant = load_site().plant()
    with pytest.raises(DocumentError, match="klin"):
        read_recipe_for(None, plant, RegisterRecipe(str(wrong)))
