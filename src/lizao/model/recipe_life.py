"""The life of a version of a recipe, as a table: who may move it on is said elsewhere."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class RecipeStatus(StrEnum):
    """Where a version of a recipe stands; only an approved one makes batches."""

    DRAFT = "draft"
    VERIFIED = "verified"
    APPROVED = "approved"
    RETIRED = "retired"


class RecipeStep(StrEnum):
    """What can be asked of a version of a recipe; each is signed."""

    VERIFY = "verify"
    APPROVE = "approve"
    RETIRE = "retire"


RECIPE_LIFE: Final[Mapping[tuple[RecipeStatus, RecipeStep], RecipeStatus]] = {
    (RecipeStatus.DRAFT, RecipeStep.VERIFY): RecipeStatus.VERIFIED,
    (RecipeStatus.VERIFIED, RecipeStep.APPROVE): RecipeStatus.APPROVED,
    (RecipeStatus.DRAFT, RecipeStep.RETIRE): RecipeStatus.RETIRED,
    (RecipeStatus.VERIFIED, RecipeStep.RETIRE): RecipeStatus.RETIRED,
    (RecipeStatus.APPROVED, RecipeStep.RETIRE): RecipeStatus.RETIRED,
}
"""A version never goes back: what was wrong with it is put right in another version."""

TO_BE_APPROVED: Final[Mapping[RecipeStatus, tuple[RecipeStep, ...]]] = {
    RecipeStatus.DRAFT: (RecipeStep.VERIFY, RecipeStep.APPROVE),
    RecipeStatus.VERIFIED: (RecipeStep.APPROVE,),
}
"""What is missing before a version makes batches; a retired one never does again."""
