"""The store of a plant: what is left of each lot, and what its suppliers bring by themselves."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lizao.model.facts import LotReceived
from lizao.model.identifiers import MaterialName
from lizao.model.instants import HOUR
from lizao.model.material import Lot, Material
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.lots import CHEMISTRY, Stocked, Supplier

OWNER: Final = "supply"


@dataclass
class SupplyState:
    """By material: the number of the last lot that came or is on its way, and kg on the way."""

    last: dict[MaterialName, int] = field(default_factory=dict)
    coming_kg: dict[MaterialName, float] = field(default_factory=dict)


class Supply:
    """Keeps the store by the numbers ``lot.<material>.<name>`` of the plant.

    A material of which less than ``reorder_kg`` is there or on its way is ordered, lot by lot, and
    comes ``lead_h`` later. ``supply.scale`` multiplies what the materials' files say of one line;
    with 0 nothing comes by itself.
    """

    def __init__(
        self, numbers: Coefficients, floor: Floor, stock: MutableMapping[str, Stocked]
    ) -> None:
        """An empty store that fills ``stock``."""
        self.state = SupplyState()
        self._numbers = numbers
        self._floor = floor
        self._stock = stock
        self._supplier = Supplier(numbers, floor.chance)
        self._materials: dict[MaterialName, Material] = {}
        floor.own(OWNER, self)

    def open(self, materials: Sequence[Material]) -> None:
        """Let everything arrive that lies in the store of a new home."""
        self._materials = {each.name: each for each in materials if each.raw}
        for lot, stocked in self._supplier.deliver(materials, self._floor.now):
            self._put(lot, stocked)
            self.state.last[lot.material] = self.state.last.get(lot.material, 0) + 1

    def take_in(self, lot: Lot) -> None:
        """Store a lot that a person took in; one that is there already stays as it is.

        What no virtual plant can be made of is not stored: charging it is blocked.
        """
        if lot.id not in self._stock and lot.material in CHEMISTRY:
            self._stock[lot.id] = self._supplier.known(lot)

    def look(self) -> None:
        """Order what falls short."""
        levels_kg = {each: self._level_kg(each) for each in self._materials}
        held_kg = self._held_kg() if any(levels_kg.values()) else {}
        for material, level_kg in levels_kg.items():
            lot_kg = self._number(material, "mass_kg")
            present_kg = held_kg.get(material, 0.0) + self.state.coming_kg.get(material, 0.0)
            while lot_kg > 0.0 and present_kg < level_kg:
                self._order(material, lot_kg)
                present_kg += lot_kg

    def woken(self, what: str, argument: int) -> None:
        """A lorry has come: the lot of a material with this number."""
        material = self._materials[MaterialName(what)]
        lot, stocked = self._supplier.bring(material, argument, self._floor.now)
        self.state.coming_kg[material.name] -= lot.mass_kg
        self._put(lot, stocked)

    def _put(self, lot: Lot, stocked: Stocked) -> None:
        self._stock[lot.id] = stocked
        self._floor.post(LotReceived(self._floor.now, lot))

    def _order(self, material: MaterialName, lot_kg: float) -> None:
        state = self.state
        state.last[material] = state.last.get(material, 0) + 1
        state.coming_kg[material] = state.coming_kg.get(material, 0.0) + lot_kg
        lead_s = 3600.0 * self._number(material, "lead_h")
        self._floor.wake(OWNER, lead_s, material, state.last[material])

    def _held_kg(self) -> dict[MaterialName, float]:
        """What is left in the store and can still be used once an order of now has come."""
        now = self._floor.now
        held: dict[MaterialName, float] = {}
        for each in self._stock.values():
            usable_until = now + round(self._number(each.material, "lead_h") * HOUR)
            if each.expires_at is None or each.expires_at > usable_until:
                held[each.material] = held.get(each.material, 0.0) + max(0.0, each.left_kg)
        return held

    def _level_kg(self, material: MaterialName) -> float:
        return self._number(material, "reorder_kg") * self._numbers.get("supply.scale", 1.0)

    def _number(self, material: MaterialName, name: str) -> float:
        return self._numbers.get(f"lot.{material}.{name}", 0.0)
