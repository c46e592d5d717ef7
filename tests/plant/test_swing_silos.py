"""Swing silos: a line works between the places its run was told, each row to its own."""

import pytest

from lizao.model.facts import MaterialMoved
from lizao.model.states import Command, State
from tests.plant.batch_story import BatchStory
from tests.plant.hand import Hand
from tests.plant.plants import stand


@pytest.fixture(scope="module")
def fired() -> Hand:
    """A hand behind one kiln that fed two runs from one silo for two other ones."""
    hand = Hand(stand())
    story = BatchStory(hand, tonnes=0.3, heel_kg=12.0)
    hand.run(story.wet(), story.dry(), story.convey())
    first = hand.start("kiln-1", "feed", load_kg=5.5, destination="fired-silo-2")
    hand.wait(120.0)
    hand.command("kiln-1", "feed", first, Command.STOP)
    hand.command("kiln-1", "feed", first, Command.RESET)
    second = hand.start("kiln-1", "feed", load_kg=5.5, destination="fired-silo-3")
    hand.command("kiln-1", "feed", second, Command.COMPLETE)
    hand.until(hand.is_(second, State.COMPLETE))
    hand.until(hand.signal("kiln-1.rows_product", "<=", 0.0))
    return hand


def test_a_row_is_tipped_where_its_run_said(fired: Hand) -> None:
    """Rows of the first run come out while the second is fed, and go to their own silo."""
    moves = fired.facts(MaterialMoved)
    out = [each for each in moves if "/row/" in each.source and "silo" in each.destination]
    loaded = [each for each in moves if "/row/" in each.destination]
    first, second = sorted({each.ticket for each in loaded})

    assert {(each.ticket, each.destination) for each in out} == {
        (first, "fired-silo-2"),
        (second, "fired-silo-3"),
    }
    second_in = min(each.at for each in loaded if each.ticket == second)
    assert second_in < max(each.at for each in out if each.ticket == first)
    contents = fired.plant.contents_kg()
    assert contents["fired-silo-1"] == 0.0
    assert contents["fired-silo-2"] > 0.0
    assert fired.plant.truth().gap < 1e-9


def test_a_mill_empties_the_silo_it_is_told_into_the_silo_it_is_told(fired: Hand) -> None:
    """What lay in the second fired silo lies in the second milled silo afterwards."""
    held_kg = fired.plant.contents_kg()["fired-silo-2"]
    told = {"source": "fired-silo-2", "destination": "milled-silo-2"}
    ticket = fired.start("jet-mill-1", "feed", **told)
    fired.command("jet-mill-1", "feed", ticket, Command.COMPLETE)
    fired.until(fired.is_(ticket, State.COMPLETE))

    contents = fired.plant.contents_kg()
    assert contents["fired-silo-2"] == contents["milled-silo-1"] == 0.0
    assert contents["milled-silo-2"] == pytest.approx(held_kg, rel=0.01)


@pytest.mark.parametrize(
    "told", [{"source": "fired-silo-1"}, {"destination": "pack-bin-1"}, {"source": "nowhere"}]
)
def test_a_place_without_a_pipe_is_refused_by_the_interlock(told: dict[str, str]) -> None:
    """Nothing moves, and the run says why it is held."""
    hand = Hand(stand())
    ticket = hand.start("kiln-1", "feed", load_kg=5.5, **told)
    assert hand.state(ticket) is State.HELD
    assert hand.last_reports[ticket]["interlock"] == "piping"
