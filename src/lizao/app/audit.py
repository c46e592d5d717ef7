"""The audit trail: who did what, when in the plant and on the wall, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lizao.app.answers import people as told
from lizao.app.deeds import who_did
from lizao.ledger.codec import Codec
from lizao.ledger.store import Ledger
from lizao.model.instants import Instant
from lizao.texts import Texts

MOST: Final = 500
"""Deeds that are told at one time."""


@dataclass(frozen=True, slots=True)
class Search:
    """Which deeds: of whom, with which words, between which instants, before which number."""

    who: str = ""
    words: str = ""
    since: Instant | None = None
    until: Instant | None = None
    before: int | None = None
    most: int = MOST


def audit(deeds: Sequence[int], ledger: Ledger, search: Search, texts: Texts) -> told.AuditFound:
    """The newest deeds that are searched for; ``more`` is where the search goes on, or None.

    ``deeds`` are the numbers of the facts that people brought about.
    """
    found: list[told.AuditDeed] = []
    for deed in _deeds(deeds, ledger, search.before, texts):
        if len(found) >= search.most:
            return {"deeds": found, "more": found[-1]["number"]}
        if _is_meant(deed, search):
            found.append(deed)
    return {"deeds": found, "more": None}


def _deeds(
    deeds: Sequence[int], ledger: Ledger, before: int | None, texts: Texts
) -> Iterator[told.AuditDeed]:
    """Every deed before a fact, the newest first."""
    decode = Codec().decode
    for number in reversed(deeds):
        if before is not None and number >= before:
            continue
        entry = ledger.entry(number)
        if entry is not None:
            fact = decode(entry)
            yield {
                "number": number,
                "at": entry.at,
                "wall_at": entry.wall_at,
                "who": who_did(fact),
                "kind": entry.kind,
                "text": texts.fact(fact),
            }


def _is_meant(deed: told.AuditDeed, search: Search) -> bool:
    said = f"{deed['text']} {deed['kind']}".lower()
    return (
        search.who in {"", deed["who"]}
        and search.words.lower() in said
        and (search.since is None or deed["at"] >= search.since)
        and (search.until is None or deed["at"] < search.until)
    )
