"""Small recipes on the mini plant, and a way to read what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from lizao.control.emptying import empty_unit
from lizao.control.upkeep import LEFT_OVER
from lizao.model.conditions import Comparison
from lizao.model.equipment import Transfer
from lizao.model.facts import Fact, StepCompleted, StepStarted
from lizao.model.identifiers import MaterialName, Role, StepPath, UnitId
from lizao.model.recipe import (
    Action,
    Charge,
    ChargeRule,
    Element,
    Form,
    RecipeCondition,
    Setting,
    Source,
    Subject,
    Work,
)
from lizao.testing.mini import block, empty, mini_recipe, phase, service, transfer
from lizao.testing.scene import Scene
from lizao.testing.story import Story

A_FACT = TypeVar("A_FACT")
STIR = service("stir")
TRUE = RecipeCondition(Subject.FORMULA, "soak", limit=0.0)
FALSE = RecipeCondition(Subject.FORMULA, "soak", limit=10_000.0)


def scene_of(*elements: Element, charges: tuple[Charge, ...] = (), **more: object) -> Scene:
    """A scene whose recipe has these elements; it charges nothing unless told to."""
    recipe = replace(mini_recipe(), elements=elements, charges=charges)
    return replace(Scene(recipe=recipe), **more)  # type: ignore[arg-type]


def mixing(*inside: Element, top: str = "mix", after: Sequence[str] = ()) -> tuple[Element, ...]:
    """A unit procedure on the mixer with one operation ``work`` around the elements."""
    direct = [each.path for each in inside if each.path.count("/") == 2]
    names = [path.rsplit("/", 1)[1] for path in direct]
    return (
        block(top, Form.UNIT_PROCEDURE, "work", role=Role("mixer"), after=_paths(after)),
        block(f"{top}/work", Form.OPERATION, *names),
        *inside,
    )


def stir(name: str) -> Element:
    """A phase that stirs for ten minutes."""
    return phase(f"mix/work/{name}", STIR)


def charge(name: str, material: str, formula: str = "powder_dry") -> Charge:
    """A dry charge into the mixer."""
    return Charge(name, MaterialName(material), Role("mixer"), ChargeRule.DRY, formula)


def fixed(parameter: str, value: float) -> Setting:
    """A service parameter with a fixed value."""
    return Setting(parameter, Source.VALUE, value)


def at_least(limit: float, **more: object) -> RecipeCondition:
    """A condition on what mixer-1 holds."""
    return RecipeCondition(
        Subject.SIGNAL,
        "mass_kg",
        Role("mixer"),
        comparison=Comparison.AT_LEAST,
        limit=limit,
        **more,  # type: ignore[arg-type]
    )


def of(facts: Iterable[Fact], kind: type[A_FACT]) -> list[A_FACT]:
    """The facts of one type."""
    return [each for each in facts if isinstance(each, kind)]


def order(facts: Iterable[Fact]) -> list[str]:
    """Starts and ends of steps in their order: ``+step``, ``-step`` by the last name."""
    found = []
    for fact in facts:
        if isinstance(fact, StepStarted):
            found.append("+" + fact.step.rsplit("/", 1)[-1])
        if isinstance(fact, StepCompleted):
            found.append("-" + fact.step.rsplit("/", 1)[-1])
    return found


def moving(source: str, destination: str, *after: str) -> tuple[Element, ...]:
    """A unit procedure that moves everything from one role to another."""
    up, claims = Form.UNIT_PROCEDURE, (Role(source),)
    return (
        block("move", up, "work", role=Role(destination), claims=claims, after=_paths(after)),
        block("move/work", Form.OPERATION, "go"),
        phase("move/work/go", transfer(source, destination, empty(source))),
    )


def milling(*claims: str) -> tuple[Element, ...]:
    """A unit procedure that mills for an hour."""
    roles = tuple(Role(each) for each in claims)
    return (
        block("mill", Form.UNIT_PROCEDURE, "work", role=Role("mill"), claims=roles),
        block("mill/work", Form.OPERATION, "run"),
        phase("mill/work/run", service("recirculate")),
    )


def two_on_one_line() -> tuple[Scene, Scene]:
    """One keeps the tank and needs the line; the other wants the line and then needs the tank."""
    keeps = named("keeps", scene_of(*milling("tank"), *moving("tank", "silo", "mill")))
    tank = next(each for each in keeps.plant.units if each.id == "tank-1")
    vat = replace(tank, id=UnitId("vat-1"), unit_class="vat")
    pipe = UnitId("pipe-1")
    paths = (Transfer(UnitId("mixer-1"), pipe, vat.id), Transfer(tank.id, pipe, UnitId("silo-1")))
    plant = replace(keeps.plant, units=(*keeps.plant.units, vat), transfers=paths)
    up, go = Form.UNIT_PROCEDURE, transfer("mixer", "vat", empty("mixer", "later"))
    asks = scene_of(
        block("move", up, "work", role=Role("vat"), claims=(Role("mixer"),)),
        block("move/work", Form.OPERATION, "go"),
        phase("move/work/go", go),
        block("later", up, "work", role=Role("tank"), claims=(Role("mixer"),)),
        block("later/work", Form.OPERATION, "stir"),
        phase("later/work/stir", STIR, "mixer"),
    )
    asks = named("asks", replace(asks, plant=plant))
    roles = {**asks.recipe.roles, Role("vat"): "vat"}
    asks = replace(asks, recipe=replace(asks.recipe, roles=roles))
    return replace(keeps, plant=plant), asks


def named(name: str, scene: Scene) -> Scene:
    """The scene with another name for its recipe."""
    return replace(scene, recipe=replace(scene.recipe, name=name))


def wait(condition: RecipeCondition | None) -> Action:
    """Wait for a condition."""
    return Action(Work.WAIT, complete_when=condition)


def _paths(names: Sequence[str]) -> tuple[StepPath, ...]:
    return tuple(StepPath(each) for each in names)


def emptied(story: Story) -> None:
    """A person has every unit emptied in which something was left, and waits until it is."""
    for unit in story.run.plant.units if story.run.plant else ():
        if story.run.standing(unit.id).reason == LEFT_OVER:
            story.tell(*empty_unit(story.run, unit, "tester", "left over", story.now))
    story.finish(*story.run.batches)
    story.until(lambda: not story.run.owners)
