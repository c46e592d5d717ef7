"""What a person may do with an alarm, or why not."""

from typing import Final

from lizao.alarms.state import Alarm, Alarms
from lizao.model.alarms import AlarmEvent
from lizao.model.errors import (
    AlarmRefusedError,
    ReasonMissingError,
    UnknownNameError,
    ValueOutsideLimitsError,
)
from lizao.model.facts import AlarmChanged
from lizao.model.identifiers import AlarmId
from lizao.model.instants import Instant, seconds

REASONED: Final = frozenset({AlarmEvent.SHELVE, AlarmEvent.REMOVE})
ALARM: Final = "alarm"
SHELF: Final = "shelf"
_MINUTE_S: Final = 60.0


def changed(  # noqa: PLR0913, PLR0917 - who does what to which alarm, why and for how long
    state: Alarms,
    alarm: str,
    event: AlarmEvent,
    by: str,
    reason: str,
    shelf_s: float,
    now: Instant,
) -> AlarmChanged:
    """The fact that a person brings about.

    Raises UnknownNameError, AlarmRefusedError where the table has no such step, ReasonMissingError,
    and ValueOutsideLimitsError for a shelf (``shelf_s``) that the plant file does not allow.
    """
    found = _found(state, alarm)
    if found.after(event) is None:
        raise AlarmRefusedError(found.id, event, found.state)
    if event in REASONED and not reason.strip():
        raise ReasonMissingError(found.id)
    until = now + _shelf(state, shelf_s) if event is AlarmEvent.SHELVE else None
    return AlarmChanged(now, found.id, event, by, reason, until)


def all_acknowledged(state: Alarms, by: str, now: Instant) -> tuple[AlarmChanged, ...]:
    """Every alarm that can be acknowledged, acknowledged."""
    return tuple(
        AlarmChanged(now, each.id, AlarmEvent.ACKNOWLEDGE, by)
        for each in state.alarms.values()
        if each.after(AlarmEvent.ACKNOWLEDGE) is not None
    )


def _found(state: Alarms, alarm: str) -> Alarm:
    found = state.alarms.get(AlarmId(alarm))
    if found is None:
        raise UnknownNameError(ALARM, alarm, ", ".join(state.alarms))
    return found


def _shelf(state: Alarms, shelf_s: float) -> int:
    if not 0.0 < shelf_s <= state.longest_shelf_s:
        longest = state.longest_shelf_s / _MINUTE_S
        raise ValueOutsideLimitsError(SHELF, shelf_s / _MINUTE_S, 0.0, longest, "min")
    return seconds(shelf_s)
