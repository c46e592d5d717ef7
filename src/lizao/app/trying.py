"""A recipe tried before it is approved: made on a virtual plant in a home that is thrown away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from lizao.app.clock import Clock
from lizao.app.home import OPERATOR, Home, reading_home
from lizao.app.house import MakeOrder, Papers, Presence, make_from
from lizao.app.making import Ending, Pace
from lizao.app.orders import refuse_faults
from lizao.app.result import Result
from lizao.app.settings import Settings
from lizao.documents.recipe_file import load_recipe
from lizao.documents.recipe_writer import write_recipe
from lizao.documents.site import load_site
from lizao.model.equipment import Plant
from lizao.model.recipe import MasterRecipe


@dataclass(frozen=True, slots=True)
class TryOrder:
    """What is tried, as a person wrote it; without ``tonnes`` the recipe's reference size.

    A recipe is one of a file or one that is known already, a plant one of the site by its name, or
    as it is.
    """

    recipe: Path | MasterRecipe
    tonnes: str | None = None
    plant: str | Plant | None = None
    seed: int | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)


def nothing_more(_home: Home) -> None:
    """Nothing is read out of the home of a trial but its result."""


def try_recipe(  # noqa: PLR0913, PLR0917 - the order, the house it is carried out in, what is read
    order: TryOrder,
    settings: Settings,
    clock: Clock,
    presence: Presence,
    read: Callable[[Home], None] = nothing_more,
    within: Path | None = None,
) -> tuple[Ending, Result]:
    """What a recipe would take, use and give; the home of ``settings`` never hears of it.

    Whatever the plant, it is its virtual twin that makes the batch. ``read`` is shown the home of
    the trial before that is thrown away; it lies in the folder ``within``, or where such things
    lie on this machine. Raises the first fault of the file or of the order.
    """
    site = load_site(settings.site, with_recipes=False)
    known = order.plant if isinstance(order.plant, Plant) else site.plant(order.plant)
    plant = replace(known, simulated=True)
    with TemporaryDirectory(prefix="lizao-try-", dir=within) as folder:
        file = _file(order.recipe, Path(folder))
        refuse_faults(site, file, plant)
        master = load_recipe(file)
        tonnes = order.tonnes or f"{master.reference_kg} kg"
        made = MakeOrder(
            master.name, tonnes, seed=order.seed, overrides=order.overrides, by=OPERATOR
        )
        home_of_it = Path(folder, "home")
        aside = {"home": home_of_it, "state": Path(folder, "state"), "database_url": None}
        ending, result = make_from(
            Papers(site, plant, master, file),
            made,
            settings.model_copy(update=aside),
            clock,
            Pace(),
            presence,
        )
        with reading_home(home_of_it, None) as home:
            read(home)
        return ending, result


def _file(recipe: Path | MasterRecipe, folder: Path) -> Path:
    """The file of a recipe; one that was registered is written down."""
    if isinstance(recipe, Path):
        return recipe
    file = folder / f"{recipe.name}.yaml"
    file.write_text(write_recipe(recipe), encoding="utf-8")
    return file
