"""Settings and conditions of a recipe: words and quantities of the file as the model's values."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lizao.documents.quantities import (
    DIMENSIONLESS,
    conversion,
    difference_unit,
    is_unit,
    print_quantity,
    unit_of_name,
)
from lizao.documents.reading import has_number, limits, quantity, shown, within
from lizao.documents.recipe_schema import (
    ComplementSetting,
    ConditionFile,
    LotSetting,
    RaisedSetting,
    SettingFile,
    TextSetting,
)
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.conditions import Comparison
from lizao.model.errors import QuantityError
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import FormulaParameter, RecipeCondition, Setting, Source, Subject

EMPTY_HOLD_S = 30.0
"""How long a place must look empty before it is: a pulse of the feeder is no end."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name of an element, as one spot of the file writes it; ``user`` waits for that element."""

    spot: Spot
    name: StepPath
    user: StepPath


@dataclass(frozen=True, slots=True)
class Words:
    """What the steps of a recipe may name, and where they name each other."""

    paper: Paper
    formula: Mapping[str, FormulaParameter]
    roles: Mapping[Role, str]
    references: list[Reference] = field(default_factory=list)

    def role(self, spot: Spot, name: str) -> Role:
        """The role called ``name``; one that the recipe lacks is a fault."""
        if name not in self.roles:
            thing = next(each for each in reversed(spot) if isinstance(each, str))
            self.paper.fault(spot, thing, name, ", ".join(self.roles), "unknown_role")
        return Role(name)

    def settings(self, spot: Spot, written: Mapping[str, SettingFile]) -> tuple[Setting, ...]:
        """The settings of one service."""
        return tuple(self._setting((*spot, name), name, each) for name, each in written.items())

    def _setting(self, spot: Spot, name: str, written: SettingFile) -> Setting:
        if isinstance(written, LotSetting):
            return Setting(name, Source.LOT)
        if isinstance(written, TextSetting):
            return Setting(name, Source.VALUE, written.text)
        if isinstance(written, ComplementSetting):
            return self._complement((*spot, "complement"), name, written.complement)
        if isinstance(written, RaisedSetting):
            return self._raised(spot, name, written)
        if isinstance(written, str) and written in self.formula:
            return self._from_formula(spot, name, self.formula[written])
        if isinstance(written, str) and not has_number(written):
            self.paper.fault(spot, name, written, ", ".join(self.formula), "unknown_formula")
            return Setting(name, Source.VALUE, math.nan)
        value = quantity(self.paper, spot, name, written, unit_of_name(name))
        return Setting(name, Source.VALUE, value)

    def _complement(self, spot: Spot, name: str, formula: str) -> Setting:
        """One minus a share of the formula."""
        if formula not in self.formula:
            self.paper.fault(spot, name, formula, ", ".join(self.formula), "unknown_formula")
            return Setting(name, Source.VALUE, math.nan)
        setting = self._from_formula(spot, name, self.formula[formula])
        return replace(setting, factor=-setting.factor, offset=1.0 - setting.offset)

    def _raised(self, spot: Spot, name: str, written: RaisedSetting) -> Setting:
        """A formula value and more, inside the limits of the formula."""
        parameter = self.formula.get(written.formula)
        if parameter is None:
            at: Spot = (*spot, "formula")
            self.paper.fault(at, name, written.formula, ", ".join(self.formula), "unknown_formula")
            return Setting(name, Source.VALUE, math.nan)
        unit, inner = difference_unit(parameter.unit), (*spot, "plus")
        plus = quantity(self.paper, inner, "plus", written.plus, unit)
        if not within(parameter.default + plus, parameter.low, parameter.high):
            shown_value = print_quantity(parameter.default + plus, parameter.unit)
            limit = limits(parameter.low, parameter.high, parameter.unit)
            self.paper.fault(inner, parameter.name, shown_value, limit, "outside_limits")
        return replace(self._from_formula(spot, name, parameter), plus=plus)

    def _from_formula(self, spot: Spot, name: str, parameter: FormulaParameter) -> Setting:
        wanted = unit_of_name(name)
        if not is_unit(parameter.unit):
            # The formula has that fault already.
            return Setting(name, Source.VALUE, math.nan)
        try:
            factor, offset = conversion(parameter.unit, wanted)
        except QuantityError:
            written = f"{parameter.name} ({shown(parameter.unit)})"
            limit = shown(wanted)
            self.paper.fault(spot, name, written, limit, "wrong_dimension")
            factor, offset = 1.0, 0.0
        return Setting(name, Source.FORMULA, formula=parameter.name, factor=factor, offset=offset)

    def condition(
        self, spot: Spot, user: StepPath, own: Role | None, file: ConditionFile
    ) -> RecipeCondition:
        """One condition that ``user`` waits for; ``own`` is the role meant where none is named."""
        subject = self._subject(spot, file)
        after = self._after(spot, user, file)
        hold = (
            0.0
            if file.hold is None
            else quantity(self.paper, (*spot, "hold"), "hold", file.hold, "s")
        )
        if subject is None:
            return RecipeCondition(Subject.FORMULA)
        if subject == "empty":
            return self._empty(spot, file, after, hold if file.hold is not None else EMPTY_HOLD_S)
        if subject == "cleared":
            role = self.role((*spot, "cleared"), file.cleared or "")
            return RecipeCondition(Subject.CLEARED, role=role, after=after)
        name = str(getattr(file, subject))
        if subject == "report" and file.equals is not None:
            return self._text(spot, user, file, after)
        comparison, limit = self._limit(spot, file, name, self._unit(spot, subject, name))
        return RecipeCondition(
            subject=Subject(subject),
            name=name,
            role=self._role_of_signal(spot, own, file) if subject == "signal" else None,
            step=self._step(spot, user, file) if subject == "report" else None,
            comparison=comparison,
            limit=limit,
            hold_s=hold,
            after=after,
        )

    def _text(
        self, spot: Spot, user: StepPath, file: ConditionFile, after: tuple[StepPath, ...]
    ) -> RecipeCondition:
        """A report value that is a text."""
        if file.at_least is not None or file.at_most is not None:
            limit = "at_least, at_most, equals"
            self.paper.fault(spot, str(spot[-1]), str(file.report), limit, "unknown_condition")
        return RecipeCondition(
            Subject.REPORT,
            str(file.report),
            step=self._step(spot, user, file),
            after=after,
            equals=file.equals or "",
        )

    def _subject(self, spot: Spot, file: ConditionFile) -> str | None:
        """The one key that says what the condition looks at."""
        subjects = ("empty", "signal", "report", "result", "formula", "cleared")
        given = [each for each in subjects if getattr(file, each) is not None]
        if len(given) != 1:
            thing = str(spot[-1])
            self.paper.fault(
                spot, thing, ", ".join(given), ", ".join(subjects), "unknown_condition"
            )
            return None
        return given[0]

    def _empty(
        self, spot: Spot, file: ConditionFile, after: tuple[StepPath, ...], hold_s: float
    ) -> RecipeCondition:
        """A place is empty when its mass has stayed under the heel for a while."""
        return RecipeCondition(
            subject=Subject.SIGNAL,
            name="mass_kg",
            role=self.role((*spot, "empty"), file.empty or ""),
            comparison=Comparison.AT_MOST,
            limit=quantity(self.paper, (*spot, "heel"), "heel", file.heel, "kg"),
            hold_s=hold_s,
            after=after,
        )

    def _unit(self, spot: Spot, subject: str, name: str) -> str:
        """The unit in which the limit of a condition counts."""
        if subject != "formula":
            return unit_of_name(name)
        if name not in self.formula:
            known = ", ".join(self.formula)
            self.paper.fault((*spot, "formula"), str(spot[-1]), name, known, "unknown_formula")
            return DIMENSIONLESS
        return self.formula[name].unit

    def _limit(
        self, spot: Spot, file: ConditionFile, name: str, unit: str
    ) -> tuple[Comparison, float]:
        """The comparison and its limit; exactly one of the two must be given."""
        if (file.at_least is None) == (file.at_most is None):
            self.paper.fault(spot, str(spot[-1]), name, "at_least, at_most", "unknown_condition")
            return Comparison.AT_LEAST, 0.0
        if file.at_least is not None:
            at_least = quantity(self.paper, (*spot, "at_least"), name, file.at_least, unit)
            return Comparison.AT_LEAST, at_least
        at_most = quantity(self.paper, (*spot, "at_most"), name, file.at_most or 0.0, unit)
        return Comparison.AT_MOST, at_most

    def _role_of_signal(self, spot: Spot, own: Role | None, file: ConditionFile) -> Role | None:
        return own if file.role is None else self.role((*spot, "role"), file.role)

    def _step(self, spot: Spot, user: StepPath, file: ConditionFile) -> StepPath | None:
        if file.step is None:
            self.paper.fault(spot, "step", str(spot[-1]), "report, step", "missing_key")
            return None
        self.references.append(Reference((*spot, "step"), StepPath(file.step), user))
        return StepPath(file.step)

    def _after(self, spot: Spot, user: StepPath, file: ConditionFile) -> tuple[StepPath, ...]:
        for number, each in enumerate(file.after):
            self.references.append(Reference((*spot, "after", number), StepPath(each), user))
        return tuple(StepPath(each) for each in file.after)
