"""Deadlines: every hold, pause, stop and abort must lead to its end in time, or it is escalated."""

from typing import Final

from lizao.control.changed import replace
from lizao.control.run import Run, ServiceRun
from lizao.model.equipment import DEFAULT_ESCALATION, Escalation
from lizao.model.facts import ServiceCommanded
from lizao.model.instants import Instant, seconds
from lizao.model.states import QUIESCENT, Command, State

_WITH_DEADLINE: Final = frozenset({Command.HOLD, Command.PAUSE, Command.STOP, Command.ABORT})


def with_deadline(run: Run, asked: ServiceRun, fact: ServiceCommanded) -> ServiceRun:
    """A run that was just told something; said again, a command gets no new deadline."""
    if fact.command not in _WITH_DEADLINE:
        return replace(asked, told=None, reach_by=0, late=False)
    if fact.command is asked.told:
        return asked
    within = seconds(escalation_of(run, asked, fact.command).within_s)
    return replace(asked, told=fact.command, reach_by=fact.at + within, late=False)


def escalation_of(run: Run, each: ServiceRun, command: Command) -> Escalation:
    """What the plant says of a command to this service."""
    unit = run.plant.unit(each.unit) if run.plant else None
    return unit.escalation_of(command) if unit else DEFAULT_ESCALATION


def due_at(run: Run, each: ServiceRun) -> Instant | None:
    """When it has to be said that a command did not lead to its end; None where it did.

    What is told to pause may come to its own end instead. Nobody waits for a unit that an
    operator has.
    """
    if each.told is None or each.late or each.unit in run.taken or each.state in QUIESCENT:
        return None
    if each.told is Command.PAUSE and each.state is State.COMPLETING:
        return None
    return each.reach_by
