"""The certificate of analysis of one lot: one sheet of A4."""

from lizao.app.pages.markup import Column, Html, Row, joined, page, pairs, table, tag, text
from lizao.app.pages.paper import STYLE, brand, disposition, footer, stamp, watermark
from lizao.app.pages.record_tables import attributes, recalls
from lizao.app.record_data import LotCertificate
from lizao.texts import Texts


def certificate_html(certificate: LotCertificate, texts: Texts) -> str:
    """The certificate as a page that needs neither script nor network."""
    body = joined(
        [
            watermark(certificate.simulated, texts),
            tag(
                "main",
                _head(certificate, texts),
                _identity(certificate, texts),
                _recalls(certificate, texts),
                _attributes(certificate, texts),
                _raw_lots(certificate, texts),
                _bags(certificate, texts),
                _signature(texts),
                class_="sheet",
            ),
            footer(certificate.head, texts),
        ]
    )
    return page(texts.lang, f"{texts('certificate.title')} {certificate.lot}", STYLE, body)


def _head(certificate: LotCertificate, texts: Texts) -> Html:
    title = tag("h1", tag("small", text(texts("certificate.title"))), text(certificate.lot))
    return tag(
        "header",
        brand(),
        tag("div", title, tag("p", text(certificate.product))),
        stamp(certificate.simulated, texts),
    )


def _identity(certificate: LotCertificate, texts: Texts) -> Html:
    judgement, packed_at = certificate.judgement, certificate.packed_at
    judged = "–"
    if judgement is not None:
        judged = f"{texts.instant(judgement.at)}, {texts('certificate.by', by=judgement.by)}"
    bags = texts("certificate.bag_count", count=len(certificate.bags))
    entries: list[tuple[str, Html]] = [
        (texts("certificate.product"), text(certificate.product)),
        (texts("certificate.lot"), text(certificate.lot)),
        (texts("certificate.batch"), text(certificate.batch)),
        (
            texts("certificate.disposition"),
            text("–") if judgement is None else disposition(judgement.disposition, texts),
        ),
        (
            texts("certificate.quantity"),
            text(texts.joined([texts.mass(certificate.mass_kg), bags])),
        ),
        (texts("certificate.packed"), text("–" if packed_at is None else texts.instant(packed_at))),
        (texts("certificate.judged"), text(judged)),
        (texts("certificate.specification"), text(certificate.specification)),
    ]
    return tag("section", pairs(entries), class_="summary")


def _section(title: str, *content: Html) -> Html:
    return tag("section", tag("h2", text(title)), *content)


def _recalls(certificate: LotCertificate, texts: Texts) -> Html:
    if not certificate.recalls:
        return joined([])
    return _section(texts("certificate.recalls"), recalls(certificate.recalls, texts))


def _attributes(certificate: LotCertificate, texts: Texts) -> Html:
    judgement = certificate.judgement
    if judgement is None:
        return joined([])
    pending = any(each.passed is None for each in judgement.attributes)
    note = tag("p", text(texts("certificate.late")), class_="note") if pending else joined([])
    return _section(texts("certificate.attributes"), attributes(judgement.attributes, texts), note)


def _raw_lots(certificate: LotCertificate, texts: Texts) -> Html:
    columns = [
        Column(texts("record.column.material")),
        Column(texts("record.column.lot")),
        Column(texts("record.column.share"), numeric=True),
        Column(texts("record.column.kg_per_kg"), numeric=True),
    ]
    rows = [
        Row(
            (
                text(each.material),
                text(each.lot),
                text(texts.quantity(100 * each.share, "%", 2)),
                text(texts.quantity(each.kg_per_kg, "kg", 4)),
            )
        )
        for each in certificate.raw_lots
    ]
    return _section(texts("certificate.raw_lots"), table(columns, rows)) if rows else joined([])


def _bags(certificate: LotCertificate, texts: Texts) -> Html:
    if not certificate.bags:
        return joined([])
    bags = (
        tag("li", text(each.bag), tag("small", text(texts.quantity(each.mass_kg, "kg", 1))))
        for each in certificate.bags
    )
    return _section(texts("certificate.bags"), tag("ul", *bags, class_="bags"))


def _signature(texts: Texts) -> Html:
    lines = (tag("div", text(texts(key))) for key in ("certificate.signature", "certificate.date"))
    return tag("section", *lines, class_="signature")
