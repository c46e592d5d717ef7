"""Twin plants of one seed and one story, one of them with a fault: their difference is the sign."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from lizao.model.disturbances import Sign
from lizao.model.identifiers import UnitId, signal_id
from lizao.model.instants import MINUTE, in_seconds, seconds
from lizao.plant import content
from lizao.plant.laws import composition
from lizao.plant.laws.composition import Elements
from lizao.plant.records import Floats
from lizao.plant.virtual import VirtualPlant
from tests.plant.hand import Hand
from tests.plant.plants import line, stand

Story = Callable[[Hand], None]
WARM_C = 35.0
LAST = 3
"""Samples of a minute over which a difference is averaged."""


def slurry_of(dry_kg: float, solids: float = 0.40) -> Floats:
    """Slurry of lfp-26: iron phosphate, lithium carbonate, sugar, water."""
    iron_kg, carbonate_kg, sugar_kg = 0.72 * dry_kg, 0.18 * dry_kg, 0.10 * dry_kg
    water_kg = dry_kg * (1.0 - solids) / solids
    parts = (
        composition.iron_phosphate(iron_kg, 0.965, 0.0),
        composition.lithium_carbonate(carbonate_kg, 0.0),
        composition.glucose(sugar_kg, 0.0),
        composition.water(water_kg),
    )
    vector = np.zeros(content.WIDTH)
    content.set_elements(vector, Elements(*(sum(each) for each in zip(*parts, strict=True))))
    mass_kg = content.mass_kg(vector)
    vector[content.WATER] = water_kg
    vector[content.HEAT] = WARM_C * mass_kg
    vector[content.SALT] = 2.0 * water_kg
    vector[content.MILLING] = vector[content.GROUND] = 60.0 * dry_kg / 1000.0
    return vector


def powder_of(mass_kg: float, size_um: float = 15.0, ppm: float = 300.0) -> Floats:
    """Fired powder of a median size, with a little water and magnetic matter."""
    vector = slurry_of(mass_kg, 1.0 - ppm * 1.0e-6)
    vector *= mass_kg / content.mass_kg(vector)
    content.set_size(vector, size_um, False)
    vector[content.MAGNETIC] = 200.0 * mass_kg
    return vector


def pour(plant: VirtualPlant, place: str, vector: Floats) -> None:
    """Let a place hold what ``vector`` says, as if it had come over the plant's boundary."""
    row = list(plant.contents_kg()).index(place)
    arrays = plant.arrays()
    parcel = int(arrays["Store.head"][row])
    arrays["Store.parcels"][row, parcel] += vector
    arrays["Store.parcel_count"][row] = 1
    arrays["Store.meters"][content.RAW] += vector[: content.ELEMENTS]
    # The masses of all places lie first in the flat memory.
    arrays["flat"][row] += content.mass_kg(vector)


@dataclass
class Twins:
    """Two plants that lived the same; the second is broken."""

    story: Story
    unit: str
    code: str
    seed: int = 1
    well: Hand = field(init=False)
    broken: Hand = field(init=False)

    def __post_init__(self) -> None:
        """Tell both the story, then strike."""
        self.well, self.broken = (Hand(stand(line(), self.seed)) for _ in range(2))
        for each in (self.well, self.broken):
            self.story(each)
        self.broken.plant.strike(UnitId(self.unit), self.code)

    def signs(self) -> list[Sign]:
        """The signs that the plant file promises."""
        unit = line().unit(UnitId(self.unit))
        assert unit is not None
        return list(next(each.signs for each in unit.faults if each.code == self.code))

    def wait(self, duration_s: float) -> None:
        """Let both live on."""
        for each in (self.well, self.broken):
            each.wait(duration_s)

    def difference(self, signal: str) -> float:
        """How much more the broken plant shows."""
        return self.shown(self.broken, signal) - self.shown(self.well, signal)

    def shown(self, hand: Hand, signal: str) -> float:
        """What a signal of the unit shows."""
        return hand.image.values[signal_id(UnitId(self.unit), signal)]

    def seen(self) -> list[tuple[Sign, float]]:
        """By how much each sign's signal differs when its time is over, over the last samples."""
        begun = self.well.plant.at
        signs = self.signs()
        shown: dict[str, list[tuple[float, float]]] = {each.signal: [] for each in signs}
        found = []
        for within_s in sorted({each.within_s for each in signs}):
            while self.well.plant.at - begun < seconds(within_s):
                self.wait(in_seconds(MINUTE))
                for signal, values in shown.items():
                    values.append((self.shown(self.well, signal), self.shown(self.broken, signal)))
            due = [each for each in signs if each.within_s == within_s]
            found += [(each, _differs(each, shown[each.signal])) for each in due]
        return found


def _differs(sign: Sign, shown: list[tuple[float, float]]) -> float:
    """The difference of the last means, or of the spreads over the whole time."""
    well, broken = np.array(shown).T
    if sign.spread:
        return float(broken.std() - well.std())
    return float((broken - well)[-LAST:].mean())


def missing(found: list[tuple[Sign, float]]) -> list[tuple[Sign, float]]:
    """Signs whose difference is not in its band."""
    return [
        (sign, difference)
        for sign, difference in found
        if (sign.low is not None and difference < sign.low)
        or (sign.high is not None and difference > sign.high)
    ]
