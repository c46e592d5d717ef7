"""A recipe that uses every kind of phase, and small words to write another with."""

from lizao.model.conditions import Comparison
from lizao.model.identifiers import (
    MaterialName,
    Role,
    ServiceName,
    StepPath,
)
from lizao.model.quality import AttributeLimits, Specification
from lizao.model.recipe import (
    Action,
    Charge,
    ChargeRule,
    Element,
    Form,
    FormulaParameter,
    MasterRecipe,
    RecipeCondition,
    Scaling,
    Setting,
    Source,
    Subject,
    Work,
)


def mini_specification() -> Specification:
    """One gating attribute and one that comes later."""
    return Specification(
        MaterialName("mini"),
        "1",
        (
            AttributeLimits("carbon", "%", 0.5, 1.5, gating=True),
            AttributeLimits("bet", "m2/g", 0.5, 20.0, gating=False),
        ),
    )


def _formula(  # noqa: PLR0913, PLR0917 - what a formula parameter is
    name: str, unit: str, default: float, low: float, high: float, scaling: Scaling = Scaling.FIXED
) -> FormulaParameter:
    return FormulaParameter(name, unit, default, low, high, scaling, name, name)


def phase(path: str, action: Action, role: str | None = None) -> Element:
    """A phase."""
    return Element(
        StepPath(path), Form.PHASE, role=None if role is None else Role(role), action=action
    )


def block(path: str, form: Form, *children: str, **more: object) -> Element:
    """Any other element; children are named within it."""
    return Element(
        StepPath(path),
        form,
        tuple(StepPath(f"{path}/{child}") for child in children),
        **more,  # type: ignore[arg-type]
    )


def signal(role: str, limit: float, comparison: Comparison, *after: str) -> RecipeCondition:
    """A condition on the mass of a unit."""
    return RecipeCondition(
        Subject.SIGNAL,
        "mass_kg",
        Role(role),
        comparison=comparison,
        limit=limit,
        after=tuple(StepPath(each) for each in after),
    )


def empty(role: str, *after: str, heel_kg: float = 1.0) -> RecipeCondition:
    """The unit of ``role`` is empty but for a heel."""
    return signal(role, heel_kg, Comparison.AT_MOST, *after)


def service(name: str, *settings: Setting, until: RecipeCondition | None = None) -> Action:
    """Run a service."""
    return Action(Work.SERVICE, ServiceName(name), settings, until)


def transfer(source: str, destination: str, until: RecipeCondition) -> Action:
    """Move everything from one role to another."""
    return Action(
        Work.TRANSFER, source=Role(source), destination=Role(destination), complete_when=until
    )


def _dosed() -> tuple[Element, ...]:
    """Charge, stir, and send to the tank."""
    return (
        block("dose", Form.UNIT_PROCEDURE, "charge", role=Role("mixer")),
        block("dose/charge", Form.OPERATION, "water", "solids", "stir"),
        phase("dose/charge/water", Action(Work.CHARGE, charge="water")),
        block("dose/charge/solids", Form.SEQUENCE, "powder", "additive"),
        phase("dose/charge/solids/powder", Action(Work.CHARGE, charge="powder")),
        phase("dose/charge/solids/additive", Action(Work.CHARGE, charge="additive")),
        phase("dose/charge/stir", service("stir")),
        block("to-tank", Form.UNIT_PROCEDURE, "move", role=Role("tank"), after=(StepPath("dose"),)),
        block("to-tank/move", Form.OPERATION, "move"),
        phase("to-tank/move/move", transfer("mixer", "tank", empty("mixer"))),
    )


def _milled() -> tuple[Element, ...]:
    """Two mills on the tank, then on to the silo."""
    return (
        block(
            "mill",
            Form.UNIT_PROCEDURE,
            "grind",
            role=Role("mill"),
            split=2,
            after=(StepPath("to-tank"),),
            claims=(Role("tank"),),
        ),
        block("mill/grind", Form.OPERATION, "run"),
        phase("mill/grind/run", service("recirculate")),
        block("to-silo", Form.UNIT_PROCEDURE, "move", role=Role("silo"), after=(StepPath("mill"),)),
        block("to-silo/move", Form.OPERATION, "move"),
        phase("to-silo/move/move", transfer("tank", "silo", empty("tank"))),
    )


def _fired() -> tuple[Element, ...]:
    """Two ovens, while the silo is still being filled."""
    soak = Setting("soak_c", Source.FORMULA, formula="soak")
    return (
        block(
            "fire",
            Form.UNIT_PROCEDURE,
            "heat",
            "feed",
            role=Role("oven"),
            split=2,
            claims=(Role("silo"), Role("bin")),
            condition=signal("silo", 200.0, Comparison.AT_LEAST),
        ),
        block("fire/heat", Form.OPERATION, "campaign"),
        phase("fire/heat/campaign", Action(Work.CAMPAIGN, settings=(soak,))),
        block("fire/feed", Form.OPERATION, "feed", "out"),
        phase("fire/feed/feed", service("feed", until=empty("silo", "to-silo", heel_kg=100.0))),
        phase(
            "fire/feed/out",
            Action(Work.WAIT, complete_when=RecipeCondition(Subject.CLEARED, role=Role("oven"))),
        ),
    )


def _packed() -> tuple[Element, ...]:
    """One bin of two ovens into bags."""
    return (
        block(
            "pack",
            Form.UNIT_PROCEDURE,
            "pack",
            role=Role("packer"),
            claims=(Role("bin"),),
            after=(StepPath("fire"),),
        ),
        block("pack/pack", Form.OPERATION, "lot", "sample", "fill"),
        phase("pack/pack/lot", Action(Work.LOT), "bin"),
        phase("pack/pack/sample", Action(Work.SAMPLE, panel=("carbon", "bet")), "bin"),
        phase(
            "pack/pack/fill",
            service("feed", Setting("lot", Source.LOT), until=empty("bin", heel_kg=250.0)),
        ),
    )


def mini_recipe() -> MasterRecipe:
    """Charge, stir, mill on two mills, fire on two ovens while the transfer still runs, pack."""
    return MasterRecipe(
        name="mini",
        version="1",
        status="approved",
        product=MaterialName("mini"),
        title_en="mini",
        title_zh="小",
        reference_kg=1000.0,
        low_kg=100.0,
        high_kg=4000.0,
        formula=(
            _formula("powder_dry", "kg", 1000.0, 900.0, 1100.0, Scaling.LINEAR),
            _formula("li_fe", "1", 1.03, 1.0, 1.06),
            _formula("solids", "1", 0.5, 0.3, 0.6),
            _formula("soak", "degC", 760.0, 740.0, 790.0),
        ),
        charges=(
            Charge("water", MaterialName("water"), Role("mixer"), ChargeRule.SOLIDS, "solids"),
            Charge("powder", MaterialName("powder"), Role("mixer"), ChargeRule.DRY, "powder_dry"),
            Charge(
                "additive",
                MaterialName("additive"),
                Role("mixer"),
                ChargeRule.RATIO,
                "li_fe",
                numerator="Li",
                denominator="Fe",
                supplies="Li",
            ),
        ),
        roles={
            Role("mixer"): "mixer",
            Role("tank"): "tank",
            Role("mill"): "mill",
            Role("silo"): "silo",
            Role("oven"): "oven",
            Role("bin"): "bin",
            Role("packer"): "packer",
        },
        elements=(*_dosed(), *_milled(), *_fired(), *_packed()),
    )
