"""What is certified of a lot, and when nothing can be."""

import pytest

from lizao.model.errors import NothingToDoError
from lizao.model.facts import LotJudged
from lizao.model.identifiers import LotId, MaterialName
from lizao.model.quality import AttributeLimits, Disposition
from lizao.quality.certificate import certificate
from lizao.quality.register import judge
from tests.quality.story import (
    BATCH,
    LOT,
    PRODUCT,
    bag,
    created,
    judged,
    made,
    result,
    sampled,
    told,
)

RAW = {MaterialName("FePO4"): (LotId("FP-1"), LotId("FP-2"))}
HEAD = "12:abc"
GOOD = (result("carbon", 1.16), result("compaction_density", 2.62))


def test_a_certificate_holds_what_a_customer_asks() -> None:
    """Lot, bags, mass, every attribute with limits and verdict, raw lots, the ledger's head."""
    register = judged(told(created(), made(), sampled(), *GOOD, bag(1), bag(2, 399.5)))

    paper = certificate(register, LOT, RAW, HEAD)

    assert (paper.lot, paper.product, paper.batch) == (LOT, PRODUCT, BATCH)
    assert paper.bags == ("P-1-01", "P-1-02")
    assert paper.mass_kg == 799.5
    assert [each.attribute for each in paper.attributes] == ["compaction_density", "carbon"]
    assert all(each.passed for each in paper.attributes)
    assert paper.awaited == ("capacity_1c",)
    assert (paper.disposition, paper.specification) == (Disposition.RELEASED, "3")
    assert (paper.raw_lots, paper.ledger_head, paper.simulated) == (RAW, HEAD, True)
    assert (paper.made_at, paper.judged_at, paper.judged_by) == (10, 30, "rule")


def test_a_recalled_lot_says_so() -> None:
    """The late result stands on the certificate beside the recall."""
    register = judged(told(created(), made(), sampled(), *GOOD))
    register = judged(told(result("capacity_1c", 140.0), register=register), 90)

    paper = certificate(register, LOT, RAW, HEAD)

    assert paper.awaited == ()
    assert [recall.attribute for recall in paper.recalls] == ["capacity_1c"]
    assert paper.mass_kg == 6_000.0


def test_a_judgement_by_hand_without_a_specification_is_certified_as_it_stands() -> None:
    """Attributes that no specification names come last, in the order they were judged."""
    ash = judge(AttributeLimits("ash", "%", None, None, gating=False), 0.1)
    by_hand = LotJudged(25, LOT, Disposition.RELEASED, (ash,), "quality engineer")

    paper = certificate(told(made(), by_hand), LOT, {}, HEAD)

    assert paper.attributes == (ash,)
    assert paper.specification == ""


def test_what_nobody_judged_is_not_certified() -> None:
    """An unknown lot and one that still waits for the laboratory are refused by name."""
    waiting = told(created(), made())

    with pytest.raises(NothingToDoError, match="P-1"):
        certificate(waiting, LOT, RAW, HEAD)
    with pytest.raises(NothingToDoError, match="P-9"):
        certificate(waiting, LotId("P-9"), RAW, HEAD)
