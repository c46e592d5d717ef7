"""What a store keeps and what it promises, whether in SQL or in memory."""

from collections.abc import Collection, Mapping, Sequence
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


class SealedFile(NamedTuple):
    """Where the points of a segment lie: the number of its fact, the file, the plant day."""

    number: int
    path: str
    day: int


class DayHours(NamedTuple):
    """What one signal came to by the hour in one sealed file."""

    signal: str
    path: str
    day: int
    hours: bytes


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

    def chunks(
        self, stream: str, first: int | None = None, last: int | None = None
    ) -> Sequence[Chunk]:
        """The chunks of ``stream`` that no segment has taken yet, in order.

        Those from plant day ``first`` to ``last`` (days since 1970), or all.
        """

    def chunk_days(self, stream: str) -> Sequence[int]:
        """The days (since 1970) of those chunks, each once, in order."""

    def segments(self, stream: str) -> Sequence[SealedFile]:
        """The sealed segments of ``stream``, in order."""

    def sealed_to(self, stream: str) -> int:
        """The number of the fact of the last segment of ``stream``; 0 if there is none."""

    def last_chunk(self, stream: str) -> int:
        """The highest number of a chunk of ``stream``, sealed or not; 0 if there was none."""

    def last_points(self, stream: str, number: int) -> bytes:
        """The last points of every signal, as the segment of fact ``number`` holds them."""

    def keep_hours(self, path: str, day: int, hours: Mapping[str, bytes]) -> None:
        """Keep what each signal comes to by the hour in the sealed file ``path``; it may get lost.

        What was kept of that file before is replaced.
        """

    def hours(
        self, signals: Collection[str], first: int, last: int
    ) -> tuple[frozenset[str], Sequence[DayHours]]:
        """What is kept of ``signals`` from plant day ``first`` to ``last``, by day and file.

        Before it the sealed files of which it is kept at all.
        """

    def put_file(self, path: str, content: bytes) -> None:
        """Keep a file at ``path`` (relative to the home) durably, as a whole or not at all."""

    def get_file(self, path: str) -> bytes | None:
        """The content of the file at ``path``; None if there is none."""

    def close(self) -> str | None:
        """Give back what the store holds open; the SHA-256 of the file a writer leaves."""
