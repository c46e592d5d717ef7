"""What a store keeps and what it promises, whether in SQL or in memory."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from lizao.ledger.chain import Entry
from lizao.ledger.head import Head


class Chunk(NamedTuple):
    """Signal points of one plant day that were committed together; numbers rise in each stream."""

    stream: str
    number: int
    day: int
    points: bytes


class Segment(NamedTuple):
    """A sealed file of signal points, named by fact ``number`` of ``stream``.

    It takes the chunks of its day up to ``chunk``; ``last`` holds the last point of every signal.
    """

    stream: str
    number: int
    path: str
    day: int
    chunk: int
    last: bytes


class Group(NamedTuple):
    """What is committed in one transaction: entries, their head, signal chunks, sealed segments."""

    entries: Sequence[Entry]
    head: Head | None
    chunks: Sequence[Chunk] = ()
    segments: Sequence[Segment] = ()


class Store(Protocol):
    """Where streams are kept; a group is there as a whole, durably, or not at all."""

    def write(self, group: Group) -> None:
        """Commit ``group``: its chunks are added, and those that its segments take are removed."""

    def heads(self) -> tuple[Head, ...]:
        """The head of every stream, as of the last group of each."""

    def streams(self) -> tuple[str, ...]:
        """The name of every stream that has an entry."""

    def entries(
        self, stream: str, since: int, kinds: Collection[str] | None, limit: int
    ) -> Sequence[Entry]:
        """At most ``limit`` entries after number ``since``, in order; of ``kinds``, if given."""

    def chunks(self, stream: str, day: int | None = None) -> Sequence[Chunk]:
        """The chunks of ``stream`` that no segment has taken yet, in order; of ``day``, or all."""

    def chunk_days(self, stream: str) -> Sequence[int]:
        """The days (since 1970) of those chunks, each once, in order."""

    def segments(self, stream: str) -> Sequence[Segment]:
        """The sealed segments of ``stream``, in order."""

    def put_file(self, path: str, content: bytes) -> None:
        """Keep a file at ``path`` (relative to the home) durably, as a whole or not at all."""

    def get_file(self, path: str) -> bytes | None:
        """The content of the file at ``path``; None if there is none."""

    def close(self) -> str | None:
        """Give back what the store holds open; the SHA-256 of the file a writer leaves."""
