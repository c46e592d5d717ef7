"""A product, its specification and the facts about one lot, for the stories of this folder."""

from lizao.model.facts import (
    BagPacked,
    BatchCreated,
    Fact,
    LotMade,
    SampleResult,
    SampleTaken,
)
from lizao.model.identifiers import (
    BagId,
    BatchId,
    LotId,
    MaterialName,
    PlaceId,
    SampleId,
    StepPath,
    UnitId,
)
from lizao.model.instants import Instant
from lizao.model.quality import AttributeLimits, Specification
from lizao.model.recipe import ControlRecipe
from lizao.quality.register import Register, apply
from lizao.quality.release import decide

BATCH, LOT, SAMPLE = BatchId("B1"), LotId("P-1"), SampleId("S-1")
PRODUCT = MaterialName("lfp-26")
PANEL = ("compaction_density", "carbon", "capacity_1c")
DENSITY = AttributeLimits("compaction_density", "g/cm3", 2.6, None, gating=True)
CARBON = AttributeLimits("carbon", "%", 1.0, 1.4, gating=True)
CAPACITY = AttributeLimits("capacity_1c", "mAh/g", 145.0, None, gating=False)
SPECIFICATION = Specification(PRODUCT, "3", (DENSITY, CARBON, CAPACITY))


def created(specification: Specification = SPECIFICATION, batch: BatchId = BATCH) -> BatchCreated:
    """A batch is created; the recipe carries the specification."""
    recipe = ControlRecipe("lfp-26", "1", PRODUCT, 6_000.0, {}, {}, (), {}, (), specification)
    return BatchCreated(0, batch, recipe, "operator")


def made(lot: LotId = LOT, at: Instant = 10, place: str = "blender-1") -> LotMade:
    """The blender's content becomes a lot."""
    return LotMade(at, lot, PRODUCT, BATCH, PlaceId(place), 6_000.0)


def sampled(
    sample: SampleId = SAMPLE,
    lot: str = LOT,
    unit: str = "blender-1",
    panel: tuple[str, ...] = PANEL,
    batch: BatchId = BATCH,
) -> SampleTaken:
    """A sample of the lot is taken."""
    return SampleTaken(11, sample, batch, StepPath("pack/sample"), UnitId(unit), panel, lot)


def result(attribute: str, value: float, sample: SampleId = SAMPLE) -> SampleResult:
    """The laboratory reports a value."""
    return SampleResult(20, sample, attribute, value)


def bag(number: int, kg: float = 400.0) -> BagPacked:
    """A bag of the lot is packed."""
    return BagPacked(15, BagId(f"{LOT}-{number:02}"), LOT, BATCH, kg, simulated=True)


def told(*facts: Fact, register: Register | None = None) -> Register:
    """The register after some facts."""
    register = register or Register()
    for fact in facts:
        register = apply(register, fact)
    return register


def judged(register: Register, now: Instant = 30) -> Register:
    """The register after the rule spoke."""
    return told(*decide(register, now), register=register)
