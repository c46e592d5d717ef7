"""One batch from the store to its bags, by hand; as a program it prints a seal of all it saw."""

import hashlib
import sys
from typing import TYPE_CHECKING

from lizao.model.commands import AnalyseSample
from lizao.model.facts import SampleResult
from lizao.model.identifiers import BatchId, PlaceId, SampleId
from lizao.model.states import Command, State
from tests.plant.hand import Hand, Ready, Script
from tests.plant.plants import stand

if TYPE_CHECKING:
    from collections.abc import Callable

PANEL = (
    *("compaction_density", "carbon", "d10", "d50", "d90", "moisture", "magnetic", "bet"),
    *("li_fe", "fe_p", "capacity_01c", "capacity_1c"),
)
FEEDS = ("water", "phosphoric-acid", "lithium-carbonate", "iron-phosphate", "titania")


class BatchStory:
    """Makes ``tonnes`` of lfp-26 on the line behind ``hand``."""

    def __init__(self, hand: Hand, tonnes: float, heel_kg: float = 20.0) -> None:
        """Plan the charges by the certificates; the heel must be more than one kiln row."""
        self.hand = hand
        self.heel_kg = heel_kg
        self.start_kg = max(30.0, 50.0 * tonnes)
        self.slurry_kg, self.coat_kg = amounts(hand, tonnes)
        self.before_end: Callable[[], None] = lambda: None
        self._done: set[str] = set()

    def tell(self) -> None:
        """Run every stage as soon as its place holds enough."""
        first = "kiln-feed-silo-1"
        self.hand.run(
            self.wet(),
            self.dry(),
            self.convey(),
            self.fire("kiln-1", first, 770.0, "conveyed"),
            self.fire("kiln-2", first, 770.0, "conveyed"),
            self.mill("jet-mill-1", "fired-silo-1", ("kiln-1", "kiln-2")),
            self.recoat(),
            self.fire("kiln-3", "kiln-feed-silo-2", 720.0, "recoated"),
            self.mill("jet-mill-2", "final-feed-silo-1", ("kiln-3",), share=0.65),
            self.mill("jet-mill-3", "final-feed-silo-1", ("kiln-3",), share=0.35),
            self.finish(),
            limit_h=300.0,
        )

    def after(self, *names: str) -> Ready:
        """Ready when other stages are over."""
        return lambda: self._done.issuperset(names)

    def low(self, place: str) -> Ready:
        """Ready when a vessel is nearly empty."""
        self.before_end()
        return self.hand.signal(f"{place}.mass_kg", "<=", self.heel_kg)

    def filled(self, place: str) -> Ready:
        """Ready when a vessel holds enough to begin."""
        return self.hand.signal(f"{place}.mass_kg", ">=", self.start_kg)

    def service(self, unit: str, service: str, **parameters: float | str) -> Script:
        """A service that completes by itself."""
        ticket = self.hand.start(unit, service, **parameters)
        yield self.hand.is_(ticket, State.COMPLETE)
        self.hand.command(unit, service, ticket, Command.RESET)

    def transfer(self, source: str, line: str, destination: str, *before: str) -> Script:
        """A transfer until its source is empty, not ended before other stages are over."""
        hand = self.hand
        runs = []
        for unit, service in ((destination, "receive"), (line, "convey"), (source, "send")):
            ticket = hand.start(unit, service)
            yield hand.is_(ticket, State.RUNNING)
            runs.append((unit, service, ticket))
        yield self.after(*before)
        yield self.low(source)
        for unit, service, ticket in reversed(runs):
            hand.command(unit, service, ticket, Command.COMPLETE)
            yield hand.is_(ticket, State.COMPLETE)
        for unit, service, ticket in runs:
            hand.command(unit, service, ticket, Command.RESET)

    def feed(self, unit: str, source: str, *before: str, **parameters: float | str) -> Script:
        """A line service until its source is empty."""
        ticket = self.hand.start(unit, "feed", **parameters)
        yield self.after(*before)
        yield self.low(source)
        self.hand.command(unit, "feed", ticket, Command.COMPLETE)
        yield self.hand.is_(ticket, State.COMPLETE)
        self.hand.command(unit, "feed", ticket, Command.RESET)

    def charge(self, unit: str, material: str, mass_kg: float) -> Script:
        """Charge a material bag by bag."""
        lot = self.hand.lots[material][0]
        left_kg = mass_kg
        while left_kg > 1e-9:
            part_kg = min(left_kg, lot.packed_kg or left_kg)
            if lot.packed_kg > 0:
                yield from self.service(unit, "hook-up", material=material, lot=lot.id)
            yield from self.service(unit, "charge", lot=lot.id, mass_kg=part_kg)
            left_kg -= part_kg

    def sample(self, name: str, place: str, *panel: str) -> None:
        """Send a sample to the laboratory."""
        self.hand.write(AnalyseSample(SampleId(name), PlaceId(place), BatchId("B1"), panel))

    def wet(self) -> Script:
        """Charge, disperse, mill, and hand over to the dryer's buffer."""
        hand = self.hand
        for material in (*FEEDS, "glucose", "peg"):
            yield from self.charge("premix-1", material, self.slurry_kg[material])
        yield from self.service("premix-1", "disperse", duration_s=300.0, speed_rpm=600.0)
        self.sample("premix", "premix-1", "solids")
        yield from self.transfer("premix-1", "coarse-mill-1", "mill-tank-1")
        self._done.add("coarse")
        mills = [
            (unit, hand.start(unit, "recirculate", specific_energy_kwh_per_t=310.0))
            for unit in ("fine-mill-1", "fine-mill-2")
        ]
        for unit, ticket in mills:
            yield hand.is_(ticket, State.COMPLETE)
            hand.command(unit, "recirculate", ticket, Command.RESET)
        self.sample("slurry", "mill-tank-1", "slurry_d50", "solids")
        yield from self.transfer("mill-tank-1", "slurry-line-1", "slurry-buffer-1")
        self._done.add("buffered")

    def dry(self) -> Script:
        """Heat the dryer while the mills run, then dry."""
        yield self.after("coarse")
        yield from self.service("dryer-1", "prepare")
        yield self.filled("slurry-buffer-1")
        yield from self.feed("dryer-1", "slurry-buffer-1", "buffered")
        self._done.add("dried")

    def convey(self) -> Script:
        """Blow the powder to the kilns."""
        yield self.filled("powder-silo-1")
        self.sample("powder", "powder-silo-1", "powder_moisture")
        yield from self.transfer("powder-silo-1", "pneumatic-1", "kiln-feed-silo-1", "dried")
        self._done.add("conveyed")

    def fire(self, kiln: str, source: str, soak_c: float, before: str) -> Script:
        """Fire until the last row is out."""
        yield from self.service(kiln, "prepare", soak_temperature_c=soak_c)
        yield self.filled(source)
        yield from self.feed(kiln, source, before, load_kg=5.5)
        yield self.hand.signal(f"{kiln}.rows_product", "<=", 0.0)
        self._done.add(kiln)

    def mill(self, unit: str, source: str, before: tuple[str, ...], **parameters: float) -> Script:
        """Jet-mill as the powder comes."""
        yield self.filled(source)
        yield from self.feed(unit, source, *before, **parameters)
        self._done.add(unit)

    def recoat(self) -> Script:
        """Give the fired powder its second carbon."""
        yield self.filled("milled-silo-1")
        yield from self.transfer("milled-silo-1", "pneumatic-2", "recoating-mixer-1", "jet-mill-1")
        for material in ("glucose", "peg"):
            yield from self.charge("recoating-mixer-1", material, self.coat_kg[material])
        yield from self.service("recoating-mixer-1", "mix", duration_s=300.0)
        yield from self.transfer("recoating-mixer-1", "pneumatic-3", "kiln-feed-silo-2")
        self._done.add("recoated")

    def finish(self) -> Script:
        """Blend both cuts, demagnetise, sample, pack, and wait for the laboratory."""
        yield self.after("jet-mill-2", "jet-mill-3")
        for source, line in (
            ("coarse-cut-silo-1", "pneumatic-4"),
            ("fine-cut-silo-1", "pneumatic-5"),
        ):
            yield from self.transfer(source, line, "blender-1")
        yield from self.service("blender-1", "blend", duration_s=600.0)
        yield from self.transfer("blender-1", "sieve-1", "pack-bin-1")
        self.sample("lot", "pack-bin-1", *PANEL)
        yield from self.feed("packer-1", "pack-bin-1", lot="L1", bag_kg=self.bag_kg)
        yield lambda: len(self.results("lot")) == len(PANEL)

    @property
    def bag_kg(self) -> float:
        """Bags of 400 kg, smaller ones for a small batch."""
        return 400.0 if self.start_kg > 100.0 else 40.0

    def results(self, sample: str) -> dict[str, float]:
        """What the laboratory reported of a sample."""
        return {
            each.attribute: each.value
            for each in self.hand.facts(SampleResult)
            if each.sample == sample
        }


def amounts(hand: Hand, tonnes: float) -> tuple[dict[str, float], dict[str, float]]:
    """Charges in kg of lfp-26 into the premix and into the mixer, trimmed by the certificates."""
    certificates = {name: lots[0].certificate for name, lots in hand.lots.items()}

    def moles(material: str, element: str) -> float:
        return certificates[material].elements_mol_per_kg[element]

    iron_kg, glucose_kg, peg_kg = 950.0 * tonnes, 95.5 * tonnes, 20.0 * tonnes
    iron_mol = iron_kg * moles("iron-phosphate", "Fe")
    phosphorus_mol = iron_kg * moles("iron-phosphate", "P")
    dry_kg = {
        "iron-phosphate": iron_kg,
        "lithium-carbonate": 1.035 * iron_mol / moles("lithium-carbonate", "Li"),
        "phosphoric-acid": (iron_mol / 0.961 - phosphorus_mol) / moles("phosphoric-acid", "P"),
        "titania": 4.0 * tonnes,
        "glucose": 0.92 * glucose_kg,
        "peg": 0.92 * peg_kg,
    }
    wet_kg = {name: kg / (1.0 - certificates[name].water) for name, kg in dry_kg.items()}
    wet_kg["water"] = sum(dry_kg.values()) / 0.40 - sum(wet_kg.values())
    coat_kg = {name: wet_kg[name] * 0.08 / 0.92 for name in ("glucose", "peg")}
    return wet_kg, coat_kg


def seal(hand: Hand) -> str:
    """A digest of every fact and every number of the plant."""
    digest = hashlib.sha256()
    for report in hand.reports:
        digest.update(repr(report).encode())
    for name, each in sorted(hand.plant.arrays().items()):
        digest.update(name.encode() + each.tobytes())
    return digest.hexdigest()


def main() -> None:
    """Tell the story of a small batch on the quick line."""
    hand = Hand(stand())
    BatchStory(hand, tonnes=0.3, heel_kg=12.0).tell()
    sys.stdout.write(f"{seal(hand)}\n")


if __name__ == "__main__":
    main()
