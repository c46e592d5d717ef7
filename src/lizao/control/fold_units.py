"""How facts fold into the standing of units: their status, their last use."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control.changed import replace
from lizao.control.entries import put
from lizao.control.run import BatchRun, Run
from lizao.control.standings import Standing
from lizao.model.equipment import UnitStatus
from lizao.model.facts import UnitStatusChanged
from lizao.model.identifiers import UnitId
from lizao.model.instants import Instant


def taken(run: Run, unit: UnitId, batch: BatchRun, at: Instant) -> Run:
    """``run`` once ``batch`` has been given ``unit``."""
    old = run.standing(unit)
    calibrated_at = at if old.calibrated_at is None else old.calibrated_at
    product = batch.recipe.product
    return _with(run, unit, replace(old, product=product, calibrated_at=calibrated_at))


def given_back(run: Run, unit: UnitId, at: Instant) -> Run:
    """``run`` once a batch has given ``unit`` back."""
    return _with(run, unit, replace(run.standing(unit), used_until=at))


def _status_changed(run: Run, fact: UnitStatusChanged) -> Run:
    old = run.standing(fact.unit)
    new = replace(
        old,
        status=fact.status,
        since=fact.at,
        by=fact.by,
        reason=fact.reason,
        until=fact.until,
        product=None if old.status is UnitStatus.CLEANING else old.product,
        calibrated_at=fact.at if old.status is UnitStatus.CALIBRATION else old.calibrated_at,
    )
    return _with(run, fact.unit, new)


def _with(run: Run, unit: UnitId, standing: Standing) -> Run:
    return replace(run, standings=put(run.standings, {unit: standing}))


FOLDS: Final[Mapping[type, Callable[[Run, Any], Run]]] = MappingProxyType(
    {UnitStatusChanged: _status_changed}
)
