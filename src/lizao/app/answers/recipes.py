"""What is told of recipes: what can be made, every version, and one of them to read."""

from typing import Literal

from typing_extensions import TypedDict

from lizao.app.answers.answer import Answer, Bilingual, Refusal
from lizao.documents.recipe_changes import ChangeKind
from lizao.model.identifiers import LotId, MaterialName, Role, StepPath
from lizao.model.instants import Instant
from lizao.model.people import Meaning
from lizao.model.recipe import Form, Scaling
from lizao.model.recipe_life import RecipeStatus


class FormulaParameter(Answer):
    """What may be set for a batch, within which limits; of the reference size, in ``unit``."""

    name: str
    title: Bilingual
    unit: str
    default: float
    low: float
    high: float
    scaling: Scaling


class RecipeHead(Answer):
    """What a recipe is called, what it makes, in which sizes, and what may be set."""

    recipe: str
    version: str
    product: MaterialName
    title: Bilingual
    reference_kg: float
    low_kg: float
    high_kg: float
    parameters: list[FormulaParameter]


class Recipe(RecipeHead):
    """A recipe that a batch may be made of; ``largest_kg`` is what the vessels hold now."""

    largest_kg: float | None


class RecipeList(Answer):
    """The recipes that batches may be made of, the site's main one first."""

    recipes: list[Recipe]


class RecipeCharge(Answer):
    """A charge of a raw material into a vessel, and the rule of its amount as people write it."""

    charge: str
    material: MaterialName
    vessel: Role
    amount: str


_OfClass = TypedDict("_OfClass", {"class": str})


class RecipeRole(_OfClass, Answer):
    """The name under which a recipe speaks of a unit, and what it asks of it."""

    role: Role
    demand: str


class SettingRow(Answer):
    """The value of a service parameter as people write it."""

    parameter: str
    value: str


class ProcedureRow(Answer):
    """One step of a procedure, and how deep it lies; what is a text is as people write it."""

    step: StepPath
    depth: int
    form: Form
    role: Role | None
    split: int
    after: list[StepPath]
    uses: list[Role]
    at_most: int
    condition: str
    handling: str
    task: str
    end: str
    settings: list[SettingRow]


class WholeRecipe(RecipeHead):
    """One version of a recipe to read: formula, charges, units, procedure."""

    charges: list[RecipeCharge]
    roles: list[RecipeRole]
    procedure: list[ProcedureRow]


class Registration(Answer):
    """When a version was registered, and by whom."""

    at: Instant
    by: str


class RecipeSignature(Answer):
    """Who signed a step in the life of a version, and what that means."""

    at: Instant
    by: str
    meaning: Meaning
    reason: str


class RecipeVersion(Answer):
    """A version of the home, or one that only a file of the site holds."""

    recipe: str
    version: str
    title: Bilingual
    product: MaterialName
    origin: Literal["home", "site"]
    status: RecipeStatus
    digest: str | None
    registered: Registration | None
    signatures: list[RecipeSignature]


class RecipeVersionList(Answer):
    """Every version."""

    recipes: list[RecipeVersion]


class RecipeMoved(Answer):
    """A version as it stands after it was registered or signed."""

    recipe: str
    version: str
    status: RecipeStatus
    digest: str


class RecipeChange(Answer):
    """One line of the difference between two versions."""

    key: ChangeKind
    text: str


class RecipeDifference(Answer):
    """What one version changes against another."""

    changes: list[RecipeChange]


class Portion(Answer):
    """So much of a lot goes into a batch."""

    material: MaterialName
    lot: LotId
    mass_kg: float


class Expected(Answer):
    """The medians of the latest batches of a recipe; ``units`` are those of the ``results``."""

    batches: int
    duration_h: float
    energy_kwh_per_t: float | None
    results: dict[str, float]
    units: dict[str, str]


class Foreseen(Answer):
    """What a batch would use, and how such batches went so far."""

    portions: list[Portion]
    trims: dict[str, float]
    expected: Expected | None


class Preview(Foreseen):
    """What a batch would be like, and all that forbids it now."""

    missing: list[Refusal]


class CanRun(Answer):
    """What stands in the way of a recipe now; nothing: it can run."""

    recipe: str
    missing: list[Refusal]


class CanRunList(Answer):
    """Each recipe with what stands in its way."""

    recipes: list[CanRun]
