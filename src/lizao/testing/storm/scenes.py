"""What the storms make: products whose recipes and plants leave no kind of fact out."""

from dataclasses import replace
from functools import cache
from typing import Final

from lizao.model.alarms import AlarmDefinition, AlarmPriority, AlarmSource, Bilingual
from lizao.model.conditions import Comparison
from lizao.model.equipment import Escalation, Plant, Saggars
from lizao.model.identifiers import PoolId, StepPath
from lizao.model.material import Lot, LotStatus
from lizao.model.recipe import (
    Action,
    Element,
    Form,
    Inquiry,
    MasterRecipe,
    RecipeCondition,
    Subject,
    Work,
)
from lizao.model.states import Command
from lizao.testing.mini import mini_plant, mini_recipe, mini_times
from lizao.testing.mini.recipe import block, phase, service
from lizao.testing.reference import reference_scene
from lizao.testing.scene import Scene
from lizao.testing.storm.trouble import troubled

_HOT_C: Final = 780.0
_TWICE: Final = 2
_URGENT: Final = frozenset({"mill", "mixer"})
_WORDS: Final = Bilingual("storm", "风暴")


def mini_scenes() -> tuple[Scene, ...]:
    """Four products: one is fired hotter, one is milled in rounds, one is full of trouble."""
    recipe, plant = mini_recipe(), _with_saggars(_urgent(replace(mini_plant(), alarms=_alarms())))
    hotter = tuple(
        replace(each, default=each.high) if each.name == "soak" else each for each in recipe.formula
    )
    return (
        Scene(plant=plant, times=replace(mini_times(), transfer_meter=0.998)),
        Scene(plant=plant, recipe=replace(recipe, name="mini-hot", formula=hotter), mass_kg=800.0),
        Scene(plant=plant, recipe=_in_rounds(recipe), mass_kg=900.0),
        Scene(plant=plant, recipe=troubled(recipe), mass_kg=900.0),
    )


@cache
def reference_scenes() -> tuple[Scene, ...]:
    """Both products of the reference line."""
    return (reference_scene("lfp-26"), reference_scene("lfp-24"))


def another_lot(number: int, pattern: Lot, mass_kg: float) -> Lot:
    """A lot like ``pattern``, as the next lorry brings it."""
    name = f"{pattern.material}-L{number}"
    return replace(pattern, id=type(pattern.id)(name), mass_kg=mass_kg, status=LotStatus.RELEASED)


def _with_saggars(plant: Plant) -> Plant:
    """The ovens share a pool that has too few for both at their full pace."""
    own = Saggars(PoolId("ovens"), count=72, per_row=4, load_kg=25.0)
    units = (
        replace(each, saggars=own) if each.unit_class == "oven" else each for each in plant.units
    )
    return replace(plant, units=tuple(units))


def _urgent(plant: Plant) -> Plant:
    """The plant with units that are told what follows if a hold or a stop takes too long."""
    soon: dict[str, Escalation] = {
        Command.HOLD: Escalation(300.0, Command.STOP),
        Command.STOP: Escalation(600.0, Command.ABORT),
        Command.PAUSE: Escalation(300.0),
        Command.ABORT: Escalation(300.0),
    }
    later = {**soon, Command.HOLD: Escalation(300.0)}
    units = (
        replace(each, escalation=soon if each.unit_class in _URGENT else later)
        for each in plant.units
    )
    return replace(plant, units=tuple(units))


def _in_rounds(recipe: MasterRecipe) -> MasterRecipe:
    """The recipe with a milling that is repeated, a stir that is left out, and a question."""
    more: dict[str, tuple[Element, ...]] = {
        "dose/charge": (
            block("dose/charge", Form.OPERATION, "water", "solids", "stir", "hot", "ask"),
            block("dose/charge/hot", Form.CHOICE, "again", condition=_hot()),
            phase("dose/charge/hot/again", service("stir")),
            phase("dose/charge/ask", _question()),
        ),
        "mill/grind": (
            block("mill/grind", Form.OPERATION, "rounds"),
            block("mill/grind/rounds", Form.LOOP, "run", condition=_ground(), at_most=_TWICE),
            phase("mill/grind/rounds/run", service("recirculate")),
        ),
        "mill/grind/run": (),
    }
    elements = [new for each in recipe.elements for new in more.get(each.path, (each,))]
    return replace(recipe, name="mini-rounds", elements=tuple(elements))


def _hot() -> RecipeCondition:
    return RecipeCondition(Subject.FORMULA, "soak", comparison=Comparison.AT_LEAST, limit=_HOT_C)


def _ground() -> RecipeCondition:
    """What a mill on paper never reports, so that it mills as often as it may."""
    return RecipeCondition(
        Subject.REPORT,
        "mass_kg",
        step=StepPath("mill/grind/rounds/run"),
        comparison=Comparison.AT_LEAST,
        limit=1.0,
    )


def _question() -> Action:
    asked = Inquiry("Go on?", "继续？", ("yes", "no"), "yes", 1800.0)
    return Action(Work.ASK, inquiry=asked)


def _alarms() -> tuple[AlarmDefinition, ...]:
    low = AlarmPriority.LOW
    full = AlarmDefinition(
        "full", low, _WORDS, _WORDS, _WORDS,
        unit_class="tank", signal="mass_kg", limit=500.0, deadband=100.0, latched=True,
    )  # fmt: skip
    causes = (
        AlarmSource.BATCH_HELD,
        AlarmSource.COMMAND_UNANSWERED,
        AlarmSource.LINK_LOST,
        AlarmSource.QUESTION_OVERDUE,
    )
    said = (
        AlarmDefinition(each.value, low, _WORDS, _WORDS, _WORDS, source=each, on_delay_s=60.0)
        for each in causes
    )
    return (full, *said)
