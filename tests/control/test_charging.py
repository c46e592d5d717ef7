"""Charging without mistakes: every bag is scanned, and only the right one is charged."""

from dataclasses import replace

import pytest

from lizao.control.charging import Load, loads_of, refusal
from lizao.model.facts import (
    BagAccepted,
    BagRefused,
    BatchStateChanged,
    LotReceived,
    LotStatusChanged,
    MaterialMoved,
    PortionCharged,
    QuestionAsked,
    ServiceCommanded,
)
from lizao.model.identifiers import LotId, MaterialName, ServiceName, StepPath, UnitId
from lizao.model.instants import HOUR
from lizao.model.material import LotStatus
from lizao.model.states import Command, State
from lizao.testing.mini import START, lot, mini_lots
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import of

MIXER = UnitId("mixer-1")
POWDER = StepPath("dose/charge/solids/powder")
FE = {"Fe": 6.0}
SPOILED = (
    lot("old", "powder", 900.0, 500.0, FE, expires_at=START),
    lot("bad", "powder", 900.0, 500.0, FE, status=LotStatus.BLOCKED),
    lot("new", "powder", 900.0, 500.0, FE, status=LotStatus.QUARANTINE),
    lot("P3", "powder", 900.0, 500.0, FE, expires_at=START + 1000 * HOUR),
)


def _story() -> Story:
    return Story(Scene(lots=(*mini_lots(), *SPOILED)))


@pytest.mark.parametrize(
    ("brought", "reason"),
    [
        ("A1", "wrong_material"),
        ("nobody", "unknown_lot"),
        ("old", "expired"),
        ("bad", "blocked"),
        ("new", "unreleased"),
        ("P2", "wrong_lot"),
    ],
)
def test_a_wrong_bag_is_refused_with_its_reason(brought: str, reason: str) -> None:
    """The batch waits, the right bag comes next, and nothing wrong was charged."""
    story = _story()
    story.plant.presented[MIXER] = [LotId(brought)]
    batch = story.start()
    story.finish(batch)
    assert [(each.lot, each.reason) for each in of(story.facts, BagRefused)] == [(brought, reason)]
    assert story.batch(batch).state is State.COMPLETE
    charged = {each.lot for each in of(story.facts, MaterialMoved) if each.lot is not None}
    assert charged == {each.lot for each in story.batch(batch).portions}


def test_every_bag_is_accepted_before_it_is_charged() -> None:
    """For each bag: hook up, accept, charge; piped water is never scanned."""
    story = _story()
    batch = story.start()
    story.until(lambda: story.batch(batch).done(StepPath("dose")))
    charges = [
        each
        for each in of(story.facts, ServiceCommanded)
        if each.service == "charge" and each.command is Command.START
    ]
    assert len(charges) == len(of(story.facts, BagAccepted)) + 1
    assert charges[0].parameters["lot"] == "W"
    portions = story.batch(batch).portions
    charged = of(story.facts, PortionCharged)
    for portion in portions:
        masses = [each.mass_kg for each in charged if each.lot == portion.lot]
        assert sum(masses) == pytest.approx(portion.mass_kg)


def test_three_refusals_in_a_row_hold_the_batch_and_ask() -> None:
    """A person restarts it, and again it takes three to ask."""
    story = _story()
    story.plant.presented[MIXER] = [LotId("A1")] * 5
    batch = story.start()
    story.until_state(batch, State.HELD)
    question = of(story.facts, QuestionAsked)[0]
    assert (question.text, question.details["reason"]) == ("bag_refused", "wrong_material")
    assert story.batch(batch).reason == "bag_refused"
    assert story.plant.presented[MIXER] == [LotId("A1")] * 2
    story.say(batch, Command.RESTART)
    assert not story.run.questions
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    assert len(of(story.facts, BagRefused)) == 5
    assert len(of(story.facts, QuestionAsked)) == 1


def test_a_lot_blocked_after_it_was_scanned_is_not_charged() -> None:
    """The bag at the station is refused, and the batch asks when no good one can come."""
    story = _story()
    batch = story.start()
    story.until(lambda: story.batch(batch).step(POWDER).accepted)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    first = story.batch(batch).portions[1].lot
    before = len(of(story.facts, PortionCharged))
    story.tell(LotStatusChanged(story.now, first, LotStatus.BLOCKED, "quality"))
    story.say(batch, Command.RESTART)
    story.until_state(batch, State.HELD)
    assert {each.reason for each in of(story.facts, BagRefused)} == {"blocked"}
    assert len(of(story.facts, PortionCharged)) <= before + 1
    story.tell(LotStatusChanged(story.now, first, LotStatus.RELEASED, "quality"))
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE


def test_a_piped_lot_that_is_blocked_is_asked_for_at_once() -> None:
    """Nobody can bring another bag of water; the batch goes on when the lot is released."""
    story = Story()
    story.start()
    second = story.start()
    story.tell(LotStatusChanged(story.now, LotId("W"), LotStatus.BLOCKED, "quality"))
    story.until_state(second, State.HELD)
    assert story.batch(second).reason == "bag_refused"
    story.tell(LotStatusChanged(story.now, LotId("W"), LotStatus.RELEASED, "quality"))
    story.say(second, Command.RESTART)
    story.finish(second)
    assert story.batch(second).state is State.COMPLETE


def test_a_charge_that_stops_half_way_goes_on_with_the_rest() -> None:
    """After a trip the rest is charged under a new run, and the sum is what was planned."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(MIXER, ServiceName("charge")) is State.RUNNING)
    story.forward(1)
    story.plant.trip(MIXER)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    assert story.batch(batch).state is State.COMPLETE
    for portion in story.batch(batch).portions:
        booked = [each for each in of(story.facts, PortionCharged) if each.lot == portion.lot]
        assert sum(each.mass_kg for each in booked) == pytest.approx(portion.mass_kg)
    moved = [each.mass_kg for each in of(story.facts, MaterialMoved) if each.lot == "W"]
    assert [*map(round, moved)] == [180, round(story.batch(batch).portions[0].mass_kg - 180)]


def test_what_an_aborted_batch_charged_is_booked() -> None:
    """The lot is short of what went into the mixer, and no more."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.plant.state(MIXER, ServiceName("charge")) is State.RUNNING)
    story.forward(1)
    story.say(batch, Command.ABORT)
    story.finish(batch)
    moved = sum(each.mass_kg for each in of(story.facts, MaterialMoved))
    assert sum(story.run.charged_kg.values()) == pytest.approx(moved) == pytest.approx(180.0)
    assert of(story.facts, BatchStateChanged)[-1].state is State.ABORTED


def test_bags_are_full_but_for_the_last() -> None:
    """A portion is charged bag by bag; a piped portion at once; other charges do not count."""
    story = Story()
    batch = story.start()
    run = story.run
    powder = loads_of(run, story.batch(batch), "powder")
    assert [(each.lot, each.mass_kg) for each in powder] == [
        ("P1", 500.0),
        ("P1", 200.0),
        ("P2", pytest.approx(300.0)),
    ]
    assert [each.piped for each in loads_of(run, story.batch(batch), "water")] == [True]


def test_a_good_bag_has_no_refusal() -> None:
    """Right lot, released, in date."""
    story = _story()
    story.tell(LotReceived(story.now, replace(SPOILED[3], id=LotId("P4"))))
    load = Load(MaterialName("powder"), LotId("P4"), 500.0, piped=False)
    assert refusal(story.run, load, LotId("P4"), story.now) is None
    assert refusal(story.run, load, LotId("P4"), START + 1000 * HOUR) == "expired"
