"""How much alarms ask of one operator: the rate figures of ISA-18.2 over a period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lizao.alarms.state import Alarms
from lizao.model.alarms import AlarmPriority
from lizao.model.facts import AlarmRaised
from lizao.model.identifiers import AlarmId
from lizao.model.instants import DAY, HOUR, MINUTE, Duration, Instant

WINDOW: Final[Duration] = 10 * MINUTE
FLOOD_BEGINS: Final = 10
"""More alarms than this in ten minutes begin a flood."""
FLOOD_GOES_ON: Final = 5
"""It goes on as long as the next ten minutes bring so many."""
STALE_AFTER: Final[Duration] = DAY
TOP: Final = 10
CHATTERS: Final = 3
"""An alarm that is raised so often within a minute chatters."""

TARGETS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "per_day": 150.0,
        "per_hour": 6.0,
        "per_10_min": 1.0,
        "most_in_10_min": 10.0,
        "flood_percent": 1.0,
        "stale": 5.0,
        "top_percent": 5.0,
        "chattering": 0.0,
        "low_percent": 80.0,
        "medium_percent": 15.0,
        "high_percent": 5.0,
    }
)
"""What is commonly asked of a plant, for one operator. Recalled, not taken from the standard."""


@dataclass(frozen=True, slots=True)
class AlarmFigures:
    """What was raised from ``since`` to ``until``, as one operator had to bear it.

    Rates are means; ``floods`` are stretches of ten-minute windows, ``flood_percent`` their share
    of all windows. ``stale`` have stood for more than a day at ``until``. ``top`` are the ten most
    frequent with their counts, ``top_percent`` their share of all that was raised.
    """

    since: Instant
    until: Instant
    raised: int
    per_day: float
    per_hour: float
    per_10_min: float
    most_in_10_min: int
    floods: int
    flood_percent: float
    stale: tuple[AlarmId, ...]
    priority_percent: Mapping[AlarmPriority, float]
    top: tuple[tuple[AlarmId, int], ...]
    top_percent: float
    chattering: tuple[AlarmId, ...]


def figures(
    raised: Iterable[AlarmRaised], state: Alarms, since: Instant, until: Instant
) -> AlarmFigures:
    """The figures from ``since`` to before ``until``; ``raised`` is in the order of time."""
    within = [each for each in raised if since <= each.at < until]
    passed = max(1, until - since)
    windows = Counter((each.at - since) // WINDOW for each in within)
    floods, flooded = _floods(windows)
    frequent = Counter(each.alarm for each in within).most_common(TOP)
    priorities = Counter(each.priority for each in within)
    return AlarmFigures(
        since=since,
        until=until,
        raised=len(within),
        per_day=len(within) * DAY / passed,
        per_hour=len(within) * HOUR / passed,
        per_10_min=len(within) * WINDOW / passed,
        most_in_10_min=max(windows.values(), default=0),
        floods=floods,
        flood_percent=_percent(flooded, -(-passed // WINDOW)),
        stale=_stale(state, until),
        priority_percent={each: _percent(priorities[each], len(within)) for each in AlarmPriority},
        top=tuple(frequent),
        top_percent=_percent(sum(count for _, count in frequent), len(within)),
        chattering=_chattering(within),
    )


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 0.0


def _floods(windows: Mapping[int, int]) -> tuple[int, int]:
    """How many floods there were, and how many windows lay in one."""
    floods = flooded = 0
    last: int | None = None
    for window in sorted(windows):
        goes_on = last == window - 1 and windows[window] >= FLOOD_GOES_ON
        if goes_on or windows[window] > FLOOD_BEGINS:
            floods += not goes_on
            flooded += 1
            last = window
    return floods, flooded


def _stale(state: Alarms, until: Instant) -> tuple[AlarmId, ...]:
    return tuple(
        each.id
        for each in state.alarms.values()
        if each.annunciated and until - (each.raised_at or until) > STALE_AFTER
    )


def _chattering(raised: Sequence[AlarmRaised]) -> tuple[AlarmId, ...]:
    """The alarms that were raised three times or more within some minute."""
    times: dict[AlarmId, list[Instant]] = {}
    for each in raised:
        times.setdefault(each.alarm, []).append(each.at)
    last = CHATTERS - 1
    return tuple(
        alarm
        for alarm, at in times.items()
        if any(at[k + last] - at[k] <= MINUTE for k in range(len(at) - last))
    )
