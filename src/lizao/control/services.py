"""Commanding services: free or not, start, complete, reset, and what counts as failed."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Final

from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.scopes import GOES_ON, state_of
from lizao.model.commands import Value
from lizao.model.facts import Fact, ServiceCommanded
from lizao.model.identifiers import ServiceName, StepPath, UnitId
from lizao.model.instants import Instant, seconds
from lizao.model.recipe import Setting, Source
from lizao.model.states import Command, State

_RUNNING: Final = State.RUNNING
PREPARE: Final = ServiceName("prepare")
"""The service that brings a line to the settings of a campaign, behind the plant's gap."""
DEFAULT_RESPONSE_S: Final = 30.0
OFF_THE_WAY: Final = frozenset(
    {
        State.HOLDING,
        State.HELD,
        State.STOPPING,
        State.STOPPED,
        State.ABORTING,
        State.ABORTED,
    }
)
"""States in which a service does not do what its phase needs."""


_service: Final = attrgetter("unit", "service")


def service_is_free(run: Run, unit: UnitId, service: ServiceName) -> bool:
    """Whether a service is idle and no run of it is open, and its unit is not taken over."""
    if (unit, service) in run.services:
        return False
    return unit not in run.taken and (unit, service) not in map(_service, run.runs.values())


def parameters_of(batch: BatchRun, settings: tuple[Setting, ...]) -> Mapping[str, Value]:
    """The parameter values of a phase, in the units of its service."""
    return {each.parameter: _value(batch, each) for each in settings}


def _value(batch: BatchRun, setting: Setting) -> Value:
    if setting.source is Source.FORMULA:
        value = batch.recipe.formula[setting.formula] + setting.plus
        return value * setting.factor + setting.offset
    if setting.source is Source.LOT:
        return batch.lot_to_make
    return setting.value if setting.value is not None else ""


def start_service(  # noqa: PLR0913, PLR0917 - an intent names all it asks for
    run: Run,
    batch: BatchRun,
    step: StepPath,
    unit: UnitId,
    service: ServiceName,
    member: str,
    parameters: Mapping[str, Value],
    now: Instant,
) -> ServiceCommanded:
    """The intent to start a service under the next run number."""
    return ServiceCommanded(
        at=now,
        unit=unit,
        service=service,
        command=Command.START,
        ticket=run.next_ticket,
        answer_by=now + response(run, unit, service),
        batch=batch.batch,
        step=step,
        member=member,
        parameters=parameters,
    )


def command(run: Run, current: ServiceRun, asked: Command, now: Instant) -> tuple[Fact, ...]:
    """The intent to command an open run, if the state table and the last answer allow it."""
    free = current.unit not in run.taken and current.accepts(asked)
    return (intent(run, current, asked, now),) if free else ()


def intent(run: Run, current: ServiceRun, asked: Command, now: Instant) -> ServiceCommanded:
    """What is written down before a command goes out."""
    return ServiceCommanded(
        at=now,
        unit=current.unit,
        service=current.service,
        command=asked,
        ticket=current.ticket,
        answer_by=now + response(run, current.unit, current.service),
        batch=current.batch,
        step=current.step,
        member=current.member,
    )


def complete(run: Run, current: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    """Tell a continuous service to come to its end."""
    return command(run, current, Command.COMPLETE, now)


def reset(run: Run, current: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    """Give a finished service free; the facts before this one hold its result.

    One that stands free by itself after a restart is told so too: that closes its run.
    """
    if current.finished and current.state is State.IDLE and current.unit not in run.taken:
        return (intent(run, current, Command.RESET, now),)
    return command(run, current, Command.RESET, now)


def again(run: Run, current: ServiceRun, now: Instant) -> ServiceCommanded:
    """Say an unanswered command once more, under the same run number."""
    return ServiceCommanded(
        at=now,
        unit=current.unit,
        service=current.service,
        command=current.asked or Command.START,
        ticket=current.ticket,
        answer_by=now + response(run, current.unit, current.service),
        batch=current.batch,
        step=current.step,
        member=current.member,
        parameters=current.parameters,
    )


def anew(run: Run, current: ServiceRun, now: Instant) -> ServiceCommanded:
    """Start once more, under a new run number, what ended unfinished; a dose goes on."""
    parameters = dict(current.parameters)
    planned, done = parameters.get("mass_kg"), current.reports.get("mass_kg")
    if isinstance(planned, float) and isinstance(done, float):
        parameters["mass_kg"] = max(0.0, planned - done)
    batch = run.batches[current.batch]
    return start_service(
        run,
        batch,
        current.step,
        current.unit,
        current.service,
        current.member,
        parameters,
        now,
    )


def failed(batch: BatchRun, current: ServiceRun) -> bool:
    """Whether a service left its way by itself while all around it runs, or pauses."""
    if current.state is _RUNNING or current.finished:
        return False
    off = current.lost or current.state in OFF_THE_WAY
    return off and state_of(batch, current.step) in GOES_ON


def can_pause(run: Run, current: ServiceRun) -> bool:
    """Whether the plant says that a service can stand still for a while."""
    found = run.plant.unit(current.unit) if run.plant else None
    offered = found.service(current.service) if found else None
    return offered is not None and offered.pause


def response(run: Run, unit: UnitId, service: ServiceName) -> int:
    """Within how many µs a service answers."""
    found = run.plant.unit(unit) if run.plant else None
    offered = found.service(service) if found else None
    return seconds(offered.response_s if offered else DEFAULT_RESPONSE_S)
