"""Small recipes with exceptions on the mini plant, and a mixer whose weight a test can set."""

from collections.abc import Sequence

from lizao.model.conditions import Comparison
from lizao.model.facts import ConditionMet
from lizao.model.identifiers import PlaceId, Role, StepPath, UnitId
from lizao.model.recipe import (
    Element,
    Form,
    Handling,
    Meanwhile,
    RecipeCondition,
    Subject,
    Then,
)
from lizao.testing.mini import block, phase, service
from lizao.testing.story import Story
from tests.control.recipes import STIR, at_least, scene_of

MIXER = UnitId("mixer-1")
HOST, TOP = StepPath("mix/work"), StepPath("mix")
HEAVY = at_least(500.0)
COARSE = RecipeCondition(
    Subject.REPORT,
    "d50_um",
    step=StepPath("mix/work/a"),
    comparison=Comparison.AT_LEAST,
    limit=0.5,
)


def exception(
    path: str,
    when: RecipeCondition,
    *names: str,
    severity: int = 1,
    meanwhile: Meanwhile = Meanwhile.RUN,
    then: Then = Then.CONTINUE,
    at_most: int = 1,
) -> Element:
    """An exception whose branch has steps of these names."""
    return Element(
        StepPath(path),
        Form.EXCEPTION,
        tuple(StepPath(f"{path}/{each}") for each in names),
        condition=when,
        at_most=at_most,
        handling=Handling(severity, meanwhile, then),
    )


def rinse(path: str) -> Element:
    """An hour's work on a mill, which nothing else needs."""
    return phase(path, service("recirculate"), "mill")


def stir(path: str) -> Element:
    """Ten minutes' stirring."""
    return phase(path, STIR)


def watching(*elements: Element, steps: Sequence[str] = ("a", "b")) -> Story:
    """A mixer that stirs in some steps of one operation, and what is watched meanwhile.

    An exception straight below ``mix`` is watched all the unit procedure.
    """
    exceptions = [each for each in elements if each.form is Form.EXCEPTION]
    above = tuple(each.path for each in exceptions if each.path.count("/") == 1)
    inside = tuple(each.path for each in exceptions if each.path.count("/") == 2)
    given = {each.path for each in elements}
    own = [stir(path) for name in steps if (path := StepPath(f"{HOST}/{name}")) not in given]
    top = block(TOP, Form.UNIT_PROCEDURE, "work", role=Role("mixer"), exceptions=above)
    operation = block(HOST, Form.OPERATION, *steps, exceptions=inside)
    return Story(scene_of(top, operation, *own, *elements))


def weigh(story: Story, mass_kg: float) -> None:
    """Somebody leans on the mixer's load cell, or lets go."""
    story.plant.contents_kg[PlaceId(MIXER)] = mass_kg
    story.loop.turn()
    story.forward(0.2)


def report(story: Story, *d50_um: float) -> None:
    """The next stirrings will find these particle sizes."""
    found: list[dict[str, float | str]] = [{"d50_um": each} for each in d50_um]
    story.plant.reporting[MIXER, STIR.service] = found


def meet(story: Story, step: StepPath) -> None:
    """The transport sees the condition of an exception hold for a moment."""
    key = next(key for key, each in story.run.conditions.items() if each.step == step)
    story.tell(ConditionMet(story.now, key, 600.0, 500.0))


def starts(story: Story) -> list[str]:
    """Which service of which unit started, in order."""
    return [f"{unit} {service}" for _, unit, service in story.plant.starts]
