"""A plant of ten units and a recipe for it, small enough to read in one go; for tests of control."""

from lizao.model.conditions import Comparison
from lizao.model.equipment import (
    Actor,
    Finish,
    Place,
    PlaceKind,
    Plant,
    Service,
    ServiceParameter,
    Transfer,
    Unit,
    Use,
)
from lizao.model.identifiers import (
    LotId,
    MaterialName,
    PlaceId,
    Role,
    ServiceName,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.material import Certificate, Lot, LotStatus, Material
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
from lizao.testing.paper import PaperLine, PaperTimes

START: Instant = 1_767_225_600_000_000
"""2026-01-01 00:00 UTC."""


def _service(name: str, finish: Finish = Finish.SELF, by: Actor = Actor.AUTOMATIC) -> Service:
    return Service(ServiceName(name), finish, by, (ServiceParameter("duration_s", "s"),))


_SEND, _RECEIVE = _service("send", Finish.ON_COMMAND), _service("receive", Finish.ON_COMMAND)
_CONVEY, _FEED = _service("convey", Finish.ON_COMMAND), _service("feed", Finish.ON_COMMAND)


def _unit(  # noqa: PLR0913 - all that a unit of this plant has
    name: str,
    unit_class: str,
    *services: Service,
    use: Use = Use.EXCLUSIVE,
    place: PlaceKind | None = None,
    capacity_kg: float | None = None,
    draws_from: str | None = None,
    delivers_to: str | None = None,
    campaign: tuple[str, ...] = (),
) -> Unit:
    places = () if place is None else (Place(PlaceId(name), place, capacity_kg),)
    return Unit(
        UnitId(name),
        unit_class,
        use,
        "hall",
        services,
        places,
        campaign,
        None if draws_from is None else PlaceId(draws_from),
        None if delivers_to is None else PlaceId(delivers_to),
    )


def mini_plant() -> Plant:
    """Mixer, two mills on its tank, a pipe, two ovens that carry rows, a packer."""
    layered, mixed = PlaceKind.LAYERED, PlaceKind.WELL_MIXED
    hook_up = _service("hook-up", by=Actor.MANUAL)
    return Plant(
        name="mini",
        site="test",
        simulated=True,
        units=(
            _unit(
                "mixer-1",
                "mixer",
                hook_up,
                _service("charge"),
                _service("stir"),
                _SEND,
                place=mixed,
                capacity_kg=3000.0,
            ),
            _unit("pipe-1", "pipe", _CONVEY),
            _unit("pipe-2", "pipe", _CONVEY),
            _unit("tank-1", "tank", _RECEIVE, _SEND, place=mixed),
            _unit("mill-1", "mill", _service("recirculate")),
            _unit("mill-2", "mill", _service("recirculate")),
            _unit("silo-1", "silo", _RECEIVE, place=layered),
            *(
                _unit(
                    name,
                    "oven",
                    _service("prepare"),
                    _FEED,
                    use=Use.LINE,
                    draws_from="silo-1",
                    delivers_to="bin-1",
                    campaign=("soak_c",),
                )
                for name in ("oven-1", "oven-2")
            ),
            _unit("bin-1", "bin", place=mixed),
            _unit("packer-1", "packer", _FEED, use=Use.LINE, draws_from="bin-1"),
        ),
        transfers=(
            Transfer(UnitId("mixer-1"), UnitId("pipe-1"), UnitId("tank-1")),
            Transfer(UnitId("tank-1"), UnitId("pipe-2"), UnitId("silo-1")),
        ),
        places=(
            Place(PlaceId("store"), PlaceKind.STORE),
            Place(PlaceId("off-gas"), PlaceKind.SINK),
            Place(PlaceId("samples"), PlaceKind.SINK),
        ),
        manual_tasks=("laboratory_preparation",),
    )


def mini_times() -> PaperTimes:
    """Rows of 100 kg every ten minutes that stay two hours; bags of 250 kg."""
    return PaperTimes(
        durations_s={"hook-up": 60.0, "prepare": 600.0, "recirculate": 3600.0, "stir": 600.0},
        lines={
            "oven": PaperLine(0.0, 0.8, "off-gas", row_kg=100.0, row_s=600.0, residence_s=7200.0),
            "packer": PaperLine(0.0, row_kg=250.0, row_s=300.0, bags=True),
        },
    )


def mini_materials() -> tuple[Material, ...]:
    """Powder in bags of 500 kg, an additive in drums of 50 kg, piped water."""
    return (
        Material(MaterialName("powder"), "powder", "粉", 500.0),
        Material(MaterialName("additive"), "additive", "添加剂", 50.0),
        Material(MaterialName("water"), "water", "水", 0.0),
    )


def mini_lots() -> tuple[Lot, ...]:
    """Two lots of powder, one of additive, and water."""
    return (
        lot("P1", "powder", 700.0, 500.0, {"Fe": 6.0, "P": 6.2}),
        lot("P2", "powder", 5000.0, 500.0, {"Fe": 6.1, "P": 6.2}),
        lot("A1", "additive", 900.0, 50.0, {"Li": 27.0}, water=0.01),
        lot("W", "water", 1e9, 0.0, {}),
    )


def lot(  # noqa: PLR0913 - what a certificate says
    name: str,
    material: str,
    mass_kg: float,
    packed_kg: float,
    moles: dict[str, float],
    water: float = 0.0,
    status: LotStatus = LotStatus.RELEASED,
    expires_at: Instant | None = None,
) -> Lot:
    """A raw lot in the store."""
    return Lot(
        LotId(name),
        MaterialName(material),
        mass_kg,
        packed_kg,
        Certificate(water, moles),
        status,
        PlaceId("store"),
        expires_at,
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


def _formula(
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


def mini_recipe() -> MasterRecipe:
    """Charge, stir, mill on two mills, fire on two ovens while the transfer still runs, pack."""
    up, operation, sequence = Form.UNIT_PROCEDURE, Form.OPERATION, Form.SEQUENCE
    soak = Setting("soak_c", Source.FORMULA, formula="soak")
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
        elements=(
            block("dose", up, "charge", role=Role("mixer")),
            block("dose/charge", operation, "water", "solids", "stir"),
            phase("dose/charge/water", Action(Work.CHARGE, charge="water")),
            block("dose/charge/solids", sequence, "powder", "additive"),
            phase("dose/charge/solids/powder", Action(Work.CHARGE, charge="powder")),
            phase("dose/charge/solids/additive", Action(Work.CHARGE, charge="additive")),
            phase("dose/charge/stir", service("stir")),
            block("to-tank", up, "move", role=Role("tank"), after=(StepPath("dose"),)),
            block("to-tank/move", operation, "move"),
            phase("to-tank/move/move", transfer("mixer", "tank", empty("mixer"))),
            block(
                "mill",
                up,
                "grind",
                role=Role("mill"),
                split=2,
                after=(StepPath("to-tank"),),
                claims=(Role("tank"),),
            ),
            block("mill/grind", operation, "run"),
            phase("mill/grind/run", service("recirculate")),
            block("to-silo", up, "move", role=Role("silo"), after=(StepPath("mill"),)),
            block("to-silo/move", operation, "move"),
            phase("to-silo/move/move", transfer("tank", "silo", empty("tank"))),
            block(
                "fire",
                up,
                "heat",
                "feed",
                role=Role("oven"),
                split=2,
                claims=(Role("silo"), Role("bin")),
                condition=signal("silo", 200.0, Comparison.AT_LEAST),
            ),
            block("fire/heat", operation, "campaign"),
            phase("fire/heat/campaign", Action(Work.CAMPAIGN, settings=(soak,))),
            block("fire/feed", operation, "feed", "out"),
            phase("fire/feed/feed", service("feed", until=empty("silo", "to-silo", heel_kg=100.0))),
            phase(
                "fire/feed/out",
                Action(
                    Work.WAIT, complete_when=RecipeCondition(Subject.CLEARED, role=Role("oven"))
                ),
            ),
            block(
                "pack",
                up,
                "pack",
                role=Role("packer"),
                claims=(Role("bin"),),
                after=(StepPath("fire"),),
            ),
            block("pack/pack", operation, "lot", "sample", "fill"),
            phase("pack/pack/lot", Action(Work.LOT), "bin"),
            phase("pack/pack/sample", Action(Work.SAMPLE, panel=("carbon", "bet")), "bin"),
            phase(
                "pack/pack/fill",
                service("feed", Setting("lot", Source.LOT), until=empty("bin", heel_kg=250.0)),
            ),
        ),
    )
