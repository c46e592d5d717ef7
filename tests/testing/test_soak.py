"""The crash soak holds on the real program, and it finds programs that are wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from typing_extensions import override

from lizao.app.loop import Book, Loop
from lizao.app.rooms import Rooms
from lizao.control import transfers
from lizao.equipment.transport import Transport
from lizao.model.commands import AnyCommand, CommandService
from lizao.model.facts import Fact, ServiceStateChanged, UnitReleased
from lizao.model.image import Image
from lizao.model.instants import Instant
from lizao.model.states import Command, State
from lizao.testing.soak import AFTER_WRITES, AROUND_COMMITS, Sides, crash_soak


@pytest.mark.parametrize("sides", [AROUND_COMMITS, AFTER_WRITES])
def test_a_batch_survives_a_crash_now_and_then(sides: Sides) -> None:
    """Some crashes break nothing."""
    report = crash_soak(every=9, sides=sides)
    assert report.violations == ()
    assert report.crashes >= 3


@pytest.mark.slow
def test_a_batch_survives_a_crash_before_and_after_every_commit() -> None:
    """Every commit is lost once, then made and cut off from its commands: nothing breaks."""
    report = crash_soak(sides=AROUND_COMMITS)
    assert report.violations == ()
    assert report.crashes > report.commits * 0.9


@pytest.mark.slow
def test_a_batch_survives_a_crash_after_every_write() -> None:
    """Commands that went out just before a crash are never given twice."""
    report = crash_soak(sides=AFTER_WRITES)
    assert report.violations == ()
    assert report.crashes > report.commits * 0.5


class Wire:
    """A transport that passes everything on."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    def read(self) -> Image:
        """As the inner transport."""
        return self._inner.read()

    def write(self, commands: Sequence[AnyCommand]) -> None:
        """As the inner transport."""
        self._inner.write(commands)

    def advance(self, to: Instant) -> Instant:
        """As the inner transport."""
        return self._inner.advance(to)

    def acknowledge(self, sequence: int) -> None:
        """As the inner transport."""
        self._inner.acknowledge(sequence)


class HastyReset(Wire):
    """Resets a service the moment it is seen complete, before anything is committed."""

    @override
    def read(self) -> Image:
        """A result is reset before anybody kept it."""
        image = super().read()
        for report in image.reports:
            match report.fact:
                case ServiceStateChanged(state=State.COMPLETE) as done:
                    reset = CommandService(done.unit, done.service, done.ticket, Command.RESET)
                    self.write((reset,))
                case _:
                    pass
        return image


class HastyAcknowledgement(Wire):
    """Acknowledges reports as soon as they are read."""

    @override
    def read(self) -> Image:
        """Read, and acknowledged at once."""
        image = super().read()
        if image.reports:
            self.acknowledge(image.reports[-1].sequence)
        return image


class WriteFirst(Loop):
    """Commands go out before the commit that holds their intents."""

    @override
    def turn(self, requests: Sequence[Fact] = ()) -> Image:
        """Commands go out before their commit."""
        book, transport = self._book, self._transport
        late = _LateBook(book, transport)
        self._book, self._transport = late, late
        try:
            return super().turn(requests)
        finally:
            self._book, self._transport = book, transport


class _LateBook(Wire):
    """Keeps a commit back until commands were written."""

    def __init__(self, book: Book, inner: Transport) -> None:
        super().__init__(inner)
        self._book, self._due = book, False

    def append(self, facts: Sequence[Fact], wall_at: Instant) -> object:
        return self._book.append(facts, wall_at)

    def record(self, samples: object) -> None:
        """Nothing to record."""

    def commit(self) -> None:
        self._due = True

    @override
    def acknowledge(self, sequence: int) -> None:
        """Acknowledged with the next commit."""

    @override
    def write(self, commands: Sequence[AnyCommand]) -> None:
        super().write(commands)
        if self._due:
            self._book.commit()


class ForgetfulRooms(Rooms):
    """A pipe stays taken after it was given back."""

    @override
    def apply(self, fact: Fact) -> None:
        """A release is forgotten."""
        super().apply(fact)
        self._forget(fact)

    @override
    def decide(self, now: Instant) -> tuple[list[Fact], list[AnyCommand]]:
        """A release is forgotten."""
        facts, commands = super().decide(now)
        for fact in facts:
            self._forget(fact)
        return facts, commands

    def _forget(self, fact: Fact) -> None:
        if isinstance(fact, UnitReleased) and fact.unit.startswith("pipe"):
            owners = {**self.run.owners, fact.unit: fact.batch}
            self.run = replace(self.run, owners=owners)


def on(wire: Callable[[Transport], Transport]) -> Callable[..., Loop]:
    """A loop whose transport has something in between."""

    def make(
        rooms: Rooms, book: Book, transport: Transport, wall_now: Callable[[], Instant]
    ) -> Loop:
        return Loop(rooms, book, wire(transport), wall_now)

    return make


def test_commands_written_before_their_commit_are_found() -> None:
    """Planted: the write comes first; a crash then leaves a run nobody ordered."""
    assert "intent" in _broken(crash_soak(every=3, loop=WriteFirst).violations)


def test_a_reset_before_the_result_is_committed_is_found() -> None:
    """Planted: a service is reset as soon as it is seen complete."""
    assert "result" in _broken(crash_soak(every=3, loop=on(HastyReset)).violations)


def test_reports_acknowledged_before_their_commit_are_found() -> None:
    """Planted: what is acknowledged and not committed is lost with the controller."""
    assert "report" in _broken(crash_soak(every=3, loop=on(HastyAcknowledgement)).violations)


def test_a_line_that_is_never_given_back_is_found() -> None:
    """Planted: a transfer forgets to release its pipe."""
    assert "owner" in _broken(crash_soak(every=50, rooms=ForgetfulRooms).violations)


def test_a_transfer_in_the_wrong_order_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the source sends before anyone receives."""
    monkeypatch.setattr(transfers, "ORDER", tuple(reversed(transfers.ORDER)))
    assert "order" in _broken(crash_soak(every=50).violations)


def _broken(violations: Sequence[str]) -> set[str]:
    return {each.partition(":")[0] for each in violations}
