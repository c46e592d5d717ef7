"""Every step of a batch with what a person may do with it now, asked of the rules themselves."""

from collections.abc import Iterator
from typing import Final

from lizao.app.answers import status as told
from lizao.app.requests import COMMANDS
from lizao.control.by_hand import Wish, unreleasable, unrepeatable, unskippable
from lizao.control.run import BatchRun, Run
from lizao.control.scopes import accepts, standing
from lizao.control.watched import is_handled
from lizao.model.identifiers import StepPath
from lizao.model.recipe import Element, Form
from lizao.model.states import FINAL

ROWS: Final = frozenset(
    {Form.UNIT_PROCEDURE, Form.OPERATION, Form.LOOP, Form.CHOICE, Form.EXCEPTION, Form.PHASE}
)
"""What a person thinks of as a step; sequences and parallels only hold others."""


def step_rows(run: Run, batch: BatchRun) -> list[told.StepRow]:
    """The steps in the order of the recipe; a branch only while its exception is handled."""
    tops = batch.procedure.tops
    return [_row(run, batch, each) for top in tops for each in _below(batch, top)]


def _row(run: Run, batch: BatchRun, element: Element) -> told.StepRow:
    path, step = element.path, batch.step(element.path)
    ended = batch.state in FINAL
    return {
        "step": path,
        "form": element.form,
        "state": standing(batch, path) if batch.begun(path) else step.state,
        "skipped": step.skipped,
        "may": [] if ended else [*_wishes(run, batch, path), *_commands(batch, element)],
    }


def _below(batch: BatchRun, path: StepPath) -> Iterator[Element]:
    element = batch.procedure.elements[path]
    if element.form in ROWS:
        yield element
    handled = (each for each in element.exceptions if is_handled(batch, each))
    for each in (*element.children, *handled):
        yield from _below(batch, each)


def _wishes(run: Run, batch: BatchRun, path: StepPath) -> Iterator[str]:
    if unreleasable(batch, path) is None:
        yield Wish.RELEASE
    if unskippable(run, batch, path) is None:
        yield Wish.SKIP
    if unrepeatable(batch, path) is None:
        yield Wish.REPEAT


def _commands(batch: BatchRun, element: Element) -> Iterator[str]:
    """What is begun and not complete takes commands; what has not begun needs none."""
    if batch.begun(element.path) and not batch.done(element.path):
        yield from (each for each in COMMANDS if accepts(batch, element.path, each))
