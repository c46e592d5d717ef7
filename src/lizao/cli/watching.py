"""What a person sees while a batch is made: a live view, plain lines, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import typer

from lizao.app.making import Making
from lizao.app.progress import Stage, stages
from lizao.cli.door import Door
from lizao.cli.glance import Glance, glance
from lizao.cli.interruption import Interruption
from lizao.model.identifiers import QuestionId, StepPath
from lizao.model.instants import SECOND, Duration
from lizao.model.states import FINAL, State

if TYPE_CHECKING:
    from rich.live import Live

Watch = Callable[[Making], None]
INTERVAL_S: Final = 0.1
"""The view is drawn at most this often, in wall time."""


@contextmanager
def watching(door: Door, interruption: Interruption, *, json: bool) -> Iterator[Watch]:
    """The watch that fits the place: standard output carries only JSON where JSON was asked for."""
    console = door.console(stderr=json)
    if console.is_terminal:
        from lizao.cli.live import view_on

        with view_on(console) as live:
            watch = LiveWatch(door, live)
            yield Announced(door, interruption, watch)
            watch.draw_last()
    elif json:
        yield Announced(door, interruption, _nothing)
    else:
        yield Announced(door, interruption, PlainWatch(door))


def _nothing(_making: Making) -> None:
    """Show nothing."""


class Announced:
    """Says once that the plant is being compiled, and once that the batch is being held."""

    def __init__(self, door: Door, interruption: Interruption, watch: Watch) -> None:
        """Say it on standard error, then watch."""
        self._door = door
        self._interruption = interruption
        self._watch = watch
        self._said_holding = False
        self._said_compiling = False

    def __call__(self, making: Making) -> None:
        """Look at the batch."""
        if not self._said_compiling:
            self._said_compiling = True
            self._announce_compiling()
        if self._interruption.asked and not self._said_holding:
            self._said_holding = True
            self._door.say("cli.interrupted", stderr=True)
        self._watch(making)

    def _announce_compiling(self) -> None:
        from lizao.plant.compiled import is_warm

        if not is_warm():
            self._door.say("cli.compiling", stderr=True)


class PlainWatch:
    """One line for each change of the batch or of one of its stages."""

    def __init__(self, door: Door) -> None:
        """Nothing was said yet."""
        self._door = door
        self._batch: State | None = None
        self._said: dict[StepPath, State] = {}
        self._begun = False
        self._asked: set[QuestionId] = set()

    def __call__(self, making: Making) -> None:
        """Say what changed since the last look."""
        texts, run = self._door.texts, making.run
        at = texts.instant(making.loop.now)
        if run.state is not self._batch:
            self._batch = run.state
            state = texts.word("state", run.state)
            self._say("live.batch_changed", at=at, batch=making.batch, state=state)
        for stage in stages(run):
            if self._is_news(stage):
                self._said[stage.path] = stage.state
                state = texts.word("state", stage.state)
                name = self._name(stage)
                self._say("live.stage_changed", at=at, stage=name, state=state)
        self._begun = True
        for key, question in making.home.rooms.run.questions.items():
            if key not in self._asked:
                self._asked.add(key)
                asked = texts.question(question.text, question.details)
                self._say("live.asked", at=at, question=asked)

    def _is_news(self, stage: Stage) -> bool:
        """What was done before the first look is no news."""
        if not self._begun and stage.state in FINAL:
            self._said[stage.path] = stage.state
        return self._said.get(stage.path, State.IDLE) is not stage.state

    def _name(self, stage: Stage) -> str:
        return self._door.texts.step(stage.path)

    def _say(self, key: str, **details: str) -> None:
        typer.echo(self._door.texts(key, **details))


class LiveWatch:
    """The live view, drawn anew at most ten times a second."""

    def __init__(self, door: Door, live: "Live") -> None:
        """Nothing was drawn yet."""
        self._door = door
        self._live = live
        self._last: Making | None = None
        self._began_s = door.clock.elapsed_s()
        self._drawn_s: float | None = None

    def __call__(self, making: Making) -> None:
        """Draw the batch, if the last drawing is old enough."""
        self._last = making
        now_s = self._door.clock.elapsed_s()
        if self._drawn_s is None or now_s - self._drawn_s >= INTERVAL_S:
            self._drawn_s = now_s
            self._draw(making, now_s)

    def draw_last(self) -> None:
        """Leave the batch on the screen as it is in the end."""
        if self._last is not None:
            self._draw(self._last, self._door.clock.elapsed_s())

    def _draw(self, making: Making, now_s: float) -> None:
        from lizao.cli.live import drawing

        shown = glance(making)
        wall_left = self._wall_left(shown, now_s - self._began_s)
        self._live.update(drawing(shown, self._door.texts, wall_left), refresh=True)

    @staticmethod
    def _wall_left(shown: Glance, passed_s: float) -> Duration | None:
        """How long a person still waits, if the rest goes as fast as what is done."""
        if shown.remaining is None:
            return None
        return round(passed_s * (1.0 - shown.progress) / shown.progress) * SECOND
