"""How far a batch has come, by the phases of its unit procedures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lizao.control.run import BatchRun
from lizao.model.identifiers import StepPath
from lizao.model.instants import Duration
from lizao.model.recipe import Form
from lizao.model.states import FINAL, State

EARLIEST: Final = 0.1
"""Before this part of the work is done nobody can say how long the rest takes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One unit procedure: its state, and which part of its phases is done (0..1)."""

    path: StepPath
    state: State
    progress: float


def stages(batch: BatchRun) -> tuple[Stage, ...]:
    """The unit procedures of a batch in the order of the recipe."""
    return tuple(_stage(batch, top) for top in batch.procedure.tops)


def _stage(batch: BatchRun, top: StepPath) -> Stage:
    state = batch.step(top).state
    if state in FINAL:
        return Stage(top, state, 1.0)
    elements = batch.procedure.elements
    below = batch.procedure.descendants[top]
    phases = [path for path in below if elements[path].form is Form.PHASE]
    done = sum(batch.done(path) for path in phases)
    return Stage(top, state, done / max(1, len(phases)))


def share_done(found: Sequence[Stage]) -> float:
    """Which part of the whole work is done (0..1)."""
    return sum(each.progress for each in found) / max(1, len(found))


def remaining(found: tuple[Stage, ...], elapsed: Duration) -> Duration | None:
    """Plant time until the last stage is done, if the rest goes as fast as what is done."""
    progress = share_done(found)
    if progress < EARLIEST or progress >= 1.0:
        return None
    return round(elapsed * (1.0 - progress) / progress)
