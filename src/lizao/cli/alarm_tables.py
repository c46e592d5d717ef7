"""Alarms and their figures as a person reads them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lizao.cli.door import Door
from lizao.cli.tables import ABNORMAL, table
from lizao.model.alarms import AlarmPriority, AlarmState
from lizao.texts import Texts

Values = Mapping[str, Any]
TO_DO: Final = frozenset(
    {
        AlarmState.UNACKNOWLEDGED,
        AlarmState.RTN_UNACKNOWLEDGED,
        AlarmState.LATCHED_UNACKNOWLEDGED,
    }
)
COLUMNS: Final = ("figure", "here", "target")
RATES: Final = ("per_day", "per_hour", "per_10_min", "most_in_10_min", "flood_percent")


def print_alarms(door: Door, rows: Sequence[Values]) -> None:
    """Each alarm with its value and limit, and what to do."""
    texts = door.texts
    names = ("alarm", "priority", "state", "raised", "value", "action")
    columns = [(texts(f"cli.alarm.column.{name}"), name == "value") for name in names]
    drawn = table(texts("cli.alarm.title"), columns, ())
    for row in rows:
        drawn.add_row(
            row["alarm"],
            texts.word("alarm_priority", row["priority"]),
            _state(row, texts),
            "–" if row["raised_at"] is None else texts.instant(row["raised_at"]),
            _value(row, texts),
            row["action"][texts.lang],
            style=ABNORMAL if row["state"] in TO_DO else None,
        )
    door.console().print(drawn)


def _state(row: Values, texts: Texts) -> str:
    """The state; for what was put aside who did it, why and till when."""
    state = texts.word("alarm_state", row["state"])
    if not row["reason"]:
        return state
    why = texts("record.because", reason=f"{texts.word('by', row['by'])}: {row['reason']}")
    until = "" if row["until"] is None else f" – {texts.instant(row['until'])}"
    return f"{state}{until}{why}"


def _value(row: Values, texts: Texts) -> str:
    """The value that raised it, beside its limit."""
    if row["signal"] is None or row["value"] is None:
        return "–"
    sign = {">=": "≥", "<=": "≤"}[row["comparison"]]
    value = texts.value(row["signal"], float(row["value"]))
    return f"{value} ({sign} {texts.value(row['signal'], float(row['limit']))})"


def print_figures(door: Door, told: Values) -> None:
    """Every figure beside its target, then the ten most frequent alarms."""
    texts, found, targets = door.texts, told["figures"], told["targets"]
    door.say(
        "cli.alarm.figures.period",
        since=texts.instant(found["since"]),
        until=texts.instant(found["until"]),
        raised=found["raised"],
        floods=found["floods"],
    )
    values: dict[str, float] = {name: found[name] for name in RATES}
    values["stale"] = len(found["stale"])
    values["top_percent"] = found["top_percent"]
    values["chattering"] = len(found["chattering"])
    for each in AlarmPriority:
        values[f"{each}_percent"] = found["priority_percent"][each]
    rows = [
        (texts(f"cli.alarm.figure.{name}"), texts.number(value, 1), texts.number(targets[name]))
        for name, value in values.items()
    ]
    columns = [(texts(f"cli.alarm.column.{each}"), each != "figure") for each in COLUMNS]
    console = door.console()
    console.print(table(texts("cli.alarm.figures.title"), columns, rows))
    door.say("cli.alarm.figures.recalled")
    for alarm, count in found["top"]:
        door.say("cli.alarm.figures.top", alarm=alarm, count=count)
    for name in ("stale", "chattering"):
        if found[name]:
            door.say(f"cli.alarm.figures.{name}", alarms=tuple(found[name]))
