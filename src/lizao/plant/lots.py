"""The virtual supplier: raw lots with certificates, and what is truly in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lizao.model import elements
from lizao.model.identifiers import LotId, MaterialName, PlaceId
from lizao.model.instants import DAY, Instant
from lizao.model.material import Certificate, Lot, LotStatus, Material
from lizao.plant.content import (
    CHARGED_LITHIUM,
    HARDNESS,
    HEAT,
    LI,
    MAGNETIC,
    WATER,
    WIDTH,
    set_elements,
)
from lizao.plant.floor import Coefficients
from lizao.plant.laws import composition
from lizao.plant.laws.composition import ELEMENTS, Elements
from lizao.plant.noise import Chance
from lizao.plant.records import Floats
from lizao.plant.scatter import LotScatter

_GRAMS: Final = (
    elements.FE_G_PER_MOL,
    elements.P_G_PER_MOL,
    elements.LI_G_PER_MOL,
    elements.C_G_PER_MOL,
    elements.H_G_PER_MOL,
    elements.O_G_PER_MOL,
    elements.TI_G_PER_MOL,
)
STORE_C: Final = 20.0
"""Temperature of the store in °C (estimate)."""
_STATUS: Final = (LotStatus.QUARANTINE, LotStatus.RELEASED, LotStatus.BLOCKED)


@dataclass
class Stocked:
    """A lot at the store as the plant knows it: content per kg as delivered, and kg left."""

    content: Floats
    left_kg: float
    packed_kg: float
    solid: bool
    material: MaterialName
    expires_at: Instant | None


@dataclass(frozen=True)
class _Drawn:
    """What was drawn for one lot: water share and Fe/P of the certificate, and the true ones.

    Purity is a share (1); hardness is 1 where a lot grinds as usual.
    """

    water: float
    fe_p: float
    true_water: float
    true_fe_p: float
    purity: float
    hardness: float


_Chemistry = Callable[[float, float, float], Elements]
"""Element masses of a mass in kg with a water share and an Fe/P."""


def _iron_phosphate(mass_kg: float, water: float, fe_p: float) -> Elements:
    return composition.iron_phosphate(mass_kg, fe_p, water)


def _phosphoric_acid(mass_kg: float, water: float, _: float) -> Elements:
    return composition.phosphoric_acid(mass_kg, 1.0 - water)


def _water(mass_kg: float, _water_share: float, _: float) -> Elements:
    return composition.water(mass_kg)


def _plain(law: Callable[[float, float], Elements]) -> _Chemistry:
    def chemistry(mass_kg: float, water: float, _: float) -> Elements:
        return law(mass_kg, water)

    return chemistry


CHEMISTRY: Final[dict[str, tuple[_Chemistry, bool]]] = {
    "iron-phosphate": (_iron_phosphate, True),
    "lithium-carbonate": (_plain(composition.lithium_carbonate), True),
    "glucose": (_plain(composition.glucose), True),
    "peg": (_plain(composition.polyethylene_glycol), True),
    "titania": (_plain(composition.titanium_dioxide), True),
    "phosphoric-acid": (_phosphoric_acid, False),
    "water": (_water, False),
}
"""Chemistry of each raw material and whether it is a solid."""


class Supplier:
    """Draws the lots of a home from the numbers ``lot.<material>.<name>`` of the plant."""

    def __init__(self, coefficients: Coefficients, chance: Chance) -> None:
        """The numbers of the plant and the chance of the home."""
        self._numbers = coefficients
        self._chance = chance

    def deliver(self, materials: Sequence[Material], at: Instant) -> list[tuple[Lot, Stocked]]:
        """Every lot that has arrived when the home is made."""
        return [
            self.bring(material, number, at)
            for material in materials
            if material.raw
            for number in range(1, round(self._number(material.name, "count", 0.0)) + 1)
        ]

    def bring(self, material: Material, number: int, at: Instant) -> tuple[Lot, Stocked]:
        """The lot of a material with this number, which arrives at ``at``."""
        name = f"{material.name}-{number:02d}"
        drawn = self._draw(material.name, name, at)
        shelf_life_d = self._number(material.name, "shelf_life_d", 0.0)
        lot = Lot(
            LotId(name),
            material.name,
            self._number(material.name, "mass_kg", 0.0),
            material.packed_kg,
            self._certificate(material.name, CHEMISTRY[material.name][0], drawn),
            _STATUS[round(self._number(material.name, "status", 1.0))],
            PlaceId("store"),
            at + round(shelf_life_d * DAY) if shelf_life_d > 0.0 else None,
        )
        return lot, self._stocked(lot, drawn)

    def known(self, lot: Lot) -> Stocked:
        """What is truly in a lot whose certificate somebody else wrote."""
        shown = lot.certificate
        purity = shown.attributes.get("purity", 1.0)
        drawn = self._behind(lot.id, shown.water, shown.attributes.get("fe_p", 0.0), purity, 1.0)
        return self._stocked(lot, drawn)

    def _number(self, material: MaterialName, name: str, default: float) -> float:
        return self._numbers.get(f"lot.{material}.{name}", default)

    def _draw(self, material: MaterialName, name: str, at: Instant) -> _Drawn:
        """The certificate of a lot that arrives at ``at``, and the truth behind it."""
        scatter = LotScatter(self._numbers, self._chance, at)
        shown = []
        for each in ("water", "fe_p"):
            mean = self._number(material, f"{each}_mean", 0.0)
            sigma = self._number(material, f"{each}_sigma", 0.0)
            plain = mean + self._chance.normal(f"lot/{name}/{each}", sigma, 2.0)
            shown.append(scatter.drawn(material, name, each, plain))
        purity = scatter.drawn(material, name, "purity", 1.0)
        hardness = scatter.drawn(material, name, "hardness", 1.0)
        water = 1.0 if material == "water" else shown[0]
        return self._behind(name, water, shown[1], purity, hardness)

    def _behind(
        self, name: str, water: float, fe_p: float, purity: float, hardness: float
    ) -> _Drawn:
        """The truth behind a certificate, which is not quite what it says."""
        true = []
        for each, shown in (("water", water), ("fe_p", fe_p)):
            apart = self._numbers.get(f"scatter.certificate_{each}_sigma", 0.0)
            true.append(shown + self._chance.normal(f"lot/{name}/true/{each}", apart, 2.0))
        if water == 1.0:
            true[0] = 1.0
        return _Drawn(max(0.0, water), fe_p, max(0.0, true[0]), true[1], purity, hardness)

    def _stocked(self, lot: Lot, drawn: _Drawn) -> Stocked:
        chemistry, solid = CHEMISTRY[lot.material]
        content = self._content(lot.material, chemistry, drawn)
        return Stocked(content, lot.mass_kg, lot.packed_kg, solid, lot.material, lot.expires_at)

    def _certificate(
        self, material: MaterialName, chemistry: _Chemistry, drawn: _Drawn
    ) -> Certificate:
        attributes = {"fe_p": drawn.fe_p} if drawn.fe_p > 0.0 else {}
        if drawn.purity < 1.0:
            attributes["purity"] = drawn.purity
        if material == "water":
            return Certificate(1.0)
        dry = chemistry(drawn.purity, 0.0, drawn.fe_p)
        moles = {
            element: 1000.0 * kg / grams
            for element, kg, grams in zip(ELEMENTS, dry, _GRAMS, strict=True)
            if kg > 0.0
        }
        return Certificate(drawn.water, moles, attributes)

    def _content(self, material: MaterialName, chemistry: _Chemistry, drawn: _Drawn) -> Floats:
        """The content vector of one kilogram as delivered."""
        content = np.zeros(WIDTH)
        whole = chemistry(drawn.purity, drawn.true_water, drawn.true_fe_p)
        # What is not the material itself is written as bound water: the seven elements must weigh.
        other = composition.water(1.0 - drawn.purity)
        set_elements(content, Elements(*(a + b for a, b in zip(whole, other, strict=True))))
        content[HARDNESS] = drawn.hardness * (1.0 - drawn.true_water)
        water = drawn.true_water
        content[WATER] = water
        content[CHARGED_LITHIUM] = content[LI]
        content[HEAT] = STORE_C
        content[MAGNETIC] = self._number(material, "magnetic_ppb_mean", 0.0)
        return content
