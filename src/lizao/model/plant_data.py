"""What a plant was ordered to make and what was seen of it, for a virtual plant to be fitted to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Order:
    """A batch as it was ordered: ``settings`` are parameters of its recipe in their units.

    ``after_h`` is how long after the first order it came.
    """

    batch: str
    recipe: str
    mass_kg: float
    settings: Mapping[str, float] = field(default_factory=dict)
    after_h: float = 0.0


@dataclass(frozen=True, slots=True)
class Observation:
    """One value that was seen of a batch, the mean of ``count``, in the unit of its name.

    ``name`` is an attribute of the laboratory, or a signal as ``class.signal`` or ``unit.signal``.
    ``sigma`` is one standard deviation of a single value where the data say it.
    """

    batch: str
    name: str
    value: float
    count: int = 1
    sigma: float | None = None

    @property
    def of_signal(self) -> bool:
        """Whether it is a signal, and no attribute of the laboratory."""
        return "." in self.name


@dataclass(frozen=True, slots=True)
class PlantData:
    """Batches in the order in which they were ordered, and what was seen of them."""

    orders: tuple[Order, ...]
    observations: tuple[Observation, ...]
