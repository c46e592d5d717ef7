"""Saggars age with every pass, crack, are replaced, and leave some of their coating behind."""

from functools import partial

import pytest

from lizao.model.states import Command, State
from lizao.plant.laws import saggars
from lizao.plant.plc.firing import KilnUnit
from tests.plant.batch_story import BatchStory
from tests.plant.hand import Hand
from tests.plant.plants import stand
from tests.plant.test_kiln import fed


def kiln_of(hand: Hand) -> KilnUnit:
    """The first kiln."""
    return next(each for each in hand.plant.kilns if each.unit == "kiln-1")


def _told(story: BatchStory) -> bool:
    return bool(story.results("fired"))


def test_a_saggar_wears_until_it_is_worn() -> None:
    """Half of its life makes it half as worn; no more than all of it counts."""
    assert saggars.worn_share(300.0, 600.0) == 0.5
    assert saggars.worn_share(900.0, 600.0) == 1.0
    assert saggars.aged(0.5, 0.0005, 0.002) == pytest.approx(0.00125)


def test_so_many_crack_as_the_plant_file_says() -> None:
    """Of 8,000 passes some 0.05 to 0.2 % crack, the more the older; what is new is younger."""
    cracked, aged, passes = {}, {}, 4000 * 2
    for age in (0.0, 600.0):
        hand = Hand(stand())
        kiln = kiln_of(hand)
        kiln.record.saggar_passes = age
        hand.wait(4000 * 30.0)
        cracked[age] = hand.value("kiln-1.saggars_cracked")
        aged[age] = hand.value("kiln-1.saggar_passes")
    assert 0.0002 < cracked[0.0] / passes < cracked[600.0] / passes < 0.0026
    assert aged[600.0] < 600.0 + passes / 40.0 - 10.0 * cracked[600.0]


def test_worn_saggars_leave_more_in_the_powder() -> None:
    """The laboratory finds what the coating of the kiln's saggars left, in one pass."""
    found = {}
    for age in (0.0, 600.0):
        hand = Hand(stand())
        story = fed(hand)
        kiln_of(hand).record.saggar_passes = age
        ticket = hand.start("kiln-1", "feed", load_kg=5.5)
        hand.command("kiln-1", "feed", ticket, Command.COMPLETE)
        hand.until(hand.is_(ticket, State.COMPLETE))
        hand.until(hand.signal("kiln-1.rows_product", "<=", 0.0))
        story.sample("fired", "fired-silo-1", "ceramic")
        hand.until(partial(_told, story))
        found[age] = story.results("fired")["ceramic"]
    assert found[0.0] == pytest.approx(1.0, rel=0.05)
    assert found[600.0] == pytest.approx(5.0, rel=0.05)
