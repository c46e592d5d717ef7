"""What a storm soak is asked for, and what it came to."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Final

from lizao.model.facts import FACT_TYPES, SegmentSealed
from lizao.model.instants import Instant


class Fault(StrEnum):
    """Everything that may go wrong."""

    CRASH_BEFORE_COMMIT = "crash_before_commit"
    CRASH_AFTER_COMMIT = "crash_after_commit"
    CRASH_AFTER_WRITE = "crash_after_write"
    COMMAND_LOST = "command_lost"
    COMMAND_LATE = "command_late"
    COMMAND_REPEATED = "command_repeated"
    COMMANDS_REORDERED = "commands_reordered"
    REPORT_LOST = "report_lost"
    REPORT_LATE = "report_late"
    REPORT_REPEATED = "report_repeated"
    REPORTS_REORDERED = "reports_reordered"
    LINK_LOST = "link_lost"
    STALE_VALUES = "stale_values"
    SERVICE_STUCK = "service_stuck"
    SERVICE_REFUSING = "service_refusing"
    SERVICE_FAILED = "service_failed"
    UNIT_TRIPPED = "unit_tripped"
    POWER_DIP = "power_dip"
    OPERATOR_HOLD = "operator_hold"
    OPERATOR_RESTART = "operator_restart"
    OPERATOR_STOP = "operator_stop"
    OPERATOR_ABORT = "operator_abort"
    HOLD_ALL = "hold_all"
    OPERATOR_PAUSE = "operator_pause"
    ELEMENT_COMMANDED = "element_commanded"
    HOLD_UNHEARD = "hold_unheard"
    MODE_CHANGED = "mode_changed"
    STEP_SKIPPED = "step_skipped"
    STEP_REPEATED = "step_repeated"
    UNIT_TAKEN = "unit_taken"
    RECIPE_MOVED = "recipe_moved"
    UNIT_OUT_OF_USE = "unit_out_of_use"
    QUESTION_ANSWERED = "question_answered"
    ALARM_HANDLED = "alarm_handled"
    USER_CHANGED = "user_changed"
    RESULT_LATE = "result_late"
    RESULT_FAILED = "result_failed"
    VALUE_OUTSIDE = "value_outside"
    WRONG_BAG = "wrong_bag"
    PLACE_FULL = "place_full"
    PLACE_EMPTY = "place_empty"
    CLOCK_STEP = "clock_step"


ENOUGH_FAULTS: Final = 1_000
"""How often every kind of fault has to happen in a proof."""
ENOUGH_CRASHES: Final = 20
"""How often a commit with every kind of fact has to be lost, and to be followed by a crash."""
ELSEWHERE: Final = frozenset({SegmentSealed})
"""Kinds of facts that no storm makes: the store of signals writes them, which has its own tests."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a storm is spared: some kinds of faults, and more than so many ``batches``."""

    without: frozenset[Fault] = frozenset()
    batches: int | None = None


EVERYTHING: Final = Limits()
"""A storm that is spared nothing."""


@dataclass(frozen=True, slots=True)
class Order:
    """``runs`` runs of ``hours`` plant hours each; run ``k`` is drawn from ``seed + k``."""

    runs: int
    hours: float
    seed: int
    limits: Limits = EVERYTHING


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was broken in the run of ``seed``, and the last facts before it.

    A storm of ``hours`` is the shortest that breaks it, as everything up to there stays the same.
    ``faults`` are the kinds that happened in it, ``without`` those that it was spared; it ``made``
    so many batches, and was to make ``batches`` at most.
    """

    seed: int
    at: Instant
    hours: float
    broken: str
    story: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    without: tuple[Fault, ...] = ()
    batches: int | None = None
    made: int = 0

    @property
    def allowed(self) -> tuple[Fault, ...]:
        """The kinds of faults that might happen in it."""
        return tuple(each for each in Fault if each not in self.without)

    @property
    def promise(self) -> str:
        """The name of the promise."""
        return self.broken.partition(":")[0]


@dataclass(slots=True)
class Figures:
    """What a soak came to.

    ``utilisation`` is the share of plant time in which the busiest unit belonged to a batch.
    ``crashed`` counts, by kind of fact, the commits holding one that a crash lost or followed;
    ``uncovered`` names what a proof still lacks.
    """

    runs: int = 0
    plant_hours: float = 0.0
    facts: int = 0
    utilisation: float = 0.0
    faults: Counter[Fault] = field(default_factory=Counter)
    restarts: int = 0
    batches: Counter[str] = field(default_factory=Counter)
    crashed: dict[Fault, Counter[str]] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)

    @property
    def values(self) -> dict[str, object]:
        """The figures as plain data; every kind of fault is named."""
        return {
            "runs": self.runs,
            "plant_hours": round(self.plant_hours, 3),
            "facts": self.facts,
            "utilisation": round(self.utilisation, 4),
            "faults": {each.value: self.faults[each] for each in Fault},
            "restarts": self.restarts,
            "violations": len(self.violations),
            "uncovered": self.uncovered,
            "batches": dict(sorted(self.batches.items())),
            "crashed": {
                side.value: dict(sorted(kinds.items())) for side, kinds in self.crashed.items()
            },
            "stories": [asdict(each) for each in self.violations],
        }

    @property
    def uncovered(self) -> dict[str, dict[str, int]]:
        """What happened too seldom for a proof: faults, and crashes around each kind of fact."""
        kinds = [each.__name__ for each in FACT_TYPES if each not in ELSEWHERE]
        few = {
            "faults": {
                each.value: self.faults[each] for each in Fault if self.faults[each] < ENOUGH_FAULTS
            }
        }
        for side in (Fault.CRASH_BEFORE_COMMIT, Fault.CRASH_AFTER_COMMIT):
            seen = self.crashed.get(side, Counter())
            few[side.value] = {each: seen[each] for each in kinds if seen[each] < ENOUGH_CRASHES}
        return few

    def add(self, other: "Figures") -> None:
        """Take in the figures of more runs."""
        hours = self.plant_hours + other.plant_hours
        if hours > 0:
            mine, theirs = (
                self.utilisation * self.plant_hours,
                other.utilisation * other.plant_hours,
            )
            self.utilisation = (mine + theirs) / hours
        self.plant_hours = hours
        self.runs += other.runs
        self.facts += other.facts
        self.restarts += other.restarts
        self.faults += other.faults
        self.batches += other.batches
        self.violations += other.violations
        for side, kinds in other.crashed.items():
            self.crashed.setdefault(side, Counter()).update(kinds)
