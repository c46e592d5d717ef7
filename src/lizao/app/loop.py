"""The loop: read what happened, decide, commit, and only then command."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from lizao.alarms.decide import next_deadline as next_alarm_deadline
from lizao.alarms.decide import rearm as rearm_alarms
from lizao.app.rooms import Rooms
from lizao.control.decide import commands_of
from lizao.control.recovery import read_services, rearm, reconcile
from lizao.equipment.transport import Transport
from lizao.model.commands import AnyCommand
from lizao.model.facts import Fact, LinkLost, LinkRestored, ReportsRead
from lizao.model.image import Image, Samples
from lizao.model.instants import HOUR, Instant

if TYPE_CHECKING:
    from lizao.model.identifiers import SignalId

HORIZON = HOUR
"""How far plant time may run when nothing is due."""
LARGEST_GROUP = 256
"""Facts that may wait for the next commit when no command waits with them."""


class Book(Protocol):
    """What the loop needs of the ledger."""

    def append(self, facts: Sequence[Fact], wall_at: Instant) -> object:
        """Take facts into the group to be committed next."""

    def record(self, samples: Samples) -> None:
        """Take signal samples into the group to be committed next."""

    def commit(self) -> object:
        """Make the group durable: all of it or nothing."""


class Loop:
    """One controller at work on one transport."""

    def __init__(
        self,
        rooms: Rooms,
        book: Book,
        transport: Transport,
        wall_now: Callable[[], Instant],
    ) -> None:
        """Join the rooms, the book and the equipment; ``wall_now`` stamps the facts."""
        self.rooms = rooms
        self.now: Instant = 0
        self.facts_written = 0
        self.values: Mapping[SignalId, float] = {}
        self._book = book
        self._transport = transport
        self._wall_now = wall_now
        self._waiting = 0
        self._sampled = False

    def reconnect(self) -> Image:
        """After a (re)start: read what the equipment does, reconcile, say again what repeats."""
        image = self._transport.read()
        self.now = image.at
        self._reported(image)
        self._record(image.samples)
        self._keep(read_services(self.rooms.run, image.services, self.now))
        again = reconcile(self.rooms.run, image.services, self.now)
        self._keep(again)
        self.settle()
        self._transport.write(
            (*rearm(self.rooms.run), *rearm_alarms(self.rooms.alarms), *commands_in(again))
        )
        return image

    def note(self, facts: Sequence[Fact]) -> None:
        """Fold, write and commit facts that come from a door."""
        self._keep(facts)
        self.commit()

    def turn(self, requests: Sequence[Fact] = ()) -> Image:
        """Once around: facts in, decisions, commit, commands out."""
        image = self._transport.read()
        self.now = image.at
        self.values = image.values
        self._look_at_link(image)
        self._reported(image)
        self._record(image.samples)
        self.decide(requests)
        return image

    def decide(self, requests: Sequence[Fact] = ()) -> None:
        """Fold what a door asks, say what follows, commit, and only then command.

        Nothing is read between a request and what follows from it, so a replay finds them together.
        """
        self._keep(requests)
        facts, commands = self.rooms.decide(self.now)
        self._written(facts)
        if commands or requests or self._waiting >= LARGEST_GROUP:
            self.settle()
        self._transport.write(commands)

    @property
    def due(self) -> Instant:
        """When something is to be decided at the latest, whatever is reported before."""
        deadlines = (self.rooms.next_deadline, next_alarm_deadline(self.rooms.alarms))
        far = self.now + HORIZON
        return max(self.now, min(far, *(far if each is None else each for each in deadlines)))

    def advance(self, to: Instant | None = None) -> Instant:
        """Let plant time run to the next report, deadline, or ``to``."""
        due = self.due
        return self._transport.advance(due if to is None else max(self.now, min(due, to)))

    def commit(self) -> None:
        """Make durable what waits."""
        if self._waiting or self._sampled:
            self._book.commit()
            self._waiting, self._sampled = 0, False

    def settle(self) -> None:
        """Make durable what waits, and let the equipment forget what was reported."""
        self.commit()
        self._transport.acknowledge(self.rooms.run.reports_read)

    def _record(self, samples: Samples) -> None:
        """Signals wait for the next commit; a loop that settles at every scan keeps them then."""
        self._book.record(samples)
        self._sampled = self._sampled or bool(samples.at)

    def _look_at_link(self, image: Image) -> None:
        """Say once that the equipment was lost, and once that it is there again."""
        if image.connected is not self.rooms.alarms.linked:
            self._keep((LinkRestored(self.now) if image.connected else LinkLost(self.now),))

    def _reported(self, image: Image) -> None:
        read = self.rooms.run.reports_read
        new = [each for each in image.reports if each.sequence > read]
        if not new:
            return
        self._keep([each.fact for each in new])
        self._keep((ReportsRead(self.now, new[-1].sequence),))

    def _keep(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.rooms.apply(fact)
        self._written(facts)

    def _written(self, facts: Sequence[Fact]) -> None:
        if facts:
            self._book.append(facts, self._wall_now())
            self._waiting += len(facts)
            self.facts_written += len(facts)


def commands_in(facts: Sequence[Fact]) -> list[AnyCommand]:
    """The commands that facts announce, in their order."""
    return [command for fact in facts for command in commands_of(fact)]
