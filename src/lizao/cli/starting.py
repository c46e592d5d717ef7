"""``lizao start``: a home runs until Ctrl-C, and says what happens in it."""

from contextlib import closing
from typing import TYPE_CHECKING, Final

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of
from lizao.cli.interruption import Interruption
from lizao.cli.making import MAX, REAL, TIMES, speed_of
from lizao.cli.opening import Opening
from lizao.model.errors import UnknownNameError
from lizao.model.states import FINAL, State

if TYPE_CHECKING:
    from lizao.app.home import Home
    from lizao.app.running import Sight
    from lizao.control.run import BatchRun
    from lizao.model.identifiers import BatchId, QuestionId, StepPath

DEFAULT_SPEED: Final = "x3600"
DEFAULT_PORT: Final = 8000
SPEEDS: Final = f"{REAL}, {TIMES}N"


def start(
    context: typer.Context,
    site: options.Site = None,
    plant: options.PlantName = None,
    seed: options.Seed = None,
    speed: options.RunningSpeed = DEFAULT_SPEED,
    *,
    disturbances: options.Disturbances = None,
    fault_rate: options.FaultRate = None,
    fault: options.ScheduledFault = None,
    port: options.Port = DEFAULT_PORT,
    no_browser: options.NoBrowser = False,
    no_page: options.NoPage = False,
) -> int:
    """Run plant, controller and page until Ctrl-C, which holds every batch first."""
    door = door_of(context)
    factor = speed_of(speed)
    if factor is None:
        raise UnknownNameError(kind="speed", value=MAX, known=SPEEDS)
    from lizao.app.standby import plant_standby

    settings = door.settings(site)
    with (
        Interruption() as interruption,
        closing(plant_standby(settings.home, settings.database_url, factor)) as plant_process,
        closing(Opening(door, settings, None if no_page else port, browser=not no_browser)) as page,
    ):
        from lizao.app.adversity import Adversity
        from lizao.app.starting import Attendance, StartOrder
        from lizao.app.starting import start as start_home

        adversity = Adversity(disturbances, fault_rate, fault or ())
        order = StartOrder(plant, seed, factor, plant_process, adversity)
        watch = HomeWatch(door, page)
        attendance = Attendance(
            lambda: interruption.asked,
            watch.look,
            watch.compiling,
            page.begin,
            watch.up,
            lambda user, shown: door.say("cli.start.welcome", user=user, password=shown),
            lambda error: typer.echo(door.texts.error(error), err=True),
        )
        late = start_home(order, settings, door.clock, attendance)
    for batch in late:
        door.say("cli.start.not_held", stderr=True, batch=batch)
    door.say("cli.start.ended")
    return FAILED if late else DONE


class HomeWatch:
    """One line for each change of a batch, of one of its stages, of the link to the plant."""

    def __init__(self, door: Door, page: Opening) -> None:
        """Nothing was said yet."""
        self._door = door
        self._page = page
        self._facts = -1
        self._batches: dict[BatchId, State] = {}
        self._stages: dict[tuple[BatchId, StepPath], State] = {}
        self._asked: set[QuestionId] = set()
        self._connected = True
        self._said_ending = False

    def compiling(self) -> None:
        """The plant takes long to come up."""
        self._door.say("cli.compiling", stderr=True)

    def up(self, home: "Home") -> None:
        """The controller can be asked; what was done before is no news."""
        from lizao.cli.glance import stages

        for run in home.rooms.run.batches.values():
            self._batches[run.batch] = run.state
            self._stages |= {(run.batch, each.path): each.state for each in stages(run)}
        self._say("cli.start.up", home=str(home.folder))

    def look(self, sight: "Sight") -> None:
        """Say what changed since the last look."""
        self._page.look()
        at = self._door.texts.instant(sight.loop.now)
        if sight.connected != self._connected:
            self._connected = sight.connected
            self._say(f"cli.start.{'there' if sight.connected else 'lost'}", at=at)
        if sight.ending and not self._said_ending:
            self._said_ending = True
            self._door.say("cli.start.holding", stderr=True)
        if sight.home.rooms.views.facts == self._facts:
            return
        self._facts = sight.home.rooms.views.facts
        for run in sight.home.rooms.run.batches.values():
            self._look_at(run, at)
        self._look_at_questions(sight, at)

    def _look_at(self, run: "BatchRun", at: str) -> None:
        from lizao.cli.glance import stages

        texts = self._door.texts
        if self._batches.get(run.batch) in FINAL:
            return
        if self._batches.get(run.batch) is not run.state:
            self._batches[run.batch] = run.state
            state = texts.word("state", run.state)
            self._say("live.batch_changed", at=at, batch=run.batch, state=state)
        for each in stages(run):
            if self._stages.get((run.batch, each.path), State.IDLE) is not each.state:
                self._stages[run.batch, each.path] = each.state
                state, stage = texts.word("state", each.state), texts.step(each.path)
                self._say("cli.start.stage", at=at, batch=run.batch, stage=stage, state=state)

    def _look_at_questions(self, sight: "Sight", at: str) -> None:
        for key, each in sight.home.rooms.run.questions.items():
            if key not in self._asked:
                self._asked.add(key)
                asked = self._door.texts.question(each.text, each.details)
                self._say("cli.start.asked", at=at, name=key, batch=each.batch, question=asked)

    def _say(self, key: str, **details: str) -> None:
        typer.echo(self._door.texts(key, **details))
