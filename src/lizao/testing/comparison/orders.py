"""What is made, on which plant and how often; a name that nothing answers to is refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lizao.app.home import VIRTUAL_EPOCH
from lizao.documents.site import Site
from lizao.model.comparison import Comparison, Gauge
from lizao.model.equipment import Plant
from lizao.model.errors import UnknownNameError
from lizao.testing.comparison.practices import ByHand, Practice, nominal_certificates

LONGEST_H: Final = 48.0
"""A batch more takes no longer on any plant, but for the first, which takes twice that more."""
UTILITIES: Final = ("energy_kwh", "gas_nm3", "nitrogen_nm3")
"""What a batch uses, per tonne."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What is made on which plant; ``seed`` is the first of ``seeds``."""

    site: Site
    plant: Plant
    comparison: Comparison
    batches: int
    seeds: int
    seed: int

    @property
    def each(self) -> range:
        """Every seed."""
        return range(self.seed, self.seed + self.seeds)

    @property
    def longest_h(self) -> float:
        """After so long no batch is waited for."""
        return LONGEST_H * (self.batches + 2)

    def practice(self, name: str, seed: int) -> Practice:
        """A way of working by its name."""
        if name != ByHand.name:
            return Practice()
        plant = placed(self.plant, self.comparison.conditions)
        nominal = nominal_certificates(plant, self.site.materials, VIRTUAL_EPOCH)
        return ByHand(self.comparison.old, nominal, seed)


def placed(plant: Plant, numbers: Mapping[str, float]) -> Plant:
    """The plant with other numbers."""
    return replace(plant, coefficients={**plant.coefficients, **numbers})


def orders_of(
    site: Site,
    plant: str | None = None,
    seeds: int | None = None,
    batches: int | None = None,
    seed: int = 1,
) -> Orders:
    """What is made, by the site's comparison file where nobody says otherwise.

    UnknownNameError where that file names what plant, recipe or product do not have.
    """
    design = site.plant(plant)
    comparison = site.comparison_of(design)
    refuse_unknown(site, design, comparison)
    return Orders(
        site, design, comparison, batches or comparison.batches, seeds or comparison.seeds, seed
    )


def refuse_unknown(site: Site, plant: Plant, comparison: Comparison) -> None:
    """The first name that nothing answers to, as an UnknownNameError."""
    master = site.recipe(comparison.recipe)
    judged = {each.attribute for each in site.specification(master).attributes}
    parameters = [each.name for each in master.formula]
    asked = (
        ("coefficient", comparison.conditions, plant.coefficients),
        ("formula_parameter", comparison.old.setpoints, parameters),
        ("price", [each.material for each in master.charges], comparison.costs.material_per_kg),
        ("figure", _of(comparison, Gauge.RESULT, Gauge.SPREAD), judged),
        ("figure", _of(comparison, Gauge.PER_TONNE), UTILITIES),
    )
    for kind, names, known in asked:
        _refuse(kind, names, sorted(known))


def _of(comparison: Comparison, *gauges: Gauge) -> Iterator[str]:
    return (each.of for each in comparison.figures if each.gauge in gauges)


def _refuse(kind: str, names: Iterable[str], known: list[str]) -> None:
    for each in names:
        if each not in known:
            raise UnknownNameError(kind, each, ", ".join(known))
