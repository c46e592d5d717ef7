"""An exception that a person leaves out is watched no more, until a person wants it again."""

from lizao.control.by_hand import Wish, step_by_hand
from lizao.control.watched import is_watched
from lizao.model.facts import BatchCommanded, ExceptionRaised
from lizao.model.identifiers import BatchId, StepPath
from lizao.model.states import Command
from lizao.testing.story import Story
from tests.control.exceptions_recipe import HEAVY, HOST, exception, stir, watching, weigh

FULL = StepPath(f"{HOST}/full")


def _left_out() -> tuple[Story, BatchId]:
    """A batch whose exception is left out before its element begins."""
    story = watching(exception(FULL, HEAVY, "stir"), stir(f"{FULL}/stir"))
    batch = story.start()
    want(story, batch, Wish.SKIP)
    story.forward(1)
    return story, batch


def want(story: Story, batch: BatchId, wish: Wish) -> None:
    """A person wants something of the exception."""
    told = step_by_hand(story.run, story.batch(batch), FULL, wish, "li.wei", "trial", story.now)
    story.tell(*told)


def test_what_is_left_out_is_neither_watched_nor_raised() -> None:
    """The transport is not asked to watch it, and the batch comes to its end without it."""
    story, batch = _left_out()
    assert not is_watched(story.batch(batch), FULL)
    assert story.run.conditions == {}
    weigh(story, 600.0)
    story.finish(batch)
    assert not story.batch(batch).begun(StepPath(f"{FULL}/stir"))


def test_what_was_left_out_is_watched_again_when_it_is_repeated() -> None:
    """Nothing comes after an exception, so nothing has gone on without it."""
    story, batch = _left_out()
    want(story, batch, Wish.REPEAT)
    story.forward(0.1)
    assert is_watched(story.batch(batch), FULL)
    weigh(story, 600.0)
    story.finish(batch)
    assert story.batch(batch).step(FULL).round == 2


def test_what_a_person_aborts_is_not_watched_until_it_is_reset() -> None:
    """The rest of the batch goes on; once reset it is watched under another name."""
    story = watching(exception(FULL, HEAVY, "stir"), stir(f"{FULL}/stir"))
    batch = story.start()
    story.forward(0.1)
    assert is_watched(story.batch(batch), FULL)
    story.tell(BatchCommanded(story.now, batch, Command.ABORT, "li.wei", "trial", FULL))
    assert not is_watched(story.batch(batch), FULL)
    assert story.run.conditions == {}
    story.tell(BatchCommanded(story.now, batch, Command.RESET, "li.wei", "trial", FULL))
    assert is_watched(story.batch(batch), FULL)
    weigh(story, 600.0)
    story.finish(batch)
    assert [each.step for each in story.facts if isinstance(each, ExceptionRaised)] == [FULL]
