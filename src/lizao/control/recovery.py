"""After a restart: read what the equipment does, reconcile, continue; hold and ask in doubt."""

from collections.abc import Iterator, Mapping

from lizao.control.apply import apply
from lizao.control.exceptions import ask
from lizao.control.run import Run, ServiceRun
from lizao.control.services import again
from lizao.model.commands import AnalyseSample, AnyCommand, Value, WatchCondition
from lizao.model.facts import CommandUnanswered, Fact, ServiceRead
from lizao.model.identifiers import PlaceId, ServiceName, UnitId
from lizao.model.image import ServiceReading
from lizao.model.instants import Instant
from lizao.model.states import FINAL, State

Readings = Mapping[tuple[UnitId, ServiceName], ServiceReading]


def read_services(run: Run, readings: Readings, now: Instant) -> tuple[Fact, ...]:
    """What the equipment shows, where it differs from what the run believes or a run is open."""
    open_services = {(each.unit, each.service) for each in run.runs.values()}
    facts: list[Fact] = []
    for (unit, service), seen in readings.items():
        view = run.services.get((unit, service))
        believed = (view.state if view else State.IDLE, run.shown.get((unit, service), 0))
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
    for each in run.runs.values():
        taken = each.unit in run.taken
        doubt = None if taken else _doubt(each, readings.get((each.unit, each.service)))
        new: tuple[Fact, ...] = ()
        if doubt is not None:
            new = _in_doubt(run, each, doubt, now)
        elif each.asked is not None and each.unit not in run.taken:
            new = (again(run, each, now),)
        for fact in new:
            run = apply(run, fact)
        facts += new
    return (*facts, *_plant_ahead(run, now))


def _plant_ahead(run: Run, now: Instant) -> tuple[Fact, ...]:
    """Hold and ask for every batch where services did more than the ledger knows of.

    It was put back as of an earlier day: what has been done since may be any phase of any batch.
    """
    shown = max(run.foreign, default=0)
    if shown <= run.last_ticket:
        return ()
    facts: list[Fact] = []
    details: dict[str, Value] = {"shown": str(shown), "given": str(run.last_ticket)}
    for each in run.batches.values():
        if each.state is State.IDLE or each.state in FINAL:
            continue
        new = ask(run, each, each.procedure.tops[0], "plant_ahead", details, now)
        for fact in new:
            run = apply(run, fact)
        facts += new
    return tuple(facts)


def _in_doubt(run: Run, each: ServiceRun, doubt: str, now: Instant) -> tuple[Fact, ...]:
    """Hold and ask; nobody will answer what was asked of the service before."""
    unanswered = (
        (CommandUnanswered(now, each.unit, each.service, each.asked, each.ticket),)
        if each.asked is not None
        else ()
    )
    details: dict[str, Value] = {"unit": each.unit, "service": each.service}
    return (*unanswered, *ask(run, run.batches[each.batch], each.step, doubt, details, now))


def _doubt(each: ServiceRun, seen: ServiceReading | None) -> str | None:
    """The text key of what nobody can know, or None.

    A service that shows the run number of its last accepted start settles whether ours was
    accepted; one without run numbers that stands IDLE may have done the run or never begun it.
    """
    if seen is None or each.lost:
        return "service_lost"
    if each.state is not State.IDLE or (seen.state is State.IDLE and seen.has_ticket):
        return None
    return "service_lost" if seen.has_ticket else "start_ambiguous"


def rearm(run: Run) -> Iterator[AnyCommand]:
    """Commands that only repeat what the ledger holds: conditions to watch, samples to report."""
    for watched in run.conditions.values():
        if not watched.met:
            yield WatchCondition(watched.condition)
    for sample in run.samples.values():
        yield AnalyseSample(sample.sample, PlaceId(sample.unit), sample.batch, sample.panel)
