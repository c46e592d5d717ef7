"""Services that go on with a run nobody has any more: they are stopped and given free.

A message that was late starts a service its batch had given up, or stops one that was free again.
"""

from typing import Final

from lizao.control.run import Run, ServiceRun, ServiceView
from lizao.control.services import reset, response
from lizao.model.facts import Fact, ServiceCommanded
from lizao.model.instants import Instant
from lizao.model.states import FINAL, Command, State

_ON_THE_WAY: Final = frozenset({State.STOPPING, State.ABORTING, State.RESETTING})


def next_facts(run: Run, now: Instant) -> tuple[Fact, ...]:
    """Stop the next stray service, or reset it once it has ended; say it again if need be."""
    for (unit, service), view in run.services.items():
        if view.state is State.IDLE or view.ticket == 0 or unit in run.taken:
            continue
        if (open_ := run.runs.get(view.ticket)) is not None:
            if new := _forgotten(run, open_, now):
                return new
            continue
        if not _is_stray(run, view) or now < view.again_at:
            continue
        command = Command.RESET if view.state in FINAL else Command.STOP
        due = now + response(run, unit, service)
        return (ServiceCommanded(now, unit, service, command, view.ticket, due),)
    return ()


def next_deadline(run: Run) -> Instant | None:
    """When the first stray service is spoken to again."""
    due = (
        view.again_at
        for (unit, _), view in run.services.items()
        if view.again_at and unit not in run.taken
    )
    return min(due, default=None)


def _is_stray(run: Run, view: ServiceView) -> bool:
    """Whether the run is one that control has started, and closed since."""
    ours = view.ticket <= run.last_ticket and view.ticket not in run.foreign
    return ours and view.state not in _ON_THE_WAY


def _forgotten(run: Run, open_: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    """A run whose result is booked is told to reset, where that was in vain or too early before."""
    return reset(run, open_, now) if open_.booked and open_.state in FINAL else ()
