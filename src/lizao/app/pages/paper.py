"""What every paper of the house carries: its style, its stamp and the head of the ledger."""

from importlib.resources import files
from typing import Final

from lizao.app.pages.markup import Html, joined, tag, text
from lizao.model.quality import Disposition
from lizao.texts import Texts

STYLE: Final = files("lizao.app.pages").joinpath("page.css").read_text(encoding="utf-8")


def brand() -> Html:
    """The name on every paper."""
    return tag("p", text("Lizao 锂造"), class_="brand")


def stamp(simulated: bool, texts: Texts) -> Html:
    """The stamp that everything made by a virtual plant carries."""
    if not simulated:
        return joined([])
    words = tag("strong", text(texts("record.stamp")))
    return tag("div", words, tag("span", text(texts("record.stamp_note"))), class_="stamp")


def watermark(simulated: bool, texts: Texts) -> Html:
    """The stamp once more behind every printed page."""
    if not simulated:
        return joined([])
    return tag("div", text(texts("record.stamp")), class_="watermark", aria_hidden="true")


def footer(head: str, texts: Texts) -> Html:
    """The ledger head under which everything on the paper is kept, and how to check it."""
    return tag(
        "footer",
        tag("p", tag("b", text(texts("record.head"))), tag("code", text(head))),
        tag("p", text(texts("record.head_note"))),
        tag("p", text(texts("record.times"))),
    )


def marked(words: str, *, abnormal: bool) -> Html:
    """Words that stand out where something is not as it should be."""
    return tag("span", text(words), class_="mark abnormal" if abnormal else "mark")


def disposition(judged: Disposition, texts: Texts) -> Html:
    """The judgement over a lot in one word."""
    word = texts.word("disposition", judged)
    return marked(word, abnormal=judged is Disposition.BLOCKED)
