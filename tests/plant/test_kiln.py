"""Kilns: rows, dummies, campaigns, and what each row costs."""

import itertools

import pytest

from lizao.model.facts import MaterialMoved, UtilitiesMetered
from lizao.model.instants import HOUR
from lizao.model.states import Command, State
from tests.plant.batch_story import BatchStory
from tests.plant.hand import Hand
from tests.plant.plants import line, stand


def fed(hand: Hand) -> BatchStory:
    """A story told as far as powder in the silo of the first kilns."""
    story = BatchStory(hand, tonnes=0.3, heel_kg=12.0)
    hand.run(story.wet(), story.dry(), story.convey())
    return story


@pytest.fixture(scope="module")
def fired() -> Hand:
    """A hand behind one kiln that fired a small batch, held once."""
    hand = Hand(stand())
    fed(hand)
    ticket = hand.start("kiln-1", "feed", load_kg=5.5)
    hand.wait(120.0)
    hand.command("kiln-1", "feed", ticket, Command.HOLD)
    hand.wait(300.0)
    hand.command("kiln-1", "feed", ticket, Command.RESTART)
    hand.command("kiln-1", "feed", ticket, Command.COMPLETE)
    hand.until(hand.is_(ticket, State.COMPLETE))
    hand.until(hand.signal("kiln-1.rows_product", "<=", 0.0))
    hand.wait(3600.0)
    return hand


def rows_in(hand: Hand) -> list[MaterialMoved]:
    """Every loading of a row of kiln-1."""
    moves = hand.facts(MaterialMoved)
    return [each for each in moves if each.destination.startswith("kiln-1/row/")]


def test_a_hold_lets_dummies_through(fired: Hand) -> None:
    """No row is loaded during the hold; rows inside go on and come out."""
    loaded = [each.at for each in rows_in(fired)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(loaded)]
    assert max(gaps) >= 290 * 1_000_000
    assert fired.plant.contents_kg()["fired-silo-1"] > 100.0


def test_the_last_row_takes_the_rest(fired: Hand) -> None:
    """Full rows of two saggars, the last one short, the silo empty."""
    loads = [each.mass_kg for each in rows_in(fired)]
    assert all(load == pytest.approx(11.0, rel=0.10) for load in loads[:-1])
    assert loads[-1] < loads[0]
    assert fired.plant.contents_kg()["kiln-feed-silo-1"] == 0.0


def test_a_row_leaves_as_much_as_it_took(fired: Hand) -> None:
    """Product, dust and off-gas of each row add up to its load, as measured."""
    moves = fired.facts(MaterialMoved)
    for row in rows_in(fired):
        out = [each for each in moves if each.source == row.destination]
        assert {each.destination for each in out} == {"fired-silo-1", "dust", "off-gas"}
        assert sum(each.mass_kg for each in out) == pytest.approx(row.mass_kg)
        assert all(each.batch == "B1" and each.ticket == row.ticket for each in out)


def test_a_row_pays_for_its_place(fired: Hand) -> None:
    """Each discharged row carries energy and nitrogen of its hours; dummies are idle use."""
    metered = [each for each in fired.facts(UtilitiesMetered) if each.unit == "kiln-1"]
    rows = [each for each in metered if each.batch == "B1"]
    assert len(rows) == len(rows_in(fired))
    hours = 0.05
    expected = 250.0 * hours / 6
    assert [each.nitrogen_nm3 for each in rows] == pytest.approx([expected] * len(rows), rel=0.1)
    assert all(each.energy_kwh > 0.0 for each in rows)
    assert any(each.batch is None and each.energy_kwh > 0.0 for each in metered)


def test_saggars_come_back_to_the_pool(fired: Hand) -> None:
    """Saggars of a discharged row pass the saggar line; then the pool is whole again."""
    assert fired.value("kiln-1.saggars_free") == 40.0 - 6 * 2


def test_without_saggars_no_row_is_loaded() -> None:
    """A pool that is used up stops the loading, not the rollers."""
    hand = Hand(stand())
    fed(hand)
    kiln = next(each for each in hand.plant.kilns if each.unit == "kiln-1")
    kiln.record.saggars_free = 0.0
    ticket = hand.start("kiln-1", "feed", load_kg=5.5)
    hand.wait(120.0)
    assert rows_in(hand) == []
    assert hand.state(ticket) is State.RUNNING


def test_the_present_soak_needs_no_campaign_change() -> None:
    """A prepare at the soak the kiln stands at is complete at once."""
    hand = Hand(stand(line()))
    ticket = hand.start("kiln-1", "prepare", soak_temperature_c=770.0)
    assert hand.state(ticket) is State.COMPLETE


def test_an_empty_kiln_changes_behind_a_gap() -> None:
    """Twenty pushes of dummies, then the new campaign; the soak zones have arrived."""
    hand = Hand(stand(line()))
    ticket = hand.start("kiln-1", "prepare", soak_temperature_c=760.0)
    hand.wait(60.0)
    assert hand.state(ticket) is State.RUNNING
    hand.until(hand.is_(ticket, State.COMPLETE))
    assert hand.plant.at == pytest.approx(20 * 20.0 / 191 * HOUR, rel=0.06)
    hand.wait(4 * 3600.0)
    for zone in range(16, 22):
        assert hand.value(f"kiln-1.zone_{zone}_setpoint_c") == 760.0
        assert hand.value(f"kiln-1.zone_{zone}_temperature_c") == pytest.approx(760.0, abs=3.0)


def test_zones_change_one_by_one_behind_the_last_old_row() -> None:
    """While old rows are inside, a zone keeps its set-point until the last of them has left it."""
    hand = Hand(stand())
    fed(hand)
    feed = hand.start("kiln-1", "feed", load_kg=5.5)
    hand.wait(90.0)
    hand.command("kiln-1", "feed", feed, Command.HOLD)
    ticket = hand.start("kiln-1", "prepare", soak_temperature_c=740.0)
    first, last = set(), set()
    while hand.value("kiln-1.zone_24_setpoint_c") > 585.0:
        hand.wait(5.0)
        entry_c, exit_c = (hand.value(f"kiln-1.zone_{zone}_setpoint_c") for zone in (12, 24))
        first.add(entry_c)
        last.add((entry_c, exit_c))
    assert first == {630.0, 600.0}
    assert (600.0, 610.0) in last
    hand.until(hand.is_(ticket, State.COMPLETE))
    hand.command("kiln-1", "prepare", ticket, Command.RESET)
    back = hand.start("kiln-1", "prepare", soak_temperature_c=770.0)
    hand.until(hand.is_(back, State.COMPLETE))


def test_hot_kilns_stay_in_their_band_and_thin_in_oxygen() -> None:
    """An idle day: soak within 3 K, oxygen 30 to 70 ppm."""
    hand = Hand(stand(line()))
    hand.wait(24 * 3600.0)
    for kiln, soak in (("kiln-1", 770.0), ("kiln-2", 770.0), ("kiln-3", 720.0)):
        assert 30.0 <= hand.value(f"{kiln}.oxygen_ppm") <= 70.0
        for zone in range(16, 22):
            assert hand.value(f"{kiln}.zone_{zone}_temperature_c") == pytest.approx(soak, abs=3.0)
