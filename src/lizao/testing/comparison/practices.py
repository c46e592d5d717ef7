"""The two ways of working: what old practice changes in a plant, a recipe and what one knows.

Everything is changed before Start, in papers; control decides the same for both.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from typing_extensions import override

from lizao.control.run import Run
from lizao.model.comparison import OldPractice
from lizao.model.equipment import Plant
from lizao.model.identifiers import MaterialName
from lizao.model.instants import Instant
from lizao.model.material import Certificate, Lot, Material
from lizao.model.recipe import FormulaParameter, MasterRecipe, Work
from lizao.plant.floor import Coefficients
from lizao.plant.lots import Supplier
from lizao.plant.noise import Chance

LARGEST_TRIM: Final = 2.0
"""No operator goes further from the recipe, in sigma."""
LATE: Final = ("lab.late_least_min", "lab.late_most_min")
"""The numbers of a plant that say how long samples lie."""
_OF_LOTS: Final = ("lot.", "lots.")
_MOVING: Final = ("_sigma", "_season")
"""How the numbers of raw lots begin, and how those end that make lots differ."""


class Practice:
    """The way of Lizao: recipe, plant and certificates as they are."""

    name: str = "lizao"

    def plant(self, plant: Plant) -> Plant:
        """The plant as it is run."""
        return plant

    def campaign(self, master: MasterRecipe) -> MasterRecipe:
        """The recipe with what is set for a whole campaign."""
        return master

    def recipe(self, master: MasterRecipe, _batch: int) -> MasterRecipe:
        """The recipe of one batch, of those of :meth:`campaign`."""
        return master

    def known(self, run: Run, _now: Instant) -> Run:
        """What is known of the store when the charges of a batch are planned."""
        return run


@dataclass(frozen=True)
class ByHand(Practice):
    """Old practice: the average lot for every lot, the oldest first, and trims by people.

    ``nominal`` is what lots hold on average, ``seed`` that of everything random.
    """

    old: OldPractice
    nominal: Mapping[MaterialName, Certificate]
    seed: int
    name: str = "old"

    @override
    def plant(self, plant: Plant) -> Plant:
        late_min = (self.old.late_least_min, self.old.late_most_min)
        return replace(
            plant,
            units=tuple(replace(each, choose=self.old.choose) for each in plant.units),
            coefficients={**plant.coefficients, **dict(zip(LATE, late_min, strict=True))},
        )

    @override
    def campaign(self, master: MasterRecipe) -> MasterRecipe:
        shared = [each for each in self.old.setpoints if each in of_campaigns(master)]
        demands = {
            role: replace(each, prefer=None, choose=None) for role, each in master.demands.items()
        }
        return replace(self._trimmed(master, shared, "campaign"), demands=demands)

    @override
    def recipe(self, master: MasterRecipe, batch: int) -> MasterRecipe:
        own = [each for each in self.old.setpoints if each not in of_campaigns(master)]
        return self._trimmed(master, own, f"batch {batch}")

    @override
    def known(self, run: Run, now: Instant) -> Run:
        lots = {each.id: self._as_believed(each, now) for each in run.lots.values()}
        return replace(run, lots=lots)

    def _as_believed(self, lot: Lot, now: Instant) -> Lot:
        """A lot as the average one; without an expiry, lots go in the order in which they came."""
        certificate = self.nominal.get(lot.material, lot.certificate)
        is_expired = lot.expires_at is not None and lot.expires_at <= now
        expires_at = lot.expires_at if is_expired else None
        return replace(lot, certificate=certificate, expires_at=expires_at)

    def _trimmed(self, master: MasterRecipe, names: Sequence[str], occasion: str) -> MasterRecipe:
        """The recipe with the defaults of some parameters turned by the operator of an occasion."""
        formula = (
            self._turned(each, occasion) if each.name in names else each for each in master.formula
        )
        return replace(master, formula=tuple(formula))

    def _turned(self, parameter: FormulaParameter, occasion: str) -> FormulaParameter:
        drawn = random.Random(f"{self.seed}/{occasion}/{parameter.name}").gauss(0.0, 1.0)
        sigmas = max(-LARGEST_TRIM, min(LARGEST_TRIM, drawn))
        sigma = self.old.trim_share * (parameter.high - parameter.low)
        value = parameter.default + sigmas * sigma
        return replace(parameter, default=max(parameter.low, min(parameter.high, value)))


def of_campaigns(master: MasterRecipe) -> frozenset[str]:
    """The parameters that lines share among batches: they are not turned for each of them."""
    actions = (each.action for each in master.elements if each.action is not None)
    return frozenset(
        setting.formula
        for action in actions
        if action.work is Work.CAMPAIGN
        for setting in action.settings
    )


def nominal_certificates(
    plant: Plant, materials: Iterable[Material], at: Instant
) -> dict[MaterialName, Certificate]:
    """What the certificate of a lot says on average over lots and seasons."""
    numbers = {
        name: 0.0 if name.startswith(_OF_LOTS) and name.endswith(_MOVING) else value
        for name, value in plant.coefficients.items()
    }
    delivered = Supplier(Coefficients(plant.name, numbers), Chance(0)).deliver([*materials], at)
    return {lot.material: lot.certificate for lot, _ in delivered}
