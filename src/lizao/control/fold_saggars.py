"""How facts fold into the pools of saggars: who queues, who has claimed, what is out."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.changed import replace
from lizao.control.entries import put, without
from lizao.control.run import Claim, Run
from lizao.control.saggars import saggars_of
from lizao.model.facts import SaggarsClaimed, SaggarsReleased, SaggarsRequested, SaggarsReturned
from lizao.model.identifiers import BatchId, UnitId


def row_filled(run: Run, unit: UnitId, batch: BatchId | None) -> Run:
    """``run`` once a row was filled: its saggars are out, and no longer only claimed."""
    own = saggars_of(run, unit)
    if own is None:
        return run
    out = put(run.saggars_out, {own.pool: run.saggars_out.get(own.pool, 0) + own.per_row})
    fewer = {
        key: replace(each, saggars=max(0, each.saggars - own.per_row))
        for key, each in run.saggar_claims.items()
        if (each.unit, each.batch) == (unit, batch)
    }
    return replace(run, saggars_out=out, saggar_claims=put(run.saggar_claims, fewer))


def without_batch(run: Run, batch: BatchId) -> Run:
    """``run`` once a batch has ended: it claims nothing, and waits for nothing."""
    queue = tuple(each for each in run.saggar_queue if each.batch != batch)
    theirs = [key for key, each in run.saggar_claims.items() if each.batch == batch]
    claims = without(run.saggar_claims, theirs)
    return replace(run, saggar_queue=queue, saggar_claims=claims)


def _requested(run: Run, fact: SaggarsRequested) -> Run:
    request = Claim(fact.batch, fact.step, fact.unit, fact.saggars)
    return replace(run, saggar_queue=(*run.saggar_queue, request))


def _claimed(run: Run, fact: SaggarsClaimed) -> Run:
    """Who stood before the one that was served, at the same pool, was overtaken."""
    claim = Claim(fact.batch, fact.step, fact.unit, fact.saggars)
    keys = [(each.batch, each.step) for each in run.saggar_queue]
    served = keys.index((fact.batch, fact.step)) if (fact.batch, fact.step) in keys else len(keys)
    before = (_overtaken(run, each, fact) for each in run.saggar_queue[:served])
    return replace(
        run,
        saggar_queue=(*before, *run.saggar_queue[served + 1 :]),
        saggar_claims=put(run.saggar_claims, {(fact.batch, fact.step): claim}),
    )


def _overtaken(run: Run, request: Claim, fact: SaggarsClaimed) -> Claim:
    own, other = saggars_of(run, request.unit), saggars_of(run, fact.unit)
    same = own is not None and other is not None and own.pool == other.pool
    if not same or request.batch == fact.batch:
        return request
    return replace(request, overtaken=request.overtaken + 1)


def _released(run: Run, fact: SaggarsReleased) -> Run:
    key = (fact.batch, fact.step)
    queue = tuple(each for each in run.saggar_queue if (each.batch, each.step) != key)
    claims = without(run.saggar_claims, (key,))
    return replace(run, saggar_queue=queue, saggar_claims=claims)


def _returned(run: Run, fact: SaggarsReturned) -> Run:
    own = saggars_of(run, fact.unit)
    if own is None:
        return run
    out = max(0, run.saggars_out.get(own.pool, 0) - fact.saggars)
    return replace(run, saggars_out=put(run.saggars_out, {own.pool: out}))


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {
        SaggarsRequested: _requested,
        SaggarsClaimed: _claimed,
        SaggarsReleased: _released,
        SaggarsReturned: _returned,
    }
)
