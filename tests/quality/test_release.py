"""Good or not: when a lot is judged, how, and what a late result does."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.model.facts import (
    BagPacked,
    Fact,
    LateResultJudged,
    LotJudged,
    LotStatusChanged,
    PlaceEmptied,
    RecallOpened,
)
from lizao.model.identifiers import BagId, BatchId, LotId, PlaceId, SampleId
from lizao.model.material import LotStatus
from lizao.model.quality import Disposition, Specification
from lizao.quality.register import Register, apply, judge
from lizao.quality.release import decide
from tests.quality.story import (
    BATCH,
    CAPACITY,
    CARBON,
    DENSITY,
    LOT,
    PANEL,
    PRODUCT,
    SAMPLE,
    created,
    judged,
    made,
    result,
    sampled,
    told,
)

GOOD = (result("compaction_density", 2.62), result("carbon", 1.16))


def test_a_lot_is_released_when_every_gating_result_is_good() -> None:
    """The judgement names every attribute it used, and the status follows."""
    register = told(created(), made(), sampled(), *GOOD)

    assert decide(register, 30) == (
        LotJudged(
            30,
            LOT,
            Disposition.RELEASED,
            (judge(DENSITY, 2.62), judge(CARBON, 1.16)),
            "rule",
        ),
        LotStatusChanged(30, LOT, LotStatus.RELEASED, "rule"),
    )


def test_a_lot_is_judged_once() -> None:
    """After its own facts the rule has nothing more to say."""
    register = judged(told(created(), made(), sampled(), *GOOD))

    assert register.lots[LOT].disposition is Disposition.RELEASED
    assert decide(register, 40) == ()


def test_a_lot_outside_its_limits_is_blocked_with_the_reason() -> None:
    """Limits belong to the good side; beyond them the attribute is named."""
    register = told(
        created(), made(), sampled(), result("compaction_density", 2.6), result("carbon", 1.41)
    )

    judgement, status = decide(register, 30)

    assert isinstance(judgement, LotJudged)
    assert judgement.disposition is Disposition.BLOCKED
    assert [each.passed for each in judgement.attributes] == [True, False]
    assert status == LotStatusChanged(30, LOT, LotStatus.BLOCKED, "rule", "outside_limits: carbon")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_result_that_is_no_number_blocks(value: float) -> None:
    """No lot is released from data that nobody can verify, even where no limit is crossed."""
    register = told(
        created(), made(), sampled(), result("compaction_density", value), result("carbon", 2.0)
    )

    status = decide(register, 30)[1]

    assert isinstance(status, LotStatusChanged)
    assert status.status is LotStatus.BLOCKED
    assert status.reason == "not_a_number: compaction_density; outside_limits: carbon"


def test_a_lot_waits_for_every_gating_result() -> None:
    """Missing data never releases; the register says what the laboratory still owes."""
    register = told(created(), made(), sampled(), result("compaction_density", 2.62))

    assert decide(register, 30) == ()
    assert register.awaited == {SAMPLE: ("carbon", "capacity_1c")}
    done = told(result("carbon", 1.2), result("capacity_1c", 149.0), register=register)
    assert done.awaited == {}


def test_a_lot_without_gating_attributes_or_specification_is_left_to_people() -> None:
    """Nothing to hold a lot against means nothing to release it on."""
    open_ended = Specification(PRODUCT, "1", (CAPACITY,))
    capacity = result("capacity_1c", 150.0)

    assert decide(told(created(open_ended), made(), sampled(), capacity), 30) == ()
    assert decide(told(made(), sampled(), capacity), 30) == ()


def test_a_late_result_that_is_good_is_kept() -> None:
    """The coin cell comes days later and agrees."""
    register = judged(told(created(), made(), sampled(), *GOOD))
    late = told(result("capacity_1c", 149.0), register=register)

    assert decide(late, 90) == (LateResultJudged(90, LOT, judge(CAPACITY, 149.0)),)
    after = judged(late, 90)
    assert decide(after, 91) == ()
    assert after.lots[LOT].attributes["capacity_1c"].value == 149.0


def test_a_late_result_that_fails_recalls_a_released_lot() -> None:
    """The lot is blocked again and a recall is open."""
    register = judged(told(created(), made(), sampled(), *GOOD))
    late = told(result("capacity_1c", 140.0), register=register)

    assert decide(late, 90) == (
        LateResultJudged(90, LOT, judge(CAPACITY, 140.0)),
        RecallOpened(90, LOT, "capacity_1c", 140.0),
        LotStatusChanged(90, LOT, LotStatus.BLOCKED, "rule", "recall: outside_limits: capacity_1c"),
    )
    after = judged(late, 90)
    assert decide(after, 91) == ()
    assert [recall.attribute for recall in after.lots[LOT].recalls] == ["capacity_1c"]


def test_a_late_result_of_a_blocked_lot_opens_no_recall() -> None:
    """What never left need not be called back."""
    bad = (result("compaction_density", 2.5), result("carbon", 1.2))
    register = judged(told(created(), made(), sampled(), *bad))
    late = told(result("capacity_1c", 140.0), register=register)

    assert decide(late, 90) == (LateResultJudged(90, LOT, judge(CAPACITY, 140.0)),)


def test_a_failing_result_known_in_time_blocks_though_it_is_not_gating() -> None:
    """A lot is not released to be recalled at once."""
    register = told(created(), made(), sampled(), result("capacity_1c", 140.0), *GOOD)

    judgement = decide(register, 30)[0]

    assert isinstance(judgement, LotJudged)
    assert judgement.disposition is Disposition.BLOCKED
    assert [each.attribute for each in judgement.attributes] == [
        "compaction_density",
        "carbon",
        "capacity_1c",
    ]


def test_a_second_sample_does_not_hide_a_failure() -> None:
    """Sampling again until it fits is not testing."""
    again = SampleId("S-2")
    register = told(
        created(),
        made(),
        sampled(),
        sampled(again),
        result("carbon", 1.5),
        result("carbon", 1.2, sample=again),
        result("compaction_density", 2.62),
    )

    judgement = decide(register, 30)[0]

    assert isinstance(judgement, LotJudged)
    assert judgement.attributes[1] == judge(CARBON, 1.5)


def test_a_second_sample_after_the_release_can_recall() -> None:
    """A gating attribute found bad later counts like any late result."""
    again = SampleId("S-2")
    register = judged(told(created(), made(), sampled(), *GOOD))
    register = told(sampled(again), result("carbon", 1.5, sample=again), register=register)

    assert isinstance(decide(register, 90)[1], RecallOpened)


def test_a_repeated_report_counts_once() -> None:
    """The same result of the same sample changes nothing."""
    register = told(created(), made(), sampled(), GOOD[0])

    assert apply(register, GOOD[0]) is register


def test_results_that_the_specification_does_not_name_are_let_be() -> None:
    """In-process values are no part of the release."""
    register = told(created(), made(), sampled(), result("d10", 0.4))

    assert register.lots[LOT].unjudged == ()


def test_the_order_of_sampling_making_and_results_does_not_matter() -> None:
    """A sample may be taken, and even analysed, before its lot has a name."""
    steps: tuple[Fact, ...] = (made(), sampled(), *GOOD)
    expected = decide(told(created(), *steps), 30)

    for order in permutations(steps):
        judgement, status = decide(told(created(), *order), 30)
        assert isinstance(judgement, LotJudged)
        assert (judgement, status) == expected


@pytest.mark.parametrize("after", [False, True])
def test_a_sample_without_a_lot_is_of_the_lot_made_there(after: bool) -> None:
    """Taken just before the lot is made, or just after while it has no sample: the same lot."""
    sample = sampled(lot="")
    steps: tuple[Fact, ...] = (made(), sample) if after else (sample, made())

    register = told(created(), *steps, *GOOD)

    assert register.lots[LOT].samples == (SAMPLE,)
    assert len(decide(register, 30)) == 2


def test_a_sample_without_a_lot_waits_for_the_next_one() -> None:
    """A blender that gives two lots is sampled for each; other units and batches do not count."""
    second, other = LotId("P-2"), SampleId("S-2")
    register = told(
        created(),
        sampled(SampleId("dryer"), lot="", unit="dryer-1"),
        sampled(SampleId("stranger"), lot="", batch=BatchId("B2")),
        sampled(lot=""),
        made(),
        made(LotId("P-3"), place="blender-2"),
        sampled(other, lot=""),
    )

    assert set(register.loose) == {"dryer", "stranger", "S-2"}
    register = told(made(second), register=register)
    assert register.lots[LOT].samples == (SAMPLE,)
    assert register.lots[second].samples == (other,)
    assert set(register.loose) == {"dryer", "stranger"}


def test_a_judgement_by_a_person_is_followed_like_one_of_the_rule() -> None:
    """A person blocks a lot; the status follows, and the rule judges late results only."""
    by_hand = LotJudged(25, LOT, Disposition.BLOCKED, (), "quality engineer")
    register = told(created(), made(), by_hand)

    assert decide(register, 30) == (LotStatusChanged(30, LOT, LotStatus.BLOCKED, "rule"),)
    register = judged(register)
    assert decide(register, 31) == ()


def test_facts_about_unknown_lots_and_other_things_change_nothing() -> None:
    """The register keeps to what it knows."""
    register = told(created())

    assert apply(register, BagPacked(1, BagId("b"), LOT, BATCH, 400.0, True)) is register
    assert apply(register, PlaceEmptied(1, PlaceId("blender-1"))) is register


VALUES = st.sampled_from([2.5, 2.6, 2.62, 1.0, 1.2, 1.5, 150.0, math.nan, math.inf])


@given(st.lists(st.tuples(st.sampled_from(PANEL), VALUES)))
def test_nothing_is_released_that_has_a_missing_or_failing_result(
    reports: list[tuple[str, float]],
) -> None:
    """Whatever the laboratory reports in whatever order, and whenever the rule is asked."""
    register = told(created(), made(), sampled())
    limits = {each.attribute: each for each in (DENSITY, CARBON, CAPACITY)}
    known: list[tuple[str, float]] = []
    for attribute, value in reports:
        before = register.lots[LOT].disposition
        register = told(result(attribute, value), register=register)
        known.append((attribute, value))
        register = judged(register)
        lot = register.lots[LOT]
        good = {name: judge(limits[name], number).passed for name, number in known}
        if before is None and lot.disposition is Disposition.RELEASED:
            assert {"compaction_density", "carbon"} <= good.keys()
            assert all(judge(limits[name], number).passed for name, number in known)
        assert not lot.unjudged or lot.disposition is None
        assert decide(register, 99) == ()
    assert isinstance(register, Register)


def changed(at: int, status: LotStatus, by: str) -> LotStatusChanged:
    """A person changes the status of the lot."""
    return LotStatusChanged(at, LOT, status, by, "letter 12")


def test_a_blocked_lot_that_a_person_lets_out_of_quarantine_is_released_in_her_name() -> None:
    """What failed is judged anew and stays to be seen; it is no recall, and once is enough."""
    bad = (result("compaction_density", 2.50), result("carbon", 1.16))
    register = judged(told(created(), made(), sampled(), *bad))
    assert register.lots[LOT].disposition is Disposition.BLOCKED
    kept = told(changed(40, LotStatus.QUARANTINE, "li.wei"), register=register)
    assert decide(kept, 41) == ()
    let_go = told(changed(50, LotStatus.RELEASED, "chen.jing"), register=kept)
    facts = decide(let_go, 51)
    assert facts == (
        LotJudged(
            51,
            LOT,
            Disposition.RELEASED,
            (judge(DENSITY, 2.50), judge(CARBON, 1.16)),
            "chen.jing",
        ),
        LotStatusChanged(51, LOT, LotStatus.RELEASED, "chen.jing", "letter 12"),
    )
    assert decide(told(*facts, register=let_go), 52) == ()


def test_a_good_lot_that_is_let_out_of_quarantine_is_released_by_rule_again() -> None:
    """Its results speak for it; nobody has to."""
    register = judged(told(created(), made(), sampled(), *GOOD))
    kept = told(changed(40, LotStatus.QUARANTINE, "li.wei"), register=register)
    let_go = told(changed(50, LotStatus.RELEASED, "chen.jing"), register=kept)
    again = [each.by for each in decide(let_go, 51) if isinstance(each, LotJudged)]
    assert again == ["rule"]
