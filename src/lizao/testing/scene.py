"""What a test plays on: a plant with its lots, a recipe, an order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lizao.control.run import Run
from lizao.control.start import start_batch
from lizao.model.equipment import Plant
from lizao.model.facts import Fact, HomeMade
from lizao.model.instants import Instant
from lizao.model.material import Lot, Material
from lizao.model.quality import Specification
from lizao.model.recipe import MasterRecipe
from lizao.testing.mini import (
    START,
    mini_lots,
    mini_materials,
    mini_plant,
    mini_recipe,
    mini_specification,
    mini_times,
)
from lizao.testing.paper import PaperPlant, PaperTimes


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is fixed before the first fact; by default the mini plant and 1 t."""

    plant: Plant = field(default_factory=mini_plant)
    materials: tuple[Material, ...] = field(default_factory=mini_materials)
    lots: tuple[Lot, ...] = field(default_factory=mini_lots)
    times: PaperTimes = field(default_factory=mini_times)
    recipe: MasterRecipe = field(default_factory=mini_recipe)
    specification: Specification = field(default_factory=mini_specification)
    mass_kg: float = 1000.0
    overrides: Mapping[str, float] = field(default_factory=dict)
    at: Instant = START

    def equipment(self) -> PaperPlant:
        """The paper plant with its lots in the store."""
        return PaperPlant(self.plant, self.lots, self.at, self.times)

    def foundation(self) -> HomeMade:
        """The first fact of a home on this plant."""
        return HomeMade(self.at, self.plant.site, self.plant, self.materials, 1)

    def with_recipe(self, recipe: MasterRecipe) -> "Scene":
        """The same with another version of the recipe."""
        return replace(self, recipe=recipe)

    def order(self, run: Run, now: Instant) -> tuple[Fact, ...]:
        """The facts of pressing Start."""
        return start_batch(
            run,
            self.plant,
            self.recipe,
            self.specification,
            self.mass_kg,
            self.overrides,
            "tester",
            now,
        )
