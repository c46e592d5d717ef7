"""The three-party transfer: destination receives, line conveys, source sends; all or hold."""

from typing import Final

from lizao.control.candidates import line_role, paths_of
from lizao.control.conditions import Outlook, arm, outlook
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.safety import blocked_by
from lizao.control.scopes import GOES_ON, state_of
from lizao.control.services import (
    complete,
    parameters_of,
    reset,
    service_is_free,
    start_service,
)
from lizao.model.equipment import Transfer
from lizao.model.facts import Fact, StepCompleted, StepStarted, UnitAllocated
from lizao.model.identifiers import Role, ServiceName, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.recipe import Action, Element
from lizao.model.states import State

SEND: Final = ServiceName("send")
CONVEY: Final = ServiceName("convey")
RECEIVE: Final = ServiceName("receive")
ORDER: Final = (("destination", RECEIVE), ("line", CONVEY), ("source", SEND))
"""Members in the order in which they start; they complete in the opposite order."""


def start(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Start a transfer on the first free line between its source and its destination."""
    path = path_to_take(run, batch, element)
    if path is None:
        return ()
    parties = dict(zip(("destination", "line", "source"), _units(path), strict=True))
    if not all(service_is_free(run, parties[member], service) for member, service in ORDER):
        return ()
    role = line_role(element.path)
    held = _held_line(batch, role) is not None
    allocated = () if held else (UnitAllocated(now, batch.batch, role, path.line),)
    return (
        *allocated,
        StepStarted(now, batch.batch, element.path, path.source),
        start_service(run, batch, element.path, path.destination, RECEIVE, "destination", {}, now),
    )


def next_facts(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Bring a running transfer one step on."""
    step = batch.step(element.path)
    members = [(name, service, run.run_of(step, name)) for name, service in ORDER]
    if all(each is not None and each.finished for _, _, each in members):
        return _completed(run, batch, element, now)
    if state_of(batch, element.path) not in GOES_ON:
        return ()
    for position, (name, service, each) in enumerate(members):
        if each is None:
            before = members[position - 1][2]
            if before is None or before.state is not State.RUNNING:
                return ()
            return (_start_member(run, batch, element, name, service, now),)
    return _ending(run, batch, element, [each for _, _, each in members if each], now)


def _ending(
    run: Run, batch: BatchRun, element: Element, members: list[ServiceRun], now: Instant
) -> tuple[Fact, ...]:
    """End the source when its condition holds, then the line, then the destination."""
    destination, line, source = members
    if source.state is State.RUNNING:
        return _end_source(run, batch, element, source, now)
    if source.finished and line.state is State.RUNNING:
        return complete(run, line, now)
    if line.finished and destination.state is State.RUNNING:
        return complete(run, destination, now)
    return ()


def _end_source(
    run: Run, batch: BatchRun, element: Element, source: ServiceRun, now: Instant
) -> tuple[Fact, ...]:
    condition = batch.procedure.action_of(element.path).complete_when
    if condition is None:
        return ()
    match outlook(run, batch, element.path, "complete", condition):
        case Outlook.UNWATCHED:
            return arm(batch, element.path, "complete", condition, now)
        case Outlook.HOLDS:
            return complete(run, source, now)
        case _:
            return ()


def _start_member(  # noqa: PLR0913, PLR0917 - the parties of one transfer
    run: Run, batch: BatchRun, element: Element, name: str, service: ServiceName, now: Instant
) -> Fact:
    action = batch.procedure.action_of(element.path)
    settings = action.settings if name == "line" else ()
    unit = batch.units[_role(element.path, action, name)]
    parameters = parameters_of(batch, settings)
    return start_service(run, batch, element.path, unit, service, name, parameters, now)


def _completed(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    step = batch.step(element.path)
    runs = [each for name, _ in ORDER if (each := run.run_of(step, name)) is not None]
    reports = {key: value for each in runs for key, value in each.reports.items()}
    done = StepCompleted(now, batch.batch, element.path, reports, step.automatic, step.manual)
    return (done, *(fact for each in runs for fact in reset(run, each, now)))


def _role(path: StepPath, action: Action, name: str) -> Role:
    """The role of a member; the line is held under the name of the phase."""
    roles = {"source": action.source, "destination": action.destination}
    return roles.get(name, line_role(path)) or Role("")


def _held_line(batch: BatchRun, role: Role) -> UnitId | None:
    """The line that a transfer in a loop still holds from its last round."""
    return None if role in batch.released else batch.units.get(role)


def path_to_take(run: Run, batch: BatchRun, element: Element) -> Transfer | None:
    """The path with the line that the transfer holds, or with the first one it may be given."""
    held = _held_line(batch, line_role(element.path))
    for each in paths_of(run, batch, element.path):
        if each.line == held or (held is None and _may_have(run, batch, element, each.line)):
            return each
    return None


def _may_have(run: Run, batch: BatchRun, element: Element, line: UnitId) -> bool:
    """Whether a line is free, and given away leaves nobody waiting for good."""
    role = line_role(element.path)
    return run.is_free(line) and not blocked_by(run, batch.batch, role, line)


def _units(path: Transfer) -> tuple[UnitId, UnitId, UnitId]:
    return path.destination, path.line, path.source
