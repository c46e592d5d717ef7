"""Everything decided again: the inputs of a ledger, and what this program makes of them now.

What equipment and persons said is an input. What control, material and quality said is decided
again from the inputs before it and held against the ledger, kind and content.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import lizao
from lizao.app.rooms import Rooms
from lizao.control.exceptions import RULE
from lizao.control.recovery import reconcile
from lizao.ledger.codec import Codec
from lizao.model.facts import (
    AlarmChanged,
    BagPacked,
    BagScanned,
    BatchCommanded,
    BatchCreated,
    ChargesPlanned,
    ConditionMet,
    ControllerStarted,
    Fact,
    HomeMade,
    LineStateChanged,
    LinkLost,
    LinkRestored,
    LotReceived,
    LotStatusChanged,
    MaterialMoved,
    ModeChanged,
    PasswordChanged,
    PlaceEmptied,
    QuestionAnswered,
    RecipeRegistered,
    RecipeStatusChanged,
    ReportsRead,
    SaggarsReturned,
    SampleResult,
    SegmentSealed,
    ServiceRead,
    ServiceStateChanged,
    ShiftNoted,
    Signed,
    SignedIn,
    SignedOut,
    SignInRefused,
    StandstillExplained,
    StepReleased,
    StepRepeated,
    StepSkipped,
    UnitGivenBack,
    UnitStatusChanged,
    UnitTaken,
    UserAdded,
    UserChanged,
    UserDeactivated,
    UtilitiesMetered,
)
from lizao.model.identifiers import ServiceName, UnitId
from lizao.model.image import ServiceReading
from lizao.model.instants import Instant
from lizao.model.states import Command

REPORTS: Final = (
    BagPacked,
    BagScanned,
    ConditionMet,
    LineStateChanged,
    LotReceived,
    MaterialMoved,
    PlaceEmptied,
    ReportsRead,
    SaggarsReturned,
    SampleResult,
    ServiceStateChanged,
    UtilitiesMetered,
)
"""What the equipment and the laboratory say."""
DOORS: Final = (
    BatchCreated,
    ChargesPlanned,
    ControllerStarted,
    HomeMade,
    LinkLost,
    LinkRestored,
    ModeChanged,
    SegmentSealed,
    ServiceRead,
    StepReleased,
    StepRepeated,
)
"""What comes from a door, or belongs to the start and end of a controller."""
BY_SOMEBODY: Final = (
    AlarmChanged,
    BatchCommanded,
    LotStatusChanged,
    PasswordChanged,
    QuestionAnswered,
    RecipeRegistered,
    RecipeStatusChanged,
    Signed,
    SignedIn,
    SignedOut,
    ShiftNoted,
    StandstillExplained,
    SignInRefused,
    UnitGivenBack,
    UnitStatusChanged,
    UnitTaken,
    UserAdded,
    UserChanged,
    UserDeactivated,
)
"""What either a person or a rule says."""


def is_input(fact: Fact) -> bool:
    """Whether a fact came from outside; of a rule's own, a hold or one to a step is decided."""
    if isinstance(fact, BatchCommanded):
        decided = fact.command is Command.HOLD or fact.step is not None
        return fact.by != RULE or not decided
    if isinstance(fact, StepSkipped):
        return bool(fact.by)
    if isinstance(fact, BY_SOMEBODY):
        return getattr(fact, "by", "") != RULE
    return isinstance(fact, (*REPORTS, *DOORS))


@dataclass(frozen=True, slots=True)
class Difference:
    """Where ledger and decision part: at ``number`` one says ``recorded``, the other ``decided``.

    None where one of them says nothing there.
    """

    number: int
    recorded: Fact | None
    decided: Fact | None

    @property
    def values(self) -> dict[str, object]:
        """The number, and both facts by kind and content."""
        return {
            "number": self.number,
            "recorded": _told(self.recorded),
            "decided": _told(self.decided),
        }


def _told(fact: Fact | None) -> dict[str, object] | None:
    return None if fact is None else {"kind": type(fact).__name__, "content": fact}


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a replay: facts, how many were decided again, the first difference."""

    facts: int
    decided: int
    difference: Difference | None
    versions: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether everything was decided as the ledger says."""
        return self.difference is None

    @property
    def values(self) -> dict[str, object]:
        """What ``replay --json`` prints."""
        return {
            "same": self.same,
            "facts": self.facts,
            "decided": self.decided,
            "first_difference": None if self.difference is None else self.difference.values,
            "versions": self.versions,
        }

    @property
    def other_versions(self) -> tuple[str, ...]:
        """The versions of the program, other than this one, that wrote in the ledger."""
        return tuple(each for each in self.versions if each != lizao.__version__)


def replay(facts: Iterable[tuple[int, Fact]]) -> Replay:
    """Fold and decide ``facts`` (with their numbers) again, up to the first difference."""
    replayed = _Replaying()
    for number, fact in facts:
        replayed.number = number
        if (difference := replayed.take(fact)) is not None:
            return replayed.ended(difference)
    replayed.number += 1
    return replayed.ended(replayed.end())


@dataclass(slots=True)
class _Replaying:
    """The rooms as they were at fact ``number``.

    ``expected`` was decided and is to follow in the ledger. After a controller started it reads the
    services (``readings``) and reconciles, and only then decides; ``turned_at`` is the time of the
    last turn of its loop, when everything that follows from the inputs has to be said.
    """

    rooms: Rooms = field(default_factory=Rooms)
    number: int = 0
    decided: int = 0
    expected: list[Fact] = field(default_factory=list)
    connecting: bool = False
    readings: dict[tuple[UnitId, ServiceName], ServiceReading] = field(default_factory=dict)
    turned_at: Instant | None = None
    versions: dict[str, None] = field(default_factory=dict)
    codec: Codec = field(default_factory=Codec)

    def take(self, fact: Fact) -> Difference | None:
        """Go on by one fact of the ledger; the difference, if there is one."""
        if self.connecting and not self._still_connects(fact):
            self._reconcile(fact.at)
        if not self.expected and not is_input(fact):
            self.turned_at = None
            self.expected = self.rooms.decide(fact.at)[0]
        if self.expected:
            return self._compare(fact)
        if not is_input(fact):
            return Difference(self.number, fact, None)
        return self._input(fact)

    def end(self) -> Difference | None:
        """Nothing is left in the ledger: was everything said?"""
        if self.connecting:
            return None
        if not self.expected and self.turned_at is not None:
            self.expected = self.rooms.decide(self.turned_at)[0]
        return Difference(self.number, None, self.expected[0]) if self.expected else None

    def ended(self, difference: Difference | None) -> Replay:
        """The outcome."""
        return Replay(self.number - 1, self.decided, difference, tuple(self.versions))

    def _input(self, fact: Fact) -> Difference | None:
        """Fold an input; before one of the next turn, all that followed from this one was said."""
        if self.turned_at is not None and not isinstance(fact, BY_SOMEBODY):
            self.expected = self.rooms.decide(self.turned_at)[0]
            self.turned_at = None
            if self.expected:
                return Difference(self.number, fact, self.expected[0])
        self.rooms.apply(fact)
        match fact:
            case ControllerStarted():
                self.connecting, self.turned_at = True, None
                self.readings.clear()
                self.versions[fact.version] = None
            case ReportsRead() if not self.connecting:
                self.turned_at = fact.at
            case ServiceRead():
                seen = ServiceReading(fact.state, fact.ticket, fact.has_ticket, fact.reports)
                self.readings[fact.unit, fact.service] = seen
            case _:
                pass
        return None

    def _still_connects(self, fact: Fact) -> bool:
        """A controller that starts takes reports, then reads the services; then it reconciles."""
        if isinstance(fact, ServiceRead | ControllerStarted):
            return True
        return not self.readings and isinstance(fact, REPORTS)

    def _reconcile(self, now: Instant) -> None:
        self.connecting = False
        self.expected = list(reconcile(self.rooms.run, self.readings, now))
        for fact in self.expected:
            self.rooms.apply(fact)

    def _compare(self, fact: Fact) -> Difference | None:
        """Hold a fact of the ledger against the decided one, which is folded already."""
        decided = self.expected.pop(0)
        if self.codec.encode(fact) != self.codec.encode(decided):
            return Difference(self.number, fact, decided)
        self.decided += 1
        return None
