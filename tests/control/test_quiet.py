"""Nobody asks what follows where nothing changed, and nobody misses anything by it."""

from copy import copy
from dataclasses import fields, replace

import pytest
from typing_extensions import override

from lizao.app.rooms import Rooms
from lizao.control.decide import settled
from lizao.control.quiet import LOOKS_AGAIN, NEVER_ASKED, NUMBERS, Looks, Quiet
from lizao.control.run import EMPTY_RUN, Run
from lizao.model.facts import Fact
from lizao.model.identifiers import BatchId, UnitId
from lizao.model.instants import MINUTE, Instant
from lizao.testing.storm.history import History, Parts
from lizao.testing.storm.scenes import mini_scenes, reference_scenes
from lizao.testing.story import Story

_ROW = (UnitId("kiln"), BatchId("B1"))


class _Doubtful(Rooms):
    """Asks all the same whenever it is said to be quiet."""

    @override
    def _settled(self, now: Instant) -> tuple[Fact, ...]:
        asked_of_all = settled(self.run, now)[0]
        said = super()._settled(now)
        assert said == asked_of_all
        return said


@pytest.mark.parametrize("seed", [42, 43])
def test_what_is_called_quiet_is_quiet(seed: int) -> None:
    """Through a storm nothing would have been decided where nobody was asked."""
    scenes = reference_scenes() if seed % 2 else mini_scenes()
    figures = History(scenes, seed, Parts(rooms=_Doubtful)).play(3.0)
    assert figures.facts > 500


@pytest.mark.parametrize("name", [each.name for each in fields(Run) if each.name != "rows"])
def test_quiet_ends_with_any_field_that_is_asked(name: str) -> None:
    """A new field of the run counts as asked for, unless it is named as one that is not."""
    other = copy(EMPTY_RUN)
    object.__setattr__(other, name, {"another": 1})
    assert _quiet(EMPTY_RUN).holds_for(other, MINUTE) == (name in NUMBERS)


def test_rows_count_by_who_has_some_inside() -> None:
    """One row more changes nothing; the first and the last one do."""
    one, two = (replace(EMPTY_RUN, rows={_ROW: count}) for count in (1, 2))
    assert _quiet(one).holds_for(two, MINUTE)
    assert not _quiet(one).holds_for(EMPTY_RUN, MINUTE)


def _quiet(run: Run, until: Instant = LOOKS_AGAIN) -> Quiet:
    return Quiet(run, until, {})


def test_quiet_ends_in_time() -> None:
    """However quiet it is, somebody looks again; and the first time anyway."""
    assert not _quiet(EMPTY_RUN).holds_for(EMPTY_RUN, LOOKS_AGAIN)
    assert not NEVER_ASKED.holds_for(EMPTY_RUN, 0)
    assert not _quiet(EMPTY_RUN, MINUTE).holds_for(EMPTY_RUN, MINUTE)


def test_a_batch_that_opens_after_its_turn_waits_for_the_next() -> None:
    """They are asked as they were created, each once."""
    story = Story()
    first, second = story.start(), story.start()
    looks = Looks(NEVER_ASKED, story.run, story.now)
    asked = []
    for each in looks.in_turn(story.run):
        asked.append(each)
        looks.note(story.run, story.batch(each))
        looks.renew(story.run.with_batch(replace(story.batch(first), reason=f"after {each}")))
    assert asked == [first, second]
    assert not looks.are_of_all
