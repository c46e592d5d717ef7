"""Published sensitivities and anchors, each measured on the dynamic plant by twins of one seed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final

from lizao.model.acceptance import Response
from lizao.model.equipment import Plant
from lizao.model.errors import UnknownNameError
from lizao.model.facts import SampleResult
from lizao.model.identifiers import signal_id
from lizao.testing.shift import Shift
from lizao.testing.validation.series import SeriesBook, longest_at_work
from lizao.testing.validation.trial import Trial, with_laboratory

TONNES: Final = 1.0
"""The batch of a twin."""
WITHIN_H: Final = 200.0
ANALYSES: Final = 1_000_000
"""So many that the repeatability of the laboratory does not blur a difference."""
SCATTER: Final = "scatter."
"""How the numbers begin that make one batch differ from another."""
GRAIN: Final = "grain_nm"
"""The primary size that the surface and the carbon of the powder tell."""
SURFACE: Final = ("surface.density_g_per_cm3", "surface.carbon_m2_per_g")
SPHERE: Final = 6000.0
"""Surface of spheres of 1 nm and 1 g/cm³, in m²/g."""
PERCENT: Final = 100.0

Changes = tuple[tuple[str, float], ...]
Told = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answered:
    """A response, and what the plant answered."""

    response: Response
    value: float

    @property
    def holds(self) -> bool:
        """Whether it is what was published, within its accuracy."""
        return self.response.holds(self.value)

    @property
    def values(self) -> dict[str, Any]:
        """One object for programs."""
        each = self.response
        return {
            "name": each.name,
            "value": self.value,
            "unit": each.unit,
            "published": each.published,
            "low": each.low,
            "high": each.high,
            "verdict": "pass" if self.holds else "fail",
            "source": each.source,
        }


def answer(trial: Trial) -> Iterator[Answered]:
    """Every response of an acceptance; each plant is run once, whoever asks for it."""
    responses = trial.acceptance.responses
    names = _signals(responses)
    told: dict[tuple[str, Changes], Told] = {}

    def seen(response: Response, changes: Mapping[str, float]) -> Told:
        key = (response.recipe, tuple(sorted(changes.items())))
        if key not in told:
            told[key] = _run(trial, response.recipe, changes, names)
        return told[key]

    for each in responses:
        yield Answered(each, _value(trial, each, seen))


def _value(
    trial: Trial, response: Response, seen: Callable[[Response, Mapping[str, float]], Told]
) -> float:
    before = seen(response, response.before)
    if response.after is None:
        return _of(response.of, before)
    after = seen(response, response.after)
    old, new = _of(response.of, before), _of(response.of, after)
    change = PERCENT * (new / old - 1.0) if response.relative else new - old
    driven = _driven(trial, response, before, after)
    return response.per * change / driven


def _driven(trial: Trial, response: Response, before: Told, after: Told) -> float:
    """How much the driver changed: a parameter as it was set, anything else as it was seen."""
    if not response.driver:
        return response.per
    parameter = trial.site.recipe(response.recipe).parameter(response.driver)
    if parameter is None:
        old, new = _of(response.driver, before), _of(response.driver, after)
        return PERCENT * (new / old - 1.0) if response.relative_driver else new - old
    changes = response.after or {}
    default = parameter.default
    old = response.before.get(response.driver, default)
    return changes.get(response.driver, default) - old


def _of(name: str, told: Told) -> float:
    """What was seen; UnknownNameError where it was not."""
    if name not in told:
        kind = "figure"
        raise UnknownNameError(kind, name, ", ".join(told))
    return told[name]


def _signals(responses: tuple[Response, ...]) -> frozenset[str]:
    names = {each for response in responses for each in (response.of, response.driver)}
    return frozenset(each for each in names if "." in each)


def _run(trial: Trial, recipe: str, changes: Mapping[str, float], names: frozenset[str]) -> Told:
    """Make one batch; results of the laboratory, grain, and signals of units at work."""
    plant = _changed(alike(trial.plant), changes)
    shown = {
        signal_id(unit.id, each.partition(".")[2]): (unit, each)
        for each in names
        for unit in plant.of_class(each.partition(".")[0])
    }
    book = SeriesBook(frozenset(shown))
    shift = Shift(plant, trial.seed, site=trial.site, hot_for=recipe, book=book)
    overrides = {name: value for name, value in changes.items() if "." not in name}
    shift.order(recipe, TONNES, overrides)
    shift.finish(WITHIN_H)
    told = {each.attribute: each.value for each in shift.facts if isinstance(each, SampleResult)}
    told[GRAIN] = grain_nm(plant, told)
    for signal, (unit, name) in shown.items():
        values = book.series[signal].between(*longest_at_work(shift.facts, unit, shift.now))
        if values:
            told[name] = median(values)
    return told


def alike(plant: Plant) -> Plant:
    """The plant with an exact laboratory, and without what makes one batch differ from another."""
    exact = with_laboratory(plant, ANALYSES)
    numbers = exact.coefficients
    none = dict.fromkeys((each for each in numbers if each.startswith(SCATTER)), 0.0)
    return replace(exact, coefficients={**numbers, **none})


def grain_nm(plant: Plant, told: Told) -> float:
    """The primary size that the surface and the carbon of a powder tell."""
    density, carbon_m2_per_g = (plant.coefficients[each] for each in SURFACE)
    return SPHERE / density / (told["bet"] - carbon_m2_per_g * told["carbon"] / PERCENT)


def _changed(plant: Plant, changes: Mapping[str, float]) -> Plant:
    """The plant with other coefficients in its classes."""
    units = tuple(
        replace(
            unit,
            coefficients={
                **unit.coefficients,
                **{
                    name.partition(".")[2]: value
                    for name, value in changes.items()
                    if name.partition(".")[0] == unit.unit_class
                },
            },
        )
        for unit in plant.units
    )
    return replace(plant, units=units)
