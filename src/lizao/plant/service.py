"""A service of a PLC: the state table of the model, and the work behind each state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lizao.model.commands import StartService, Value
from lizao.model.equipment import Service as ServiceWords
from lizao.model.facts import ServiceStateChanged
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.image import ServiceReading
from lizao.model.states import FINAL, WHEN_DONE, Command, State, next_state
from lizao.plant.floor import Floor

_STOPPING = frozenset({State.HOLDING, State.PAUSING, State.STOPPING, State.ABORTING})
BROKEN_OFF = frozenset({State.STOPPING, State.ABORTING})
"""States on the way to an end that is not the goal of a run."""
_REPORTING = FINAL | {State.HELD}


@dataclass
class Run:
    """What a service remembers of its present run."""

    state: State = State.IDLE
    ticket: int = 0
    batch: BatchId | None = None
    parameters: dict[str, Value] = field(default_factory=dict)
    reports: dict[str, Value] = field(default_factory=dict)
    since: int = 0
    """Step at which the run began."""
    left_s: int = -1
    """Seconds that a timed service has still to run; -1: not begun."""
    going_since: int = 0


def _at_once(_: "Service") -> bool:
    """Nothing to wait for."""
    return True


def _nothing(_: "Service") -> None:
    """Nothing to do."""


@dataclass(frozen=True)
class Work:
    """What a service does: each function is given the service.

    ``begin`` (STARTING) and ``finish`` (COMPLETING) return whether they are done at once; ``go`` is
    called on every way into RUNNING, ``halt`` on the way out of it by hold, pause, stop or abort;
    ``due`` when its timer is due, ``drained`` when the place it empties is empty, ``changed`` after
    every change of state.
    """

    begin: Callable[["Service"], bool] = _at_once
    go: Callable[["Service"], None] = _nothing
    halt: Callable[["Service"], None] = _nothing
    finish: Callable[["Service"], bool] = _at_once
    due: Callable[["Service"], None] = _nothing
    drained: Callable[["Service"], None] = _nothing
    changed: Callable[["Service"], None] = _nothing


class Service:
    """One service of one unit."""

    def __init__(self, unit: UnitId, words: ServiceWords, work: Work, floor: Floor) -> None:
        """An idle service."""
        self.unit = unit
        self.name: ServiceName = words.name
        self.key = f"{unit}/{words.name}"
        self.state = Run()
        self._words = words
        self._work = work
        self._floor = floor
        floor.own(self.key, self)

    @property
    def flowing(self) -> bool:
        """Whether the service lets material pass."""
        return self.state.state in {State.RUNNING, State.COMPLETING}

    def reading(self) -> ServiceReading:
        """What the service shows."""
        shown = self.state.reports if self.state.state in _REPORTING else {}
        return ServiceReading(self.state.state, self.state.ticket, True, dict(shown))

    def start(self, asked: StartService) -> bool:
        """Take a start; False when it is not idle, the run is old, or a parameter is unknown."""
        run = self.state
        known = {each.name for each in self._words.parameters}
        if run.state is not State.IDLE or asked.ticket <= run.ticket:
            return False
        if not known >= set(asked.parameters):
            return False
        self.state = Run(ticket=asked.ticket, batch=asked.batch, since=self._floor.state.step)
        self.state.parameters = self._parameters(asked.parameters)
        self._enter(State.STARTING)
        return True

    def _parameters(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """The parameters of a run: what is given, and the defaults."""
        values = {
            each.name: each.default for each in self._words.parameters if each.default is not None
        }
        return {**values, **given}

    def default(self, name: str) -> float:
        """The default of a numeric parameter."""
        return float(
            next(each.default or 0.0 for each in self._words.parameters if each.name == name)
        )

    def number(self, name: str, default: float = 0.0) -> float:
        """A numeric parameter of the run in its unit."""
        return float(self.state.parameters.get(name, default))

    def text(self, name: str) -> str:
        """A text parameter of the run."""
        return str(self.state.parameters.get(name, ""))

    def command(self, ticket: int, command: Command) -> None:
        """Take a command to the present run; what the table forbids is ignored."""
        target = next_state(self.state.state, command)
        if ticket == self.state.ticket and command is not Command.START and target is not None:
            self._enter(target)

    def done(self) -> None:
        """The work of the present state is done: go where the table leads."""
        following = WHEN_DONE.get(self.state.state)
        if following is not None:
            self._enter(following)

    def trip(self, reason: str) -> None:
        """An interlock stops the run: hold it and say why."""
        self.state.reports["interlock"] = reason
        if next_state(self.state.state, Command.HOLD) is not None:
            self._enter(State.HOLDING)

    def _enter(self, state: State) -> None:
        """Go to a state, report it, and do its work."""
        run = self.state
        run.state = state
        reports = dict(run.reports) if state in _REPORTING else {}
        self._floor.post(
            ServiceStateChanged(self._floor.now, self.unit, self.name, state, run.ticket, reports)
        )
        self._work.changed(self)
        if state is State.RUNNING:
            run.going_since = self._floor.state.step
            self._work.go(self)
        elif state in WHEN_DONE and self._transient(state) and self.state.state is state:
            self.done()

    def _transient(self, state: State) -> bool:
        """Do the work of a transient state; whether it is done at once."""
        if state is State.STARTING:
            return self._work.begin(self)
        if state is State.COMPLETING:
            return self._work.finish(self)
        if state in _STOPPING:
            self._work.halt(self)
        return True

    def time(self, after_s: float) -> None:
        """Call ``due`` after ``after_s`` seconds of running; a hold stops the count."""
        if self.state.left_s < 0:
            self.state.left_s = max(1, round(after_s))
        self._floor.wake(self.key, self.state.left_s, "due", self.state.ticket)

    def stop_clock(self) -> None:
        """Stop the count of a timed service."""
        gone = self._floor.state.step - self.state.going_since
        self.state.left_s = max(0, self.state.left_s - gone)

    def woken(self, what: str, argument: int) -> None:
        """A timer is due: it counts only for the run and the stretch of running that set it."""
        run = self.state
        current = what == "due" and argument == run.ticket and run.state is State.RUNNING
        if current and self._floor.state.step - run.going_since >= run.left_s:
            self._work.due(self)

    def drained(self) -> None:
        """The place that this service empties is empty."""
        self._work.drained(self)
