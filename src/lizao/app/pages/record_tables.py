"""The tables of a batch record: one function for each, from rows to a table."""

from collections.abc import Mapping, Sequence

from lizao.app.pages.markup import Column, Html, Row, folded, joined, table, tag, text
from lizao.app.pages.paper import disposition
from lizao.app.record_data import (
    AlarmRow,
    ChargeRow,
    FormulaRow,
    JudgedRow,
    Judgement,
    PhaseRow,
    RecallRow,
    Record,
)
from lizao.model.commands import Value
from lizao.model.instants import Instant
from lizao.model.states import FINAL, State
from lizao.texts import Texts

NUMERIC = frozenset(
    {"value", "limits", "planned", "charged", "mass", "gap", "allowed", "amount", "per_tonne",
     "share", "kg_per_kg"}
)  # fmt: skip


def _table(texts: Texts, names: Sequence[str], rows: Sequence[Row]) -> Html:
    """A table whose columns are called by key; nothing where it has no row."""
    if not rows:
        return joined([])
    columns = [Column(texts(f"record.column.{name}"), name in NUMERIC) for name in names]
    caption = texts("record.rows", count=texts.number(len(rows)))
    return folded(table(columns, rows), caption, len(rows))


def _cells(*words: str) -> tuple[Html, ...]:
    return tuple(text(each) for each in words)


def _moment(at: Instant | None, texts: Texts) -> Html:
    """A date and a time of day; a narrow column breaks the line between them only."""
    if at is None:
        return text("–")
    return joined((tag("time", text(part)) for part in texts.instant(at).split(" ")), " ")


def _short(words: str) -> Html:
    """Words that stay in one line."""
    return tag("span", text(words), class_="value")


def _timed(at: Instant, texts: Texts, *words: str, abnormal: bool = False) -> Row:
    return Row((_moment(at, texts), *_cells(*words)), abnormal=abnormal)


def _mass(mass_kg: float | None, texts: Texts) -> str:
    return "–" if mass_kg is None else texts.quantity(mass_kg, "kg", 1)


def formula(record: Record, texts: Texts) -> Html:
    """The recipe's parameters with their limits, those set for this batch marked."""
    rows = [Row(_formula_cells(each, texts)) for each in record.formula]
    return _table(texts, ("parameter", "value", "limits", "origin"), rows)


def _formula_cells(row: FormulaRow, texts: Texts) -> tuple[Html, ...]:
    origin = texts.word("record.origin", "overridden" if row.overridden else "default")
    name = joined([text(row.title), tag("code", text(row.name))], " ")
    value = texts.quantity(row.value, row.unit)
    cells = _cells(value, texts.limits(row.low, row.high, row.unit))
    return (name, *cells, tag("b", text(origin)) if row.overridden else text(origin))


def charges(record: Record, texts: Texts) -> Html:
    """Every bag that was scanned, what was planned and what was charged."""
    rows = [_charge(each, texts) for each in record.charges]
    names = ("scanned", "material", "lot", "bag", "planned", "charged", "verdict")
    return _table(texts, names, rows)


def _charge(row: ChargeRow, texts: Texts) -> Row:
    verdict = texts("verdict.accepted")
    if row.refused:
        reason = texts.word("reason", row.refused)
        verdict = texts("verdict.refused") + texts("record.because", reason=reason)
    cells = _cells(
        row.material,
        row.lot,
        row.bag,
        _mass(row.planned_kg, texts),
        _mass(row.charged_kg, texts),
        verdict,
    )
    return Row((_moment(row.scanned_at, texts), *cells), abnormal=bool(row.refused))


def phases(record: Record, texts: Texts) -> Html:
    """Every phase with what it was told and what it reported."""
    rows = [_phase(each, texts) for each in record.phases]
    names = ("phase", "unit", "started", "ended", "state", "actor", "parameters", "reports")
    return _table(texts, names, rows)


def _phase(row: PhaseRow, texts: Texts) -> Row:
    path = joined([text(texts.step(row.path)), tag("code", text(row.path))], " ")
    times = (_moment(row.started, texts), _moment(row.ended, texts))
    how = (_short(texts.word("state", row.state)), _short(texts.word("actor", row.actor)))
    values = (_values(row.parameters, texts), _values(row.reports, texts))
    failed = row.state in FINAL and row.state is not State.COMPLETE
    return Row((path, _short(row.unit), *times, *how, *values), abnormal=failed)


def _values(values: Mapping[str, Value], texts: Texts) -> Html:
    return joined((_short(texts.named(name, value)) for name, value in values.items()), " ")


def movements(record: Record, texts: Texts) -> Html:
    """Every kilogram that went from one place to another."""
    rows = [
        _timed(
            each.at,
            texts,
            texts.place(each.source),
            texts.place(each.destination),
            texts.quantity(each.mass_kg, "kg", 2),
            texts.word("flow", each.flow),
        )
        for each in record.movements
    ]
    return _table(texts, ("at", "source", "destination", "mass", "flow"), rows)


def deviations(record: Record, texts: Texts) -> Html:
    """What did not go as the recipe says."""
    rows = [_timed(each.at, texts, each.text, abnormal=True) for each in record.deviations]
    return _table(texts, ("at", "event"), rows)


def alarms(record: Record, texts: Texts) -> Html:
    """The alarms that were raised meanwhile, with who acknowledged them."""
    names = ("at", "alarm", "priority", "value", "limits", "returned", "acknowledged", "by")
    return _table(texts, names, [_alarm(each, texts) for each in record.alarms])


def _alarm(row: AlarmRow, texts: Texts) -> Row:
    values = (
        "–" if each is None else texts.value(row.signal, each) for each in (row.value, row.limit)
    )
    cells = _cells(row.alarm, texts.word("alarm_priority", row.priority), *values)
    times = (_moment(row.returned_at, texts), _moment(row.acknowledged_at, texts))
    by = _cells(texts.word("by", row.acknowledged_by) if row.acknowledged_by else "–")
    return Row((_moment(row.at, texts), *cells, *times, *by), abnormal=True)


def results(record: Record, texts: Texts) -> Html:
    """What the laboratory reported."""
    rows = [
        _timed(
            each.at,
            texts,
            each.sample,
            texts.place(each.place),
            texts.word("attribute", each.attribute),
            texts.quantity(each.value, each.unit),
        )
        for each in record.results
    ]
    return _table(texts, ("at", "sample", "source", "attribute", "value"), rows)


def judgements(record: Record, texts: Texts) -> Html:
    """The judgement over each lot, attribute by attribute."""
    return joined(_judgement(each, texts) for each in record.judgements)


def _judgement(judgement: Judgement, texts: Texts) -> Html:
    who = f"{texts.instant(judgement.at)}, {texts('certificate.by', by=judgement.by)}"
    line = tag(
        "h3",
        text(f"{texts('certificate.lot')} {judgement.lot} "),
        disposition(judgement.disposition, texts),
        tag("small", text(who)),
    )
    return joined([line, attributes(judgement.attributes, texts)])


def attributes(judged: Sequence[JudgedRow], texts: Texts) -> Html:
    """Attributes held against their limits."""
    rows = [_attribute(each, texts) for each in judged]
    return _table(texts, ("attribute", "value", "limits", "verdict", "gating"), rows)


def _attribute(row: JudgedRow, texts: Texts) -> Row:
    passed = {True: "passed", False: "failed", None: "pending"}[row.passed]
    cells = _cells(
        texts.word("attribute", row.attribute),
        "–" if row.value is None else texts.quantity(row.value, row.unit),
        texts.limits(row.low, row.high, row.unit),
        texts.word("verdict", passed),
        texts.word("word", "yes" if row.gating else "no"),
    )
    return Row(cells, abnormal=row.passed is False)


def recalls(rows: Sequence[RecallRow], texts: Texts) -> Html:
    """Late results that failed after the release."""
    told = [
        _timed(
            each.at,
            texts,
            texts.word("attribute", each.attribute),
            texts.quantity(each.value, each.unit),
            abnormal=True,
        )
        for each in rows
    ]
    return _table(texts, ("at", "attribute", "value"), told)


def balances(record: Record, texts: Texts) -> Html:
    """The three balances, each against what is allowed."""
    rows = [
        Row(
            _cells(
                texts.word("balance", each.name),
                texts.number(each.gap),
                f"≤ {texts.number(each.allowed)}",
            ),
            abnormal=each.gap > each.allowed,
        )
        for each in record.balances
    ]
    return _table(texts, ("balance", "gap", "allowed"), rows)


def utilities(record: Record, texts: Texts) -> Html:
    """Energy and media, in all and for each tonne packed."""
    rows = [
        Row(
            _cells(
                texts.word("utility", each.name),
                texts.quantity(each.amount, each.unit, 0),
                "–"
                if each.per_tonne is None
                else texts.quantity(each.per_tonne, f"{each.unit}/t", 0),
            )
        )
        for each in record.utilities
    ]
    return _table(texts, ("utility", "amount", "per_tonne"), rows)


def bags(record: Record, texts: Texts) -> Html:
    """The packed bags."""
    rows = [
        _timed(each.at, texts, each.bag, each.lot, _mass(each.mass_kg, texts))
        for each in record.bags
    ]
    return _table(texts, ("at", "bag", "lot", "mass"), rows)


def actions(record: Record, texts: Texts) -> Html:
    """Who did what, and why."""
    rows = [
        _timed(each.at, texts, texts.word("by", each.by), each.what, each.why)
        for each in record.actions
    ]
    return _table(texts, ("at", "by", "what", "why"), rows)


def signatures(record: Record, texts: Texts) -> Html:
    """Who signed what, when, with which meaning and why."""
    rows = [
        _timed(
            each.at, texts, each.signer, each.what, texts.word("meaning", each.meaning), each.reason
        )
        for each in record.signatures
    ]
    return _table(texts, ("at", "signer", "signed", "meaning", "why"), rows)
