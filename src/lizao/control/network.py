"""Which units can still follow each other: the piping, seen from a batch that holds some.

Every role that is still to come keeps the units from which pipes lead on, to the recipe's end.
So a batch that was begun in one workshop is given nothing in another that leads nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from lizao.control.procedure import Joint, Network
from lizao.control.same import Same
from lizao.model.equipment import Plant
from lizao.model.identifiers import Role, UnitId

Units: TypeAlias = frozenset[UnitId]
Held: TypeAlias = frozenset[tuple[Role, int]]
"""Which kind of units a batch has: those of a kind are piped alike."""
_NONE: Final[Units] = frozenset()


@dataclass(frozen=True, slots=True)
class Pipes:
    """Where each unit can send to by some line, what each line works on, and who is piped alike."""

    onward: Mapping[UnitId, Units]
    beside: Mapping[UnitId, Units]
    kinds: Mapping[UnitId, int]
    members: tuple[UnitId, ...]
    """One unit of each kind."""
    lines: Mapping[tuple[UnitId, UnitId], tuple[UnitId, ...]]
    """In the order of the plant file."""


@lru_cache(maxsize=16)
def pipes_of(plant: Same[Plant]) -> Pipes:
    """The pipes of a plant."""
    lines: dict[tuple[UnitId, UnitId], tuple[UnitId, ...]] = {}
    into: dict[UnitId, set[tuple[UnitId, UnitId]]] = {}
    out: dict[UnitId, set[tuple[UnitId, UnitId]]] = {}
    for each in plant.it.transfers:
        way = (each.source, each.destination)
        lines[way] = (*lines.get(way, ()), each.line)
        out.setdefault(each.source, set()).add((each.line, each.destination))
        into.setdefault(each.destination, set()).add((each.line, each.source))
    beside = {
        unit.id: frozenset(map(UnitId, (*unit.draws_from, *unit.delivers_to)))
        for unit in plant.it.units
    }
    onward = {unit: frozenset(to for _, to in ways) for unit, ways in out.items()}
    used: dict[UnitId, set[UnitId]] = {}
    for line, places in beside.items():
        for place in places:
            used.setdefault(place, set()).add(line)
    alike: dict[object, list[UnitId]] = {}
    for unit in plant.it.units:
        ways = (frozenset(out.get(unit.id, ())), frozenset(into.get(unit.id, ())))
        kind = (unit.unit_class, *ways, beside[unit.id], frozenset(used.get(unit.id, ())))
        alike.setdefault(kind, []).append(unit.id)
    groups = list(alike.values())
    kinds = {unit: number for number, group in enumerate(groups) for unit in group}
    return Pipes(onward, beside, kinds, tuple(group[0] for group in groups), lines)


def held_by(plant: Plant, network: Network, units: Iterable[tuple[Role, UnitId]]) -> Held:
    """Which kinds of units somebody has, as far as piping matters to the roles."""
    kinds = pipes_of(Same(plant)).kinds
    return frozenset((role, kinds[unit]) for role, unit in units if role in network.joined)


@lru_cache(maxsize=8192)
def reachable(
    plant: Same[Plant], network: Same[Network], held: Held, gone: frozenset[Role]
) -> Mapping[Role, Units]:
    """The units of each role from which the batch can go on, given the kinds that it has.

    ``gone`` are roles that it needs no more. Pipes that no two units of a plant have bind nobody:
    the transfer says so when it is reached.
    """
    pipes = pipes_of(plant)
    found = {
        role: frozenset(each.id for each in plant.it.of_class(unit_class, needs))
        for role, unit_class, needs in network.it.roles
        if role not in gone
    }
    joints = [
        each
        for each in network.it.joints
        if each.first in found and each.second in found and all(_narrowed(pipes, each, found))
    ]
    there = {role: frozenset({pipes.members[kind]}) for role, kind in held if role not in gone}
    lost = [
        each
        for each in network.it.joints
        if each not in joints and (each.first in there or each.second in there)
    ]
    found |= there
    while _narrow(pipes, joints, found):
        pass
    for each in lost:
        for role in {each.first, each.second} - there.keys():
            found[role] = _NONE
    return found


@lru_cache(maxsize=8192)
def lines_between(plant: Same[Plant], sources: Units, destinations: Units) -> Units:
    """The lines that convey from one of some units to one of others."""
    pipes = pipes_of(plant)
    return frozenset(
        line
        for source in sources
        for destination in pipes.onward.get(source, _NONE) & destinations
        for line in pipes.lines[source, destination]
    )


def _narrow(pipes: Pipes, joints: Iterable[Joint], found: dict[Role, Units]) -> bool:
    """Leave out units that no pipe joins to any of the other role; whether there were some."""
    changed = False
    for each in joints:
        first, second = _narrowed(pipes, each, found)
        changed = changed or first != found[each.first] or second != found[each.second]
        found[each.first], found[each.second] = first, second
    return changed


def _narrowed(pipes: Pipes, joint: Joint, found: Mapping[Role, Units]) -> tuple[Units, Units]:
    """The units of both roles of a joint that have one on the other side."""
    firsts, seconds = found[joint.first], found[joint.second]
    ways = pipes.beside if joint.by_line else pipes.onward
    free = {each for each in firsts if joint.by_line and not ways.get(each)}
    first = frozenset(each for each in firsts if each in free or ways.get(each, _NONE) & seconds)
    if free:
        return first, seconds
    return first, seconds & frozenset().union(*(ways.get(each, _NONE) for each in first))
