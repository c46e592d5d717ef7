"""HTML made of parts that are safe by type: only ``text`` and ``tag`` make it, and both escape."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NewType

Html = NewType("Html", str)
"""Markup that may be put into a page as it is."""

VOID: Final = frozenset({"meta", "br", "col"})
LONG_TABLE: Final = 24

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; an abnormal one is marked by more than its colour."""

    cells: tuple[Html, ...]
    abnormal: bool = False


def text(value: str) -> Html:
    """Anything as text: escaped, and without characters that no page may hold.

    >>> text('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return Html(html.escape(_UNPRINTABLE.sub("\ufffd", value)))


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Parts one after the other."""
    return Html(text(between).join(parts))


def tag(name: str, /, *content: Html, **attributes: str) -> Html:
    """An element; ``class_`` stands for class, an underscore for a hyphen.

    >>> tag("p", text("a < b"), class_="note")
    '<p class="note">a &lt; b</p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items()
    )
    if name in VOID:
        return Html(f"<{name}{written} />")
    return Html(f"<{name}{written}>{''.join(content)}</{name}>")


def table(columns: Sequence[Column], rows: Sequence[Row]) -> Html:
    """A table with one line of titles."""
    titles = (
        tag("th", text(each.title), scope="col", class_="number" if each.numeric else "words")
        for each in columns
    )
    head = tag("thead", tag("tr", *titles))
    body = tag("tbody", *(_row(columns, row) for row in rows))
    return tag("div", tag("table", head, body), class_="table")


def _row(columns: Sequence[Column], row: Row) -> Html:
    cells = (
        tag("td", cell, class_="number" if column.numeric else "words")
        for column, cell in zip(columns, row.cells, strict=True)
    )
    return tag("tr", *cells, class_="abnormal" if row.abnormal else "normal")


def folded(content: Html, caption: str, count: int) -> Html:
    """A long table behind its caption, a short one as it is."""
    if count <= LONG_TABLE:
        return content
    return tag("details", tag("summary", text(caption)), content)


def pairs(entries: Iterable[tuple[str, Html]]) -> Html:
    """Names and what they stand for."""
    return tag(
        "dl",
        *(tag("div", tag("dt", text(name)), tag("dd", value)) for name, value in entries),
        class_="facts",
    )


def page(lang: str, title: str, style: str, body: Html) -> str:
    """A whole page that needs nothing but itself; ``style`` is our own and must not hold ``<``."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", text(title)),
        tag("style", Html(style)),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', body), lang=lang)}\n"
