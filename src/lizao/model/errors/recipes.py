"""Errors in the life of a recipe."""

from dataclasses import dataclass
from typing import ClassVar

from lizao.model.errors.root import LizaoError


@dataclass(eq=False)
class RecipeVersionTakenError(LizaoError):
    """A version of a recipe that is registered with another content; both by their digests."""

    key: ClassVar[str] = "recipe_version_taken"
    recipe: str
    version: str
    digest: str
    registered: str


@dataclass(eq=False)
class RecipeFileDiffersError(LizaoError):
    """A recipe file of the site that says something else than the version that was approved."""

    key: ClassVar[str] = "recipe_file_differs"
    recipe: str
    version: str
    file: str


@dataclass(eq=False)
class RecipeStepRefusedError(LizaoError):
    """A step in the life of a recipe that the table does not have."""

    key: ClassVar[str] = "recipe_step_refused"
    recipe: str
    version: str
    recipe_step: str
    recipe_status: str


@dataclass(eq=False)
class FourEyesError(LizaoError):
    """A version of a recipe that the person who verified it wants to approve too."""

    key: ClassVar[str] = "four_eyes"
    recipe: str
    version: str
    user: str


@dataclass(eq=False)
class RecipeNotApprovedError(LizaoError):
    """A version of a recipe that makes no batches yet; ``missing`` are the steps to come."""

    key: ClassVar[str] = "recipe_not_approved"
    recipe: str
    version: str
    recipe_status: str
    missing: tuple[str, ...]


@dataclass(eq=False)
class RecipeRetiredError(LizaoError):
    """A version of a recipe that makes no batches any more."""

    key: ClassVar[str] = "recipe_retired"
    recipe: str
    version: str


@dataclass(eq=False)
class TrialRunningError(LizaoError):
    """A trial that somebody wants while another one is at work."""

    key: ClassVar[str] = "trial_running"
    trial: str
    recipe: str
    version: str
