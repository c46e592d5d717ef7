"""What can be made: the recipe that Start would take for each product, and what may be set."""

from lizao.app.home import Home
from lizao.app.preview import largest_kg
from lizao.app.requests import Values
from lizao.documents.recipe_book import RecipeBook, refuse_unapproved
from lizao.documents.site import Site
from lizao.model.errors import LizaoError
from lizao.model.recipe import MasterRecipe


def recipes_told(site: Site, home: Home) -> list[Values]:
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


def _told(site: Site, home: Home, recipe: MasterRecipe) -> Values:
    return {
        "recipe": recipe.name,
        "version": recipe.version,
        "product": recipe.product,
        "title": {"en": recipe.title_en, "zh": recipe.title_zh},
        "reference_kg": recipe.reference_kg,
        "low_kg": recipe.low_kg,
        "high_kg": recipe.high_kg,
        "largest_kg": largest_kg(home, site, recipe),
        "parameters": [
            {
                "name": each.name,
                "title": {"en": each.title_en, "zh": each.title_zh},
                "unit": each.unit,
                "default": each.default,
                "low": each.low,
                "high": each.high,
                "scaling": each.scaling,
            }
            for each in recipe.formula
        ],
    }
