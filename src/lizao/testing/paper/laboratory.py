"""What is watched and analysed on the paper plant."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lizao.model.commands import AnalyseSample
from lizao.model.conditions import WatchedCondition
from lizao.model.facts import ConditionMet, SampleResult
from lizao.model.identifiers import ConditionId, SampleId, SignalId
from lizao.model.instants import Instant, seconds
from lizao.testing.paper.services import PaperReports


@dataclass(slots=True)
class PaperWatch:
    """Conditions that the present controller wants watched, and since when each holds."""

    reports: PaperReports
    _conditions: dict[ConditionId, WatchedCondition] = field(default_factory=dict)
    _held_since: dict[ConditionId, Instant] = field(default_factory=dict)

    def watch(self, condition: WatchedCondition) -> None:
        """Watch a condition until it is met."""
        self._conditions[condition.id] = condition

    def forget(self, condition: ConditionId) -> None:
        """Watch it no more."""
        self._conditions.pop(condition, None)
        self._held_since.pop(condition, None)

    def forget_all(self) -> None:
        """The controller that asked for them is gone."""
        self._conditions.clear()
        self._held_since.clear()

    def look(self, at: Instant, value_of: Callable[[SignalId], float]) -> None:
        """Report every condition that has held for its time."""
        for key, condition in list(self._conditions.items()):
            value = value_of(condition.signal)
            if not condition.comparison.holds(value, condition.limit):
                self._held_since.pop(key, None)
                continue
            since = self._held_since.setdefault(key, at)
            if at - since >= seconds(condition.hold_s):
                self.forget(key)
                self.reports.add(ConditionMet(at, key, value, condition.limit))


@dataclass(slots=True)
class PaperLaboratory:
    """A laboratory that finds 1.0 for everything after ``delay_s``, one attribute after the other.

    Of as many results as are ``failing`` the next ones are outside every limit. The next sample
    has to wait ``behind`` µs.
    """

    reports: PaperReports
    delay_s: float
    failing: int = 0
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
            value = 1.0 if self.failing == 0 else 1e6
            self.failing = max(0, self.failing - 1)
            self.reports.add(SampleResult(at, sample, attribute, value))
