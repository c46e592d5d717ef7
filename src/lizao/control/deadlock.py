"""The wait-for graph: which unit procedures can still come to their end, and who never can.

A procedure waits for others of its batch, for units and for lines; each of these names what has to
end first, with every unit that would do as another way. What nobody can end any more is a circle.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from lizao.control.allocation import missing_units
from lizao.control.candidates import fitting, line_role, lines_for
from lizao.control.parts import does_without
from lizao.control.run import BatchRun, Run
from lizao.control.saggars import Need as Rows
from lizao.control.saggars import claimed, claims_of, needs_of, unclaimed
from lizao.model.equipment import Use
from lizao.model.identifiers import BatchId, PoolId, Role, StepPath, UnitId
from lizao.model.states import FINAL, State

_ENDING: Final = FINAL | {State.STOPPING, State.ABORTING}


class Node(NamedTuple):
    """One unit procedure of one batch."""

    batch: BatchId
    top: StepPath


@dataclass(frozen=True, slots=True)
class Need:
    """What a unit procedure needs before it can end: ``name``, in any one of these ways.

    A way is the unit procedures that have to end first; an empty one stands open.
    """

    name: str
    ways: tuple[frozenset[Node], ...]


def circle(run: Run) -> tuple[str, ...]:
    """The members of a deadlock, each with what it waits for; empty where everybody can end."""
    needs = dict(_graph(run))
    ended: set[Node] = set()
    while ending := [node for node in needs if node not in ended and _met(needs[node], ended)]:
        ended.update(ending)
    stuck = {node: each for node, each in needs.items() if node not in ended}
    return tuple(_round(stuck, ended)) if stuck else ()


def _met(needs: tuple[Need, ...], ended: set[Node]) -> bool:
    return all(any(way <= ended for way in need.ways) for need in needs)


def _round(stuck: dict[Node, tuple[Need, ...]], ended: set[Node]) -> Iterator[str]:
    """Follow the first need that is not met from one member to the next until one comes again."""
    node = next(iter(stuck))
    path: dict[Node, str] = {}
    while node not in path:
        need = next(each for each in stuck[node] if not _met((each,), ended))
        path[node] = f"{node.batch} {node.top} waits for {need.name}"
        node = min((before for way in need.ways for before in way - ended), default=node)
    yield from list(path.values())[list(path).index(node) :]


def _graph(run: Run) -> Iterator[tuple[Node, tuple[Need, ...]]]:
    for batch in run.batches.values():
        if batch.state in FINAL or batch.state is State.IDLE:
            continue
        for top in batch.procedure.tops:
            if not batch.done(top):
                yield Node(batch.batch, top), tuple(_needs(run, batch, top))


def _needs(run: Run, batch: BatchRun, top: StepPath) -> Iterator[Need]:
    first = {*_of(batch, batch.procedure.before[top]), *_awaited(batch, top)} - {top}
    for other in sorted(first):
        yield Need(other, (frozenset({Node(batch.batch, other)}),))
    if top not in batch.steps and not does_without(batch, top):
        for role in missing_units(batch, top):
            ways = (_way(run, unit.id) for unit in fitting(run, batch, role))
            yield Need(batch.recipe.roles[role], tuple(ways))
    yield from _saggars(run, batch, top)
    for path in batch.procedure.transfers:
        if batch.procedure.top_of[path] == top and not _has_line(batch, path):
            ways = (_way(run, line) for line in lines_for(run, batch, path))
            yield Need(f"a line for {path}", tuple(ways) or (frozenset(),))


def _saggars(run: Run, batch: BatchRun, top: StepPath) -> Iterator[Need]:
    assert run.plant is not None, "a batch is made on a plant"
    for need in needs_of(run.plant, batch, claims_of(run, batch.batch), top):
        ways = (way for pool in sorted(need.pools) for way in _unclaimed(run, pool, need))
        yield Need(
            f"saggars for {need.step}", tuple(way - {Node(batch.batch, top)} for way in ways)
        )


def _unclaimed(run: Run, pool: PoolId, need: Rows) -> Iterator[frozenset[Node]]:
    """What has to end before nobody claims what is needed of a pool: one that claims much, or all.

    Where only rows are still out, nothing has: they come back by themselves.
    """
    missing = need.saggars - unclaimed(run)[pool]
    if missing <= 0:
        yield frozenset()
        return
    others = {
        Node(each.batch, run.batches[each.batch].procedure.top_of[each.step]): each.saggars
        for each in claimed(run, pool)
    }
    yield frozenset(others)
    yield from (frozenset({node}) for node, each in others.items() if each >= missing)


def _of(batch: BatchRun, paths: Iterable[StepPath]) -> Iterator[StepPath]:
    """The unit procedures that unfinished elements lie in."""
    return (batch.procedure.top_of[path] for path in paths if not batch.done(path))


def _awaited(batch: BatchRun, top: StepPath, role: Role | None = None) -> Iterator[StepPath]:
    """What the phases of a unit procedure, or those on one role, need before they end."""
    procedure = batch.procedure
    phases = procedure.descendants[top] if role is None else procedure.phases_on.get(role, ())
    for path in phases:
        action = procedure.elements[path].action
        if action is not None and action.complete_when is not None and not batch.done(path):
            yield from _of(batch, action.complete_when.after)


def _has_line(batch: BatchRun, path: StepPath) -> bool:
    role = line_role(path)
    return batch.done(path) or (role in batch.units and role not in batch.released)


def _way(run: Run, unit: UnitId) -> frozenset[Node]:
    """What has to end before a unit is given back; nothing where nobody has it."""
    owner = run.batches.get(run.owners.get(unit, BatchId("")))
    if owner is None or owner.state in _ENDING:
        return frozenset()
    role = next(x for x, each in owner.units.items() if each == unit and x not in owner.released)
    tops = {top for top in _keepers(run, owner, role, unit) if not owner.done(top)}
    return frozenset(Node(owner.batch, top) for top in tops)


def _keepers(run: Run, owner: BatchRun, role: Role, unit: UnitId) -> Iterable[StepPath]:
    """The unit procedures for which a batch keeps a unit; of a line only until it has fed it."""
    procedure = owner.procedure
    tops = procedure.procedures_of.get(role)
    if tops is None:
        path = StepPath(role)
        return (procedure.top_of[path],) if path in procedure.top_of else ()
    found = run.plant.unit(unit) if run.plant else None
    if found is not None and found.use is Use.LINE and all(top in owner.steps for top in tops):
        return tuple(_awaited(owner, tops[0], role))
    return tops
