"""What stands must stand: no step starts in what does not run, on a taken unit, or twice over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lizao.control.run import Run
from lizao.control.scopes import contains
from lizao.model.commands import AnyCommand, CommandService, StartService
from lizao.model.facts import (
    BatchStateChanged,
    ExceptionEnded,
    ExceptionRaised,
    LoopRepeated,
    StepReleased,
    StepRepeated,
    StepSkipped,
    StepStarted,
    StepStateChanged,
    UnitGivenBack,
    UnitTaken,
)
from lizao.model.identifiers import BatchId, StepPath, UnitId
from lizao.model.recipe import Then
from lizao.model.states import State

_ON: Final = frozenset({State.RUNNING, State.COMPLETE, State.IDLE})
"""States of a commanded element that no longer keep anything from starting."""


@dataclass(slots=True)
class _Batch:
    """What is said of one batch: its state, what stands in it, what was released and raised."""

    state: State = State.IDLE
    stands: dict[StepPath, State] = field(default_factory=dict)
    released: set[StepPath] = field(default_factory=set)
    raised: dict[StepPath, int] = field(default_factory=dict)
    overtaken: set[StepPath] = field(default_factory=set)

    def begins_anew(self, step: StepPath) -> None:
        """What lies in an element is as it was before it began."""
        self.released = {each for each in self.released if not contains(step, each)}
        self.forget(step)

    def forget(self, step: StepPath) -> None:
        """No exception in an element is handled any more."""
        self.raised = {key: each for key, each in self.raised.items() if not contains(step, key)}
        self.overtaken = {each for each in self.overtaken if not contains(step, each)}


@dataclass(slots=True)
class Standing:
    """Follows batches fact by fact, by itself, and says where a step should not have started."""

    found: list[str]
    _batches: dict[BatchId, _Batch] = field(default_factory=dict)
    _taken: set[UnitId] = field(default_factory=set)
    takes: Mapping[type, Callable[[Any, Run], None]] = field(init=False)
    """Which kind of fact is taken how; ``run`` has folded it and those committed with it."""

    def __post_init__(self) -> None:
        """Every kind that says what starts, stands, or is by hand."""
        self.takes = {
            BatchStateChanged: self._batch,
            StepStateChanged: self._element,
            StepStarted: self._started,
            StepReleased: self._released,
            StepRepeated: self._repeated,
            LoopRepeated: self._repeated,
            StepSkipped: self._skipped,
            ExceptionRaised: self._raised,
            ExceptionEnded: self._ended,
            UnitTaken: self._took,
            UnitGivenBack: self._gave_back,
        }

    def check(self, commands: Sequence[AnyCommand]) -> None:
        """Nothing is sent to a unit that an operator has."""
        if not self._taken:
            return
        self.found += (
            f"taken: {each} was written to a unit that an operator has"
            for each in commands
            if isinstance(each, StartService | CommandService) and each.unit in self._taken
        )

    def cut_short(self, batch: BatchId, step: StepPath) -> bool:
        """Whether an element, or what it lies in, was stopped or aborted."""
        known = self._of(batch)
        ends = {State.STOPPING, State.ABORTING, State.STOPPED, State.ABORTED}
        around = (state for path, state in known.stands.items() if contains(path, step))
        return any(state in ends for state in (known.state, *around))

    def _of(self, batch: BatchId) -> _Batch:
        return self._batches.setdefault(batch, _Batch())

    def _batch(self, fact: BatchStateChanged, _run: Run) -> None:
        self._of(fact.batch).state = fact.state

    def _element(self, fact: StepStateChanged, _run: Run) -> None:
        batch = self._of(fact.batch)
        batch.stands.pop(fact.step, None)
        if fact.state not in _ON:
            batch.stands[fact.step] = fact.state
        if fact.state is State.IDLE:
            self._anew(batch, fact.step)

    def _anew(self, batch: _Batch, step: StepPath) -> None:
        batch.stands = {key: at for key, at in batch.stands.items() if not contains(step, key)}
        batch.begins_anew(step)

    def _started(self, fact: StepStarted, _run: Run) -> None:
        batch = self._of(fact.batch)
        batch.released.discard(fact.step)
        if batch.state is not State.RUNNING:
            self.found.append(f"stands: {fact.step} started while {fact.batch} was {batch.state}")
        for path, state in batch.stands.items():
            if contains(path, fact.step):
                self.found.append(f"stands: {fact.step} started while {path} was {state}")

    def _released(self, fact: StepReleased, _run: Run) -> None:
        batch = self._of(fact.batch)
        if fact.step in batch.released:
            self.found.append(f"twice: {fact.step} of {fact.batch} was released twice")
        batch.released.add(fact.step)

    def _repeated(self, fact: StepRepeated | LoopRepeated, _run: Run) -> None:
        self._anew(self._of(fact.batch), fact.step)

    def _raised(self, fact: ExceptionRaised, run: Run) -> None:
        """A branch begins again only after a severer one has taken over."""
        batch = self._of(fact.batch)
        if fact.step in batch.raised and fact.step not in batch.overtaken:
            self.found.append(f"twice: {fact.step} of {fact.batch} was raised while it was handled")
        batch.begins_anew(fact.step)
        top_of = run.batches[fact.batch].procedure.top_of
        batch.overtaken.update(
            each
            for each, severity in batch.raised.items()
            if severity < fact.severity and top_of[each] == top_of[fact.step]
        )
        batch.raised[fact.step] = fact.severity

    def _ended(self, fact: ExceptionEnded, run: Run) -> None:
        """An element that is repeated has not run: what a person said of its parts is over."""
        batch = self._of(fact.batch)
        batch.forget(fact.step)
        if fact.then is Then.REPEAT:
            procedure = run.batches[fact.batch].procedure
            for each in procedure.descendants[procedure.hosts[fact.step]]:
                self._anew(batch, each)

    def _skipped(self, fact: StepSkipped, _run: Run) -> None:
        self._of(fact.batch).forget(fact.step)

    def _took(self, fact: UnitTaken, _run: Run) -> None:
        self._taken.add(fact.unit)

    def _gave_back(self, fact: UnitGivenBack, _run: Run) -> None:
        self._taken.discard(fact.unit)
