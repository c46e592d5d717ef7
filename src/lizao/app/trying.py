"""A recipe tried before it is approved: made on a virtual plant in a home that is thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from lizao.app.clock import Clock
from lizao.app.home import OPERATOR
from lizao.app.house import MakeOrder, Papers, Presence, make_from
from lizao.app.making import Ending, Pace
from lizao.app.orders import refuse_faults
from lizao.app.result import Result
from lizao.app.settings import Settings
from lizao.documents.recipe_file import load_recipe
from lizao.documents.site import load_site


@dataclass(frozen=True, slots=True)
class TryOrder:
    """What is tried, as a person wrote it; without ``tonnes`` the recipe's reference size."""

    file: Path
    tonnes: str | None = None
    plant: str | None = None
    seed: int | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)


def try_recipe(
    order: TryOrder, settings: Settings, clock: Clock, presence: Presence
) -> tuple[Ending, Result]:
    """What a recipe would take, use and give; the home of ``settings`` never hears of it.

    Whatever the plant, it is its virtual twin that makes the batch. Raises the first fault of the
    file or of the order.
    """
    site = load_site(settings.site, with_recipes=False)
    plant = replace(site.plant(order.plant), simulated=True)
    refuse_faults(site, order.file, plant)
    master = load_recipe(order.file)
    tonnes = order.tonnes or f"{master.reference_kg} kg"
    made = MakeOrder(master.name, tonnes, order.plant, order.seed, order.overrides, OPERATOR)
    with TemporaryDirectory(prefix="lizao-try-") as folder:
        aside = {"home": Path(folder, "home"), "state": Path(folder, "state"), "database_url": None}
        return make_from(
            Papers(site, plant, master, order.file),
            made,
            settings.model_copy(update=aside),
            clock,
            Pace(),
            presence,
        )
