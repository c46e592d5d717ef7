"""A plant file as the model's Plant."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TypeAlias

from lizao.documents.alarm_file import class_alarms, control_alarms
from lizao.documents.disturbance_file import disturbances_of, faults_of
from lizao.documents.plant_differs import differing
from lizao.documents.plant_escalation import escalation_of
from lizao.documents.plant_saggars import counted, saggars_of
from lizao.documents.plant_schema import (
    CalibrationFile,
    ClassFile,
    ParameterFile,
    PlantFile,
    ServiceFile,
    SignalFile,
    UnitFile,
)
from lizao.documents.plant_units import check_counts, each_unit, joined, named
from lizao.documents.quantities import is_unit, unit_of_name
from lizao.documents.reading import limits, number, optional, quantity, within
from lizao.documents.schema_base import Number
from lizao.documents.validation import validated
from lizao.documents.yaml_source import Paper, Spot, read_paper
from lizao.model.alarms import AlarmDefinition
from lizao.model.equipment import (
    Actor,
    Choice,
    Finish,
    Place,
    PlaceKind,
    Plant,
    Service,
    ServiceParameter,
    SignalSpecification,
    Transfer,
    Unit,
    Use,
)
from lizao.model.identifiers import PlaceId, PoolId, ServiceName, UnitId

TEXT = "text"
"""The unit of a text parameter."""
_SignalsByClass: TypeAlias = Mapping[str, Mapping[str, SignalSpecification]]
_Piping: TypeAlias = tuple[list[str], list[str]]


def load_plant(path: Path, site: str, added: Mapping[str, float] | None = None) -> Plant:
    """The plant of a file, ``added`` joined to its coefficients; raises the first DocumentError."""
    paper = read_paper(path)
    file = _file(paper, path, ())
    plant = None if file is None else _plant(paper, file, site, added or {})
    paper.refuse()
    assert plant is not None, "a paper without faults has a plant"
    return plant


def _file(paper: Paper, path: Path, above: tuple[str, ...]) -> PlantFile | None:
    """What a paper says, joined to what the one says that it builds on.

    A fault in that one is raised at once, with its own file and line.
    """
    file = validated(paper, PlantFile)
    if file is None or file.like is None:
        return file
    chain = (*above, path.stem)
    if file.like in chain:
        paper.fault(("like",), file.plant, file.like, " → ".join(chain), "like_itself")
        return None
    beside = path.with_name(f"{file.like}.yaml")
    base_paper = read_paper(beside)
    base = _file(base_paper, beside, chain)
    if base is not None:
        _plant(base_paper, base, "", {})
    base_paper.refuse()
    assert base is not None, "a paper without faults has a plant file"
    return joined(file, base)


def _plant(paper: Paper, file: PlantFile, site: str, added: Mapping[str, float]) -> Plant:
    signals = {kind: _signals_of(paper, kind, each) for kind, each in file.classes.items()}
    coefficients = {
        f"{group}.{name}": number(paper, ("coefficients", group, name), name, value)
        for group, values in file.coefficients.items()
        for name, value in values.items()
    }
    return Plant(
        name=file.plant,
        site=site,
        simulated=file.simulated,
        units=tuple(differing(paper, file, _units(paper, file, signals))),
        transfers=tuple(_transfers(paper, file)),
        places=tuple(_places(paper, file)),
        signals=_signals(file, signals),
        coefficients=coefficients | dict(added),
        manual_tasks=tuple(file.manual_tasks),
        restart=file.restart,
        alarms=_alarms(paper, file, signals),
        longest_shelf_s=_longest_shelf(paper, file),
    )


def _units(paper: Paper, file: PlantFile, signals: _SignalsByClass) -> list[Unit]:
    """The units whose class exists; a class that does not is a fault."""
    kinds = {name: _kind(paper, name, each, signals[name]) for name, each in file.classes.items()}
    known = {name for _, name, _ in each_unit(file.units)}
    places = {*known, *file.places}
    check_counts(paper, file.units)
    if not file.units:
        reason = "missing_key" if paper.at(("units",)) is None else "empty"
        paper.fault(("units",), "units", file.plant, "", reason)
    units = []
    for written, name, each in each_unit(file.units):
        spot: Spot = ("units", written)
        if each.unit_class not in kinds:
            limit = ", ".join(file.classes)
            paper.fault((*spot, "class"), name, each.unit_class, limit, "unknown_class")
            continue
        for key, piped in (("draws_from", each.draws_from), ("delivers_to", each.delivers_to)):
            for place in named(piped, file.units):
                if place not in places:
                    limit = ", ".join(sorted(places))
                    paper.fault((*spot, key), name, place, limit, "unknown_place")
        piping = named(each.draws_from, file.units), named(each.delivers_to, file.units)
        units.append(_unit(paper, spot, name, each, kinds[each.unit_class], piping))
    return units


def _kind(
    paper: Paper, name: str, file: ClassFile, signals: Mapping[str, SignalSpecification]
) -> Unit:
    """A class as a unit without a name, of which the units of the class are copies."""
    spot: Spot = ("classes", name)
    _check_campaign(paper, name, file)
    places: tuple[Place, ...] = ()
    if file.place is not None:
        at = (*spot, "place", "capacity")
        capacity = optional(paper, at, "capacity", file.place.capacity, "kg")
        places = (Place(PlaceId(""), PlaceKind(file.place.kind), capacity),)
    return Unit(
        id=UnitId(""),
        unit_class=name,
        use=Use(file.use),
        area="",
        services=tuple(
            _service(paper, (*spot, "services", each), each, service)
            for each, service in file.services.items()
        ),
        places=places,
        campaign_parameters=tuple(file.campaign_parameters),
        model=file.model,
        capabilities=tuple(file.capabilities),
        choose=Choice(file.choose),
        failure_severity=file.failure_severity,
        clean_after_product_change=file.cleaning.after_product_change,
        heel_kg=quantity(paper, (*spot, "cleaning", "heel"), "heel", file.cleaning.heel, "kg"),
        calibrate_every_s=_every(paper, (*spot, "calibration", "every"), file.calibration),
        coefficients={
            **counted(file.saggars),
            **_numbers(paper, (*spot, "coefficients"), file.coefficients),
        },
        escalation=escalation_of(paper, spot, file),
        disturbances=disturbances_of(paper, (*spot, "disturbances"), file.disturbances),
        faults=faults_of(paper, (*spot, "faults"), file.faults, signals),
        saggars=saggars_of(paper, spot, file),
    )


def _unit(  # noqa: PLR0913, PLR0917 - what is said of it, and where
    paper: Paper, spot: Spot, name: str, file: UnitFile, kind: Unit, piping: _Piping
) -> Unit:
    """A unit of a class; it differs in its name, its area, its piping and some of its numbers."""
    draws_from, delivers_to = piping
    capacity = optional(paper, (*spot, "capacity"), name, file.capacity, "kg")
    places = (
        Place(PlaceId(name), each.kind, each.capacity_kg if capacity is None else capacity)
        for each in kind.places
    )
    own = _numbers(paper, (*spot, "coefficients"), file.coefficients)
    return replace(
        kind,
        id=UnitId(name),
        area=file.area,
        places=tuple(places),
        draws_from=tuple(PlaceId(each) for each in draws_from),
        delivers_to=tuple(PlaceId(each) for each in delivers_to),
        coefficients={**kind.coefficients, **own},
        capabilities=tuple(dict.fromkeys((*kind.capabilities, *file.capabilities))),
        saggars=None if kind.saggars is None else replace(kind.saggars, pool=PoolId(name)),
    )


def _every(paper: Paper, spot: Spot, file: CalibrationFile | None) -> float | None:
    return None if file is None else quantity(paper, spot, "every", file.every, "s")


def _numbers(paper: Paper, spot: Spot, values: Mapping[str, Number]) -> dict[str, float]:
    return {name: number(paper, (*spot, name), name, value) for name, value in values.items()}


def _service(paper: Paper, spot: Spot, name: str, file: ServiceFile) -> Service:
    return Service(
        name=ServiceName(name),
        finish=Finish(file.finish),
        by=Actor(file.by),
        parameters=tuple(
            _parameter(paper, (*spot, "parameters", each), each, parameter)
            for each, parameter in file.parameters.items()
        ),
        response_s=quantity(paper, (*spot, "response"), "response", file.response, "s"),
        pause=file.pause,
    )


def _parameter(paper: Paper, spot: Spot, name: str, file: ParameterFile) -> ServiceParameter:
    if file.unit == TEXT:
        return ServiceParameter(name, TEXT, default=file.default)
    if file.unit != unit_of_name(name) or not is_unit(file.unit):
        # A recipe reads the unit of a parameter from its name; the file must not say another.
        paper.fault((*spot, "unit"), name, file.unit, unit_of_name(name), "wrong_dimension")
        return ServiceParameter(name, file.unit)
    low = optional(paper, (*spot, "low"), name, file.low, file.unit)
    high = optional(paper, (*spot, "high"), name, file.high, file.unit)
    default = optional(paper, (*spot, "default"), name, file.default, file.unit)
    if default is not None and not within(default, low, high):
        limit = limits(low, high, file.unit)
        paper.fault((*spot, "default"), name, paper.at((*spot, "default")), limit, "outside_limits")
    return ServiceParameter(name, file.unit, low, high, default)


def _check_campaign(paper: Paper, name: str, kind: ClassFile) -> None:
    """A campaign setting that no service of the class takes could never be set."""
    known = {each for service in kind.services.values() for each in service.parameters}
    for place, each in enumerate(kind.campaign_parameters):
        if each not in known:
            spot: Spot = ("classes", name, "campaign_parameters", place)
            paper.fault(spot, name, each, ", ".join(sorted(known)), "unknown_parameter")


def _transfers(paper: Paper, file: PlantFile) -> list[Transfer]:
    """Every path; a list of names stands for as many paths."""
    known = [name for _, name, _ in each_unit(file.units)]
    transfers: list[Transfer] = []
    for place, each in enumerate(file.transfers):
        parties = {"source": each.source, "line": each.line, "destination": each.destination}
        for party, names in parties.items():
            for unit in named(names, file.units):
                if unit not in known:
                    spot: Spot = ("transfers", place, party)
                    paper.fault(spot, party, unit, ", ".join(known), "unknown_unit_name")
        paths = product(*(named(names, file.units) for names in parties.values()))
        transfers += (Transfer(*(UnitId(name) for name in names)) for names in paths)
    return transfers


def _places(paper: Paper, file: PlantFile) -> list[Place]:
    """The places without a unit; the place of a unit carries the unit's name."""
    places = []
    for name, each in file.places.items():
        if name in file.units:
            paper.fault(("places", name), name, "places", "units", "duplicate")
        spot: Spot = ("places", name, "capacity")
        capacity = optional(paper, spot, name, each.capacity, "kg")
        places.append(Place(PlaceId(name), PlaceKind(each.kind), capacity))
    return places


def _signals(file: PlantFile, known: _SignalsByClass) -> dict[str, SignalSpecification]:
    """Every signal of every unit by its whole name."""
    signals: dict[str, SignalSpecification] = {}
    for _, unit, each in each_unit(file.units):
        for name, specification in known.get(each.unit_class, {}).items():
            signals[f"{unit}.{name}"] = specification
    return signals


def _signals_of(paper: Paper, kind: str, file: ClassFile) -> dict[str, SignalSpecification]:
    """The signals of one class by name; a numbered one ("NN") once for each number."""
    signals: dict[str, SignalSpecification] = {}
    for name, each in file.signals.items():
        specification = _signal(paper, ("classes", kind, "signals", name), name, each)
        signals |= dict.fromkeys(_numbered(name, each.count), specification)
    return signals


def _alarms(paper: Paper, file: PlantFile, signals: _SignalsByClass) -> tuple[AlarmDefinition, ...]:
    """The alarms of every class, and those of what the controller says."""
    found: list[AlarmDefinition] = []
    for kind, each in file.classes.items():
        found += class_alarms(paper, kind, Use(each.use), each.alarms, signals[kind])
    return (*found, *control_alarms(paper, file.alarms, {each.name for each in found}))


def _longest_shelf(paper: Paper, file: PlantFile) -> float:
    spot: Spot = ("longest_shelf",)
    value = quantity(paper, spot, "longest_shelf", file.longest_shelf, "s")
    if value <= 0.0:
        paper.fault(spot, "longest_shelf", file.longest_shelf, "> 0 s", "outside_limits")
    return value


def _numbered(name: str, count: int) -> list[str]:
    if "NN" not in name:
        return [name]
    return [name.replace("NN", f"{each:02d}") for each in range(1, count + 1)]


def _signal(paper: Paper, spot: Spot, name: str, file: SignalFile) -> SignalSpecification:
    wanted = unit_of_name(name)
    if file.unit != wanted:
        paper.fault((*spot, "unit"), name, file.unit, wanted, "wrong_dimension")
        return SignalSpecification(wanted)
    return SignalSpecification(
        unit=file.unit,
        deadband=quantity(paper, (*spot, "deadband"), name, file.deadband, file.unit),
        low=optional(paper, (*spot, "low"), name, file.low, file.unit),
        high=optional(paper, (*spot, "high"), name, file.high, file.unit),
    )
