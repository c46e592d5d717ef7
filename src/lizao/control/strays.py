"""Services that go on with a run nobody has any more: they are stopped and given free.

A message that was late starts a service its batch had given up, or stops one that was free again.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from lizao.control.run import Run, ServiceView
from lizao.control.services import reset, response
from lizao.model.facts import Fact, ServiceCommanded
from lizao.model.instants import Instant
from lizao.model.states import FINAL, Command, State

_ticket: Final = attrgetter("ticket")
_ON_THE_WAY: Final = frozenset({State.STOPPING, State.ABORTING, State.RESETTING})


def next_facts(run: Run, now: Instant) -> tuple[Fact, ...]:
    """Stop the next stray service, or reset it once it has ended; say it again if need be."""
    return _forgotten(run, now) or _stopped(run, now)


def next_deadline(run: Run) -> Instant | None:
    """When the first stray service is spoken to again."""
    told = [(key, view) for key, view in run.services.items() if view.again_at]
    return min((view.again_at for (unit, _), view in told if unit not in run.taken), default=None)


def _forgotten(run: Run, now: Instant) -> tuple[Fact, ...]:
    """A run whose result is booked is told to reset, where that was in vain or too early before."""
    for each in [each for each in run.runs.values() if each.booked]:
        view = run.services.get((each.unit, each.service))
        shown = view.ticket if view else 0
        if shown != each.ticket or each.unit in run.taken or each.state not in FINAL:
            continue
        if new := reset(run, each, now):
            return new
    return ()


def _stopped(run: Run, now: Instant) -> tuple[Fact, ...]:
    if not _shown(run.services.values()).difference(run.runs, (0,)):
        return ()
    for (unit, service), view in run.services.items():
        if view.ticket == 0 or view.ticket in run.runs:
            continue
        if unit in run.taken or not _is_stray(run, view) or now < view.again_at:
            continue
        command = Command.RESET if view.state in FINAL else Command.STOP
        due = now + response(run, unit, service)
        return (ServiceCommanded(now, unit, service, command, view.ticket, due),)
    return ()


def _shown(views: Iterable[ServiceView]) -> set[int]:
    """The numbers of the runs that services show."""
    return set(map(_ticket, views))


def _is_stray(run: Run, view: ServiceView) -> bool:
    """Whether the run is one that control has started, and closed since."""
    ours = view.ticket <= run.last_ticket and view.ticket not in run.foreign
    return ours and view.state not in _ON_THE_WAY
