"""The piping of a plant: which units fit together, and between which places a line works."""

from collections.abc import Mapping
from functools import lru_cache

from lizao.control.network import held_by, reachable
from lizao.control.run import BatchRun, Run
from lizao.control.same import Alike, Same, as_given
from lizao.model.commands import Value
from lizao.model.equipment import DESTINATION, SOURCE, Plant, Unit, Use
from lizao.model.identifiers import PlaceId, Role, ServiceName, StepPath, UnitId


def piped(plant: Plant, batch: BatchRun, role: Role) -> frozenset[UnitId] | None:
    """The units for a role from which pipes lead on, given what the batch holds; None: any."""
    if role not in batch.procedure.network.joined:
        return None
    apart = role if role in batch.units else None
    return _reachable(Same(plant), as_given(batch), apart)[role]


@lru_cache(maxsize=4096)
def _reachable(
    plant: Same[Plant], given: Alike[BatchRun], apart: Role | None
) -> Mapping[Role, frozenset[UnitId]]:
    """The units for each role, as if the batch had not been given one for the role ``apart``."""
    batch = given.it
    network = batch.procedure.network
    held = {role: unit for role, unit in _held(batch).items() if role != apart}
    gone = network.joined & batch.released - {apart}
    return reachable(plant, Same(network), held_by(plant.it, network, held.items()), gone)


def beside(batch: BatchRun, role: Role) -> tuple[UnitId, ...]:
    """The units a batch holds to which that of ``role`` has to be piped."""
    held = _held(batch)
    ends = ((each.first, each.second) for each in batch.procedure.joints.get(role, ()))
    others = (other for pair in ends for other in pair if other != role and other in held)
    return tuple(dict.fromkeys(held[other] for other in others))


def ends_of(
    batch: BatchRun, phase: StepPath, unit: Unit, service: ServiceName
) -> Mapping[str, Value]:
    """The places that a service is told to work between, as far as it wants to be told."""
    offered = unit.service(service)
    claims = batch.procedure.elements[batch.procedure.top_of[phase]].claims
    claimed = [PlaceId(batch.units[role]) for role in claims]
    pipes = {SOURCE: unit.draws_from, DESTINATION: unit.delivers_to}
    return {
        name: place
        for name, piped in pipes.items()
        for place in claimed
        if place in piped and offered is not None and offered.parameter(name) is not None
    }


def drawn_from(run: Run, batch: BatchRun, line: Role, role: Role) -> bool:
    """Whether the unit of ``line`` is a line service that draws from that of ``role`` only."""
    if run.plant is None or not {line, role} <= batch.units.keys():
        return False
    unit, place = run.plant.unit(batch.units[line]), PlaceId(batch.units[role])
    if unit is None or unit.use is not Use.LINE:
        return False
    return place in unit.draws_from and place not in unit.delivers_to


def _held(batch: BatchRun) -> dict[Role, UnitId]:
    return {role: unit for role, unit in batch.units.items() if role not in batch.released}
