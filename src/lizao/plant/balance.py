"""The plant's own element balance: what came in over its boundaries, what left, what is there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lizao.plant.content import ELEMENTS, INWARD, Store
from lizao.plant.laws.composition import ELEMENTS as NAMES
from lizao.plant.records import Floats


@dataclass(frozen=True)
class Balance:
    """Element masses in kg by name."""

    inward_kg: Mapping[str, float]
    outward_kg: Mapping[str, float]
    inventory_kg: Mapping[str, float]

    @property
    def gap(self) -> float:
        """The largest relative gap of any element."""
        return max(self.gaps.values())

    @property
    def gaps(self) -> Mapping[str, float]:
        """The relative gap of each element."""
        return {
            name: abs(each - self.outward_kg[name] - self.inventory_kg[name]) / max(each, 1.0)
            for name, each in self.inward_kg.items()
        }


def balance_of(store: Store, row_content: Floats) -> Balance:
    """The balance of all places and kiln rows."""
    held = store.parcels[:, :, :ELEMENTS].sum(axis=(0, 1))
    held += row_content[:, :, :ELEMENTS].sum(axis=(0, 1))
    return Balance(
        _named(store.meters[:INWARD].sum(axis=0)),
        _named(store.meters[INWARD:].sum(axis=0)),
        _named(held),
    )


def _named(masses: Floats) -> dict[str, float]:
    return dict(zip(NAMES, np.asarray(masses).tolist(), strict=True))
