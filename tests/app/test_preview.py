"""Before Start: what a batch would use, all that is missing, and how such batches went so far."""

import pytest

from lizao.app.home import Home
from lizao.app.orders import Ordered, read_order
from lizao.app.preview import preview
from lizao.app.recipe_list import recipes_told
from lizao.app.requests import AddBatch
from lizao.ledger.memory import MemoryStore
from lizao.ledger.store import Ledger
from lizao.model.errors import MaterialMissingError, VesselTooSmallError
from lizao.testing.shift import Shift

pytestmark = pytest.mark.slow


def home_of(shift: Shift, folder: object = None) -> Home:
    """The home that a shift stands for."""
    return Home(folder, Ledger(MemoryStore()), shift.rooms)  # type: ignore[arg-type]


def ordered(shift: Shift, tonnes: str) -> Ordered:
    """An order of the reference recipe."""
    return read_order(None, shift.design, AddBatch("lfp-24", tonnes))


def test_a_preview_tells_what_start_would_do_and_what_was_seen_of_such_batches() -> None:
    """Nothing is expected of the first; of the second what the first has shown."""
    shift = Shift("line", hot_for="lfp-24")
    home = home_of(shift)
    told, faults = preview(home, ordered(shift, "1"), shift.now)
    assert not faults
    assert told["expected"] is None
    assert {each["material"] for each in told["portions"]} >= {"iron-phosphate", "glucose"}
    assert told["trims"]

    shift.order("lfp-24", 1.0)
    shift.finish(within_h=100.0)
    shift.forward(hours=24.0)
    expected = preview(home, ordered(shift, "1"), shift.now)[0]["expected"]
    assert expected is not None
    assert expected["batches"] == 1
    assert expected["energy_kwh_per_t"] is not None
    assert 20.0 < expected["duration_h"] < 60.0
    assert 2_000.0 < expected["energy_kwh_per_t"] < 8_000.0
    assert 2.2 < expected["results"]["compaction_density"] < 2.8
    assert expected["units"]["compaction_density"] == "g/cm3"


def test_what_can_be_made_is_told_with_the_largest_batch_that_fits() -> None:
    """The site's main recipe first; a batch of that size starts, a larger one does not."""
    shift = Shift("line")
    home = home_of(shift)
    told = recipes_told(shift.site, home)
    assert [each["recipe"] for each in told] == ["lfp-26", "lfp-24"]
    assert told[1]["largest_kg"] is not None
    largest_t = told[1]["largest_kg"] / 1000.0
    fits, too_large = (
        [type(each) for each in preview(home, ordered(shift, f"{size}"), shift.now)[1]]
        for size in (0.99 * largest_t, 1.01 * largest_t)
    )
    assert VesselTooSmallError not in fits
    assert VesselTooSmallError in too_large


def test_all_that_forbids_a_batch_is_told_at_once() -> None:
    """The vessel that is too small, and every material of which there is not enough."""
    shift = Shift("line")
    _, faults = preview(home_of(shift), ordered(shift, "500"), shift.now)
    kinds = [type(each) for each in faults]
    assert VesselTooSmallError in kinds
    assert kinds.count(MaterialMissingError) > 1
