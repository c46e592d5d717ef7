"""How a running home stands, as a person reads it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lizao.cli.door import Door
from lizao.cli.tables import ABNORMAL, table
from lizao.model.equipment import UnitStatus
from lizao.model.states import Mode, State
from lizao.texts import Texts

Values = Mapping[str, Any]
COMMANDED: Final = frozenset({"restart", "resume", "release", "reset"})
"""Causes of which a person wants to know the step."""
UNACKNOWLEDGED: Final = ("unacknowledged", "rtn_unacknowledged", "latched_unacknowledged")
GOOD: Final = frozenset({State.IDLE, State.RUNNING, State.RESTARTING, State.COMPLETE})


def print_batches(door: Door, rows: Sequence[Values]) -> None:
    """Every batch with its state, what it does and what it waits for."""
    texts = door.texts
    names = ("batch", "product", "size", "packed", "state", "doing")
    numeric = {"size", "packed"}
    columns = [(texts(f"cli.standing.{name}"), name in numeric) for name in names]
    drawn = table(texts("cli.standing.batches"), columns, ())
    for row in rows:
        drawn.add_row(
            row["batch"],
            texts.word("product", row["product"]),
            texts.mass(row["mass_kg"]),
            texts.mass(row["packed_kg"]),
            _state(row, texts),
            _doing(row, texts),
            style=None if row["state"] in GOOD else ABNORMAL,
        )
    door.console().print(drawn)


def print_units(door: Door, rows: Sequence[Values]) -> None:
    """Every unit with its status, since when and why, and the batch that has it."""
    texts = door.texts
    names = ("unit", "unit_status", "since", "until", "owner")
    columns = [(texts(f"cli.standing.{name}"), False) for name in names]
    drawn = table(texts("cli.standing.units"), columns, ())
    for row in rows:
        reason = texts.reason(row["reason"]) if row["reason"] else ""
        status = texts.word("unit_status", row["status"])
        if row["taken_by"]:
            status = texts("cli.standing.taken", status=status, by=row["taken_by"])
        drawn.add_row(
            row["unit"],
            status + (texts("record.because", reason=reason) if reason else ""),
            texts.instant(row["since"]) if row["since"] else "–",
            "–" if row["until"] is None else texts.instant(row["until"]),
            row["owner"] or "–",
            style=None
            if row["status"] == UnitStatus.AVAILABLE and not row["taken_by"]
            else ABNORMAL,
        )
    door.console().print(drawn)


def print_users(door: Door, rows: Sequence[Values]) -> None:
    """Every user with her roles."""
    texts = door.texts
    columns = [(texts(f"cli.user.{name}"), False) for name in ("name", "title", "roles", "active")]
    drawn = table(texts("cli.user.users"), columns, ())
    for row in rows:
        drawn.add_row(
            row["user"],
            row["title"],
            texts.joined(texts.word("user_role", each) for each in row["roles"]),
            texts.word("word", "yes" if row["active"] else "no"),
        )
    door.console().print(drawn)


def print_status(door: Door, told: Values) -> None:
    """Done or not, the batches, what waits for a person, the link and the loop."""
    texts = door.texts
    at = texts.instant(told["at"])
    stamp = texts("cli.stamp") if told["simulated"] else ""
    door.say("cli.standing.at", at=at, revision=told["revision"], stamp=stamp)
    stays = "stays" if told["will_stay_done"] else "done" if told["done"] else "busy"
    door.say(f"cli.standing.{stays}")
    print_batches(door, told["batches"])
    for each in told["questions"]:
        asked = texts.question(each["text"], each["details"])
        door.say("cli.standing.asked", name=each["question"], batch=each["batch"], question=asked)
        if each["overdue"]:
            door.say("cli.standing.overdue", at=texts.instant(each["answer_by"]))
        elif each["answer_by"] is not None:
            until = texts.instant(each["answer_by"])
            door.say("cli.standing.answer_by", at=until, default=each["default"] or "–")
    _print_alarms(door, told["alarms"])
    link = "there" if told["equipment"]["connected"] else "lost"
    door.say(f"cli.standing.{link}", speed=float(told["equipment"]["speed"]))
    loop = told["loop"]
    door.say(
        "cli.standing.loop",
        turns=loop["turns"],
        overruns=loop["overruns"],
        skipped=loop["skipped"],
    )


def _print_alarms(door: Door, counts: Values) -> None:
    if not counts["standing"]:
        door.say("cli.standing.no_alarms")
        return
    door.say(
        "cli.standing.alarms",
        standing=counts["standing"],
        unacknowledged=sum(counts[each] for each in UNACKNOWLEDGED),
        highest=door.texts.word("alarm_priority", counts["highest"]),
    )


def _state(row: Values, texts: Texts) -> str:
    state = texts.word("state", row["state"])
    if row["mode"] != Mode.AUTOMATIC:
        mode = texts.word("mode", row["mode"])
        state = texts("cli.standing.mode", state=state, mode=mode)
    reason = texts.reason(row["reason"]) if row["reason"] else ""
    index = texts("cli.standing.severity", severity=row["failure_index"])
    shown = f" {index}" if row["failure_index"] else ""
    return state + (texts("record.because", reason=reason) if reason else "") + shown


def _doing(row: Values, texts: Texts) -> str:
    doing = [texts.step(each) for each in row["phases"]]
    waits = dict.fromkeys(_wait(each, texts) for each in row["waits_for"])
    return texts.joined((*doing, *waits)) or "–"


def _wait(wait: Values, texts: Texts) -> str:
    """What is waited for; of a step that was commanded by itself also which."""
    told = texts.wait(wait["cause"], wait["details"])
    if wait["step"] and wait["cause"] in COMMANDED:
        return texts("cli.standing.step_waits", step=wait["step"], wait=told)
    return told
