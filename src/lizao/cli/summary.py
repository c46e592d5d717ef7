"""What came of a batch, as a person reads it at the end of ``make``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from lizao.cli.door import Door
from lizao.cli.tables import ABNORMAL, table
from lizao.model.instants import HOUR
from lizao.model.quality import Disposition
from lizao.model.states import State
from lizao.texts import Texts

Values = Mapping[str, Any]


def print_result(door: Door, values: Values) -> None:
    """State and judgement, quality with its limits, names to ask for, figures."""
    texts, console = door.texts, door.console()
    console.print(_verdict(values, texts))
    if any(each["value"] is not None for each in values["quality"].values()):
        console.print(_quality(values["quality"], texts))
    figures = Table.grid(padding=(0, 2))
    figures.add_column(style="dim")
    figures.add_column(overflow="fold")
    for name, said in _figures(values, texts):
        figures.add_row(name, said)
    console.print(figures)


def _verdict(values: Values, texts: Texts) -> Text:
    state, disposition = values["state"], values["disposition"]
    parts = [f"{texts('result.batch')} {values['batch']}", texts.word("state", state)]
    if disposition is not None:
        parts.append(texts.word("disposition", disposition) + _because(values["reasons"], texts))
    if values["simulated"]:
        parts.append(texts("cli.stamp"))
    bad = state != State.COMPLETE or disposition == Disposition.BLOCKED
    return Text(" · ".join(parts), style=ABNORMAL if bad else "bold")


def _because(failed: Sequence[str], texts: Texts) -> str:
    """The attributes that failed, in brackets."""
    names = texts.joined(texts.word("attribute", each) for each in failed)
    return texts("record.because", reason=names) if names else ""


def _quality(quality: Values, texts: Texts) -> Table:
    names = (("attribute", False), ("value", True), ("limits", True), ("verdict", False))
    columns = [(texts(f"record.column.{name}"), numeric) for name, numeric in names]
    drawn = table(texts("result.quality"), columns, ())
    for name, each in quality.items():
        verdict = {True: "passed", False: "failed", None: "pending"}[each["pass"]]
        value = each["value"]
        drawn.add_row(
            texts.word("attribute", name),
            "–" if value is None else texts.quantity(value, each["unit"]),
            texts.limits(each["low"], each["high"], each["unit"]),
            texts.word("verdict", verdict),
            style=ABNORMAL if each["pass"] is False else None,
        )
    return drawn


def _figures(values: Values, texts: Texts) -> Iterator[tuple[str, str]]:
    yield texts("result.lots"), texts.joined(values["lots"]) or "–"
    yield texts("result.bags"), texts.joined(values["bags"]) or "–"
    yield texts("result.tonnes_packed"), texts.mass(1000.0 * values["tonnes_packed"])
    if values["automation_rate"] is not None:
        rate = texts.quantity(100.0 * values["automation_rate"], "%", 1)
        yield texts("result.automation_rate"), rate
    gaps = (
        f"{texts.word('balance', name)} {texts.number(gap)}"
        for name, gap in values["balances"].items()
        if gap is not None
    )
    yield texts("result.balances"), texts.joined(gaps)
    for name, unit in (("energy_kwh_per_t", "kWh/t"), ("nitrogen_nm3_per_t", "Nm3/t")):
        if values[name] is not None:
            yield texts(f"result.{name}"), texts.quantity(values[name], unit, 0)
    yield texts("result.energy_idle_kwh"), texts.quantity(values["energy_idle_kwh"], "kWh", 0)
    yield texts("result.plant_hours"), texts.duration(round(values["plant_hours"] * HOUR))
    yield texts("result.wall_seconds"), texts.quantity(values["wall_seconds"], "s", 1)
    yield texts("result.facts"), texts.number(values["facts"])
