"""A product of which much goes wrong: a recipe with every way in which an exception is handled."""

from dataclasses import replace
from typing import Final

from lizao.model.conditions import Comparison
from lizao.model.identifiers import StepPath
from lizao.model.recipe import (
    Action,
    Element,
    Form,
    Handling,
    Inquiry,
    MasterRecipe,
    Meanwhile,
    RecipeCondition,
    Subject,
    Then,
    Work,
)
from lizao.testing.mini.recipe import block, phase, service, signal

SIZE: Final = "d50_um"
"""What a mill reports of the size of its particles, where it reports it."""
_RUN: Final = StepPath("mill/grind/run")
_ADDED: Final = StepPath("dose/charge/solids/powder")


def troubled(recipe: MasterRecipe) -> MasterRecipe:
    """The recipe of the mini plant with exceptions in its dosing, its milling and its transfer."""
    more = {"dose/charge": _dosing(), "mill/grind": _milling(), "to-silo/move": _moving()}
    elements = [
        new
        for each in recipe.elements
        for new in (
            (replace(each, exceptions=_names(more[each.path])), *more[each.path])
            if each.path in more
            else (each,)
        )
    ]
    return replace(recipe, name="mini-trouble", elements=tuple(elements))


def _names(elements: tuple[Element, ...]) -> tuple[StepPath, ...]:
    return tuple(each.path for each in elements if each.form is Form.EXCEPTION)


def _dosing() -> tuple[Element, ...]:
    """What fills up is stirred; severer: all is held, the lot is blocked, and a person decides."""
    filled, full = "dose/charge/filled", "dose/charge/full"
    granted = RecipeCondition(
        Subject.REPORT, "answer", step=StepPath(f"{full}/decide"), equals="grant"
    )
    return (
        _exception(
            filled, Handling(1), signal("mixer", 500.0, Comparison.AT_LEAST), "note", "tell"
        ),
        phase(f"{filled}/note", _question("note", 0.0)),
        phase(f"{filled}/tell", _question("told", 7200.0)),
        _exception(
            full,
            Handling(3, Meanwhile.HOLD),
            signal("mixer", 1200.0, Comparison.AT_LEAST),
            "block",
            "decide",
            "granted",
        ),
        phase(f"{full}/block", Action(Work.QUARANTINE, reason="too full")),
        phase(f"{full}/decide", _question("grant", 1800.0, "grant", "refuse")),
        block(f"{full}/granted", Form.CHOICE, "let", condition=granted),
        phase(f"{full}/granted/let", Action(Work.CONCESSION, asked=StepPath(f"{full}/decide"))),
    )


def _milling() -> tuple[Element, ...]:
    """Mill longer, mill again, hold and ask, stop: the coarser, the severer."""
    longer = "mill/grind/longer"
    return (
        _exception(longer, Handling(1), _coarser(0.4), "more"),
        phase(f"{longer}/more", service("recirculate")),
        _exception("mill/grind/again", Handling(2, then=Then.REPEAT), _coarser(0.55), at_most=2),
        _exception("mill/grind/asked", Handling(4, Meanwhile.HOLD, Then.HOLD), _coarser(0.75)),
        _exception("mill/grind/ended", Handling(5, then=Then.STOP), _coarser(0.9)),
    )


def _moving() -> tuple[Element, ...]:
    """While the tank is emptied something is asked about what is left."""
    low = "to-silo/move/low"
    return (
        _exception(
            low, Handling(2, Meanwhile.HOLD), signal("tank", 300.0, Comparison.AT_MOST), "q"
        ),
        phase(f"{low}/q", _question("low", 900.0)),
    )


def _exception(
    path: str,
    handling: Handling,
    condition: RecipeCondition,
    *branch: str,
    at_most: int = 1,
) -> Element:
    return block(
        path, Form.EXCEPTION, *branch, condition=condition, handling=handling, at_most=at_most
    )


def _coarser(limit: float) -> RecipeCondition:
    return RecipeCondition(
        Subject.REPORT, SIZE, step=_RUN, comparison=Comparison.AT_LEAST, limit=limit
    )


def _question(text: str, within_s: float, *options: str) -> Action:
    """A question with a default where it has a time; without one it waits for its answer."""
    offered = options or ("yes", "no")
    default = offered[0] if within_s else ""
    return Action(Work.ASK, inquiry=Inquiry(text, text, offered, default, within_s))
