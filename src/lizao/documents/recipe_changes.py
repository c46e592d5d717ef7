"""The kinds of difference between two versions of a recipe, each with the key of its text."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What has changed; the value is the key of its text."""

    PRODUCT = "change.product"
    TITLE = "change.title"
    SIZE_REFERENCE = "change.size_reference"
    SIZE_LOW = "change.size_low"
    SIZE_HIGH = "change.size_high"
    HOLD_LEVEL = "change.hold_level"
    ROLE_ADDED = "change.role_added"
    ROLE_REMOVED = "change.role_removed"
    ROLE_CLASS = "change.role_class"
    ROLE_DEMAND = "change.role_demand"
    FORMULA_ADDED = "change.formula_added"
    FORMULA_REMOVED = "change.formula_removed"
    FORMULA_VALUE = "change.formula_value"
    FORMULA_LIMITS = "change.formula_limits"
    FORMULA_SCALING = "change.formula_scaling"
    FORMULA_TITLE = "change.formula_title"
    CHARGE_ADDED = "change.charge_added"
    CHARGE_REMOVED = "change.charge_removed"
    CHARGE_CHANGED = "change.charge_changed"
    STEP_ADDED = "change.step_added"
    STEP_REMOVED = "change.step_removed"
    STEP_MOVED = "change.step_moved"
    STEP_ORDER = "change.step_order"
    STEP_FORM = "change.step_form"
    STEP_WORK = "change.step_work"
    STEP_ROLE = "change.step_role"
    STEP_USES = "change.step_uses"
    STEP_SPLIT = "change.step_split"
    STEP_AFTER = "change.step_after"
    STEP_ROUNDS = "change.step_rounds"
    STEP_HANDLING = "change.step_handling"
    STEP_CONDITION = "change.step_condition"
    STEP_END = "change.step_end"
    SETTING_ADDED = "change.setting_added"
    SETTING_REMOVED = "change.setting_removed"
    SETTING_CHANGED = "change.setting_changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of which thing (a path for a step), which part of it, what it was and is."""

    kind: ChangeKind
    thing: str = ""
    old: str = ""
    new: str = ""
    part: str = ""

    @property
    def key(self) -> str:
        """The key of the text that tells it."""
        return self.kind.value

    def details(self) -> dict[str, str]:
        """What the text names; nothing is shown as a dash."""
        name = self.kind.name.partition("_")[0]
        thing = {"STEP": "step", "SETTING": "step", "ROLE": "role"}.get(name, "thing")
        said = {thing: self.thing, "old": self.old, "new": self.new, "part": self.part}
        return {key: text or "–" for key, text in said.items()}
