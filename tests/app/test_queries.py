"""The questions that every door asks find their answers in a home."""

from pathlib import Path
from typing import Any

import pytest

from lizao.app import queries
from lizao.app.home import Home
from lizao.app.settings import Settings
from lizao.documents.site import init_site, load_site
from lizao.ledger.verify import Against, Reason
from lizao.model.errors import LedgerBrokenError, NothingToDoError, UnknownNameError
from lizao.model.identifiers import BatchId
from lizao.model.material import LotStatus

LOT = "mini-001-L1"


def test_lots_tell_what_is_left_and_how_they_were_judged(made_home: Home) -> None:
    """Raw lots come first; a lot of product names its batch and bags."""
    rows = {str(row["lot"]): row for row in queries.lot_rows(made_home)}

    assert list(rows)[-1] == LOT
    assert rows["P2"]["raw"] is True
    assert rows["P1"]["remaining_kg"] == pytest.approx(0.0, abs=1e-6)
    assert rows[LOT]["batch"] == "mini-001"
    assert rows[LOT]["status"] is LotStatus.RELEASED
    assert rows[LOT]["bags"]
    assert rows["P1"]["disposition"] is None


def test_a_bag_is_traced_to_its_lots_and_rows(made_home: Home) -> None:
    """The shares of each material sum to one; the rows have their times."""
    found = queries.traced_back(made_home, f"{LOT}-01")

    assert (found["bag"], found["lot"]) == (f"{LOT}-01", LOT)
    materials = found["materials"]
    assert isinstance(materials, dict)
    for shares in materials.values():
        assert sum(each["share"] for each in shares) == pytest.approx(1.0, abs=1e-9)
    rows = found["rows"]
    assert isinstance(rows, list)
    assert {"kiln", "row", "from", "to"} == set(rows[0])


def test_a_lot_is_traced_with_its_bags(made_home: Home) -> None:
    """A lot has no bag of its own name."""
    found = queries.traced_back(made_home, LOT)

    assert (found["bag"], found["lot"]) == (None, LOT)
    assert found["bags"]


def test_a_raw_lot_is_found_in_the_bags_and_in_the_losses(made_home: Home) -> None:
    """What was charged of it is somewhere."""
    found = queries.traced_forward(made_home, "A1")

    kg = [each["kg"] for each in (*_rows(found["bags"]), *_rows(found["places"]))]
    assert sum(kg) == pytest.approx(found["charged_kg"], rel=1e-9)


def _rows(value: object) -> list[dict[str, Any]]:
    assert isinstance(value, list)
    return value


def test_a_lot_of_product_is_followed_into_its_bags(made_home: Home) -> None:
    """Forward from a made lot lie its bags."""
    found = queries.traced_forward(made_home, LOT)

    first, *_ = _rows(found["bags"])
    assert first["bag"] == f"{LOT}-01"


@pytest.mark.parametrize("trace", [queries.traced_back, queries.traced_forward])
def test_what_nobody_knows_is_refused(made_home: Home, trace: object) -> None:
    """The error lists what there is."""
    assert callable(trace)
    with pytest.raises(UnknownNameError, match="P1"):
        trace(made_home, "nothing")


def test_an_intact_ledger_tells_its_head(made_folder: Path, made_home: Home) -> None:
    """It is held against the copy outside the home."""
    settings = Settings(home=made_folder, state=made_folder.parent / "state")

    found = queries.verified(settings)

    assert found.intact
    assert found.against is Against.COPY
    assert found.head == made_home.ledger.head().text
    assert found.values["intact"] is True
    assert found.values["first_fault"] is None
    assert queries.verified(settings, queries.head_in(found.head)).against is Against.GIVEN


def test_a_wrong_head_is_a_fault(made_folder: Path, made_home: Home) -> None:
    """A ledger that does not go through the head that was given was made again."""
    settings = Settings(home=made_folder, state=made_folder.parent / "state")
    head = made_home.ledger.head()

    found = queries.verified(settings, head._replace(hash="0" * 64))

    assert not found.intact
    assert found.fault is not None
    assert found.fault.reason is Reason.REMADE_CHAIN
    assert found.values["head"] is None


def test_a_head_is_read_from_text_or_file(tmp_path: Path, made_home: Home) -> None:
    """A person may paste the head or keep it in a file; what is none is refused."""
    text = made_home.ledger.head().text
    file = tmp_path / "head.txt"
    file.write_text(f"{text}\n", encoding="utf-8")

    assert queries.head_in(str(file)) == queries.head_in(text)
    with pytest.raises(LedgerBrokenError):
        queries.head_in("no head")


def test_without_a_home_there_is_no_ledger(tmp_path: Path) -> None:
    """Nothing is made by looking."""
    with pytest.raises(NothingToDoError):
        queries.ledger_of(tmp_path / "nowhere", None)

    assert not (tmp_path / "nowhere").exists()


def test_a_recipe_is_checked_in_the_site_it_lies_in(tmp_path: Path) -> None:
    """A site of one's own is found by its folder; the reference site is the default."""
    site = init_site(tmp_path / "mine")
    recipe = site / "recipes" / "lfp-26.yaml"

    assert queries.recipe_faults(recipe, None, None) == []
    assert queries.recipe_faults(recipe, "line", site) == []
    with pytest.raises(UnknownNameError):
        queries.recipe_faults(recipe, "no-such-plant", None)


def test_a_plant_is_told_in_plain_values() -> None:
    """Units with services and parameters, transfers, signals."""
    plant = load_site().plant()

    found = queries.plant_values(plant)

    assert [each["unit"] for each in _rows(found["units"])] == [each.id for each in plant.units]
    assert len(_rows(found["transfers"])) == len(plant.transfers)
    assert set(plant.signals) == set(_names(found["signals"]))


def _names(value: object) -> list[str]:
    assert isinstance(value, dict)
    return list(value)


def test_a_recipe_that_no_site_has_is_none(made_home: Home, tmp_path: Path) -> None:
    """A record stands without it."""
    recipe, book = made_home.rooms.run.batches[BatchId("mini-001")].recipe, made_home.rooms.recipes

    assert queries.master_of(recipe, book, None) is None
    assert queries.master_of(recipe, book, tmp_path) is None
