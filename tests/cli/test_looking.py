"""Looking at what was made: for people in two languages, for programs as JSON, as pages."""

import json
from pathlib import Path

import pytest

from lizao.model.identifiers import LotId, UnitId
from tests.app.paper_house import PaperHouse
from tests.cli.conftest import Typed
from tests.cli.test_making import HeldHouse, Mistaken, blocking_house

BATCH, LOT, BAG = "mini-001", "mini-001-L1", "mini-001-L1-01"
pytestmark = pytest.mark.usefixtures("made")


def test_lots_are_listed(lizao: Typed) -> None:
    """Raw lots and the lot that was made, with what is left."""
    english, chinese = lizao("lots"), lizao("lots", "--lang", "zh")

    assert english.status == chinese.status == 0
    for lot in ("P1", "P2", "A1", "W", LOT):
        assert lot in english.out
        assert lot in chinese.out
    assert "released" in english.out
    assert "已放行" in chinese.out


def test_lots_for_programs(lizao: Typed) -> None:
    """Each lot is an object."""
    rows = json.loads(lizao("lots", "--json").out)["lots"]

    assert rows[-1]["lot"] == LOT
    assert rows[-1]["status"] == "released"
    assert rows[-1]["bags"][0] == BAG


def test_a_trace_for_programs(lizao: Typed) -> None:
    """Shares of each material sum to one; rows have times in ISO 8601."""
    found = json.loads(lizao("trace", BAG, "--json").out)

    assert found["bag"] == BAG
    for shares in found["materials"].values():
        assert abs(sum(each["share"] for each in shares) - 1.0) < 1e-9
        assert all(each["kg_per_kg"] > 0.0 for each in shares)
    assert set(found["rows"][0]) == {"kiln", "row", "from", "to"}
    assert found["rows"][0]["from"].startswith("2026-01-01T")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("trace", BAG), "oven-1"),
        (("trace", LOT), "powder"),
        (("trace", "P1"), "P1"),
        (("trace", "A1", "--forward"), "kg"),
        (("trace", LOT, "--forward"), BAG),
        (("record", BATCH), "A1"),
        (("certificate", LOT), BAG),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_people_read_tables(lizao: Typed, lang: str, words: tuple[str, ...], told: str) -> None:
    """Each answers in the language that was asked for, without an untranslated key."""
    ended = lizao("--lang", lang, *words)

    assert (ended.status, ended.err) == (0, "")
    assert told in ended.out
    for key in ("record.", "cli.", "certificate."):
        assert key not in ended.out


def test_a_forward_trace_for_programs(lizao: Typed) -> None:
    """Where the lot went, and how much of it."""
    found = json.loads(lizao("trace", "A1", "--forward", "--json").out)

    assert {each["lot"] for each in found["bags"]} == {LOT}


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("record", BATCH), "批记录 mini-001"),
        (("certificate", LOT), "质量检验证书 mini-001-L1"),
    ],
)
def test_a_paper_is_written_as_a_page(
    lizao: Typed, tmp_path: Path, words: tuple[str, ...], title: str
) -> None:
    """The page stands alone, and the command says where it lies."""
    file = tmp_path / "paper.html"

    ended = lizao("--lang", "zh", *words, "--html", file)

    page = file.read_text(encoding="utf-8")
    assert ended.out == f"已写入：{file}\n"
    assert f"<title>{title}</title>" in page
    assert "SIMULATED 仿真" in page
    assert "<script" not in page


@pytest.mark.parametrize("words", [("record", BATCH), ("certificate", LOT)])
def test_a_paper_for_programs_may_be_written_too(
    lizao: Typed, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """With both, standard output holds the object and standard error the path."""
    file = tmp_path / "paper.html"

    ended = lizao(*words, "--json", "--html", file)

    assert json.loads(ended.out)["batch"] == BATCH
    assert str(file) in ended.err
    assert file.exists()


def test_a_record_for_programs_has_every_section(lizao: Typed) -> None:
    """Times are ISO 8601 in UTC, numbers are numbers."""
    found = json.loads(lizao("record", BATCH, "--json").out)

    assert found["started"] == "2026-01-01T00:00:00Z"
    assert found["phases"][0]["started"].endswith("Z")
    assert found["movements"][0]["mass_kg"] > 0.0
    assert found["judgements"][0]["disposition"] == "released"


def test_a_page_that_cannot_be_written_is_one_sentence(lizao: Typed, tmp_path: Path) -> None:
    """The path and what is wrong with it."""
    ended = lizao("certificate", LOT, "--html", tmp_path / "no" / "paper.html")

    assert ended.status == 2
    assert "paper.html" in ended.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("trace", "nothing"), LOT),
        (("trace", "nothing", "--forward"), "P1"),
        (("record", "nothing"), BATCH),
        (("certificate", "nothing"), "nothing"),
        (("certificate", "P1"), "P1"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    lizao: Typed, words: tuple[str, ...], named: str
) -> None:
    """Exit code 2; the error names what there is."""
    ended = lizao(*words)

    assert (ended.status, ended.out) == (2, "")
    assert named in ended.err


COMMANDS = (
    ("lots",),
    ("trace", BAG),
    ("record", BATCH),
    ("certificate", LOT),
    ("verify",),
    ("replay",),
)


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("place", ["nowhere", "."])
def test_without_a_home_there_is_nothing_to_see(
    lizao: Typed, tmp_path: Path, words: tuple[str, ...], place: str
) -> None:
    """A wrong folder is told as such, and nothing is made in it."""
    (tmp_path / "empty").mkdir()
    folder = tmp_path / "empty" / place

    ended = lizao("--home", folder, *words)

    assert (ended.status, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_record_of_a_troubled_batch_shows_its_troubles(lizao: Typed, tmp_path: Path) -> None:
    """Refused bags and the question are in the tables."""
    house = Mistaken({UnitId("mixer-1"): [LotId("A1")] * 3})
    folder = tmp_path / "troubled"
    made = lizao("--home", folder, "make", "mini", "--tonnes", "1", house=house)
    told = lizao("--home", folder, "record", BATCH).out

    assert "Bring a bag of lot P1" in made.out
    assert "refused (wrong material)" in told
    assert "held" in told


def test_a_batch_on_its_way_has_no_certificate_but_a_record(lizao: Typed, tmp_path: Path) -> None:
    """What is not there yet is a dash."""
    folder = tmp_path / "held"
    lizao("--home", folder, "make", "mini", "--tonnes", "1", house=HeldHouse())

    assert " – " in lizao("--home", folder, "record", BATCH).out
    assert lizao("--home", folder, "certificate", LOT).status == 2
    assert json.loads(lizao("--home", folder, "record", BATCH, "--json").out)["ended"] is None


def test_a_blocked_lot_is_marked_in_colour_only_on_a_screen(
    lizao: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colour says that something is not as it should be."""
    folder = tmp_path / "blocked"
    lizao("--home", folder, "make", "mini", "--tonnes", "1", house=blocking_house())
    plain = lizao("--home", folder, "lots").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    coloured = [lizao("--home", folder, *words).out for words in (("lots",), ("record", BATCH))]

    assert "\x1b" not in plain
    assert all("\x1b[1;31m" in told for told in coloured)
    assert "\x1b[1;31m" not in lizao("lots").out


def test_a_made_home_can_be_read_while_it_is_worked_in(lizao: Typed) -> None:
    """Looking takes no lock."""
    assert PaperHouse().plant is None
    assert lizao("lots").status == 0
