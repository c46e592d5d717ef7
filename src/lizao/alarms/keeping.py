"""An alarm put among the others: the agenda follows, and what has passed goes."""

from collections.abc import Iterable
from dataclasses import replace

from lizao.alarms.state import Alarm, Alarms, due


def with_alarm(state: Alarms, alarm: Alarm) -> Alarms:
    """The state with one alarm put in or replaced."""
    return with_alarms(state, (alarm,))


def with_alarms(state: Alarms, changed: Iterable[Alarm]) -> Alarms:
    """The state with several alarms put in or replaced."""
    alarms, agenda = dict(state.alarms), dict(state.agenda)
    for each in changed:
        agenda.pop(each.id, None)
        if each.is_over:
            alarms.pop(each.id, None)
            continue
        alarms[each.id] = each
        if (following := due(each)) is not None:
            agenda[each.id] = following.at
    return replace(state, alarms=alarms, agenda=agenda)
