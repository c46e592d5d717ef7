"""Mixer, tank, two mills, silo, two ovens that carry rows, bin and packer; and what they need."""

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
    ServiceName,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.material import Certificate, Lot, LotStatus, Material
from lizao.testing.paper import PaperLine, PaperTimes

START: Instant = 1_767_225_600_000_000
"""2026-01-01 00:00 UTC."""


def _service(
    name: str, finish: Finish = Finish.SELF, by: Actor = Actor.AUTOMATIC, *, pause: bool = False
) -> Service:
    return Service(
        ServiceName(name), finish, by, (ServiceParameter("duration_s", "s"),), pause=pause
    )


_SEND, _RECEIVE = _service("send", Finish.ON_COMMAND), _service("receive", Finish.ON_COMMAND)
_CONVEY = _service("convey", Finish.ON_COMMAND, pause=True)
_FEED = _service("feed", Finish.ON_COMMAND)
_EMPTY = _service("empty")


def _unit(  # noqa: PLR0913 - all that a unit of this plant has
    name: str,
    unit_class: str,
    *services: Service,
    use: Use = Use.EXCLUSIVE,
    place: PlaceKind | None = None,
    capacity_kg: float | None = None,
    draws_from: tuple[str, ...] = (),
    delivers_to: tuple[str, ...] = (),
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
        tuple(PlaceId(each) for each in draws_from),
        tuple(PlaceId(each) for each in delivers_to),
    )


def mini_plant() -> Plant:
    """Mixer, two mills on its tank, two pipes, two ovens that carry rows, a packer."""
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
                _EMPTY,
                place=mixed,
                capacity_kg=3000.0,
            ),
            _unit("pipe-1", "pipe", _CONVEY),
            _unit("pipe-2", "pipe", _CONVEY),
            _unit("tank-1", "tank", _RECEIVE, _SEND, _EMPTY, place=mixed),
            _unit("mill-1", "mill", _service("recirculate", pause=True)),
            _unit("mill-2", "mill", _service("recirculate", pause=True)),
            _unit("silo-1", "silo", _RECEIVE, _EMPTY, place=layered),
            *(
                _unit(
                    name,
                    "oven",
                    _service("prepare"),
                    _FEED,
                    use=Use.LINE,
                    draws_from=("silo-1",),
                    delivers_to=("bin-1",),
                    campaign=("soak_c",),
                )
                for name in ("oven-1", "oven-2")
            ),
            _unit("bin-1", "bin", _EMPTY, place=mixed),
            _unit("packer-1", "packer", _FEED, use=Use.LINE, draws_from=("bin-1",)),
        ),
        transfers=(
            Transfer(UnitId("mixer-1"), UnitId("pipe-1"), UnitId("tank-1")),
            Transfer(UnitId("tank-1"), UnitId("pipe-2"), UnitId("silo-1")),
        ),
        places=(
            Place(PlaceId("store"), PlaceKind.STORE),
            Place(PlaceId("off-gas"), PlaceKind.SINK),
            Place(PlaceId("samples"), PlaceKind.SINK),
            Place(PlaceId("rework"), PlaceKind.SINK),
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


def lot(  # noqa: PLR0913, PLR0917 - what a certificate says
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
