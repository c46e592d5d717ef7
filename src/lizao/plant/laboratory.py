"""The virtual laboratory: samples, methods that take their time, and their repeatability."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from lizao.model.commands import AnalyseSample
from lizao.model.elements import C_G_PER_MOL
from lizao.model.facts import Flow, SampleResult
from lizao.model.identifiers import SampleId
from lizao.plant import content
from lizao.plant.coefficients import group
from lizao.plant.content import SAMPLES, lose, mass_kg, take
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.laws import composition, firing, milling, powder
from lizao.plant.laws.coefficients import (
    Capacity,
    Compaction,
    Gradation,
    Grain,
    RateLaw,
    SizeLaw,
    Surface,
)
from lizao.plant.laws.composition import Elements
from lizao.plant.records import Floats

OWNER: Final = "laboratory"


class Methods(NamedTuple):
    """The coefficients behind the attributes."""

    compaction: Compaction
    gradation: Gradation
    surface: Surface
    capacity: Capacity
    rate: RateLaw
    grain: Grain
    size: SizeLaw
    feed_um: float
    spread: float
    capacity_sigma: float


class Truth(NamedTuple):
    """What a sample truly is."""

    elements: Elements
    vector: Floats
    mass_kg: float
    carbon_percent: float
    grain_nm: float
    fines_share: float
    li_fe: float
    fe_p: float
    capacity: float


@dataclass
class LaboratoryState:
    """Samples taken, and results that wait for their hour."""

    taken: set[str] = field(default_factory=set)
    results: list[tuple[str, str, float]] = field(default_factory=list)


def methods_of(numbers: Coefficients, spread: float) -> Methods:
    """The methods with the numbers of a plant; ``spread`` is that of one cut of a jet mill."""
    return Methods(
        group(Compaction, numbers, "compaction"),
        group(Gradation, numbers, "gradation"),
        group(Surface, numbers, "surface"),
        group(Capacity, numbers, "capacity"),
        group(RateLaw, numbers, "rate_law"),
        group(Grain, numbers, "grain"),
        group(SizeLaw, numbers, "size_law"),
        numbers["slurry.feed_um"],
        spread,
        numbers["scatter.capacity_sigma"],
    )


class Laboratory:
    """Analyses samples of any place."""

    def __init__(self, floor: Floor, methods: Methods, numbers: Coefficients) -> None:
        """A laboratory without samples."""
        self.state = LaboratoryState()
        self._floor = floor
        self._methods = methods
        self._numbers = numbers
        floor.own(OWNER, self)

    def analyse(self, asked: AnalyseSample) -> None:
        """Draw a sample now; every attribute of the panel is reported when its method is done."""
        if asked.sample in self.state.taken or asked.place not in self._floor.places:
            return
        place = self._floor.place(asked.place)
        store = self._floor.store
        drawn_kg = take(store, place, self._numbers["lab.sample_kg"])
        vector = np.array(store.hand) if drawn_kg > 0.0 else np.array(store.last[place])
        if mass_kg(vector) <= 0.0:
            return
        self.state.taken.add(asked.sample)
        late_s = 60.0 * self._late_min(asked.sample)
        lose(store, 1.0, SAMPLES)
        step = self._floor.state.step
        self._floor.moved(step, asked.place, "samples", drawn_kg, Flow.WASTE, asked.batch, 0)
        for attribute in asked.panel:
            method = METHODS.get(attribute)
            if method is not None:
                true = method(self._truth(vector, asked), self._methods)
                self._queue(asked.sample, attribute, true, late_s)

    def _late_min(self, sample: SampleId) -> float:
        """How late a sample comes to the laboratory; at once unless the plant says otherwise."""
        least = self._numbers.get("lab.late_least_min", 0.0)
        most = self._numbers.get("lab.late_most_min", 0.0)
        if most <= 0.0:
            return 0.0
        return float(self._floor.chance.generator(f"late/{sample}").uniform(least, most))

    def _queue(self, sample: SampleId, attribute: str, true: float, late_s: float) -> None:
        """Repeat a true value and report it after the delay of its method."""
        lab = f"lab.{attribute}"
        sigma = self._numbers.get(f"{lab}_sigma", 0.0)
        sigma += self._numbers.get(f"{lab}_sigma_share", 0.0) * abs(true)
        value = true + self._floor.chance.normal(f"lab/{sample}/{attribute}", sigma)
        self.state.results.append((sample, attribute, float(value)))
        delay_s = late_s + 60.0 * self._numbers[f"{lab}_min"]
        self._floor.wake(OWNER, delay_s, "result", len(self.state.results) - 1)

    def woken(self, _: str, argument: int) -> None:
        """Report a result."""
        sample, attribute, value = self.state.results[argument]
        self._floor.post(SampleResult(self._floor.now, SampleId(sample), attribute, float(value)))

    def _truth(self, vector: Floats, asked: AnalyseSample) -> Truth:
        """What the sample truly is."""
        mass = mass_kg(vector)
        masses = content.elements(vector)
        iron = vector[content.FE] > 0.0
        ferrous = vector[content.FERROUS] / vector[content.FE] if iron else 0.0
        carbonate = firing.carbonate_kmol(masses, ferrous) * C_G_PER_MOL
        grain = vector[content.GRAIN] / mass
        charged = masses._replace(li_kg=float(vector[content.CHARGED_LITHIUM]))
        return Truth(
            masses,
            vector,
            mass,
            100.0 * max(0.0, vector[content.C] - carbonate) / mass,
            firing.grain_nm(grain, self._methods.grain) if grain > 0.0 else 0.0,
            float(vector[content.FINES] / mass),
            composition.lithium_per_iron(charged) if iron else 0.0,
            composition.iron_per_phosphorus(masses) if iron else 0.0,
            self._floor.chance.normal(f"capacity/{asked.batch}", self._methods.capacity_sigma, 2.0),
        )


def _compaction(truth: Truth, methods: Methods) -> float:
    density = powder.compaction_g_per_cm3(
        truth.grain_nm,
        powder.bimodality(truth.fines_share, methods.gradation),
        truth.carbon_percent,
        truth.fe_p,
        float(truth.vector[content.SECOND] / truth.mass_kg),
        methods.compaction,
    )
    return density + float(truth.vector[content.SCATTER] / truth.mass_kg)


def _decile(share: float) -> Callable[[Truth, Methods], float]:
    def size_um(truth: Truth, methods: Methods) -> float:
        fines = truth.fines_share * truth.mass_kg
        coarse = truth.mass_kg - fines
        coarse_log = truth.vector[content.SIZE] - truth.vector[content.FINE_SIZE]
        coarse_um = math.exp(coarse_log / coarse) if coarse > 0.0 else 1.0
        fine_um = math.exp(truth.vector[content.FINE_SIZE] / fines) if fines > 0.0 else coarse_um
        return powder.joined_um(share, truth.fines_share, fine_um, coarse_um, methods.spread)

    return size_um


def _low_rate(truth: Truth, methods: Methods) -> float:
    return truth.capacity + powder.low_rate_mah_per_g(
        truth.carbon_percent,
        truth.li_fe,
        truth.fe_p,
        truth.grain_nm,
        composition.titanium_percent(truth.elements),
        0.0,
        methods.capacity,
    )


def _high_rate(truth: Truth, methods: Methods) -> float:
    return _low_rate(truth, methods) * powder.rate_share(1.0, truth.grain_nm, methods.rate)


def _slurry_d50(truth: Truth, methods: Methods) -> float:
    dry_t = (truth.mass_kg - truth.vector[content.WATER]) / 1000.0
    energy = truth.vector[content.GROUND] / dry_t if dry_t > 0.0 else 0.0
    return min(methods.feed_um, milling.median_um(energy, methods.size, 1.0, 0.0))


def _water_ppm(truth: Truth, _: Methods) -> float:
    return 1.0e6 * float(truth.vector[content.WATER]) / truth.mass_kg


METHODS: Final[Mapping[str, Callable[[Truth, Methods], float]]] = {
    "compaction_density": _compaction,
    "carbon": lambda truth, _: truth.carbon_percent,
    "d10": _decile(0.1),
    "d50": _decile(0.5),
    "d90": _decile(0.9),
    "moisture": _water_ppm,
    "magnetic": lambda truth, _: float(truth.vector[content.MAGNETIC]) / truth.mass_kg,
    "ceramic": lambda truth, _: 1.0e6 * float(truth.vector[content.CERAMIC]) / truth.mass_kg,
    "bet": lambda truth, methods: powder.surface_m2_per_g(
        truth.grain_nm, truth.carbon_percent, methods.surface
    ),
    "li_fe": lambda truth, _: truth.li_fe,
    "fe_p": lambda truth, _: truth.fe_p,
    "capacity_01c": _low_rate,
    "capacity_1c": _high_rate,
    "solids": lambda truth, methods: 100.0 - _water_ppm(truth, methods) * 1.0e-4,
    "slurry_d50": _slurry_d50,
    "powder_moisture": lambda truth, methods: _water_ppm(truth, methods) * 1.0e-4,
}
"""How each attribute follows from what a sample truly is, in the attribute's unit."""
