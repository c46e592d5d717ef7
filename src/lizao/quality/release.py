"""The rule: a lot is released or blocked on its results, once, and recalled if a late one fails."""

from math import isfinite
from typing import Final

from lizao.model.facts import (
    AttributeJudged,
    Fact,
    LateResultJudged,
    LotJudged,
    LotStatusChanged,
    RecallOpened,
)
from lizao.model.instants import Instant
from lizao.model.material import LotStatus
from lizao.model.quality import Disposition
from lizao.quality.register import LotFile, Register

RULE: Final = "rule"
"""Who judged, where no person did."""

STATUS: Final = {
    Disposition.RELEASED: LotStatus.RELEASED,
    Disposition.BLOCKED: LotStatus.BLOCKED,
}


def decide(register: Register, now: Instant) -> tuple[Fact, ...]:
    """What the rule says of every open lot, as of ``now``; nothing again until something is new.

    A lot is judged when every gating attribute has a result. It is released only if every result
    known by then is a number inside its limits. One in quarantine is not judged; one that a person
    has let go by concession is released in that person's name though results fail, but never
    before they are there.
    """
    facts: list[Fact] = []
    for lot_id in sorted(register.open - register.quarantined):
        lot = register.lots[lot_id]
        if lot.disposition is None:
            facts += _first_judgement(register, lot, now)
        else:
            if not lot.announced:
                facts.append(_status(lot, lot.disposition, tuple(lot.attributes.values()), now))
            facts += _late_judgements(lot, now)
    return tuple(facts)


def reason(attributes: tuple[AttributeJudged, ...]) -> str:
    """Why a lot is blocked: the attributes that are no number, and those outside their limits."""
    failed = [each for each in attributes if not each.passed]
    no_number = ", ".join(each.attribute for each in failed if not isfinite(each.value))
    outside = ", ".join(each.attribute for each in failed if isfinite(each.value))
    texts = (("not_a_number", no_number), ("outside_limits", outside))
    return "; ".join(f"{key}: {names}" for key, names in texts if names)


def _first_judgement(register: Register, lot: LotFile, now: Instant) -> tuple[Fact, ...]:
    """Judge a lot whose gating results are all there; one without a gating attribute waits."""
    limits = register.specifications[lot.batch].attributes
    results = {each.attribute: _worst(lot.unjudged, each.attribute) for each in lot.unjudged}
    gating = {each.attribute for each in limits if each.gating}
    if not gating or not gating <= results.keys():
        return ()
    judged = tuple(results[each.attribute] for each in limits if each.attribute in results)
    released = all(each.passed for each in judged)
    concession = register.conceded.get(lot.lot)
    if concession is not None and not released:
        return _conceded(lot, judged, concession, now)
    disposition = Disposition.RELEASED if released else Disposition.BLOCKED
    return (
        LotJudged(now, lot.lot, disposition, judged, RULE),
        _status(lot, disposition, judged, now),
    )


def _conceded(
    lot: LotFile, judged: tuple[AttributeJudged, ...], concession: LotStatusChanged, now: Instant
) -> tuple[Fact, ...]:
    """What fails is seen, and released in the name of the person who answers for it."""
    by, why = concession.by, concession.reason
    return (
        LotJudged(now, lot.lot, Disposition.RELEASED, judged, by),
        LotStatusChanged(now, lot.lot, LotStatus.RELEASED, by, why),
    )


def _worst(results: tuple[AttributeJudged, ...], attribute: str) -> AttributeJudged:
    """The newest result of an attribute; a failing one is never hidden by a later one."""
    ours = [each for each in results if each.attribute == attribute]
    return next((each for each in ours if not each.passed), ours[-1])


def _late_judgements(lot: LotFile, now: Instant) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for judged in lot.unjudged:
        facts.append(LateResultJudged(now, lot.lot, judged))
        if not judged.passed and lot.disposition is Disposition.RELEASED:
            why = f"recall: {reason((judged,))}"
            facts += (
                RecallOpened(now, lot.lot, judged.attribute, judged.value),
                LotStatusChanged(now, lot.lot, LotStatus.BLOCKED, RULE, why),
            )
    return tuple(facts)


def _status(
    lot: LotFile, disposition: Disposition, attributes: tuple[AttributeJudged, ...], now: Instant
) -> LotStatusChanged:
    return LotStatusChanged(now, lot.lot, STATUS[disposition], RULE, reason(attributes))
