"""Versions of recipes: read, compared, registered, and signed on their way to making batches."""

from typing import Any, Final

from fastapi import APIRouter

from lizao.api.bodies import Name, Why
from lizao.api.guards import Asking, InHouse, Language, Watching
from lizao.api.house import House
from lizao.app.answers import recipes as told
from lizao.app.home import OPERATOR
from lizao.app.recipe_desk import AT, version_called, version_rows
from lizao.app.recipe_requests import MoveRecipe, RegisterRecipe
from lizao.app.recipe_told import recipe_told
from lizao.documents.recipe_book import RecipeBook
from lizao.documents.recipe_difference import recipe_difference
from lizao.documents.site import load_site
from lizao.model.errors import UnknownNameError
from lizao.model.people import UserRole
from lizao.model.recipe import MasterRecipe
from lizao.people.permissions import Deed, demand
from lizao.texts import Texts

router = APIRouter(prefix="/api/recipes", tags=["recipes"])
RECIPE: Final = "recipe"


@router.get("/versions")
def versions(house: InHouse, _: Watching) -> told.RecipeVersionList:
    """Every version of the home with who signed it, and what the site's files say beside."""
    return {"recipes": version_rows(_book(house), load_site(house.site))}


@router.get("/versions/{recipe}/{version}")
def one_version(house: InHouse, _: Watching, recipe: str, version: str) -> told.WholeRecipe:
    """One version to read: formula, charges, units, procedure."""
    return recipe_told(version_called(_book(house), load_site(house.site), recipe, version))


@router.get("/difference")
def difference(
    house: InHouse, _: Watching, words: Language, old: Name, new: Name
) -> told.RecipeDifference:
    """What ``new`` changes against ``old``, both NAME@VERSION, line by line."""
    book, site, texts = _book(house), load_site(house.site), Texts(words)

    def called(written: str) -> MasterRecipe:
        name, _, version = written.partition(AT)
        return version_called(book, site, name, version)

    changes = recipe_difference(called(old), called(new))
    lines: list[told.RecipeChange] = [
        {"key": each.kind, "text": texts(each.key, **each.details())} for each in changes
    ]
    return {"changes": lines}


@router.post("/{recipe}/register", response_model=told.RecipeMoved)
def register(house: InHouse, browser: Asking, recipe: str) -> dict[str, Any]:
    """Register the version that the site's file of a recipe holds, as a draft."""
    asks = house.myself(browser)
    demand(asks["user"] or OPERATOR, map(UserRole, asks["roles"]), Deed.REGISTER_RECIPE)
    folder = load_site(house.site, with_recipes=False).folder / "recipes"
    files = {each.stem: each for each in sorted(folder.glob("*.yaml"))}
    if recipe not in files:
        raise UnknownNameError(RECIPE, recipe, ", ".join(files))
    return house.ask(browser, RegisterRecipe(str(files[recipe].resolve())))


@router.post("/{recipe}/{version}/{step}", response_model=told.RecipeMoved)
def move(  # noqa: PLR0913, PLR0917 - which version, what of it, who and why
    house: InHouse, browser: Asking, recipe: str, version: str, step: str, why: Why
) -> dict[str, Any]:
    """Verify, approve or retire a version; signed."""
    request = MoveRecipe(recipe, version, step, why.reason)
    return house.ask(browser, request, why.password)


def _book(house: House) -> RecipeBook:
    """The book as it is now: whoever has just signed sees it."""
    with house.follower.reading() as home:
        return home.rooms.recipes
