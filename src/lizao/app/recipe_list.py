"""What can be made: the recipe that Start would take for each product, and what may be set."""

from lizao.app.answers import recipes as told
from lizao.app.home import Home
from lizao.app.preview import largest_kg
from lizao.documents.recipe_book import RecipeBook, refuse_unapproved
from lizao.documents.site import Site
from lizao.model.errors import LizaoError
from lizao.model.recipe import FormulaParameter, MasterRecipe


def recipes_told(site: Site, home: Home) -> list[told.Recipe]:
    """The recipes that a batch may be made of, the site's main one first."""
    book = home.rooms.recipes
    names = dict.fromkeys((*site.recipes, *(name for name, _ in book.versions)))
    found = (book.approved(each) or site.recipes.get(each) for each in names)
    startable = [each for each in found if each is not None and _may_start(book, each)]
    startable.sort(key=lambda each: each.name != site.main_recipe)
    return [_told(site, home, each) for each in startable]


def _may_start(book: RecipeBook, recipe: MasterRecipe) -> bool:
    try:
        refuse_unapproved(book, recipe)
    except LizaoError:
        return False
    return True


def _told(site: Site, home: Home, recipe: MasterRecipe) -> told.Recipe:
    return {**recipe_head(recipe), "largest_kg": largest_kg(home, site, recipe)}


def recipe_head(recipe: MasterRecipe) -> told.RecipeHead:
    """What a recipe is called, what it makes, in which sizes, and what may be set."""
    return {
        "recipe": recipe.name,
        "version": recipe.version,
        "product": recipe.product,
        "title": {"en": recipe.title_en, "zh": recipe.title_zh},
        "reference_kg": recipe.reference_kg,
        "low_kg": recipe.low_kg,
        "high_kg": recipe.high_kg,
        "parameters": [_parameter(each) for each in recipe.formula],
    }


def _parameter(parameter: FormulaParameter) -> told.FormulaParameter:
    """What may be set for a batch, within which limits; an amount that scales is of the reference.

    In the unit of the parameter.
    """
    return {
        "name": parameter.name,
        "title": {"en": parameter.title_en, "zh": parameter.title_zh},
        "unit": parameter.unit,
        "default": parameter.default,
        "low": parameter.low,
        "high": parameter.high,
        "scaling": parameter.scaling,
    }
