"""Campaigns: the settings that all batches on a line service share."""

from lizao.control.run import BatchRun, Run
from lizao.control.services import PREPARE, parameters_of, reset, service_is_free, start_service
from lizao.model.facts import CampaignJoined, CampaignOpened, Fact, StepCompleted
from lizao.model.identifiers import CampaignId
from lizao.model.instants import Instant
from lizao.model.recipe import Element
from lizao.model.states import State


def next_facts(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Join the open campaign if its settings are the same, else prepare the line for a new one."""
    unit = batch.units.get(batch.procedure.role_of(element.path))
    if unit is None or element.action is None:
        return ()
    settings = {
        name: value
        for name, value in parameters_of(batch, element.action.settings).items()
        if isinstance(value, (int, float))
    }
    step = batch.step(element.path)
    preparing = run.run_of(step, PREPARE)
    if preparing is not None:
        if preparing.state is not State.COMPLETE:
            return ()
        campaign = CampaignId(f"{unit}/C{run.campaigns_opened + 1}")
        return (
            CampaignOpened(now, campaign, unit, settings, batch.batch),
            StepCompleted(
                now, batch.batch, element.path, preparing.reports, step.automatic, step.manual
            ),
            *reset(run, preparing, now),
        )
    campaign_open = run.campaigns.get(unit)
    if campaign_open is not None and campaign_open.settings == settings:
        return (
            CampaignJoined(now, campaign_open.id, unit, batch.batch),
            StepCompleted(now, batch.batch, element.path, {}, 1, 0),
        )
    if batch.state is not State.RUNNING or not service_is_free(run, unit, PREPARE):
        return ()
    return (start_service(run, batch, element.path, unit, PREPARE, PREPARE, settings, now),)
