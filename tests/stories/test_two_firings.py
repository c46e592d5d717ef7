"""Six tonnes of lfp-26, from parameters to released bags."""

from collections import Counter

import pytest

from lizao.app.queries import traced_back
from lizao.model.facts import (
    BagPacked,
    BagScanned,
    ExceptionRaised,
    Fact,
    LotJudged,
    LotMade,
    QuestionAsked,
    SampleResult,
    SampleTaken,
    StepCompleted,
)
from lizao.model.identifiers import MaterialName
from lizao.model.instants import HOUR
from tests.stories.conftest import Made
from tests.stories.reading import of, rows_discharged, rows_loaded, unit_procedures_of
from tests.stories.stage import Values

pytestmark = pytest.mark.slow

BATCH = "lfp-26-001"
KG_PER_KG = {
    "iron-phosphate": (0.92, 0.98),
    "lithium-carbonate": (0.228, 0.250),
    "glucose": (0.100, 0.118),
    "peg": (0.019, 0.022),
    "titania": (0.0038, 0.0043),
}
"""What one kilogram of product is made of; iron phosphate and glucose with their own water."""


@pytest.fixture(scope="module")
def made(two_products: Made) -> Values:
    """What the batch printed at its end."""
    return two_products.results[0]


@pytest.fixture(scope="module")
def facts(two_products: Made) -> list[Fact]:
    """The ledger up to the end of the batch."""
    return two_products.stage.facts()[: two_products.results[0]["facts"]]


def test_six_tonnes_are_packed_and_released(made: Values) -> None:
    """The batch is complete, its one lot is released, and the bags hold what was ordered."""
    assert (made["state"], made["disposition"], made["reasons"]) == ("COMPLETE", "released", [])
    assert made["tonnes_packed"] == pytest.approx(6.0, rel=0.02)
    assert made["lots"] == [f"{BATCH}-L1"]
    assert len(made["bags"]) == len(set(made["bags"])) >= 15
    assert made["simulated"]


def test_every_kilogram_is_accounted_for(made: Values) -> None:
    """Elements and origins balance to rounding, scales and meters within one percent."""
    balances = made["balances"]

    assert balances["plant"] <= 1e-9
    assert balances["genealogy"] <= 1e-9
    assert 0.0 < balances["measured"] <= 0.01


def test_each_attribute_has_its_value_and_gating_ones_pass(made: Values) -> None:
    """The run goes on until the last sample is reported; coin cell and BET do not gate."""
    quality = made["quality"]
    gating = {name for name, each in quality.items() if each["gating"]}

    assert gating == {"compaction_density", "carbon", "d50", "moisture", "magnetic"}
    assert all(each["value"] is not None for each in quality.values())
    assert all(quality[name]["pass"] for name in gating)


def test_nothing_is_asked_and_no_exception_is_met(facts: list[Fact]) -> None:
    """What the recipe watches for lies beyond the ordinary scatter of the plant."""
    assert not of(facts, ExceptionRaised)
    assert not of(facts, QuestionAsked)


def test_every_sample_comes_back(facts: list[Fact]) -> None:
    """What the laboratory was asked for it reported, each attribute once."""
    asked = {(each.sample, one) for each in of(facts, SampleTaken) for one in each.panel}
    reported = Counter((each.sample, each.attribute) for each in of(facts, SampleResult))

    assert len(asked) >= 15
    assert reported == dict.fromkeys(asked, 1)


def test_the_lot_is_judged_before_slow_results_come(facts: list[Fact]) -> None:
    """Release waits for the gating results only; the coin cell comes days later."""
    judged = next(each.at for each in of(facts, LotJudged))
    last = max(each.at for each in of(facts, SampleResult))

    assert last - judged > 24 * HOUR


def test_a_trace_of_each_bag_sums_to_one(two_products: Made, made: Values) -> None:
    """For each raw material the shares of the lots in a bag sum to 1."""
    with two_products.stage.looked_into() as home:
        traces = [traced_back(home, bag) for bag in made["bags"]]

    for trace in traces:
        materials = trace["materials"]
        assert set(KG_PER_KG) <= set(materials)
        for lots in materials.values():
            assert sum(each["share"] for each in lots) == pytest.approx(1.0, abs=1e-9)


def test_a_kilogram_takes_what_chemistry_says(two_products: Made, made: Values) -> None:
    """Kilograms charged per kilogram packed are those of the sizing of the plant."""
    with two_products.stage.looked_into() as home:
        traces = [traced_back(home, bag)["materials"] for bag in made["bags"]]

    for materials in traces:
        for material, (low, high) in KG_PER_KG.items():
            shares = materials[MaterialName(material)]
            assert low <= sum(each["kg_per_kg"] for each in shares) <= high, material


def test_a_bag_names_its_kiln_rows_with_times(two_products: Made, made: Values) -> None:
    """A bag went through rows of both first kilns for 20 h and of the second for 12 h."""
    with two_products.stage.looked_into() as home:
        rows = traced_back(home, made["bags"][-1])["rows"]

    assert {each["kiln"] for each in rows} == {"kiln-1", "kiln-2", "kiln-3"}
    for each in rows:
        assert each["to"] is not None
        hours = (each["to"] - each["from"]) / HOUR
        assert hours == pytest.approx(12.0 if each["kiln"] == "kiln-3" else 20.0, abs=0.2)


def test_both_firings_lose_what_the_gas_takes(facts: list[Fact]) -> None:
    """Every row that goes in comes out, a quarter lighter from the first kilns."""
    for kiln, low, high in (("kiln-1", 0.72, 0.80), ("kiln-2", 0.72, 0.80), ("kiln-3", 0.97, 1.0)):
        loaded, discharged = rows_loaded(facts, kiln), rows_discharged(facts, kiln)
        left = sum(each.mass_kg for each in discharged) / sum(each.mass_kg for each in loaded)
        assert len(loaded) == len(discharged) > 40
        assert low < left < high, kiln


def test_the_automation_rate_is_told_by_the_ledger(made: Values, facts: list[Fact]) -> None:
    """Steps done without a person by all steps; every hook-up of a bag is one by hand."""
    steps = of(facts, StepCompleted)
    automatic = sum(each.automatic for each in steps)
    manual = sum(each.manual for each in steps)

    assert made["automation_rate"] == automatic / (automatic + manual)
    assert manual > len(of(facts, BagScanned)) > 10


def test_bags_are_stamped_and_weigh_what_their_lot_weighed(facts: list[Fact]) -> None:
    """Whatever a virtual plant packs says so, and bags add up to their lot within the scales."""
    bags = of(facts, BagPacked)
    lot = of(facts, LotMade)[0]

    assert all(each.simulated for each in bags)
    assert sum(each.mass_kg for each in bags) == pytest.approx(lot.mass_kg, rel=0.01)


def test_every_stage_of_the_recipe_ran(facts: list[Fact]) -> None:
    """Dosing, milling, drying, two firings, two millings, blending, packing: each began."""
    assert unit_procedures_of(facts, BATCH) >= {
        "dose", "coarse", "fine", "dry", "fire-1", "intermediate", "recoat", "fire-2",
        "coarse-cut", "fine-cut", "blend", "demagnetise", "pack",
    }  # fmt: skip
