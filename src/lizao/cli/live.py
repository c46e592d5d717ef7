"""The live view of a batch in a terminal: grey and plain, colour only for what is abnormal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from lizao.app.progress import Stage
from lizao.cli.glance import Glance
from lizao.model.instants import Duration
from lizao.model.states import State
from lizao.texts import Texts
from lizao.texts.numbers import split_unit

ABNORMAL: Final = "bold red"
QUIET: Final = "dim"
BAR_WIDTH: Final = 12
WELL: Final = frozenset(
    {
        State.IDLE,
        State.STARTING,
        State.RUNNING,
        State.COMPLETING,
        State.COMPLETE,
        State.RESTARTING,
        State.RESETTING,
    }
)


@contextmanager
def view_on(console: Console) -> Iterator[Live]:
    """A view that is drawn only when it is told to; it stays on the screen when it ends."""
    with Live(console=console, auto_refresh=False, transient=False) as live:
        yield live


def drawing(shown: Glance, texts: Texts, wall_left: Duration | None = None) -> RenderableType:
    """The whole view; ``wall_left`` is how long a person still waits."""
    columns = Table.grid(padding=(0, 3), expand=False)
    columns.add_row(
        _stages(shown, texts),
        Group(_units(shown, texts)),
        Group(_material(shown, texts), _values(shown, texts)),
    )
    return Group(_head(shown, texts, wall_left), columns, *_questions(shown, texts), _foot(texts))


def _head(shown: Glance, texts: Texts, wall_left: Duration | None) -> Table:
    head = Table.grid(padding=(0, 3))
    title = Text(texts("live.title", batch=shown.batch, product=shown.product), style="bold")
    state = _state(shown.state, texts)
    stamp = Text(texts("cli.stamp") if shown.simulated else "", style="reverse")
    head.add_row(title, state, stamp)
    left = "–"
    if shown.remaining is not None and wall_left is not None:
        plant, wall = texts.duration(shown.remaining), texts.duration(wall_left)
        left = texts("live.about", plant=plant, wall=wall)
    packed = f"{texts.mass(shown.packed_kg)} / {texts.mass(shown.wanted_kg)}"
    pairs = (
        (texts("live.plant_time"), texts.instant(shown.at)),
        (texts("live.elapsed"), texts.duration(shown.elapsed)),
        (texts("live.remaining"), left),
        (texts("live.packed"), packed),
    )
    figures = Table.grid(padding=(0, 3))
    figures.add_row(*(Text.assemble((f"{name} ", QUIET), value) for name, value in pairs))
    whole = Table.grid()
    whole.add_row(head)
    whole.add_row(figures)
    return whole


def _table(*headings: str) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style=QUIET, pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def _stages(shown: Glance, texts: Texts) -> Table:
    table = _table(texts("live.stages"), texts("live.state"), texts("live.progress"))
    for stage in shown.stages:
        style = QUIET if stage.state in {State.IDLE, State.COMPLETE} else ""
        name = Text(texts.step(stage.path), style=style)
        table.add_row(name, _state(stage.state, texts), _bar(stage))
    return table


def _bar(stage: Stage) -> ProgressBar:
    return ProgressBar(
        total=1.0,
        completed=stage.progress,
        width=BAR_WIDTH,
        style="grey37",
        complete_style="default",
        finished_style="grey62",
    )


def _units(shown: Glance, texts: Texts) -> Table:
    table = _table(texts("live.unit"), texts("live.doing"), texts("live.state"))
    for unit in shown.units:
        line = "" if unit.line is None else texts.word("line_state", unit.line)
        if not unit.services:
            table.add_row(unit.unit, "", Text(line))
        for service, state in unit.services:
            table.add_row(unit.unit, texts.word("service", service), _state(state, texts))
    return table


def _material(shown: Glance, texts: Texts) -> Table:
    table = _table(texts("live.on_the_way"), "t")
    table.columns[1].justify = "right"
    for place, kg in shown.material_kg.items():
        table.add_row(texts.place(place), texts.number(kg / 1000.0, 2))
    return table


def _values(shown: Glance, texts: Texts) -> Table:
    table = _table(texts("live.values"), "", "")
    table.columns[2].justify = "right"
    for unit, name, value in shown.values:
        _, measure = split_unit(name)
        table.add_row(unit, texts.label(name), texts.quantity(value, measure, 2))
    return table


def _questions(shown: Glance, texts: Texts) -> Iterator[Text]:
    if shown.questions:
        yield Text(texts("live.waits"), style=ABNORMAL)
    for text, details in shown.questions:
        yield Text(f"  {texts.question(text, details)}", style=ABNORMAL)


def _foot(texts: Texts) -> Text:
    return Text(texts("live.hold_hint"), style=QUIET)


def _state(state: State, texts: Texts) -> Text:
    return Text(texts.word("state", state), style="" if state in WELL else ABNORMAL)
