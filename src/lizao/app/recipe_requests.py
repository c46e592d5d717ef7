"""What may be asked about the versions of recipes that a home registers."""

from dataclasses import dataclass

from lizao.model.errors import NotUnderstoodError
from lizao.model.recipe_life import RecipeStep


@dataclass(frozen=True, slots=True)
class RegisterRecipe:
    """Register the version that a recipe file holds, as a draft; ``file`` is a whole path."""

    file: str


@dataclass(frozen=True, slots=True)
class MoveRecipe:
    """Verify, approve or retire a registered version."""

    recipe: str
    version: str
    step: str
    reason: str

    def __post_init__(self) -> None:
        """NotUnderstoodError for a step that no recipe takes."""
        if self.step not in set(RecipeStep):
            raise NotUnderstoodError(self.step)
