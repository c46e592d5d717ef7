"""The shift's book: notes, and when lines stood still, for which reason."""

from lizao.app.shift_book import KEPT, ShiftBook
from lizao.app.shift_desk import SHORTEST
from lizao.model.facts import HomeMade, ServiceStateChanged, ShiftNoted, StandstillExplained
from lizao.model.identifiers import ServiceName, UnitId
from lizao.model.instants import HOUR, MINUTE, Instant
from lizao.model.states import State
from tests.plant.plants import line

KILN, MILL = UnitId("kiln-1"), UnitId("fine-mill-1")


def feed(at: Instant, state: State, unit: UnitId = KILN) -> ServiceStateChanged:
    """A line reports how its feed stands."""
    return ServiceStateChanged(at, unit, ServiceName("feed"), state, 1)


def book_of(*facts: object) -> ShiftBook:
    """The book of a plant after some facts."""
    book = ShiftBook()
    book.apply(HomeMade(0, "lfp", line(), (), 1, {}))
    for each in facts:
        book.apply(each)  # type: ignore[arg-type]
    return book


def test_a_line_that_ran_and_is_not_fed_stands_still_until_it_is() -> None:
    """One that never ran, and a unit that is no line, do not."""
    book = book_of(
        feed(1, State.IDLE),
        feed(1, State.IDLE, MILL),
        feed(2 * MINUTE, State.RUNNING),
        feed(5 * MINUTE, State.COMPLETE),
        feed(6 * MINUTE, State.IDLE),
    )
    (stop,) = book.latest(SHORTEST, HOUR)
    assert (stop.unit, stop.since, stop.until) == (KILN, 5 * MINUTE, None)
    assert not [*book.latest(SHORTEST, 8 * MINUTE)]
    book.apply(feed(HOUR, State.RUNNING))
    (stop,) = book.latest(SHORTEST, 2 * HOUR)
    assert stop.until == HOUR


def test_a_standstill_is_explained_and_one_that_was_none_is_not() -> None:
    """The last word counts."""
    book = book_of(feed(1, State.RUNNING), feed(2, State.HELD))
    for reason in ("cleaning", "breakdown"):
        book.apply(StandstillExplained(3, KILN, 2, reason, "li.wei", "belt"))
    book.apply(StandstillExplained(3, KILN, 77, "cleaning", "li.wei"))
    book.apply(ShiftNoted(4, "kiln 1 is warm", "li.wei"))
    (stop,) = book.latest(0, HOUR)
    assert stop.explained is not None
    assert stop.explained.standstill == "breakdown"
    assert [each.text for each in book.notes] == ["kiln 1 is warm"]


def test_the_book_does_not_grow_for_ever() -> None:
    """The ledger keeps what it drops."""
    book = book_of()
    for each in range(KEPT + 10):
        book.apply(feed(2 * each, State.RUNNING))
        book.apply(feed(2 * each + 1, State.HELD))
    assert len(book.stops) == KEPT
    assert len(book.standing) == 1
