"""A small plant on which everything that can happen is tried: every order of starts and ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lizao.control import strays
from lizao.control.apply import apply
from lizao.control.candidates import fitting
from lizao.control.decide import PLANT_RULES, PlantRule, commands_of, settled
from lizao.control.run import EMPTY_RUN, Run, ServiceRun
from lizao.control.start import begin_batch, create_batch
from lizao.model.commands import CommandService, StartService
from lizao.model.facts import Fact, ServiceStateChanged, UnitAllocated
from lizao.model.identifiers import Role, StepPath
from lizao.model.instants import Instant
from lizao.model.recipe import Element, Form
from lizao.model.states import Command, State
from lizao.testing.mini import START, block, phase
from lizao.testing.scene import Scene
from tests.control.recipes import STIR, named, scene_of

Key: TypeAlias = tuple[object, ...]
Stage: TypeAlias = tuple[str, tuple[str, ...]]
"""The unit that a stage works on, and those that it keeps or claims besides."""


def stages(name: str, *wanted: Stage) -> Scene:
    """A recipe of stages one after the other."""
    elements: list[Element] = []
    for number, (role, claims) in enumerate(wanted):
        top = f"s{number}"
        after = (StepPath(f"s{number - 1}"),) if number else ()
        needed = tuple(Role(each) for each in claims)
        elements += (
            block(top, Form.UNIT_PROCEDURE, "do", role=Role(role), claims=needed, after=after),
            block(f"{top}/do", Form.OPERATION, "work"),
            phase(f"{top}/do/work", STIR, role),
        )
    return named(name, scene_of(*elements))


def there(name: str = "there") -> Scene:
    """Mixer, tank while it keeps the mixer, silo while it keeps the tank, silo alone."""
    return stages(name, ("mixer", ()), ("tank", ("mixer",)), ("silo", ("tank",)), ("silo", ()))


def back(name: str = "back") -> Scene:
    """The same units the other way round."""
    return stages(name, ("silo", ()), ("tank", ("silo",)), ("mixer", ("tank",)), ("mixer", ()))


def greedy(run: Run, now: Instant) -> tuple[Fact, ...]:
    """The first free unit for the first in the queue, whatever becomes of the others."""
    for request in run.queue:
        for unit in fitting(run, run.batches[request.batch], request.role):
            if run.is_free(unit.id):
                return (UnitAllocated(now, request.batch, request.role, unit.id),)
    return ()


GREEDY = (greedy, strays.next_facts)
"""The rules for what batches share, without the banker's."""


@dataclass
class Search:
    """All states that a few batches can reach, and which follow from which."""

    scenes: Sequence[Scene]
    shared: Sequence[PlantRule] = PLANT_RULES
    states: dict[Key, Run] = field(default_factory=dict)
    follows: dict[Key, set[Key]] = field(default_factory=dict)

    def explore(self) -> None:
        """Go wherever anything may lead."""
        first = self._first()
        todo = [first]
        self.states[key(first)] = first
        while todo:
            run = todo.pop()
            here = key(run)
            self.follows[here] = set()
            for after in self._after(run):
                there = key(after)
                self.follows[here].add(there)
                if there not in self.states:
                    self.states[there] = after
                    todo.append(after)

    def lost(self) -> list[Run]:
        """The states from which the batches cannot all come to their end."""
        good = {each for each, run in self.states.items() if _complete(run)}
        while more := {
            each for each, next_ in self.follows.items() if each not in good and next_ & good
        }:
            good |= more
        return [run for each, run in self.states.items() if each not in good]

    def _first(self) -> Run:
        run = apply(EMPTY_RUN, self.scenes[0].foundation())
        for lot in self.scenes[0].lots:
            run = replace(run, lots={**run.lots, lot.id: lot})
        for each in self.scenes:
            made = create_batch(
                run, each.plant, each.recipe, each.specification, 1000.0, {}, "tester", START
            )
            run = apply(run, made)
        return run

    def _after(self, run: Run) -> Iterator[Run]:
        """A batch is started, or a service that runs completes by itself."""
        for batch in run.batches.values():
            if batch.state is State.IDLE:
                begun = begin_batch(run, self.scenes[0].plant, batch.batch, "tester", START)
                yield followed(run, begun, self.shared)
        for each in run.runs.values():
            if run.batches[each.batch].procedure.action_of(each.step).complete_when is None:
                yield followed(run, (completed(each),), self.shared)


def followed(run: Run, facts: Sequence[Fact], shared: Sequence[PlantRule] = PLANT_RULES) -> Run:
    """What follows, with equipment that obeys at once and whose services run on."""
    for fact in facts:
        run = apply(run, fact)
    while True:
        new, quiet = settled(run, START, plant_rules=shared)
        run = quiet.run
        if not new:
            return run
        for fact in new:
            for command in commands_of(fact):
                run = apply(run, _obeyed(command))


def completed(each: ServiceRun) -> ServiceStateChanged:
    """A service says that it is complete."""
    return ServiceStateChanged(START, each.unit, each.service, State.COMPLETE, each.ticket)


def _obeyed(command: object) -> ServiceStateChanged:
    if isinstance(command, StartService):
        return ServiceStateChanged(
            START, command.unit, command.service, State.RUNNING, command.ticket
        )
    assert isinstance(command, CommandService)
    state = {Command.RESET: State.IDLE, Command.COMPLETE: State.COMPLETE}[command.command]
    return ServiceStateChanged(START, command.unit, command.service, state, command.ticket)


def key(run: Run) -> Key:
    """All of a run that a later decision may depend on: no times, no run numbers."""
    return (
        tuple(
            (
                each.batch,
                each.state,
                frozenset((path, step.state) for path, step in each.steps.items()),
                frozenset(each.units.items()),
                each.released,
            )
            for each in run.batches.values()
        ),
        run.queue,
        run.saggar_queue,
        frozenset(run.saggar_claims),
        frozenset((each.batch, each.step, each.state) for each in run.runs.values()),
    )


def _complete(run: Run) -> bool:
    return all(each.state is State.COMPLETE for each in run.batches.values())
