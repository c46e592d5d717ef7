"""A ledger decided again comes out the same, and a fact that was tampered with is named."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

import lizao
from lizao.app.replay import Difference, Replay, is_input, replay
from lizao.model.facts import (
    BatchCommanded,
    ControllerStarted,
    Fact,
    LotJudged,
    MaterialMoved,
    QuestionAsked,
    ReportsRead,
    SaggarsReturned,
    ServiceCommanded,
    ServiceRead,
    StepCompleted,
    StepStarted,
)
from lizao.model.identifiers import LotId, ServiceName, UnitId
from lizao.model.states import Command, State
from lizao.testing.storm.scenes import mini_scenes
from lizao.testing.story import Story


def replayed(facts: Sequence[Fact]) -> Replay:
    """The replay of facts that are numbered from one."""
    return replay(enumerate(facts, start=1))


def crash(story: Story) -> None:
    """The controller dies and another one takes over, and says so first."""
    story.book.append((ControllerStarted(story.now, lizao.__version__, "again"),), 0)
    story.crash()


def whole_batch() -> list[Fact]:
    """One batch from Start to the last result of the laboratory."""
    story = Story()
    batch = story.start()
    story.finish(batch)
    story.until(lambda: not story.run.samples)
    return story.facts


def batch_with_troubles() -> list[Fact]:
    """A batch with refused bags, a hold by a person, three crashes and a silent service."""
    story = Story()
    story.plant.presented[UnitId("mixer-1")] = [LotId("A1")] * 3
    batch = story.start()
    story.until_state(batch, State.HELD)
    crash(story)
    story.say(batch, Command.RESTART)
    story.forward(60)
    crash(story)
    crash(story)
    story.forward(40)
    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    mill = (UnitId("mill-1"), ServiceName("recirculate"))
    story.plant.stuck.add(mill)
    story.until(lambda: bool(story.run.questions))
    story.plant.stuck.discard(mill)
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.finish(batch)
    story.until(lambda: not story.run.samples)
    return story.facts


WHOLE, TROUBLED = whole_batch(), batch_with_troubles()


@pytest.mark.parametrize("facts", [WHOLE, TROUBLED], ids=["whole", "troubled"])
def test_the_same_program_decides_the_same(facts: list[Fact]) -> None:
    """Whatever happened to the controller, every decision follows from the inputs before it."""
    found = replayed(facts)

    assert found.difference is None
    assert found.same
    assert found.facts == len(facts)
    assert found.decided == sum(not is_input(each) for each in facts)


def test_troubles_are_all_in_the_troubled_ledger() -> None:
    """Refusals, questions, holds, crashes and their reconciliation were replayed."""
    kinds = {type(each) for each in TROUBLED}

    assert {QuestionAsked, ServiceRead, ControllerStarted} <= kinds
    assert any(isinstance(e, BatchCommanded) and e.by == "rule" for e in TROUBLED)


TURNS = [i for i in range(1, len(WHOLE)) if not is_input(WHOLE[i - 1]) and is_input(WHOLE[i])]


@pytest.mark.parametrize("end", TURNS[::9])
def test_a_ledger_that_ends_with_a_turn_is_whole(end: int) -> None:
    """A ledger may stop after any turn, as a crash leaves it."""
    assert replayed(WHOLE[:end]).same


def altered(kind: type[Fact], change: Callable[[Fact], Fact]) -> tuple[int, list[Fact]]:
    """The whole ledger with the last fact of a kind changed, and the number of that fact."""
    place = max(i for i, each in enumerate(WHOLE) if type(each) is kind)
    return place + 1, [*WHOLE[:place], change(WHOLE[place]), *WHOLE[place + 1 :]]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (StepStarted, lambda fact: replace(fact, unit=UnitId("mill-9"))),
        (ServiceCommanded, lambda fact: replace(fact, answer_by=fact.answer_by + 1)),
        (StepCompleted, lambda fact: replace(fact, automatic=fact.automatic + 1)),
        (LotJudged, lambda fact: replace(fact, by="rule of thumb")),
    ],
)
def test_an_altered_decision_is_named(kind: type[Fact], change: Callable[[Fact], Fact]) -> None:
    """A decision that the program would not have made is the first difference."""
    number, facts = altered(kind, change)

    difference = replayed(facts).difference

    assert difference is not None
    assert difference.number == number
    assert difference.recorded == facts[number - 1]
    assert difference.decided == WHOLE[number - 1]


def test_a_decision_that_is_missing_is_named() -> None:
    """What should follow from the inputs and does not stand there is told."""
    place = next(i for i, each in enumerate(WHOLE) if type(each) is StepCompleted)

    difference = replayed([*WHOLE[:place], *WHOLE[place + 1 :]]).difference

    assert difference is not None
    assert (difference.number, difference.decided) == (place + 1, WHOLE[place])


def test_decisions_that_are_missing_after_a_turn_are_named() -> None:
    """Inputs that go on although a decision was due are found at the next input."""
    place, end = next(
        (i, j)
        for i, j in pairwise(i for i, each in enumerate(WHOLE) if is_input(each))
        if isinstance(WHOLE[i], ReportsRead) and j > i + 1
    )

    difference = replayed([*WHOLE[: place + 1], *WHOLE[end:]]).difference

    assert difference is not None
    assert difference.recorded == WHOLE[end]
    assert difference.decided == WHOLE[place + 1]


def test_a_decision_too_many_is_named() -> None:
    """A decision for which there was no reason is the first difference."""
    place = max(i for i, each in enumerate(WHOLE) if type(each) is StepCompleted)
    twice = replace(WHOLE[place], at=WHOLE[-1].at)

    difference = replayed([*WHOLE, twice]).difference

    assert difference == Difference(len(WHOLE) + 1, twice, None)


def test_a_cut_off_turn_is_named() -> None:
    """A ledger that ends in the middle of a turn lacks what was decided."""
    end = max(i for i in TURNS if not is_input(WHOLE[i - 2]))

    difference = replayed(WHOLE[: end - 1]).difference

    assert difference == Difference(end, None, WHOLE[end - 1])


def test_a_turn_without_its_decisions_is_named() -> None:
    """A ledger that ends with inputs from which a decision follows lacks it."""
    end = next(i for i in range(len(WHOLE)) if _begins_a_turn(i))

    difference = replayed(WHOLE[:end]).difference

    assert difference == Difference(end + 1, None, WHOLE[end])


def _begins_a_turn(place: int) -> bool:
    after_reports = isinstance(WHOLE[place - 1], ReportsRead)
    return after_reports and not is_input(WHOLE[place])


def test_a_reconciliation_is_decided_again() -> None:
    """What a new controller said of an open command follows from what the services showed."""
    place = next(
        i
        for i in range(1, len(TROUBLED))
        if isinstance(TROUBLED[i - 1], ServiceRead) and not isinstance(TROUBLED[i], ServiceRead)
    )
    reading = TROUBLED[place - 1]
    assert isinstance(reading, ServiceRead)
    lost = replace(reading, state=State.IDLE, ticket=0)

    difference = replayed([*TROUBLED[: place - 1], lost, *TROUBLED[place:]]).difference

    assert difference is None or difference.number > place - 1


def test_an_altered_input_shows_in_what_follows() -> None:
    """A movement that was made larger changes no decision by itself, a service state does."""
    place = next(i for i, each in enumerate(WHOLE) if isinstance(each, MaterialMoved))
    moved = WHOLE[place]
    assert isinstance(moved, MaterialMoved)
    larger = replace(moved, mass_kg=moved.mass_kg + 1.0)

    found = replayed([*WHOLE[:place], larger, *WHOLE[place + 1 :]])

    assert not found.same


def test_other_versions_are_told() -> None:
    """A reader learns that another program wrote parts of the ledger."""
    other = ControllerStarted(WHOLE[0].at, "0.0.1", "x")

    found = replayed([*TROUBLED, replace(other, at=TROUBLED[-1].at)])

    assert found.versions == (lizao.__version__, "0.0.1")
    assert found.other_versions == ("0.0.1",)
    assert found.values["same"] is True


def test_a_difference_prints_kind_and_content() -> None:
    """A program that reads the JSON finds both facts by kind."""
    fact = ReportsRead(1, 2)

    assert Difference(7, fact, None).values == {
        "number": 7,
        "recorded": {"kind": "ReportsRead", "content": fact},
        "decided": None,
    }


def test_nothing_replays_as_nothing() -> None:
    """An empty ledger holds."""
    assert replayed([]).same


def test_whatever_a_plant_reports_comes_from_outside() -> None:
    """Also that saggars are back: no decision is looked for behind it."""
    story = Story(mini_scenes()[0])
    batch = story.start()
    story.finish(batch)
    story.forward(300)
    kinds = {type(each.fact) for each in story.plant.reports}
    assert SaggarsReturned in kinds
    assert all(is_input(each.fact) for each in story.plant.reports)
    assert replayed(story.facts).difference is None
