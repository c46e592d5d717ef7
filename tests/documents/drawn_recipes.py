"""Recipes that hypothesis draws: everything the recipe language can say, and nothing it cannot."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from lizao.documents.quantities import conversion, unit_of_name
from lizao.model.conditions import Comparison
from lizao.model.equipment import Choice
from lizao.model.identifiers import MaterialName, Role, ServiceName, StepPath, UnitId
from lizao.model.recipe import (
    ANY_UNIT,
    Action,
    Charge,
    ChargeRule,
    Demand,
    Element,
    Form,
    FormulaParameter,
    Handling,
    HoldLevel,
    Inquiry,
    MasterRecipe,
    Meanwhile,
    RecipeCondition,
    Scaling,
    Setting,
    Source,
    Subject,
    Then,
    Work,
)

NAMES = st.from_regex(r"[a-z0-9]{1,5}([-_][a-z0-9]{1,3})?", fullmatch=True)
STEP_NAMES = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,3})?", fullmatch=True)
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.sampled_from("\n\t"),
    max_size=12,
) | st.text(st.sampled_from(" \n\ta:#'\"-|>&*\u00a0\u2028\u3000\ufeff\u200b"), max_size=6)
"""Texts of people, some of nothing but blanks and what means something to YAML or XML."""
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False) | st.integers(-500, 500).map(float)
PARAMETERS = {
    "duration_s": ("s", "min", "h"),
    "soak_c": ("degC", "K"),
    "share": ("1", "%"),
    "load_kg": ("kg", "t"),
    "speed_rpm": ("rpm",),
}
UNITS = [("1", "kg"), *((unit,) for units in PARAMETERS.values() for unit in units)]


@dataclass
class Drawn:
    """What a recipe has so far, and the way to draw more."""

    draw: st.DrawFn
    roles: dict[Role, str]
    formula: dict[str, FormulaParameter]
    charges: list[Charge]
    elements: list[Element] = field(default_factory=list)
    known: list[StepPath] = field(default_factory=list)

    def role(self) -> Role:
        """A role of the recipe."""
        return self.draw(st.sampled_from(list(self.roles)))

    def condition(self) -> RecipeCondition:
        """A condition on what earlier unit procedures or the formula say."""
        subject = self.draw(st.sampled_from(Subject))
        if subject is Subject.REPORT and not self.known:
            subject = Subject.SIGNAL
        after: tuple[StepPath, ...] = ()
        if self.known:
            after = tuple(self.draw(st.lists(st.sampled_from(self.known), max_size=2, unique=True)))
        if subject is Subject.CLEARED:
            return RecipeCondition(subject, role=self.role(), after=after)
        if subject is Subject.RESULT:
            limit = self.draw(NUMBERS)
            return RecipeCondition(subject, self.draw(NAMES), limit=limit, after=after)
        is_empty = subject is Subject.SIGNAL and self.draw(st.booleans())
        formula = self.draw(st.sampled_from(sorted(self.formula)))
        name = formula if subject is Subject.FORMULA else self.draw(NAMES)
        is_report = subject is Subject.REPORT
        if is_report and self.draw(st.booleans()):
            step, equals = self.draw(st.sampled_from(self.known)), self.draw(STEP_NAMES)
            return RecipeCondition(subject, "answer", step=step, after=after, equals=equals)
        return RecipeCondition(
            subject=subject,
            name="mass_kg" if is_empty else name,
            role=self.role() if subject is Subject.SIGNAL else None,
            step=self.draw(st.sampled_from(self.known)) if is_report else None,
            comparison=Comparison.AT_MOST if is_empty else self.draw(st.sampled_from(Comparison)),
            limit=20.0 if self.draw(st.booleans()) else self.draw(NUMBERS),
            hold_s=30.0 if is_empty else self.draw(st.sampled_from([0.0, 30.0, 1.5])),
            after=after,
        )

    def settings(self) -> tuple[Setting, ...]:
        """Settings of a service: numbers, texts, the lot and formula parameters that fit."""
        names = self.draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=2, unique=True))
        return tuple(self.setting(each) for each in names)

    def setting(self, name: str) -> Setting:
        """One setting."""
        fitting = [each for each in self.formula.values() if each.unit in PARAMETERS[name]]
        kind = self.draw(
            st.sampled_from(["number", "text", "lot", "formula", "complement", "raised"])
        )
        if kind == "text":
            return Setting(name, Source.VALUE, self.draw(WORDS))
        if kind == "lot":
            return Setting(name, Source.LOT)
        if kind == "number" or not fitting:
            return Setting(name, Source.VALUE, self.draw(NUMBERS))
        used = self.draw(st.sampled_from(fitting))
        factor, offset = conversion(used.unit, unit_of_name(name))
        if kind == "raised":
            plus = (used.high - used.default) / 2
            return Setting(
                name, Source.FORMULA, None, used.name, factor, offset, float(f"{plus:.6g}")
            )
        if kind == "complement":
            factor, offset = -factor, 1.0 - offset
        return Setting(name, Source.FORMULA, formula=used.name, factor=factor, offset=offset)

    def phase(self, path: StepPath, own: Role) -> Element:
        """One phase."""
        works = [each for each in Work if each is not Work.CHARGE or self.charges]
        work = self.draw(st.sampled_from(works))
        role = own if self.draw(st.booleans()) else self.role()
        if work is Work.CHARGE:
            charge = self.draw(st.sampled_from(self.charges))
            action = Action(work, charge=charge.name)
            return Element(path, Form.PHASE, role=charge.vessel, action=action)
        if work in {Work.ASK, Work.QUARANTINE, Work.CONCESSION}:
            return Element(path, Form.PHASE, role=own, action=self.about_people(work))
        if work in {Work.TRANSFER, Work.WAIT}:
            return Element(path, Form.PHASE, role=own, action=self.waiting(work))
        action = Action(work)
        if work is Work.SERVICE:
            until = self.condition() if self.draw(st.booleans()) else None
            action = Action(work, ServiceName(self.draw(NAMES)), self.settings(), until)
        elif work is Work.CAMPAIGN:
            action = Action(work, ServiceName("prepare"), self.settings())
        elif work is Work.SAMPLE:
            panel = tuple(self.draw(st.lists(NAMES, min_size=1, max_size=3)))
            action = Action(work, source=role, panel=panel)
        return Element(path, Form.PHASE, role=role, action=action)

    def about_people(self, work: Work) -> Action:
        """A question, a quarantine, or a concession on what was asked."""
        if work is Work.QUARANTINE:
            return Action(work, reason=self.draw(NAMES))
        if work is Work.CONCESSION and self.known:
            return Action(work, asked=self.draw(st.sampled_from(self.known)))
        return Action(Work.ASK, inquiry=self.inquiry())

    def inquiry(self) -> Inquiry:
        """A question, perhaps with a default after some time."""
        options = self.draw(st.lists(STEP_NAMES, min_size=1, max_size=3, unique=True))
        within_s = self.draw(st.sampled_from([0.0, 60.0, 1800.5]))
        default = options[0] if within_s and self.draw(st.booleans()) else ""
        return Inquiry(self.draw(WORDS), self.draw(WORDS), tuple(options), default, within_s)

    def waiting(self, work: Work) -> Action:
        """A transfer or a wait, which end by their condition."""
        until = self.condition()
        if work is Work.WAIT:
            return Action(work, complete_when=until)
        return Action(
            work,
            settings=self.settings(),
            complete_when=until,
            source=self.role(),
            destination=self.role(),
        )

    def steps(self, parent: StepPath, own: Role, depth: int) -> tuple[StepPath, ...]:
        """Some steps with different names."""
        names = self.draw(st.lists(STEP_NAMES, min_size=1, max_size=3, unique=True))
        return tuple(self.step(StepPath(f"{parent}/{each}"), own, depth) for each in names)

    def step(self, path: StepPath, own: Role, depth: int) -> StepPath:
        """A phase, or more steps in some order."""
        forms = [Form.SEQUENCE, Form.PARALLEL, Form.CHOICE, Form.LOOP] if depth else []
        form = self.draw(st.sampled_from([Form.PHASE, Form.PHASE, *forms]))
        if form is Form.PHASE:
            self.elements.append(self.phase(path, own))
            return path
        place = len(self.elements)
        children = self.steps(path, own, depth - 1)
        ruled = form in {Form.CHOICE, Form.LOOP}
        condition = self.condition() if ruled else None
        at_most = self.draw(st.integers(1, 9)) if form is Form.LOOP else 1
        made = Element(path, form, children, own, condition=condition, at_most=at_most)
        self.elements.insert(place, made)
        return path

    def exceptions(
        self, host: StepPath, own: Role, taken: tuple[StepPath, ...]
    ) -> tuple[StepPath, ...]:
        """What is watched while an element runs."""
        names = self.draw(st.lists(STEP_NAMES, max_size=2, unique=True))
        paths = (StepPath(f"{host}/{each}") for each in names)
        return tuple(self.exception(each, own) for each in paths if each not in taken)

    def exception(self, path: StepPath, own: Role) -> StepPath:
        """One exception, on a signal or a result."""
        place = len(self.elements)
        then = self.draw(st.sampled_from(Then))
        has_branch = then is Then.CONTINUE or self.draw(st.booleans())
        children = self.steps(path, own, 1) if has_branch else ()
        subject = self.draw(st.sampled_from([Subject.SIGNAL, Subject.RESULT]))
        when = RecipeCondition(
            subject,
            self.draw(NAMES),
            self.role() if subject is Subject.SIGNAL else None,
            comparison=self.draw(st.sampled_from(Comparison)),
            limit=self.draw(NUMBERS),
        )
        made = Element(
            path,
            Form.EXCEPTION,
            children,
            own,
            condition=when,
            at_most=self.draw(st.integers(1, 5)),
            handling=Handling(
                self.draw(st.integers(1, 9)), self.draw(st.sampled_from(Meanwhile)), then
            ),
        )
        self.elements.insert(place, made)
        return path

    def unit_procedure(self, path: StepPath) -> None:
        """A unit procedure with its operations."""
        own, place = self.role(), len(self.elements)
        children = []
        for name in self.draw(st.lists(STEP_NAMES, min_size=1, max_size=2, unique=True)):
            child, inner = StepPath(f"{path}/{name}"), len(self.elements)
            inside = self.steps(child, own, 2)
            watched = self.exceptions(child, own, inside)
            self.elements.insert(
                inner, Element(child, Form.OPERATION, inside, own, exceptions=watched)
            )
            children.append(child)
        whole = [each for each in self.known if "/" not in each]
        after = self.draw(st.lists(st.sampled_from(whole), unique=True)) if whole else []
        made = Element(
            path,
            Form.UNIT_PROCEDURE,
            tuple(children),
            own,
            split=self.draw(st.integers(1, 3)),
            after=tuple(after),
            claims=tuple(self.draw(st.lists(st.sampled_from(list(self.roles)), max_size=2))),
            condition=self.condition() if self.draw(st.booleans()) else None,
            exceptions=self.exceptions(path, own, tuple(children)),
        )
        self.elements.insert(place, made)
        self.known += [each.path for each in self.elements[place:]]


@st.composite
def formulas(draw: st.DrawFn) -> FormulaParameter:
    """One formula parameter."""
    low, default, high = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
    unit = draw(st.sampled_from(draw(st.sampled_from(UNITS))))
    scaling = draw(st.sampled_from(Scaling))
    return FormulaParameter(
        draw(NAMES), unit, default, low, high, scaling, draw(WORDS), draw(WORDS)
    )


@st.composite
def charges(
    draw: st.DrawFn, formula: dict[str, FormulaParameter], roles: dict[Role, str]
) -> list[Charge]:
    """Charges for which the formula has what they need."""
    masses = [each for each, parameter in formula.items() if parameter.unit == "kg"]
    plain = [each for each, parameter in formula.items() if parameter.unit == "1"]
    found = []
    for name in draw(st.lists(STEP_NAMES, max_size=3, unique=True)):
        rule = draw(st.sampled_from(ChargeRule))
        usable = masses if rule is ChargeRule.DRY else plain
        if not usable:
            continue
        shared = bool(plain) and draw(st.booleans())
        is_ratio = rule is ChargeRule.RATIO
        found.append(
            Charge(
                name=name,
                material=MaterialName(draw(NAMES)),
                vessel=draw(st.sampled_from(list(roles))),
                rule=rule,
                formula=draw(st.sampled_from(usable)),
                share=draw(st.sampled_from(plain)) if shared else "",
                complement=shared and draw(st.booleans()),
                numerator="Li" if is_ratio else "",
                denominator="Fe" if is_ratio else "",
                supplies="Li" if is_ratio else "",
            )
        )
    return found


@st.composite
def demands(draw: st.DrawFn, roles: dict[Role, str]) -> dict[Role, Demand]:
    """What some roles ask of their unit."""
    found = {
        role: Demand(
            tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
            UnitId(draw(NAMES)) if draw(st.booleans()) else None,
            draw(st.none() | st.sampled_from(Choice)),
        )
        for role in roles
    }
    return {role: each for role, each in found.items() if each != ANY_UNIT}


@st.composite
def recipes(draw: st.DrawFn) -> MasterRecipe:
    """A whole recipe."""
    roles = {Role(each): draw(NAMES) for each in draw(st.lists(NAMES, min_size=1, max_size=3))}
    formula = {each.name: each for each in draw(st.lists(formulas(), min_size=1, max_size=4))}
    drawn = Drawn(draw, roles, formula, draw(charges(formula, roles)))
    for name in draw(st.lists(STEP_NAMES, min_size=1, max_size=3, unique=True)):
        drawn.unit_procedure(StepPath(name))
    low, reference, high = sorted(draw(st.lists(st.floats(1, 1e6), min_size=3, max_size=3)))
    return MasterRecipe(
        name=draw(NAMES),
        version=draw(st.from_regex(r"[0-9]{1,2}(\.[0-9])?", fullmatch=True)),
        status=draw(st.sampled_from(["draft", "approved", "obsolete"])),
        product=MaterialName(draw(NAMES)),
        title_en=draw(WORDS),
        title_zh=draw(WORDS),
        reference_kg=reference,
        low_kg=low,
        high_kg=high,
        formula=tuple(formula.values()),
        charges=tuple(drawn.charges),
        roles=roles,
        elements=tuple(drawn.elements),
        demands=draw(demands(roles)),
        hold_level=draw(st.sampled_from(HoldLevel)),
    )
