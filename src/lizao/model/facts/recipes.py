"""Facts about the versions of recipes that a home has registered."""

from dataclasses import dataclass

from lizao.model.instants import Instant
from lizao.model.people import Meaning
from lizao.model.recipe import MasterRecipe
from lizao.model.recipe_life import RecipeStatus


@dataclass(frozen=True, slots=True)
class RecipeRegistered:
    """A version was registered with its whole content, as a draft; it never changes again.

    ``digest`` is the SHA-256 of the content without its status.
    """

    at: Instant
    recipe: MasterRecipe
    digest: str
    by: str


@dataclass(frozen=True, slots=True)
class RecipeStatusChanged:
    """A registered version was verified, approved or retired, and that was signed."""

    at: Instant
    recipe: str
    version: str
    digest: str
    status: RecipeStatus
    by: str
    meaning: Meaning
    reason: str
