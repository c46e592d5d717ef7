"""Commands that show the alarms of a running home, and what a person does with one."""

from typing import Any, Final

import typer

from lizao.cli import options
from lizao.cli.asking import ask
from lizao.cli.door import DONE, Door, door_of, print_json
from lizao.model.alarms import AlarmEvent, AlarmState

QUIET: Final = frozenset({AlarmState.NORMAL, AlarmState.SUPPRESSED})
"""What nobody has to see unless they ask for all."""


def alarms(
    context: typer.Context, *, every: options.EveryAlarm = False, json: options.Json = False
) -> int:
    """List the alarms that stand or were put aside, what is urgent first; or all."""
    from lizao.app.requests import AskAlarms
    from lizao.cli.alarm_tables import print_alarms

    door = door_of(context)
    told = ask(door, AskAlarms())
    rows: list[dict[str, Any]] = told["alarms"]
    shown = [each for each in rows if every or each["state"] not in QUIET]
    if json:
        print_json({"at": told["at"], "alarms": shown})
    else:
        print_alarms(door, shown)
    return DONE


def acknowledge(
    context: typer.Context, alarm: options.AnyAlarm = "", *, every: options.EveryAlarm = False
) -> int:
    """Acknowledge an alarm, or all that stand."""
    door = door_of(context)
    if bool(alarm) is every:
        raise typer.BadParameter(door.texts("cli.alarm.acknowledge.which"))
    return _change(door, alarm, AlarmEvent.ACKNOWLEDGE)


def reset(context: typer.Context, alarm: options.Alarm) -> int:
    """Reset a latched alarm that has returned to normal."""
    return _change(door_of(context), alarm, AlarmEvent.RESET)


def shelve(
    context: typer.Context, alarm: options.Alarm, length: options.Shelf, reason: options.Why
) -> int:
    """Put an alarm aside for a time."""
    return _change(door_of(context), alarm, AlarmEvent.SHELVE, reason, length)


def unshelve(context: typer.Context, alarm: options.Alarm) -> int:
    """End the shelving of an alarm now."""
    return _change(door_of(context), alarm, AlarmEvent.UNSHELVE)


def out_of_service(context: typer.Context, alarm: options.Alarm, reason: options.Why) -> int:
    """Take an alarm out of service."""
    return _change(door_of(context), alarm, AlarmEvent.REMOVE, reason)


def give_back(context: typer.Context, alarm: options.Alarm) -> int:
    """Return an alarm to service."""
    return _change(door_of(context), alarm, AlarmEvent.RESTORE)


def figures(
    context: typer.Context, period: options.Period = "", *, json: options.Json = False
) -> int:
    """Say how much the alarms asked of an operator, beside what is commonly asked of a plant."""
    from lizao.app.requests import AskAlarmFigures
    from lizao.cli.alarm_tables import print_figures

    door = door_of(context)
    told = ask(door, AskAlarmFigures(period))
    if json:
        print_json(told)
    else:
        print_figures(door, told)
    return DONE


def _change(door: Door, alarm: str, event: AlarmEvent, reason: str = "", shelf: str = "") -> int:
    from lizao.app.requests import CommandAlarm

    told = ask(door, CommandAlarm(alarm, event, reason, shelf))
    for each in told["alarm"]:
        door.say("cli.alarm.done", alarm=each, event=event)
    if not told["alarm"]:
        door.say("cli.alarm.none")
    return DONE
