"""Services that go on with a run nobody has any more: they are stopped and given free.

A message that was late starts a service its batch had given up, or stops one that was free again.
"""

from operator import attrgetter
from typing import Final, TypeAlias

from lizao.control.entries import Picked, differing
from lizao.control.run import EMPTY_RUN, Run, ServiceRun, ServiceView
from lizao.control.services import reset, response
from lizao.model.facts import Fact, ServiceCommanded
from lizao.model.identifiers import ServiceName, UnitId
from lizao.model.instants import Instant
from lizao.model.states import FINAL, Command, State

_Key: TypeAlias = tuple[UnitId, ServiceName]
_BOOKED: Final[Picked[int, ServiceRun]] = Picked(attrgetter("booked"))
_TOLD: Final[Picked[_Key, ServiceView]] = Picked(attrgetter("again_at"))
_ON_THE_WAY: Final = frozenset({State.STOPPING, State.ABORTING, State.RESETTING})


class _Unknown:
    """The services that show a run that is not open, kept up with what changes."""

    def __init__(self) -> None:
        self._last: tuple[Run, frozenset[_Key]] = (EMPTY_RUN, frozenset())

    def of(self, run: Run) -> frozenset[_Key]:
        """Those of a state of the process cell."""
        before, found = self._last
        keys = {*differing(before.services, run.services)}
        for ticket in differing(before.runs, run.runs):
            each = before.runs.get(ticket) or run.runs[ticket]
            keys.add((each.unit, each.service))
        found = found.difference(keys).union(key for key in keys if _is_unknown(run, key))
        self._last = (run, found)
        return found


def _is_unknown(run: Run, key: _Key) -> bool:
    view = run.services.get(key)
    return view is not None and view.ticket != 0 and view.ticket not in run.runs


_UNKNOWN: Final = _Unknown()


def next_facts(run: Run, now: Instant) -> tuple[Fact, ...]:
    """Stop the next stray service, or reset it once it has ended; say it again if need be."""
    return _forgotten(run, now) or _stopped(run, now)


def next_deadline(run: Run) -> Instant | None:
    """When the first stray service is spoken to again."""
    told = (key for key in _TOLD.of(run.services) if key[0] not in run.taken)
    return min((run.services[key].again_at for key in told), default=None)


def _forgotten(run: Run, now: Instant) -> tuple[Fact, ...]:
    """A run whose result is booked is told to reset, where that was in vain or too early before."""
    for ticket in sorted(_BOOKED.of(run.runs)):
        each = run.runs[ticket]
        view = run.services.get((each.unit, each.service))
        shown = view.ticket if view else 0
        if shown != each.ticket or each.unit in run.taken or each.state not in FINAL:
            continue
        if new := reset(run, each, now):
            return new
    return ()


def _stopped(run: Run, now: Instant) -> tuple[Fact, ...]:
    unknown = _UNKNOWN.of(run)
    if not unknown:
        return ()
    for (unit, service), view in run.services.items():
        if (unit, service) not in unknown:
            continue
        if unit in run.taken or not _is_stray(run, view) or now < view.again_at:
            continue
        command = Command.RESET if view.state in FINAL else Command.STOP
        due = now + response(run, unit, service)
        return (ServiceCommanded(now, unit, service, command, view.ticket, due),)
    return ()


def _is_stray(run: Run, view: ServiceView) -> bool:
    """Whether the run is one that control has started, and closed since."""
    ours = view.ticket <= run.last_ticket and view.ticket not in run.foreign
    return ours and view.state not in _ON_THE_WAY
