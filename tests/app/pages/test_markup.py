"""Markup is made by functions that escape, and by nothing else."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from lizao.app.pages.markup import Column, Row, folded, table, tag, text

PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")))


@given(PRINTABLE, PRINTABLE)
def test_a_text_is_read_as_it_was_written(content: str, title: str) -> None:
    """What goes in as text and attribute comes out the same."""
    element = ET.fromstring(tag("p", text(content), title=title))

    assert (element.text or "") == content
    assert element.attrib == {"title": title}
    assert list(element) == []


def test_what_no_page_may_hold_is_replaced() -> None:
    """Control characters and lone surrogates are shown as unreadable."""
    assert text("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_a_long_table_is_folded_and_a_short_one_is_not() -> None:
    """A table of thirty rows stands behind its caption."""
    rows = [Row((text("1"),))] * 30
    content = table([Column("n", numeric=True)], rows)

    assert folded(content, "30", 30) == f"<details><summary>30</summary>{content}</details>"
    assert folded(content, "2", 2) == content
