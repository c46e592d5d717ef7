"""Campaigns: the settings that all batches on a line service share."""

from collections.abc import Mapping
from typing import Final

from lizao.control.run import BatchRun, Run
from lizao.control.scopes import state_of
from lizao.control.services import PREPARE, parameters_of, reset, service_is_free, start_service
from lizao.model.equipment import LineState
from lizao.model.facts import CampaignJoined, CampaignOpened, Fact, StepCompleted
from lizao.model.identifiers import CampaignId, ServiceName, StepPath, UnitId
from lizao.model.instants import Instant
from lizao.model.recipe import Element
from lizao.model.states import State

COOL: Final = frozenset({LineState.COLD, LineState.HEATING, LineState.COOLING})
"""States in which a line has to be prepared even for the settings it had before."""
REHEAT: Final = "reheat"
"""The member under which a held phase has its line prepared once more."""


def next_facts(run: Run, batch: BatchRun, element: Element, now: Instant) -> tuple[Fact, ...]:
    """Join the open campaign if its settings are the same, else prepare the line for a new one."""
    unit = batch.units[batch.procedure.role_of(element.path)]
    settings = settings_of(batch, element.path)
    step = batch.step(element.path)
    preparing = run.run_of(step, PREPARE)
    if preparing is not None:
        if not preparing.finished:
            return ()
        done = StepCompleted(
            now, batch.batch, element.path, preparing.reports, step.automatic, step.manual
        )
        return (_owned(run, batch, unit, settings, now), done, *reset(run, preparing, now))
    if _is_open(run, unit, settings) and run.lines.get(unit) not in COOL:
        return (
            _owned(run, batch, unit, settings, now),
            StepCompleted(now, batch.batch, element.path, {}, 1, 0),
        )
    runs = state_of(batch, element.path) is State.RUNNING
    if not runs or not service_is_free(run, unit, PREPARE):
        return ()
    return (start_service(run, batch, element.path, unit, PREPARE, PREPARE, settings, now),)


def settings_of(batch: BatchRun, phase: StepPath) -> Mapping[str, float]:
    """The settings that a campaign phase asks for, in the units of the line."""
    parameters = parameters_of(batch, batch.procedure.action_of(phase).settings)
    return {name: value for name, value in parameters.items() if isinstance(value, (int, float))}


def _is_open(run: Run, unit: UnitId, settings: Mapping[str, float]) -> bool:
    found = run.campaigns.get(unit)
    return found is not None and found.settings == settings


def _owned(
    run: Run, batch: BatchRun, unit: UnitId, settings: Mapping[str, float], now: Instant
) -> Fact:
    """The batch runs in the open campaign if that has the same settings, else in a new one."""
    if _is_open(run, unit, settings):
        return CampaignJoined(now, run.campaigns[unit].id, unit, batch.batch)
    campaign = CampaignId(f"{unit}/C{run.campaigns_opened + 1}")
    return CampaignOpened(now, campaign, unit, settings, batch.batch)


def too_cold(run: Run, unit: UnitId, service: ServiceName) -> bool:
    """Whether a line has cooled since its campaign, so that it has to be prepared again first.

    What prepares it is simply started.
    """
    of_campaign = service != PREPARE and unit in run.campaigns
    return of_campaign and run.lines.get(unit) in COOL


def reheated(
    run: Run, batch: BatchRun, step: StepPath, unit: UnitId, now: Instant
) -> tuple[Fact, ...]:
    """Have a line brought back to its campaign for a step; nothing while that goes on."""
    if not service_is_free(run, unit, PREPARE):
        return ()
    settings = run.campaigns[unit].settings
    return (start_service(run, batch, step, unit, PREPARE, REHEAT, settings, now),)
