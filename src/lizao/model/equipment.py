"""What a plant is made of, in the words of ISA-95, ISA-88 and MTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from lizao.model.alarms import AlarmDefinition
from lizao.model.disturbances import Disturbance, Fault
from lizao.model.identifiers import PlaceId, PoolId, ServiceName, UnitId
from lizao.model.states import Command

SOURCE: Final = "source"
DESTINATION: Final = "destination"
"""Service parameters by which a batch says between which places a line works for it."""
LOAD: Final = "load_kg"
"""The service parameter by which a batch says how much a saggar takes."""


class Use(StrEnum):
    """Who a unit belongs to while it works."""

    EXCLUSIVE = "exclusive"
    """One batch at a time."""
    LINE = "line"
    """The process cell: batches own feed slots and rows, never the unit."""


class UnitStatus(StrEnum):
    """Whether a unit may be given to a batch; only an available one may."""

    AVAILABLE = "available"
    OUT_OF_SERVICE = "out_of_service"
    CLEANING = "cleaning"
    CALIBRATION = "calibration"
    MAINTENANCE = "maintenance"


class Choice(StrEnum):
    """Which of several units that would do is given to a batch."""

    FIRST_AVAILABLE = "first_available"
    """In the order of the plant file."""
    LONGEST_IDLE = "longest_idle"
    LEAST_CHANGEOVER = "least_changeover"
    """The one whose campaign or last product is nearest to what the batch needs."""


class LineState(StrEnum):
    """Thermal and product state of a line service."""

    COLD = "cold"
    HEATING = "heating"
    READY_EMPTY = "ready_empty"
    PRODUCING = "producing"
    IDLE_HOT = "idle_hot"
    COOLING = "cooling"


class Finish(StrEnum):
    """How a service comes to its end."""

    SELF = "self"
    """It completes by itself."""
    ON_COMMAND = "on_command"
    """It runs until it is told COMPLETE."""


class Actor(StrEnum):
    """Who does a step."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class PlaceKind(StrEnum):
    """How material behaves inside a place."""

    STORE = "store"
    """Lots stand apart."""
    WELL_MIXED = "well_mixed"
    PLUG_FLOW = "plug_flow"
    """First in, first out."""
    LAYERED = "layered"
    """A silo: layers leave in the order they came, neighbours blur."""
    SINK = "sink"
    """Off-gas, vapour, dust, samples: material leaves the book here."""


@dataclass(frozen=True, slots=True)
class ServiceParameter:
    """A parameter of a service, limits and default in ``unit``; a text has unit ``text``."""

    name: str
    unit: str
    low: float | None = None
    high: float | None = None
    default: float | str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A service (equipment phase) of a unit, which answers a command within ``response_s``.

    ``pause``: it can stand still for a while and go on; any other runs on to its end meanwhile.
    """

    name: ServiceName
    finish: Finish
    by: Actor = Actor.AUTOMATIC
    parameters: tuple[ServiceParameter, ...] = ()
    response_s: float = 30.0
    pause: bool = False

    def parameter(self, name: str) -> ServiceParameter | None:
        """The parameter called ``name``, if the service has it."""
        return next((each for each in self.parameters if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Place:
    """A place and how material behaves in it; no ``capacity_kg`` where nothing bounds it."""

    id: PlaceId
    kind: PlaceKind
    capacity_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """Within how long a command to a service must have led to its end, and what follows if not.

    ``then`` is the command that its phase is given; None: it is only said again and asked.
    """

    within_s: float = 1800.0
    then: Command | None = None


DEFAULT_ESCALATION = Escalation()


@dataclass(frozen=True, slots=True)
class Saggars:
    """The saggars in which a line carries its rows: so many in ``pool``, which lines may share.

    ``standing`` are those that lie in the line whether its rows are filled or not. A recipe says by
    ``LOAD`` how much a saggar takes, else ``load_kg`` goes in. ``filled_by`` is the service that
    loads the rows.
    """

    pool: PoolId
    count: int
    per_row: int
    load_kg: float
    standing: int = 0
    filled_by: ServiceName = ServiceName("feed")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its services.

    ``draws_from`` and ``delivers_to`` are the places a line service is piped to; of several, the
    batch says which (``source`` and ``destination`` of the service). The first is where it goes
    when nobody says so.
    ``campaign_parameters`` names the settings that all batches on a line service share (empty: the
    line needs no campaign). ``model`` is the kind of virtual unit, ``coefficients`` its numbers.
    ``capabilities`` are what the unit can do beyond its class, ``choose`` is the rule of its class.
    A unit that must be cleaned before another product, or calibrated after some time, goes out of
    use by rule when it is wanted and that is due, and so does one that holds more than ``heel_kg``.
    """

    id: UnitId
    unit_class: str
    use: Use
    area: str
    services: tuple[Service, ...]
    places: tuple[Place, ...] = ()
    campaign_parameters: tuple[str, ...] = ()
    draws_from: tuple[PlaceId, ...] = ()
    delivers_to: tuple[PlaceId, ...] = ()
    model: str = ""
    escalation: Mapping[str, Escalation] = field(default_factory=dict)
    """By command, where the plant says something else than the default."""
    coefficients: Mapping[str, float] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    choose: Choice = Choice.FIRST_AVAILABLE
    clean_after_product_change: bool = False
    heel_kg: float = 1.0
    calibrate_every_s: float | None = None
    failure_severity: int = 1
    """The failure index of a batch while a service of the unit is in trouble."""
    disturbances: tuple[Disturbance, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What moves and what breaks in the virtual unit."""
    saggars: Saggars | None = None

    def escalation_of(self, command: Command) -> Escalation:
        """What is done when this command has not led to its end in time."""
        return self.escalation.get(command, DEFAULT_ESCALATION)

    def service(self, name: ServiceName) -> Service | None:
        """The service called ``name``, if the unit offers it."""
        return next((each for each in self.services if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A path for material of three parties: source sends, line conveys, destination receives."""

    source: UnitId
    line: UnitId
    destination: UnitId


@dataclass(frozen=True, slots=True)
class SignalSpecification:
    """How a signal is shown and kept: unit, deadband of recording, normal band."""

    unit: str
    deadband: float = 0.0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Plant:
    """A process cell; ``coefficients`` are numbers of the virtual plant that belong to no unit.

    It keeps what it was asked, for decisions ask the same all the time; so it has no slots.
    """

    name: str
    site: str
    simulated: bool
    units: tuple[Unit, ...]
    transfers: tuple[Transfer, ...]
    places: tuple[Place, ...] = ()
    signals: Mapping[str, SignalSpecification] = field(default_factory=dict)
    coefficients: Mapping[str, float] = field(default_factory=dict)
    manual_tasks: tuple[str, ...] = ()
    restart: str = "ask"
    alarms: tuple[AlarmDefinition, ...] = ()
    longest_shelf_s: float = 28_800.0

    def unit(self, unit: UnitId) -> Unit | None:
        """The unit called ``unit``, if the plant has it."""
        return self._by_id.get(unit)

    def of_class(self, unit_class: str, needs: tuple[str, ...] = ()) -> tuple[Unit, ...]:
        """The units of one class that can do all of ``needs``, in the order of the plant file."""
        found = self._by_class.get(unit_class, ())
        if not needs:
            return found
        return tuple(each for each in found if all(need in each.capabilities for need in needs))

    @cached_property
    def pools(self) -> Mapping[PoolId, tuple[Unit, ...]]:
        """The lines that draw on each pool of saggars."""
        found: dict[PoolId, tuple[Unit, ...]] = {}
        for each in self.units:
            if each.saggars is not None:
                found[each.saggars.pool] = (*found.get(each.saggars.pool, ()), each)
        return found

    @cached_property
    def _by_id(self) -> Mapping[UnitId, Unit]:
        return {each.id: each for each in self.units}

    @cached_property
    def _by_class(self) -> Mapping[str, tuple[Unit, ...]]:
        found: dict[str, tuple[Unit, ...]] = {}
        for each in self.units:
            found[each.unit_class] = (*found.get(each.unit_class, ()), each)
        return found
