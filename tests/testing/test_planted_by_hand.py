"""Mistakes about what stands, is by hand or is an exception are found by a short storm."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from typing_extensions import override

from lizao.app.loop import Loop
from lizao.control import batches, elements, scopes
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.scopes import state_of
from lizao.control.services import command
from lizao.control.watched import is_handled, severity_of
from lizao.model.facts import ExceptionRaised, Fact, StepReleased
from lizao.model.identifiers import StepPath
from lizao.model.image import Image
from lizao.model.instants import Instant
from lizao.model.states import Command, State
from lizao.testing.storm.history import Parts
from tests.testing.test_planted import Planted, is_found


class _ReleasesTwice(Loop):
    """A release that a person asked for is written down twice."""

    @override
    def decide(self, requests: Sequence[Fact] = ()) -> None:
        """Say each release again."""
        again = [each for each in requests if isinstance(each, StepReleased)]
        super().decide((*requests, *again))


class _BeginsAgain(Loop):
    """After a crash the branch of an exception that is handled begins again."""

    @override
    def reconnect(self) -> Image:
        """Raise once more what is handled."""
        image = super().reconnect()
        self._keep(
            [
                ExceptionRaised(self.now, batch.batch, each, severity_of(batch, each))
                for batch in self.rooms.run.batches.values()
                for each in batch.procedure.hosts
                if is_handled(batch, each)
            ]
        )
        return image


def _paused_runs_on(patch: pytest.MonkeyPatch) -> None:
    def blind(batch: BatchRun, path: StepPath) -> State:
        state = state_of(batch, path)
        return State.RUNNING if state is State.PAUSED else state

    patch.setattr(elements, "state_of", blind)


def _taken_is_commanded(patch: pytest.MonkeyPatch) -> None:
    def blind(run: Run, current: ServiceRun, asked: Command, now: Instant) -> tuple[Fact, ...]:
        return command(replace(run, taken={}), current, asked, now)

    patch.setattr(batches, "command", blind)
    patch.setattr(scopes, "_commandable", lambda run, batch: run.runs_of(batch.batch))


SEEDS = 16

PLANTED = (
    Planted("a paused batch starts a step", frozenset({"stands"}), Parts(), _paused_runs_on),
    Planted("a taken unit is commanded", frozenset({"taken"}), Parts(), _taken_is_commanded),
    Planted("a step is released twice", frozenset({"twice"}), Parts(loop=_ReleasesTwice)),
    Planted("a branch begins again", frozenset({"twice"}), Parts(loop=_BeginsAgain)),
)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda each: each.name)
def test_a_planted_mistake_is_found(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a few seeds, by the promise that it breaks."""
    planted.plant(monkeypatch)
    assert is_found(planted, SEEDS), f"nobody found that {planted.name}"
