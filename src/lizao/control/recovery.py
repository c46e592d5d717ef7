"""After a restart: read what the equipment does, reconcile, continue; what no rule covers is held and asked."""

from collections.abc import Iterator, Mapping

from lizao.control.exceptions import again, ask
from lizao.control.run import Run, ServiceRun
from lizao.model.commands import AnalyseSample, AnyCommand, WatchCondition
from lizao.model.facts import Fact, ServiceRead
from lizao.model.identifiers import PlaceId, ServiceName, UnitId
from lizao.model.image import ServiceReading
from lizao.model.instants import Instant
from lizao.model.states import Command, State

Readings = Mapping[tuple[UnitId, ServiceName], ServiceReading]


def read_services(run: Run, readings: Readings, now: Instant) -> tuple[Fact, ...]:
    """What the equipment shows, where it differs from what the run believes or a run is open."""
    open_services = {(each.unit, each.service) for each in run.runs.values()}
    facts: list[Fact] = []
    for (unit, service), seen in readings.items():
        view = run.services.get((unit, service))
        believed = (view.state, view.ticket) if view else (State.IDLE, 0)
        if (seen.state, seen.ticket) != believed or (unit, service) in open_services:
            facts.append(
                ServiceRead(
                    now, unit, service, seen.state, seen.ticket, seen.has_ticket, seen.reports
                )
            )
    return tuple(facts)


def reconcile(run: Run, readings: Readings, now: Instant) -> tuple[Fact, ...]:
    """What follows for every open service run; ``run`` has folded ``read_services`` already."""
    facts: list[Fact] = []
    asked: set[str] = set()
    for each in run.runs.values():
        seen = readings.get((each.unit, each.service))
        doubt = _doubt(each, seen)
        if doubt is not None:
            batch = run.batches[each.batch]
            if batch.batch not in asked:
                asked.add(batch.batch)
                details: dict[str, float | str] = {"unit": each.unit, "service": each.service}
                facts += ask(run, batch, each.step, doubt, details, now)
        elif each.asked is not None:
            facts.append(again(each, now))
    return tuple(facts)


def _doubt(each: ServiceRun, seen: ServiceReading | None) -> str | None:
    """The text key of what nobody can know, or None.

    A service that shows the run number of its last accepted start settles whether ours was accepted;
    one without a run number that stands IDLE may have done the run or never begun it.
    """
    if seen is None:
        return "service_lost"
    if seen.state is State.IDLE and not seen.has_ticket and each.asked is Command.START:
        return "start_ambiguous"
    if seen.ticket == each.ticket or not seen.has_ticket:
        return (
            None if seen.state is not State.IDLE or each.asked is Command.START else "service_lost"
        )
    return None if each.asked is Command.START and seen.state is State.IDLE else "service_lost"


def rearm(run: Run) -> Iterator[AnyCommand]:
    """Commands that only repeat what the ledger holds: conditions to watch, samples to report."""
    for watched in run.conditions.values():
        if not watched.met:
            yield WatchCondition(watched.condition)
    for sample in run.samples.values():
        yield AnalyseSample(sample.sample, PlaceId(sample.unit), sample.batch, sample.panel)
