"""What people do by hand: modes, single steps, units taken over; and how they put it right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from lizao.app.batch_desk import act_on_batch
from lizao.app.permits import signing_of
from lizao.app.requests import ChangeMode, CommandBatch, GiveBackUnit, HandleStep, Request, TakeUnit
from lizao.app.units import change_unit
from lizao.control.by_hand import Wish, unreleasable, unrepeatable, unskippable
from lizao.control.run import BatchRun, Run
from lizao.control.waiting import waits_of
from lizao.control.waits import Cause
from lizao.model.errors import LizaoError
from lizao.model.facts import Fact, QuestionAnswered, Signed
from lizao.model.identifiers import BatchId, QuestionId, StepPath
from lizao.model.instants import HOUR, MINUTE, Instant
from lizao.model.people import UserName
from lizao.model.recipe import Work
from lizao.model.states import FINAL, Command, Mode
from lizao.testing.storm.figures import Fault

OPERATOR: Final = "operator"
REASON: Final = "storm"
_LONGEST_MODE: Final = 6 * HOUR
_LONGEST_TAKEN: Final = 4 * HOUR
_LONGEST_RELEASE: Final = 20 * MINUTE
_LONGEST_QUESTION: Final = 8 * HOUR
_LONGEST_DOOMED: Final = 12 * HOUR
_OFTEN_SPARED: Final = 0.7
_WISHES: Final = {
    Fault.STEP_SKIPPED: Wish.SKIP,
    Fault.STEP_REPEATED: Wish.REPEAT,
}
_AHEAD: Final = 0.2
_WITHOUT_TROUBLE: Final = 0.5
_BY_HAND: Final = (Mode.SEMI_AUTOMATIC, Mode.MANUAL)


@dataclass(slots=True)
class Plans:
    """When each thing that was noticed is seen to: by itself after a while, at once in peace."""

    random: Random
    longest: int
    at: dict[object, Instant] = field(default_factory=dict)

    def due(self, there: list[object], now: Instant, *, at_once: bool) -> list[object]:
        """Those that are seen to now; what is there no more is forgotten."""
        self.at = {key: self.at.get(key) or self._later(now) for key in there}
        return [key for key in there if at_once or self.at[key] <= now]

    def _later(self, now: Instant) -> Instant:
        return now + max(MINUTE, round(self.random.random() ** 2 * self.longest))


class ByHand:
    """An operator at the panel; what she asks goes through the desk, one request at a time."""

    def __init__(self, random: Random, *, gives_up: bool) -> None:
        """Nothing is by hand yet; only where a batch may be given up is anything left out."""
        self.random, self.gives_up = random, gives_up
        self._modes = Plans(random, _LONGEST_MODE)
        self._taken = Plans(random, _LONGEST_TAKEN)
        self._releases = Plans(random, _LONGEST_RELEASE)
        self._questions = Plans(random, _LONGEST_QUESTION)
        self._doomed = Plans(random, _LONGEST_DOOMED)
        self._spoilt: set[BatchId] = set()

    def asked(self, kind: Fault, run: Run, now: Instant) -> tuple[Fact, ...]:
        """What somebody asks of this kind; nothing where there is nothing to ask."""
        if kind is Fault.MODE_CHANGED:
            return self._mode(run, now)
        if kind is Fault.UNIT_TAKEN:
            return self._take(run, now)
        wish = _WISHES.get(kind)
        return () if wish is None else self._step(run, wish, now)

    def go_on(self, run: Run, now: Instant, *, at_once: bool) -> tuple[Fact, ...]:
        """The next thing that is put right: what was by hand goes back to the program."""
        for see in (self._give_up, self._give_back, self._automatic, self._answer, self._release):
            if asked := see(run, now, at_once):
                return asked
        return ()

    def due(self) -> Instant | None:
        """When the next of it is seen to."""
        plans = (self._modes, self._taken, self._releases, self._questions, self._doomed)
        return min((at for each in plans for at in each.at.values()), default=None)

    def _mode(self, run: Run, now: Instant) -> tuple[Fact, ...]:
        batches = _open(run)
        if not batches:
            return ()
        batch = self.random.choice(batches)
        mode = self.random.choice([each for each in Mode if each is not batch.mode])
        return on_batch(run, ChangeMode(batch.batch, mode, REASON), now)

    def _take(self, run: Run, now: Instant) -> tuple[Fact, ...]:
        """Rather a unit on which something runs."""
        units = [each.unit for each in run.runs.values()]
        units += [each.id for each in (run.plant.units if run.plant else ())][:: 4 if units else 1]
        free = [unit for unit in dict.fromkeys(units) if unit not in run.taken]
        if not free:
            return ()
        unit = self.random.choice(free)
        return (*_on_unit(run, TakeUnit(unit, REASON), now), *self._held(run, unit, now))

    def _held(self, run: Run, unit: str, now: Instant) -> tuple[Fact, ...]:
        """Whoever takes a unit over because of trouble holds what runs on it, too."""
        batches = [each.batch for each in run.runs.values() if each.unit == unit]
        if not batches or self.random.random() < _WITHOUT_TROUBLE:
            return ()
        return on_batch(run, CommandBatch(batches[0], Command.HOLD, REASON), now)

    def _step(self, run: Run, wish: Wish, now: Instant) -> tuple[Fact, ...]:
        can = [
            (batch, path)
            for batch in _open(run)
            for path in batch.procedure.elements
            if (unskippable(run, batch, path) if wish is Wish.SKIP else unrepeatable(batch, path))
            is None
        ]
        if wish is Wish.SKIP:
            spared = [each for each in can if _can_be_spared(*each)]
            if not self.gives_up or (spared and self.random.random() < _OFTEN_SPARED):
                can = spared
        if not can:
            return ()
        batch, path = self.random.choice(can)
        if not _can_be_spared(batch, path):
            if not self.gives_up:
                return ()
            self._spoilt.add(batch.batch)
        return on_batch(run, HandleStep(batch.batch, path, wish, REASON), now)

    def _give_up(self, run: Run, now: Instant, at_once: bool) -> tuple[Fact, ...]:
        """A batch of which more was left out or done twice than it can bear is aborted."""
        there = [each.batch for each in _open(run) if each.batch in self._spoilt]
        for batch in self._doomed.due([*there], now, at_once=at_once):
            assert isinstance(batch, str)
            abort = CommandBatch(batch, Command.ABORT, REASON)
            if asked := on_batch(run, abort, now):
                return asked
        return ()

    def _give_back(self, run: Run, now: Instant, at_once: bool) -> tuple[Fact, ...]:
        for unit in self._taken.due([*run.taken], now, at_once=at_once):
            return _on_unit(run, GiveBackUnit(str(unit), REASON), now)
        return ()

    def _automatic(self, run: Run, now: Instant, at_once: bool) -> tuple[Fact, ...]:
        there = [each.batch for each in _open(run) if each.mode in _BY_HAND]
        for batch in self._modes.due([*there], now, at_once=at_once):
            return on_batch(run, ChangeMode(str(batch), Mode.AUTOMATIC, REASON), now)
        return ()

    def _answer(self, run: Run, now: Instant, at_once: bool) -> tuple[Fact, ...]:
        """What a recipe asks is answered, often later than it should be."""
        there = [key for key, each in run.questions.items() if each.options]
        for key in self._questions.due([*there], now, at_once=at_once):
            question = QuestionId(str(key))
            answer = self.random.choice(run.questions[question].options)
            return (QuestionAnswered(now, question, answer, OPERATOR, REASON),)
        return ()

    def _release(self, run: Run, now: Instant, at_once: bool) -> tuple[Fact, ...]:
        there = [
            (batch.batch, wait.step)
            for batch in _open(run)
            if batch.mode in _BY_HAND
            for wait in waits_of(run, batch)
            if wait.cause is Cause.RELEASE and wait.step is not None
        ]
        due = self._releases.due([*there], now, at_once=at_once)
        for batch, step in there:
            if (batch, step) in due:
                ahead = self._ahead(run.batches[batch]) or [step]
                return on_batch(run, HandleStep(batch, ahead[0], Wish.RELEASE, REASON), now)
        return ()

    def _ahead(self, batch: BatchRun) -> list[StepPath]:
        """Now and then somebody releases what has not got its turn yet."""
        if self.random.random() >= _AHEAD:
            return []
        can = [each for each in batch.procedure.elements if unreleasable(batch, each) is None]
        return self.random.sample(can, 1) if can else []


def on_batch(
    run: Run, request: CommandBatch | ChangeMode | HandleStep, now: Instant
) -> tuple[Fact, ...]:
    """What the desk makes of a request, signed where it has to be; nothing where it refuses."""
    return signed(run, request, lambda: act_on_batch(run, request, OPERATOR, now), now)


def signed(
    run: Run,
    request: Request,
    act: Callable[[], tuple[Fact, ...]],
    now: Instant,
    by: str = OPERATOR,
) -> tuple[Fact, ...]:
    """The facts of a request with their signature before them; nothing where it is refused."""
    try:
        facts = act()
    except LizaoError:
        return ()
    signing = signing_of(request, run)
    if signing is None or not facts:
        return facts
    return (Signed(now, signing.what, signing.meaning, signing.reason, UserName(by)), *facts)


def _on_unit(run: Run, request: TakeUnit | GiveBackUnit, now: Instant) -> tuple[Fact, ...]:
    return signed(run, request, lambda: change_unit(run, request, OPERATOR, now), now)


def _open(run: Run) -> list[BatchRun]:
    return [each for each in run.batches.values() if each.state not in FINAL]


def _can_be_spared(batch: BatchRun, path: StepPath) -> bool:
    """Whether a batch comes to its end all the same if an element is left out, or done twice."""
    elements = batch.procedure.elements
    actions = (elements[each].action for each in (path, *batch.procedure.descendants[path]))
    return all(
        each is None or each.work is Work.ASK or _is_short(each.work, until=each.complete_when)
        for each in actions
    )


def _is_short(work: Work, *, until: object) -> bool:
    return work is Work.SERVICE and until is None
