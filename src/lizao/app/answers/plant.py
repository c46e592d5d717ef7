"""What is told of a plant: its units, services, transfers and signals."""

from typing_extensions import TypedDict

from lizao.app.answers.answer import Answer, Bilingual
from lizao.model.equipment import Actor, Finish, PlaceKind, Use
from lizao.model.identifiers import MaterialName, PlaceId, ServiceName, UnitId


class PlantParameter(Answer):
    """A parameter of a service, with its limits in ``unit``."""

    name: str
    unit: str
    low: float | None
    high: float | None


class PlantService(Answer):
    """A service of a unit."""

    service: ServiceName
    finish: Finish
    by: Actor
    parameters: list[PlantParameter]


class PlantPlace(Answer):
    """A place that holds material; no ``capacity_kg`` where nothing bounds it."""

    place: PlaceId
    kind: PlaceKind
    capacity_kg: float | None


_OfClass = TypedDict("_OfClass", {"class": str})


class PlantUnit(_OfClass, Answer):
    """A unit of the process cell; what works between places by itself is piped to them."""

    unit: UnitId
    use: Use
    area: str
    draws_from: list[PlaceId]
    delivers_to: list[PlaceId]
    places: list[PlantPlace]
    services: list[PlantService]


class PlantTransfer(Answer):
    """A path for material: source sends, line conveys, destination receives."""

    source: UnitId
    line: UnitId
    destination: UnitId


class PlantSignal(Answer):
    """How a signal is shown: its unit, and the band in which it is normal."""

    unit: str
    low: float | None
    high: float | None


class ProcessCell(Answer):
    """A plant as its units, services, transfers and signals."""

    plant: str
    site: str
    simulated: bool
    areas: list[str]
    units: list[PlantUnit]
    transfers: list[PlantTransfer]
    signals: dict[str, PlantSignal]
    manual_tasks: list[str]


class Plant(ProcessCell):
    """A plant, and what the materials of its site are called."""

    materials: dict[MaterialName, Bilingual]
