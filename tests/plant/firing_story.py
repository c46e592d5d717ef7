"""Kilns that are fed dried powder at once, without the wet end before them."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from lizao.model import elements
from lizao.model.commands import StartService
from lizao.model.equipment import Plant
from lizao.model.identifiers import BatchId, ServiceName, SignalId, UnitId
from lizao.model.states import Command
from lizao.plant import content
from lizao.plant.assembly import Assembly
from lizao.plant.grid import run
from lizao.plant.laws import composition, firing
from lizao.plant.laws.composition import Elements
from lizao.plant.records import Floats
from tests.plant.plants import SETTINGS, line

IRON_KMOL_PER_T: Final = 6.237
GRINDING_UM: Final = 0.35


def dried(fe_p: float, glucose_kg: float, peg_kg: float) -> Elements:
    """What the dried slurry for one tonne of product is made of, in kg (physics of the recipes)."""
    iron = composition.iron_phosphate(1.0, fe_p, 0.0)
    phosphate_kg = IRON_KMOL_PER_T * elements.FE_G_PER_MOL / iron.fe_kg
    lithium = composition.lithium_carbonate(1.0, 0.0)
    carbonate_kg = 1.035 * IRON_KMOL_PER_T * elements.LI_G_PER_MOL / lithium.li_kg
    total = composition.iron_phosphate(phosphate_kg, fe_p, 0.0)
    for part in (
        composition.lithium_carbonate(carbonate_kg, 0.0),
        composition.glucose(glucose_kg, 0.0),
        composition.polyethylene_glycol(peg_kg, 0.0),
        composition.titanium_dioxide(4.0, 0.0),
    ):
        total = composition.added(total, part)
    return total


class FiringStory:
    """The kilns of a plant and their silos; all else stands still."""

    def __init__(self, plant: Plant | None = None, seed: int = 1, **soaks_c: float) -> None:
        """Kilns standing hot at their soaks, by default those of the tests."""
        self.assembly = Assembly(plant or line(), seed, 0)
        self.parts = self.assembly.parts
        self.floor = self.parts.floor
        for kiln in self.parts.kilns:
            name = kiln.unit.replace("-", "_")
            kiln.stand(soaks_c.get(name, SETTINGS[f"{kiln.unit}.soak_temperature_c"]))
        sensors = self.assembly.arrays.sensors
        sensors.filtered[:] = self.assembly.arrays.flat[sensors.source]
        self._tickets = 0

    def fill(self, place: str, per_tonne: Elements, tonnes: float) -> None:
        """Lay dried powder into a silo."""
        store = self.parts.store
        store.hand[:] = 0.0
        content.set_elements(store.hand, composition.scaled(per_tonne, tonnes))
        mass_kg = content.mass_kg(store.hand)
        store.hand[content.SIZE] = mass_kg * math.log(GRINDING_UM)
        content.put(store, self.floor.place(place))

    def start(self, unit: str, service: str, **parameters: float | str) -> None:
        """Start a service of a kiln."""
        self._tickets += 1
        asked = StartService(
            UnitId(unit), ServiceName(service), self._tickets, BatchId("B1"), parameters
        )
        assert self.parts.services[f"{unit}/{service}"].start(asked)

    def command(self, unit: str, service: str, command: Command) -> None:
        """Send a command to the present run of a service."""
        run = self.parts.services[f"{unit}/{service}"]
        run.command(run.state.ticket, command)

    def go(self, hours: float) -> None:
        """Let plant time pass, whatever happens on the way."""
        floor, until = self.floor.state, self.floor.state.step + round(hours * 3600.0)
        while floor.step < until:
            due = self.floor.next_step()
            target = until if due is None else min(until, due)
            if target > floor.step:
                floor.step = run(self.assembly.arrays, self.parts.laws, floor.step, target)
            self.assembly.arrays.trend.used[0] = 0
            self.parts.flags.act()
            self.floor.ring()
            self.parts.drains.sweep()

    def shown(self, signal: str) -> float:
        """What a sensor shows."""
        index = self.parts.signals.places[SignalId(signal)]
        return float(self.assembly.arrays.sensors.shown[index])

    def go_to(self, hours: float) -> None:
        """Let plant time pass until so many hours after the beginning."""
        self.go(hours - self.floor.state.step / 3600.0)

    def means(self, signals: Sequence[str], hours: float) -> list[float]:
        """The means of what sensors show over some time."""
        index = [self.parts.signals.places[SignalId(each)] for each in signals]
        seen = []
        for _ in range(round(hours * 120.0)):
            self.go(1.0 / 120.0)
            seen.append(self.assembly.arrays.sensors.shown[index])
        return [float(each) for each in np.mean(seen, axis=0)]

    def held(self, place: str) -> Floats:
        """The content of a vessel, all its parcels."""
        whole: Floats = self.parts.store.parcels[self.floor.place(place)].sum(axis=0)
        return whole

    def quality(self, place: str) -> tuple[float, float]:
        """Primary grain in nm and carbon in % of the fired powder in a vessel."""
        return self._quality(self.held(place))

    def fired(self, hours: float, place: str = "fired-silo-1") -> tuple[float, float]:
        """Primary grain and carbon of what a kiln tips in the next hours."""
        before = self.held(place)
        self.go(hours)
        return self._quality(self.held(place) - before)

    def _quality(self, held: Floats) -> tuple[float, float]:
        mass_kg = content.mass_kg(held)
        grain = self.parts.laws.kiln.firing.grain
        size_nm = firing.grain_nm(held[content.GRAIN] / mass_kg, grain)
        return size_nm, 100.0 * float(held[content.C]) / mass_kg
