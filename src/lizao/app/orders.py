"""An order as a person wrote it, read against the site and the plant; what is wrong is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lizao.app.requests import AddBatch
from lizao.documents.check import check_recipe
from lizao.documents.quantities import parse_quantity
from lizao.documents.recipe_book import EMPTY_BOOK, RecipeBook
from lizao.documents.recipe_digest import same_content
from lizao.documents.site import Site, load_site
from lizao.model.equipment import Plant
from lizao.model.errors import RecipeFileDiffersError, UnknownNameError
from lizao.model.quality import Specification
from lizao.model.recipe import MasterRecipe

PARAMETER: Final = "formula_parameter"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A recipe and its size, in the units of the formula."""

    master: MasterRecipe
    specification: Specification
    mass_kg: float
    overrides: Mapping[str, float]


def read_order(
    folder: Path | None, plant: Plant, order: AddBatch, book: RecipeBook = EMPTY_BOOK
) -> Ordered:
    """The order in the words of control; raises the first fault.

    Made is the version that the home has approved last, else what the site's file says, else what
    is registered and not yet approved: then ``refuse_unapproved`` will say so. A file that says
    something else under the approved version is refused: whoever changed it means the change.
    """
    site = load_site(folder)
    master = book.approved(order.recipe)
    if master is not None:
        _refuse_changed(site, master)
    elif order.recipe not in site.recipes:
        master = book.latest(order.recipe)
    if master is None:
        master = site.recipe(order.recipe)
        refuse_faults(site, site.recipe_file(order.recipe), plant)
    mass_kg = parse_quantity(with_unit(order.tonnes, "t"), "kg", "tonnes")
    overrides = parsed_overrides(master, order.overrides)
    return Ordered(master, site.specification(master), mass_kg, overrides)


def _refuse_changed(site: Site, approved: MasterRecipe) -> None:
    """RecipeFileDiffersError where the site's file was changed, and its version was not."""
    name, version = approved.name, approved.version
    said = site.recipes.get(name)
    if said is not None and said.version == version and not same_content(said, approved):
        raise RecipeFileDiffersError(name, version, str(site.recipe_file(name)))


def refuse_faults(site: Site, file: Path, plant: Plant) -> None:
    """Raise the first fault of a recipe file against the plant it is to run on."""
    for error in check_recipe(file, plant, [each.name for each in site.materials]):
        raise error


def parsed_overrides(master: MasterRecipe, written: Mapping[str, str]) -> dict[str, float]:
    """Formula values as a person wrote them, in the units of the formula."""
    values: dict[str, float] = {}
    for name, text in written.items():
        parameter = master.parameter(name)
        if parameter is None:
            known = ", ".join(each.name for each in master.formula)
            raise UnknownNameError(PARAMETER, name, known)
        values[name] = parse_quantity(with_unit(text, parameter.unit), parameter.unit, name)
    return values


def with_unit(text: str, unit: str) -> str:
    """A bare number gets the unit that is meant."""
    try:
        float(text)
    except ValueError:
        return text
    return text if unit in {"", "1"} else f"{text} {unit}"
