"""What is watched and analysed on the paper plant."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lizao.model.commands import AnalyseSample
from lizao.model.conditions import WatchedCondition
from lizao.model.facts import ConditionMet, SampleResult
from lizao.model.identifiers import ConditionId, SampleId, SignalId
from lizao.model.instants import Instant, seconds
from lizao.testing.paper.services import PaperReports

_OUTSIDE: Final = 1e6
"""A result outside every limit."""


@dataclass(slots=True)
class PaperWatch:
    """Conditions that the present controller wants watched, and since when each holds."""

    reports: PaperReports
    _conditions: dict[ConditionId, WatchedCondition] = field(default_factory=dict)
    _on: dict[SignalId, list[WatchedCondition]] = field(default_factory=dict)
    _seen: dict[SignalId, float] = field(default_factory=dict)
    """Values at which no condition on the signal holds."""
    _held_since: dict[ConditionId, Instant] = field(default_factory=dict)

    def watch(self, condition: WatchedCondition) -> None:
        """Watch a condition until it is met."""
        self.forget(condition.id, self._held_since.get(condition.id))
        self._conditions[condition.id] = condition
        self._on.setdefault(condition.signal, []).append(condition)
        self._seen.pop(condition.signal, None)

    def forget(self, condition: ConditionId, since: Instant | None = None) -> None:
        """Watch it no more; what is watched anew goes on holding ``since`` when it did."""
        old = self._conditions.pop(condition, None)
        self._held_since.pop(condition, None)
        if old is not None:
            self._on[old.signal].remove(old)
        if since is not None:
            self._held_since[condition] = since

    def forget_all(self) -> None:
        """The controller that asked for them is gone."""
        for each in (self._conditions, self._on, self._seen, self._held_since):
            each.clear()

    def look(self, at: Instant, value_of: Callable[[SignalId], float]) -> None:
        """Report every condition that has held for its time."""
        for signal, conditions in self._on.items():
            value = value_of(signal)
            if self._seen.get(signal) == value:
                continue
            holding = [each for each in conditions if self._holds(each, value)]
            if not holding:
                self._seen[signal] = value
            for each in holding:
                since = self._held_since.setdefault(each.id, at)
                if at - since >= seconds(each.hold_s):
                    self.forget(each.id)
                    self.reports.add(ConditionMet(at, each.id, value, each.limit))

    def _holds(self, condition: WatchedCondition, value: float) -> bool:
        if condition.comparison.holds(value, condition.limit):
            return True
        self._held_since.pop(condition.id, None)
        return False


@dataclass(slots=True)
class PaperLaboratory:
    """A laboratory that finds 1.0 for everything after ``delay_s``, one attribute after the other.

    Of as many results as are ``failing`` the next ones are outside every limit, of as many as are
    ``failing_late`` the next that come last of their sample. The next sample has to wait
    ``behind`` µs.
    """

    reports: PaperReports
    delay_s: float
    failing: int = 0
    failing_late: int = 0
    behind: int = 0
    _due: list[tuple[Instant, SampleId, str]] = field(default_factory=list)
    _known: set[SampleId] = field(default_factory=set)

    def take(self, asked: AnalyseSample, at: Instant) -> None:
        """Take a sample in, once."""
        if asked.sample in self._known:
            return
        self._known.add(asked.sample)
        for position, attribute in enumerate(asked.panel):
            due = at + self.behind + seconds(self.delay_s * (position + 1))
            self._due.append((due, asked.sample, attribute))
        self._due.sort()
        self.behind = 0

    def late(self, more: int) -> None:
        """Everything that is being analysed takes ``more`` µs longer; else the next sample does."""
        self.behind = 0 if self._due else more
        self._due = [(due + more, sample, what) for due, sample, what in self._due]

    def work(self, at: Instant) -> None:
        """Report what is ready; what was taken first is ready first."""
        while self._due and self._due[0][0] <= at:
            _, sample, attribute = self._due.pop(0)
            self.reports.add(SampleResult(at, sample, attribute, self._found(sample)))

    def _found(self, sample: SampleId) -> float:
        if self.failing:
            self.failing -= 1
            return _OUTSIDE
        if self.failing_late and not any(each == sample for _, each, _ in self._due):
            self.failing_late -= 1
            return _OUTSIDE
        return 1.0
