"""Recipes that could never run, formulas, specifications."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.model.errors import MalformedElementError
from lizao.model.identifiers import MaterialName, Role, StepPath
from lizao.model.quality import AttributeLimits, Specification
from lizao.model.recipe import (
    Action,
    ControlRecipe,
    Element,
    Form,
    FormulaParameter,
    Handling,
    MasterRecipe,
    RecipeCondition,
    Scaling,
    Subject,
    Work,
)

PATH = StepPath("fire")
CHILD = (StepPath("fire/load"),)
WAIT = Action(Work.WAIT)
ALWAYS = RecipeCondition(Subject.FORMULA, "soak")
LFP = MaterialName("lfp-26")
SOAK = FormulaParameter("soak", "degC", 770.0, 760.0, 785.0, Scaling.FIXED, "Soak", "保温")


@pytest.mark.parametrize(
    "element",
    [
        lambda: Element(PATH, Form.PHASE),
        lambda: Element(PATH, Form.OPERATION, CHILD, action=WAIT),
        lambda: Element(PATH, Form.CHOICE, CHILD),
        lambda: Element(PATH, Form.LOOP, CHILD),
        lambda: Element(PATH, Form.LOOP, CHILD, condition=ALWAYS, at_most=0),
        lambda: Element(PATH, Form.SEQUENCE),
        lambda: Element(PATH, Form.EXCEPTION, CHILD, condition=ALWAYS),
        lambda: Element(PATH, Form.SEQUENCE, CHILD, handling=Handling(1)),
        lambda: Element(PATH, Form.EXCEPTION, CHILD, condition=ALWAYS, handling=Handling(0)),
        lambda: Element(PATH, Form.EXCEPTION, CHILD, handling=Handling(1)),
        lambda: Element(PATH, Form.SEQUENCE, CHILD, exceptions=CHILD),
    ],
    ids=[
        *("no-action", "action", "no-condition", "no-end", "no-round", "no-children"),
        *("unhandled", "handled", "no-severity", "unwatched", "unwatchable"),
    ],
)
def test_an_element_that_could_never_run_cannot_be_built(element: object) -> None:
    """The error names the element."""
    assert callable(element)
    with pytest.raises(MalformedElementError, match="fire"):
        element()


@pytest.mark.parametrize(
    "element",
    [
        Element(PATH, Form.PHASE, action=WAIT),
        Element(PATH, Form.CHOICE, CHILD, condition=ALWAYS),
        Element(PATH, Form.LOOP, CHILD, condition=ALWAYS, at_most=3),
        Element(PATH, Form.PARALLEL, CHILD),
        Element(PATH, Form.UNIT_PROCEDURE, CHILD, role=Role("kiln"), split=2),
    ],
    ids=lambda element: element.form.value,
)
def test_an_element_that_can_run_is_built(element: Element) -> None:
    """Every form has a proper shape."""
    assert element.path == PATH


def test_a_master_recipe_finds_its_parameters_by_name() -> None:
    """What the formula does not have is None."""
    master = MasterRecipe(
        "lfp-26", "1", "approved", LFP, "LFP 2.6", "铁锂 2.6", 6_000.0, 1_000.0, 9_000.0,
        (SOAK,), (), {}, (),
    )  # fmt: skip

    assert master.parameter("soak") is SOAK
    assert master.parameter("colour") is None


def test_a_control_recipe_is_untouched_unless_said() -> None:
    """Nothing is overridden by default."""
    specification = Specification(LFP, "1", ())

    recipe = ControlRecipe("lfp-26", "1", LFP, 1.0, {}, {}, (), {}, (), specification)

    assert recipe.overridden == ()


def test_a_specification_finds_the_limits_of_an_attribute() -> None:
    """What it does not limit is None."""
    carbon = AttributeLimits("carbon", "%", 1.0, 1.4, gating=True)
    specification = Specification(LFP, "1", (carbon,))

    assert specification.limits("carbon") is carbon
    assert specification.limits("colour") is None


LIMIT = st.none() | st.floats(-1e6, 1e6)


@given(LIMIT, LIMIT, st.floats(-1e6, 1e6))
def test_limits_include_themselves(low: float | None, high: float | None, value: float) -> None:
    """Open sides hold everything; a value on a limit is inside."""
    limits = AttributeLimits("d50", "um", low, high, gating=True)
    above = low is None or low <= value
    below = high is None or value <= high

    assert limits.holds(value) is (above and below)
    assert low is None or high is None or high < low or limits.holds(low)
    assert low is None or high is None or high < low or limits.holds(high)
