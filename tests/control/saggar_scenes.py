"""The mini plant with a pool of saggars that its two ovens share, and recipes that need them."""

from dataclasses import replace

from lizao.model.equipment import Plant, Saggars
from lizao.model.identifiers import PoolId, Role, StepPath
from lizao.model.recipe import Element, Form, RecipeCondition, Subject
from lizao.testing.mini import block, mini_plant, phase, service
from lizao.testing.scene import Scene
from tests.control.recipes import STIR, named, scene_of

POOL = PoolId("ovens")


def sharing(count: int, standing: int = 0) -> Plant:
    """Two ovens, one pool; four saggars of 25 kg are a row."""
    plant, own = mini_plant(), Saggars(POOL, count, 4, 25.0, standing)
    units = (
        replace(each, saggars=own) if each.unit_class == "oven" else each for each in plant.units
    )
    return replace(plant, units=tuple(units))


def feeds(name: str = "feeds") -> Scene:
    """Its oven is fed until its silo was stirred, for which it needs a silo."""
    return _scene(name, *_fire("keep"), *_keep())


def keeps(name: str = "keeps") -> Scene:
    """It keeps a silo, and fires while it does."""
    return _scene(name, *_keep(), *_fire(claims=(Role("silo"),), after=(StepPath("keep"),)))


def _scene(name: str, *elements: Element) -> Scene:
    return named(name, scene_of(*elements, plant=sharing(4)))


def _keep() -> tuple[Element, ...]:
    return (
        block("keep", Form.UNIT_PROCEDURE, "do", role=Role("silo")),
        block("keep/do", Form.OPERATION, "stir"),
        phase("keep/do/stir", STIR),
    )


def _fire(*before: str, **more: object) -> tuple[Element, ...]:
    fed = tuple(StepPath(each) for each in before)
    until = RecipeCondition(Subject.FORMULA, "soak", limit=0.0, after=fed)
    return (
        block("fire", Form.UNIT_PROCEDURE, "do", role=Role("oven"), **more),
        block("fire/do", Form.OPERATION, "feed"),
        phase("fire/do/feed", service("feed", until=until)),
    )
