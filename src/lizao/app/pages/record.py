"""The batch record as one page: what ran, what was charged, who acted, what was measured."""

from collections.abc import Callable, Iterable
from typing import Final

from lizao.app.pages import record_tables as tables
from lizao.app.pages.markup import Html, joined, page, pairs, tag, text
from lizao.app.pages.paper import STYLE, brand, disposition, footer, marked, stamp, watermark
from lizao.app.pages.plots import plots
from lizao.app.record_data import Record
from lizao.model.states import State
from lizao.texts import Texts

ABNORMAL_STATES: Final = frozenset(
    {State.HOLDING, State.HELD, State.STOPPING, State.STOPPED, State.ABORTING, State.ABORTED}
)
Section = Callable[[Record, Texts], Html]

SECTIONS: Final[dict[str, Section]] = {
    "judgement": tables.judgements,
    "deviations": tables.deviations,
    "alarms": tables.alarms,
    "plots": plots,
    "formula": tables.formula,
    "charges": tables.charges,
    "phases": tables.phases,
    "movements": tables.movements,
    "results": tables.results,
    "balances": tables.balances,
    "utilities": tables.utilities,
    "bags": tables.bags,
    "actions": tables.actions,
    "signatures": tables.signatures,
}
"""The sections of a record in the order in which a reader asks for them."""


def record_html(record: Record, texts: Texts) -> str:
    """The record as a page that needs neither script nor network."""
    body = joined(
        [
            watermark(record.simulated, texts),
            tag("main", _head(record, texts), _summary(record, texts), *_sections(record, texts)),
            tag("nav", _contents(texts), class_="contents"),
            footer(record.head, texts),
        ]
    )
    return page(texts.lang, texts("record.page_of", batch=record.batch), STYLE, body)


def _head(record: Record, texts: Texts) -> Html:
    title = tag("h1", tag("small", text(texts("record.title"))), text(record.batch))
    made = text(f"{record.product} · {record.recipe} {record.version}")
    return tag("header", brand(), tag("div", title, tag("p", made)), stamp(record.simulated, texts))


def _summary(record: Record, texts: Texts) -> Html:
    state = texts.word("state", record.state)
    ended, took = "–", "–"
    if record.ended is not None:
        ended = texts.instant(record.ended)
        took = texts.duration(record.ended - record.started)
    entries: list[tuple[str, Html]] = [
        (texts("record.state"), marked(state, abnormal=record.state in ABNORMAL_STATES)),
        (texts("record.judgement"), _all_dispositions(record, texts)),
        (
            texts("record.packed"),
            text("–" if record.mass_kg is None else texts.mass(record.mass_kg)),
        ),
        (texts("record.deviations_count"), _deviations_count(record, texts)),
        (texts("record.started"), text(texts.instant(record.started))),
        (texts("record.ended"), text(ended)),
        (texts("record.took"), text(took)),
        (texts("record.recipe"), text(f"{record.recipe} {record.version}")),
    ]
    return tag("section", pairs(entries), class_="summary")


def _all_dispositions(record: Record, texts: Texts) -> Html:
    if not record.judgements:
        return text("–")
    return joined((disposition(each.disposition, texts) for each in record.judgements), " ")


def _deviations_count(record: Record, texts: Texts) -> Html:
    count = len(record.deviations)
    return marked(texts.number(count), abnormal=count > 0)


def _contents(texts: Texts) -> Html:
    entries = (
        tag("li", tag("a", text(texts(f"record.section.{name}")), href=f"#{name}"))
        for name in SECTIONS
    )
    return joined([tag("h2", text(texts("record.contents"))), tag("ol", *entries)])


def _sections(record: Record, texts: Texts) -> Iterable[Html]:
    for name, section in SECTIONS.items():
        title = tag("h2", text(texts(f"record.section.{name}")))
        content = section(record, texts) or tag("p", text(texts("record.empty")), class_="empty")
        yield tag("section", title, content, id=name)
