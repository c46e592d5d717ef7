"""Small recipes on the mini plant, and a way to read what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from lizao.model.conditions import Comparison
from lizao.model.facts import Fact, StepCompleted, StepStarted
from lizao.model.identifiers import MaterialName, Role, StepPath
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
from lizao.testing.mini import block, mini_recipe, phase, service
from lizao.testing.scene import Scene

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


def wait(condition: RecipeCondition | None) -> Action:
    """Wait for a condition."""
    return Action(Work.WAIT, complete_when=condition)


def _paths(names: Sequence[str]) -> tuple[StepPath, ...]:
    return tuple(StepPath(each) for each in names)
