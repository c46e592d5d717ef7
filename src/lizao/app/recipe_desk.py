"""Registered versions of recipes at the door: what is asked of them, and what is told."""

from pathlib import Path
from typing import Final, Literal, TypeAlias

from lizao.app.answers import recipes as told
from lizao.app.orders import refuse_faults
from lizao.app.queries import ledger_of
from lizao.app.recipe_requests import MoveRecipe, RegisterRecipe
from lizao.app.settings import Settings
from lizao.documents.recipe_book import (
    OF_FILE,
    RecipeBook,
    apply,
    move_on,
    register,
)
from lizao.documents.recipe_file import load_recipe
from lizao.documents.site import Site, load_site
from lizao.model.equipment import Plant
from lizao.model.facts import Fact, RecipeRegistered, RecipeStatusChanged
from lizao.model.instants import Instant
from lizao.model.recipe import MasterRecipe
from lizao.model.recipe_life import RecipeStatus, RecipeStep

RecipeRequest: TypeAlias = RegisterRecipe | MoveRecipe
RECIPE: Final = "recipe"
AT: Final = "@"


def read_recipe_for(folder: Path | None, plant: Plant, request: RegisterRecipe) -> MasterRecipe:
    """The recipe of a file that can run on the plant of the home; raises its first fault."""
    file = Path(request.file)
    refuse_faults(load_site(folder, with_recipes=False), file, plant)
    return load_recipe(file)


def act_on_recipes(
    book: RecipeBook, request: RecipeRequest, read: object, by: str, now: Instant
) -> tuple[Fact, ...]:
    """The facts that follow from a request; raises why it cannot be."""
    if isinstance(request, RegisterRecipe):
        assert isinstance(read, MasterRecipe)
        return register(book, read, by, now)
    step = RecipeStep(request.step)
    return (move_on(book, request.recipe, request.version, step, by, request.reason, now),)


def told_of_recipes(book: RecipeBook, request: RecipeRequest, read: object) -> told.RecipeMoved:
    """The version that a request was about, as it stands now."""
    if isinstance(request, MoveRecipe):
        found = book.version(request.recipe, request.version)
    else:
        assert isinstance(read, MasterRecipe)
        found = book.version(read.name, read.version)
    return {
        "recipe": found.recipe.name,
        "version": found.recipe.version,
        "status": found.status,
        "digest": found.digest,
    }


def book_of(settings: Settings) -> RecipeBook:
    """The book of a home, also beside its controller; an empty one where there is no home."""
    book = RecipeBook()
    if not settings.home.exists():
        return book
    with ledger_of(settings.home, settings.database_url) as ledger:
        for _, fact in ledger.facts(kinds={RecipeRegistered, RecipeStatusChanged}):
            book = apply(book, fact)
    return book


def recipe_rows(settings: Settings) -> list[told.RecipeVersion]:
    """Every version of the home, with who did what to it, and what the site's files say beside."""
    return version_rows(book_of(settings), load_site(settings.site))


def version_rows(book: RecipeBook, site: Site) -> list[told.RecipeVersion]:
    """Every version of a book, with who did what to it, and what a site's files say beside."""
    rows: list[told.RecipeVersion] = []
    for each in book.versions.values():
        rows += [_row(each.recipe, "home", each.status, each.digest, each.changes)]
        rows[-1]["registered"] = {"at": each.at, "by": each.by}
    for recipe in site.recipes.values():
        if (recipe.name, recipe.version) not in book.versions:
            rows.append(_row(recipe, "site", OF_FILE[recipe.status], "", ()))
    return rows


def version_called(book: RecipeBook, site: Site, name: str, version: str) -> MasterRecipe:
    """A version of a book, else the one that a file of the site holds.

    UnknownNameError where there is neither.
    """
    file = site.recipes.get(name)
    if (name, version) not in book.versions and file is not None and file.version == version:
        return file
    return book.version(name, version).recipe


def _row(
    recipe: MasterRecipe,
    origin: Literal["home", "site"],
    status: RecipeStatus,
    digest: str,
    changes: tuple[RecipeStatusChanged, ...],
) -> told.RecipeVersion:
    return {
        "recipe": recipe.name,
        "version": recipe.version,
        "title": {"en": recipe.title_en, "zh": recipe.title_zh},
        "product": recipe.product,
        "origin": origin,
        "status": status,
        "digest": digest or None,
        "registered": None,
        "signatures": [
            {"at": each.at, "by": each.by, "meaning": each.meaning, "reason": each.reason}
            for each in changes
        ],
    }


def recipe_called(settings: Settings, written: str) -> MasterRecipe:
    """A recipe file, or ``NAME@VERSION`` of the home.

    UnknownNameError for a version that is not registered.
    """
    name, at, version = written.partition(AT)
    if at and not Path(written).exists():
        return book_of(settings).version(name, version).recipe
    return load_recipe(Path(written))
