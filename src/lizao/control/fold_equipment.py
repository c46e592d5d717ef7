"""How facts about equipment fold into the run."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.changed import replace
from lizao.control.deadlines import with_deadline
from lizao.control.entries import put, without
from lizao.control.run import Campaign, ConditionRun, Run, ServiceRun, ServiceView
from lizao.control.scopes import ENDING, state_of
from lizao.control.services import PREPARE
from lizao.model.equipment import Actor
from lizao.model.facts import (
    CampaignOpened,
    CommandUnanswered,
    ConditionArmed,
    ConditionDisarmed,
    ConditionMet,
    DeadlinePassed,
    LineStateChanged,
    ReportsRead,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
)
from lizao.model.identifiers import BatchId, ServiceName, StepPath, UnitId
from lizao.model.states import ALLOWED, Command, State


def _service_commanded(run: Run, fact: ServiceCommanded) -> Run:
    if fact.command is Command.START and fact.ticket not in run.runs:
        return _service_started(run, fact)
    old = run.runs.get(fact.ticket)
    if old is None:
        return _stray_commanded(run, fact)
    if fact.command is Command.RESET and old.finished and old.state is State.IDLE:
        return run.without_runs(old.batch, frozenset({old.ticket}))
    restarted = old.restarted or fact.command is Command.RESTART
    asked = replace(
        old,
        asked=fact.command,
        answer_by=fact.answer_by,
        overdue=False,
        booked=old.booked or (old.finished and fact.command is Command.RESET),
        restarted=restarted,
    )
    return replace(run, runs=put(run.runs, {fact.ticket: with_deadline(run, asked, fact)}))


def _stray_commanded(run: Run, fact: ServiceCommanded) -> Run:
    key = (fact.unit, fact.service)
    view = run.services.get(key)
    if view is None or view.ticket != fact.ticket:
        return run
    return replace(run, services=put(run.services, {key: replace(view, again_at=fact.answer_by)}))


def _service_started(run: Run, fact: ServiceCommanded) -> Run:
    if fact.batch is None or fact.step is None:
        return replace(run, last_ticket=max(run.last_ticket, fact.ticket))
    started = ServiceRun(
        ticket=fact.ticket,
        unit=fact.unit,
        service=fact.service,
        batch=fact.batch,
        step=fact.step,
        member=fact.member,
        asked=Command.START,
        answer_by=fact.answer_by,
        parameters=fact.parameters,
    )
    run = _replaced(run, fact, fact.batch, fact.step)
    batch = run.batches[fact.batch]
    run = run.with_batch(replace(batch, tickets=(*batch.tickets, fact.ticket)))
    step = batch.step(fact.step)
    by_hand = _by_hand(run, fact)
    step = replace(
        step,
        tickets={**step.tickets, fact.member: fact.ticket},
        manual=step.manual + by_hand,
        automatic=step.automatic + (not by_hand),
    )
    run = replace(
        run,
        runs=put(run.runs, {fact.ticket: started}),
        last_ticket=max(run.last_ticket, fact.ticket),
    )
    return run.with_step(fact.batch, fact.step, step)


def _replaced(run: Run, fact: ServiceCommanded, batch: BatchId, step: StepPath) -> Run:
    """A new run takes the place of a lost one.

    A line that is being prepared for other settings has no campaign till then.
    """
    if fact.service == PREPARE:
        campaign = run.campaigns.get(fact.unit)
        other = campaign is not None and campaign.settings != fact.parameters
        run = replace(run, campaigns=without(run.campaigns, (fact.unit,))) if other else run
    lost = run.run_of(run.batches[batch].step(step), fact.member)
    return run if lost is None else run.without_runs(lost.batch, frozenset({lost.ticket}))


def _by_hand(run: Run, fact: ServiceCommanded) -> bool:
    unit = run.plant.unit(fact.unit) if run.plant else None
    service = unit.service(fact.service) if unit else None
    return service is not None and service.by is Actor.MANUAL


def _service_state_changed(run: Run, fact: ServiceStateChanged | ServiceRead) -> Run:
    key = (fact.unit, fact.service)
    run = _shown(run, key, fact)
    if fact.ticket > run.last_ticket:
        run = replace(run, foreign=run.foreign | {fact.ticket})
    old = _run_meant(run, fact)
    if old is None:
        return run
    if fact.state is State.IDLE:
        return _idle(run, old, known=fact.ticket == old.ticket)
    answered = old.asked is not None and old.asked not in ALLOWED[fact.state]
    new = replace(
        old,
        state=fact.state,
        reports={**old.reports, **fact.reports},
        asked=None if answered else old.asked,
        overdue=old.overdue and not answered,
        finished=old.finished or fact.state is State.COMPLETE,
    )
    return replace(run, runs=put(run.runs, {old.ticket: new}))


def _shown(
    run: Run, key: tuple[UnitId, ServiceName], fact: ServiceStateChanged | ServiceRead
) -> Run:
    if fact.state is State.IDLE:
        services = without(run.services, (key,))
    else:
        services = put(run.services, {key: ServiceView(fact.state, fact.ticket)})
    if run.shown.get(key) == fact.ticket:
        return replace(run, services=services)
    return replace(run, services=services, shown=put(run.shown, {key: fact.ticket}))


def _run_meant(run: Run, fact: ServiceStateChanged | ServiceRead) -> ServiceRun | None:
    """The open run a service speaks of: by run number, or by unit and service where it has none."""
    if fact.ticket != 0:
        found = run.runs.get(fact.ticket)
        return found if found and (found.unit, found.service) == (fact.unit, fact.service) else None
    return _open_on(run, fact)


def _open_on(run: Run, fact: ServiceStateChanged | ServiceRead) -> ServiceRun | None:
    return next(
        (
            each
            for each in run.runs.values()
            if (each.unit, each.service) == (fact.unit, fact.service)
        ),
        None,
    )


def _service_read(run: Run, fact: ServiceRead) -> Run:
    """A service that shows another run number has lost the run that was under way.

    One that shows none, though it has had runs, has forgotten: nobody can know whether it began the
    run whose start it did not answer.
    """
    before = run.shown.get((fact.unit, fact.service), 0)
    run = _service_state_changed(run, fact)
    old = _open_on(run, fact) if fact.has_ticket else None
    if old is None or old.ticket == fact.ticket:
        return run
    forgot = fact.ticket == 0 and before > 0
    if old.state is State.IDLE and not (forgot and old.asked is Command.START):
        return run
    return _idle(run, old, known=True)


def _idle(run: Run, old: ServiceRun, *, known: bool) -> Run:
    """IDLE closes a run whose result is booked or that nobody wants.

    One that was finished stays until then; any other is lost. A run whose start is unanswered,
    and which the service does not know, may still begin.
    """
    if old.asked is Command.START and not known:
        return run
    if old.booked or state_of(run.batches[old.batch], old.step) in ENDING:
        return run.without_runs(old.batch, frozenset({old.ticket}))
    lost = replace(old, state=State.IDLE, asked=None, overdue=False)
    return replace(run, runs=put(run.runs, {old.ticket: lost}))


def _command_unanswered(run: Run, fact: CommandUnanswered) -> Run:
    old = run.runs.get(fact.ticket)
    if old is None:
        return run
    return replace(run, runs=put(run.runs, {fact.ticket: replace(old, overdue=True)}))


def _deadline_passed(run: Run, fact: DeadlinePassed) -> Run:
    old = run.runs.get(fact.ticket)
    if old is None:
        return run
    return replace(run, runs=put(run.runs, {fact.ticket: replace(old, late=True)}))


def _reports_read(run: Run, fact: ReportsRead) -> Run:
    return replace(run, reports_read=fact.sequence)


def _line_state_changed(run: Run, fact: LineStateChanged) -> Run:
    return replace(run, lines=put(run.lines, {fact.unit: fact.state}))


def _campaign_opened(run: Run, fact: CampaignOpened) -> Run:
    campaign = Campaign(fact.campaign, fact.settings)
    return replace(
        run,
        campaigns=put(run.campaigns, {fact.unit: campaign}),
        campaigns_opened=run.campaigns_opened + 1,
    )


def _condition_armed(run: Run, fact: ConditionArmed) -> Run:
    watched = ConditionRun(fact.condition, fact.batch, fact.step)
    return replace(run, conditions=put(run.conditions, {fact.condition.id: watched}))


def _condition_met(run: Run, fact: ConditionMet) -> Run:
    watched = run.conditions.get(fact.condition)
    if watched is None:
        return run
    met = put(run.conditions, {fact.condition: replace(watched, met=True)})
    return replace(run, conditions=met)


def _condition_disarmed(run: Run, fact: ConditionDisarmed) -> Run:
    return replace(run, conditions=without(run.conditions, (fact.condition,)))


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {
        ServiceCommanded: _service_commanded,
        ServiceStateChanged: _service_state_changed,
        ServiceRead: _service_read,
        CommandUnanswered: _command_unanswered,
        DeadlinePassed: _deadline_passed,
        ReportsRead: _reports_read,
        LineStateChanged: _line_state_changed,
        CampaignOpened: _campaign_opened,
        ConditionArmed: _condition_armed,
        ConditionMet: _condition_met,
        ConditionDisarmed: _condition_disarmed,
    }
)
