"""The batch record and the certificate as plain tables, for a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from lizao.app.record_data import JudgedRow, Judgement, LotCertificate, PhaseRow, Record
from lizao.cli.door import Door
from lizao.cli.tables import ABNORMAL, table
from lizao.model.instants import Instant
from lizao.model.quality import Disposition
from lizao.model.states import State
from lizao.texts import Texts

if TYPE_CHECKING:
    from rich.console import Console

NUMERIC: Final = frozenset(
    {"value", "limits", "planned", "charged", "mass", "gap", "allowed", "amount", "per_tonne",
     "share", "kg_per_kg", "count"}
)  # fmt: skip
Row = tuple[bool, tuple[str, ...]]
"""Whether it is abnormal, and its cells."""
Rows = Callable[[Record, Texts], Iterable[Row]]


def print_record(door: Door, record: Record) -> None:
    """Every section that has something to say, as a table."""
    texts, console = door.texts, door.console()
    _print_head(console, record, texts)
    for each in record.judgements:
        _print_judgement(console, each, texts)
    for name, (columns, rows) in SECTIONS.items():
        title = texts(f"record.section.{name}")
        _print(console, title, columns, rows(record, texts), texts)
    console.print(f"{texts('record.head')}: {record.head}", soft_wrap=True)


def print_certificate(door: Door, certificate: LotCertificate) -> None:
    """Judgement, raw lots and bags of a lot."""
    texts, console = door.texts, door.console()
    title = f"{texts('certificate.title')} {certificate.lot}"
    said = [title, certificate.product, texts.mass(certificate.mass_kg), certificate.specification]
    if certificate.simulated:
        said.append(texts("record.stamp"))
    console.print(" · ".join(said), style="bold")
    if certificate.judgement is not None:
        _print_judgement(console, certificate.judgement, texts)
    recalled = (
        (True, (texts.instant(each.at), texts.word("attribute", each.attribute),
                texts.quantity(each.value, each.unit)))
        for each in certificate.recalls
    )  # fmt: skip
    _print(console, texts("certificate.recalls"), ("at", "attribute", "value"), recalled, texts)
    raw = (
        (False, (each.material, each.lot, texts.quantity(100.0 * each.share, "%", 2),
                 texts.quantity(each.kg_per_kg, "kg", 4)))
        for each in certificate.raw_lots
    )  # fmt: skip
    names = ("material", "lot", "share", "kg_per_kg")
    _print(console, texts("certificate.raw_lots"), names, raw, texts)
    bags = texts.joined(each.bag for each in certificate.bags)
    console.print(f"{texts('certificate.bags')}: {bags}")
    console.print(f"{texts('record.head')}: {certificate.head}", soft_wrap=True)


def _print_head(console: "Console", record: Record, texts: Texts) -> None:
    state = texts.word("state", record.state)
    said = [f"{texts('record.title')} {record.batch}", f"{record.recipe} {record.version}", state]
    if record.mass_kg is not None:
        said.append(texts.mass(record.mass_kg))
    if record.simulated:
        said.append(texts("record.stamp"))
    bad = record.state in {State.HELD, State.STOPPED, State.ABORTED}
    console.print(" · ".join(said), style=ABNORMAL if bad else "bold")
    ended = "–" if record.ended is None else texts.instant(record.ended)
    console.print(f"{texts.instant(record.started)} – {ended}. {texts('record.times')}")


def _print_judgement(console: "Console", judgement: Judgement, texts: Texts) -> None:
    disposition = texts.word("disposition", judgement.disposition)
    said = (judgement.lot, disposition, texts.instant(judgement.at))
    blocked = judgement.disposition is Disposition.BLOCKED
    console.print(" · ".join(said), style=ABNORMAL if blocked else "bold")
    columns = ("attribute", "value", "limits", "verdict", "gating")
    rows = (_attribute(each, texts) for each in judgement.attributes)
    _print(console, texts("record.section.judgement"), columns, rows, texts)


def _attribute(row: JudgedRow, texts: Texts) -> Row:
    verdict = {True: "passed", False: "failed", None: "pending"}[row.passed]
    return row.passed is False, (
        texts.word("attribute", row.attribute),
        "–" if row.value is None else texts.quantity(row.value, row.unit),
        texts.limits(row.low, row.high, row.unit),
        texts.word("verdict", verdict),
        texts.word("word", "yes" if row.gating else "no"),
    )


def _print(
    console: "Console", title: str, columns: Sequence[str], rows: Iterable[Row], texts: Texts
) -> None:
    headings = [(texts(f"record.column.{name}"), name in NUMERIC) for name in columns]
    drawn = table(title, headings, ())
    for abnormal, cells in rows:
        drawn.add_row(*cells, style=ABNORMAL if abnormal else None)
    if drawn.row_count:
        console.print(drawn)


def _deviations(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.deviations:
        yield True, (texts.instant(each.at), each.text)


def _alarms(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.alarms:
        values = (
            "–" if value is None else texts.value(each.signal, value)
            for value in (each.value, each.limit)
        )
        said = (each.alarm, texts.word("alarm_priority", each.priority), *values)
        when = (_moment(each.returned_at, texts), _moment(each.acknowledged_at, texts))
        by = texts.word("by", each.acknowledged_by) if each.acknowledged_by else "–"
        yield True, (texts.instant(each.at), *said, *when, by)


def _formula(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.formula:
        origin = texts.word("record.origin", "overridden" if each.overridden else "default")
        limits = texts.limits(each.low, each.high, each.unit)
        yield False, (each.title, texts.quantity(each.value, each.unit), limits, origin)


def _charges(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.charges:
        verdict = texts("verdict.accepted")
        if each.refused:
            because = texts("record.because", reason=texts.word("reason", each.refused))
            verdict = texts("verdict.refused") + because
        masses = (each.planned_kg, each.charged_kg)
        planned, charged = ("–" if kg is None else texts.quantity(kg, "kg", 1) for kg in masses)
        cells = (each.material, each.lot, each.bag, planned, charged, verdict)
        yield bool(each.refused), (_moment(each.scanned_at, texts), *cells)


def _phases(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.phases:
        yield (
            _failed(each),
            (
                texts.step(each.path),
                each.unit,
                texts.instant(each.started),
                _moment(each.ended, texts),
                texts.word("state", each.state),
                texts.word("actor", each.actor),
                texts.joined(texts.named(name, value) for name, value in each.parameters.items()),
                texts.joined(texts.named(name, value) for name, value in each.reports.items()),
            ),
        )


def _failed(phase: PhaseRow) -> bool:
    return phase.state in {State.HELD, State.STOPPED, State.ABORTED}


def _movements(record: Record, texts: Texts) -> Iterator[Row]:
    """What went along each path in all; kiln rows together. The page has every movement."""
    paths: dict[tuple[str, str, str], list[float]] = {}
    for each in record.movements:
        ends = (each.source.split("/")[0], each.destination.split("/")[0])
        paths.setdefault((*ends, each.flow), []).append(each.mass_kg)
    for (source, destination, flow), masses in paths.items():
        yield (
            False,
            (
                texts.place(source),
                texts.place(destination),
                texts.number(len(masses)),
                texts.quantity(sum(masses), "kg", 1),
                texts.word("flow", flow),
            ),
        )


def _results(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.results:
        yield (
            False,
            (
                texts.instant(each.at),
                each.sample,
                texts.place(each.place),
                texts.word("attribute", each.attribute),
                texts.quantity(each.value, each.unit),
            ),
        )


def _balances(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.balances:
        name, allowed = texts.word("balance", each.name), f"≤ {texts.number(each.allowed)}"
        yield each.gap > each.allowed, (name, texts.number(each.gap), allowed)


def _utilities(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.utilities:
        name, used = texts.word("utility", each.name), texts.quantity(each.amount, each.unit, 0)
        per = each.per_tonne
        yield False, (name, used, "–" if per is None else texts.quantity(per, f"{each.unit}/t", 0))


def _bags(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.bags:
        mass = texts.quantity(each.mass_kg, "kg", 1)
        yield False, (texts.instant(each.at), each.bag, each.lot, mass)


def _actions(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.actions:
        yield False, (texts.instant(each.at), texts.word("by", each.by), each.what, each.why)


def _signatures(record: Record, texts: Texts) -> Iterator[Row]:
    for each in record.signatures:
        meaning = texts.word("meaning", each.meaning)
        yield False, (texts.instant(each.at), each.signer, each.what, meaning, each.reason)


def _moment(at: Instant | None, texts: Texts) -> str:
    return "–" if at is None else texts.instant(at)


SECTIONS: Final[dict[str, tuple[tuple[str, ...], Rows]]] = {
    "deviations": (("at", "event"), _deviations),
    "alarms": (
        ("at", "alarm", "priority", "value", "limits", "returned", "acknowledged", "by"),
        _alarms,
    ),
    "formula": (("parameter", "value", "limits", "origin"), _formula),
    "charges": (
        ("scanned", "material", "lot", "bag", "planned", "charged", "verdict"),
        _charges,
    ),
    "phases": (
        ("phase", "unit", "started", "ended", "state", "actor", "parameters", "reports"),
        _phases,
    ),
    "movements": (("source", "destination", "count", "mass", "flow"), _movements),
    "results": (("at", "sample", "source", "attribute", "value"), _results),
    "balances": (("balance", "gap", "allowed"), _balances),
    "utilities": (("utility", "amount", "per_tonne"), _utilities),
    "bags": (("at", "bag", "lot", "mass"), _bags),
    "actions": (("at", "by", "what", "why"), _actions),
    "signatures": (("at", "signer", "signed", "meaning", "why"), _signatures),
}
"""The sections after the judgement, in the order in which a reader asks for them."""
