"""Two tonnes of lfp-24 after six of lfp-26, in the same home."""

import pytest

from lizao.app.queries import lot_rows, traced_back
from lizao.model.facts import (
    AlarmRaised,
    AlarmWatched,
    CampaignOpened,
    Fact,
    LineStateChanged,
    LotReceived,
    MaterialMoved,
)
from tests.stories.conftest import Made
from tests.stories.reading import of, unit_procedures_of, units_of
from tests.stories.stage import Values

pytestmark = pytest.mark.slow

FIRST, SECOND = "lfp-26-001", "lfp-24-001"
ONLY_TWO_FIRINGS = {"kiln-3", "jet-mill-1", "recoating-mixer-1", "kiln-feed-silo-2"}


@pytest.fixture(scope="module")
def made(two_products: Made) -> Values:
    """What the second batch printed at its end."""
    return two_products.results[1]


@pytest.fixture(scope="module")
def facts(two_products: Made) -> list[Fact]:
    """The whole ledger."""
    return two_products.stage.facts()


def test_a_second_product_is_made_in_the_same_home(made: Values) -> None:
    """The plant goes on from where it stands, and the other product is released too."""
    assert (made["batch"], made["state"], made["disposition"]) == (SECOND, "COMPLETE", "released")
    assert made["tonnes_packed"] == pytest.approx(2.0, rel=0.03)


def test_balances_hold_over_both_batches(made: Values) -> None:
    """What the first batch left behind is not lost in the second."""
    assert made["balances"]["plant"] <= 1e-9
    assert made["balances"]["genealogy"] <= 1e-9
    assert made["balances"]["measured"] <= 0.01


def test_two_batches_without_a_disturbance_raise_no_alarm(facts: list[Fact]) -> None:
    """Neither the start, nor the change of the profile, nor the end asks anything of a person."""
    assert [each for each in facts if isinstance(each, AlarmRaised)] == []
    assert any(isinstance(each, AlarmWatched) for each in facts)


def test_one_firing_leaves_out_the_second_kiln_and_the_coat(facts: list[Fact]) -> None:
    """Neither second kiln, intermediate mill nor re-coating mixer is started for lfp-24."""
    assert units_of(facts, FIRST) >= ONLY_TWO_FIRINGS - {"kiln-feed-silo-2"}
    assert not units_of(facts, SECOND) & ONLY_TWO_FIRINGS
    assert "fire-2" not in unit_procedures_of(facts, SECOND)
    assert "recoat" not in unit_procedures_of(facts, SECOND)


def test_its_bags_were_in_the_first_kilns_only(two_products: Made, made: Values) -> None:
    """The trace of a bag of lfp-24 names no row of the second kiln."""
    with two_products.stage.looked_into() as home:
        rows = traced_back(home, made["bags"][0])["rows"]

    assert isinstance(rows, list)
    assert {each["kiln"] for each in rows} == {"kiln-1", "kiln-2"}


def test_another_profile_opens_another_campaign(facts: list[Fact]) -> None:
    """Each first kiln has a campaign for either product, and theirs differ in the soak."""
    for kiln in ("kiln-1", "kiln-2"):
        opened = [each for each in of(facts, CampaignOpened) if each.unit == kiln]
        assert [each.batch for each in opened] == [FIRST, SECOND]
        first, second = (each.settings["soak_temperature_c"] for each in opened)
        assert first != second


def test_a_gap_of_dummy_rows_parts_the_products(facts: list[Fact]) -> None:
    """Between the last row of one product and the first of the other lies the prescribed gap."""
    rows = [
        each
        for each in of(facts, MaterialMoved)
        if each.source == "kiln-feed-silo-1" and each.destination.startswith("kiln-1/row/")
    ]
    last = max(each.at for each in rows if each.batch == FIRST)
    first = min(each.at for each in rows if each.batch == SECOND)
    opened = next(
        each.at
        for each in of(facts, CampaignOpened)
        if each.unit == "kiln-1" and each.batch == SECOND
    )

    assert last < opened < first
    row_s = 20 * 3600 / 191
    assert (first - opened) / 1e6 >= 5 * row_s


def test_no_row_holds_two_products(two_products: Made) -> None:
    """A bag of one product has no row in common with a bag of the other."""
    stays: list[set[tuple[object, ...]]] = []
    with two_products.stage.looked_into() as home:
        for result in two_products.results:
            rows = traced_back(home, result["bags"][0])["rows"]
            assert isinstance(rows, list)
            stays.append({(each["kiln"], each["row"], each["from"]) for each in rows})

    assert stays[0]
    assert not stays[0] & stays[1]


def test_kilns_tell_their_line_states(facts: list[Fact]) -> None:
    """A kiln produces while it holds rows of product and is idle and hot in between."""
    states = [each.state.name for each in of(facts, LineStateChanged) if each.unit == "kiln-1"]

    assert states.count("PRODUCING") >= 2
    assert "IDLE_HOT" in states or "READY_EMPTY" in states


def test_what_is_left_of_a_raw_lot_is_what_was_not_charged(
    two_products: Made, facts: list[Fact]
) -> None:
    """Deliveries less what both batches charged are still in the store."""
    with two_products.stage.looked_into() as home:
        left = {str(row["lot"]): row["remaining_kg"] for row in lot_rows(home) if row["raw"]}
    charged: dict[str, float] = {}
    for each in of(facts, MaterialMoved):
        if each.source == "store" and each.lot is not None:
            charged[each.lot] = charged.get(each.lot, 0.0) + each.mass_kg

    assert len(left) == 14
    for received in of(facts, LotReceived):
        lot = received.lot
        assert left[lot.id] == pytest.approx(lot.mass_kg - charged.get(lot.id, 0.0), abs=1e-6)
    assert len(charged) >= 7
