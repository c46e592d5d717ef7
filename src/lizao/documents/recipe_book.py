"""The versions of recipes that a home has registered, folded from facts; and what may be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lizao.documents.recipe_digest import digest, same_content
from lizao.model.errors import (
    FourEyesError,
    RecipeNotApprovedError,
    RecipeRetiredError,
    RecipeStepRefusedError,
    RecipeVersionTakenError,
    UnknownNameError,
)
from lizao.model.facts import Fact, RecipeRegistered, RecipeStatusChanged
from lizao.model.instants import Instant
from lizao.model.people import Meaning
from lizao.model.recipe import MasterRecipe
from lizao.model.recipe_life import RECIPE_LIFE, TO_BE_APPROVED, RecipeStatus, RecipeStep

RECIPE_VERSION: Final = "recipe_version"
MEANINGS: Final[Mapping[RecipeStep, Meaning]] = {
    RecipeStep.VERIFY: Meaning.VERIFIED,
    RecipeStep.APPROVE: Meaning.APPROVED,
    RecipeStep.RETIRE: Meaning.RETIRED,
}
OF_FILE: Final[Mapping[str, RecipeStatus]] = {
    "draft": RecipeStatus.DRAFT,
    "approved": RecipeStatus.APPROVED,
    "obsolete": RecipeStatus.RETIRED,
}
"""What a recipe file says of itself, where the home has not registered it."""


def version_name(recipe: str, version: str) -> str:
    """A version of a recipe as people call it, and as it is signed."""
    return f"{recipe} {version}"


@dataclass(frozen=True, slots=True)
class Registered:
    """One version: its content, its digest, and every step of its life."""

    recipe: MasterRecipe
    digest: str
    at: Instant
    by: str
    changes: tuple[RecipeStatusChanged, ...] = ()

    @property
    def status(self) -> RecipeStatus:
        """Where it stands."""
        return self.changes[-1].status if self.changes else RecipeStatus.DRAFT

    @property
    def verified_by(self) -> str:
        """Who verified it; empty for nobody yet."""
        done = (each.by for each in self.changes if each.status is RecipeStatus.VERIFIED)
        return next(done, "")


@dataclass(frozen=True, slots=True)
class RecipeBook:
    """Every registered version by name and version, the one last registered or moved on last."""

    versions: Mapping[tuple[str, str], Registered] = field(default_factory=dict)

    def version(self, recipe: str, version: str) -> Registered:
        """A registered version; UnknownNameError if there is none."""
        found = self.versions.get((recipe, version))
        if found is None:
            known = ", ".join(version_name(*each) for each in self.versions)
            raise UnknownNameError(RECIPE_VERSION, version_name(recipe, version), known)
        return found

    def approved(self, recipe: str) -> MasterRecipe | None:
        """The version of a recipe that was approved last, and still is."""
        return self._last(recipe, {RecipeStatus.APPROVED})

    def latest(self, recipe: str) -> MasterRecipe | None:
        """The version of a recipe that was registered or moved on last."""
        return self._last(recipe, set(RecipeStatus))

    def _last(self, recipe: str, statuses: set[RecipeStatus]) -> MasterRecipe | None:
        found = (
            each.recipe
            for each in reversed(tuple(self.versions.values()))
            if each.recipe.name == recipe and each.status in statuses
        )
        return next(found, None)


EMPTY_BOOK: Final = RecipeBook()


def apply(book: RecipeBook, fact: Fact) -> RecipeBook:
    """The book after ``fact``."""
    match fact:
        case RecipeRegistered(at, recipe, digested, by):
            return _with(book, Registered(recipe, digested, at, by))
        case RecipeStatusChanged():
            old = book.versions[fact.recipe, fact.version]
            return _with(book, replace(old, changes=(*old.changes, fact)))
        case _:
            return book


def _with(book: RecipeBook, new: Registered) -> RecipeBook:
    key = (new.recipe.name, new.recipe.version)
    others = {name: each for name, each in book.versions.items() if name != key}
    return RecipeBook({**others, key: new})


def register(
    book: RecipeBook, recipe: MasterRecipe, by: str, now: Instant
) -> tuple[RecipeRegistered, ...]:
    """A new version; nothing where it is registered already.

    RecipeVersionTakenError where the same version has another content.
    """
    old = book.versions.get((recipe.name, recipe.version))
    if old is not None:
        refuse_other_content(old, recipe)
        return ()
    draft = replace(recipe, status=RecipeStatus.DRAFT)
    return (RecipeRegistered(now, draft, digest(recipe), by),)


def move_on(  # noqa: PLR0913, PLR0917 - which version, what of it, who and why
    book: RecipeBook,
    recipe: str,
    version: str,
    step: RecipeStep,
    by: str,
    reason: str,
    now: Instant,
) -> RecipeStatusChanged:
    """A version verified, approved or retired.

    RecipeStepRefusedError where the table has no such step, FourEyesError where the person who
    verified it approves it too.
    """
    old = book.version(recipe, version)
    status = RECIPE_LIFE.get((old.status, step))
    if status is None:
        raise RecipeStepRefusedError(recipe, version, step, old.status)
    if step is RecipeStep.APPROVE and old.verified_by == by:
        raise FourEyesError(recipe, version, by)
    return RecipeStatusChanged(now, recipe, version, old.digest, status, by, MEANINGS[step], reason)


def refuse_unapproved(book: RecipeBook, recipe: MasterRecipe) -> None:
    """Raise why no batch may be made of a recipe; what the home has registered counts.

    Where it has not registered that version, what the file says of itself does.
    """
    old = book.versions.get((recipe.name, recipe.version))
    if old is not None:
        refuse_other_content(old, recipe)
    status = OF_FILE[recipe.status] if old is None else old.status
    if status is RecipeStatus.RETIRED:
        raise RecipeRetiredError(recipe.name, recipe.version)
    if status is not RecipeStatus.APPROVED:
        missing = TO_BE_APPROVED[status]
        raise RecipeNotApprovedError(recipe.name, recipe.version, status, missing)


def refuse_other_content(old: Registered, recipe: MasterRecipe) -> None:
    """RecipeVersionTakenError where a recipe is not what was registered under its version."""
    if not same_content(old.recipe, recipe):
        raise RecipeVersionTakenError(recipe.name, recipe.version, digest(recipe), old.digest)
