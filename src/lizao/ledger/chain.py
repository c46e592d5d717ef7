"""The chain: each entry's hash covers the entry before it, so that no entry can change alone."""

import hashlib
from typing import NamedTuple

from lizao.model.instants import Instant


class Entry(NamedTuple):
    """One fact as it is stored; numbers of a stream start at 1 and have no gap.

    ``at`` and ``wall_at`` are microseconds UTC in plant and wall time; ``body`` is JSON; ``hash``
    is the SHA-256, in hexadecimal, over the hash before it, the other columns and the body.
    """

    stream: str
    number: int
    at: Instant
    wall_at: Instant
    kind: str
    version: int
    body: str
    hash: str


def genesis(stream: str) -> str:
    """The hash that stands before the first entry of ``stream``."""
    return hashlib.sha256(f"lizao\n{stream}\n".encode()).hexdigest()


def chained(entry: Entry, previous: str) -> Entry:
    """The entry with the hash that follows the hash ``previous``; its own hash does not matter."""
    _, number, at, wall_at, kind, version, body, _ = entry
    text = f"{previous}\n{number}\n{at}\n{wall_at}\n{kind}\n{version}\n{body}"
    return entry._replace(hash=hashlib.sha256(text.encode()).hexdigest())
