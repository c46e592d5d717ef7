"""The store in memory, for tests: what was committed survives a crash, nothing else does."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lizao.ledger.chain import Entry
from lizao.ledger.head import Head
from lizao.ledger.protocol import Chunk, DayHours, Group, SealedFile, Segment
from lizao.model.errors import NothingToDoError


@dataclass
class _Kept:
    """What is on the disk that a MemoryStore stands for."""

    commits: int = 0
    entries: defaultdict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, Head] = field(default_factory=dict)
    chunks: defaultdict[str, list[Chunk]] = field(default_factory=lambda: defaultdict(list))
    segments: defaultdict[str, list[Segment]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, bytes] = field(default_factory=dict)
    hours: dict[str, list[DayHours]] = field(default_factory=dict)

    def take(self, group: Group) -> None:
        """Keep ``group``."""
        self.commits += 1
        for entry in group.entries:
            self.entries[entry.stream].append(entry)
        if group.head is not None:
            self.heads[group.head.stream] = group.head
        for chunk in group.chunks:
            self.chunks[chunk.stream].append(chunk)
        for segment in group.segments:
            self.segments[segment.stream].append(segment)
            self.chunks[segment.stream] = [
                each
                for each in self.chunks[segment.stream]
                if each.day != segment.day or each.number > segment.chunk
            ]


class MemoryStore:
    """Keeps groups in memory.

    ``before_commit`` and ``after_commit`` are called with the number of the commit (from 1), so
    that a test can let the program die on either side of it.
    """

    def __init__(
        self,
        before_commit: Callable[[int], None] | None = None,
        after_commit: Callable[[int], None] | None = None,
    ) -> None:
        self.before_commit = before_commit
        self.after_commit = after_commit
        self._kept = _Kept()
        self._open = True

    @property
    def commits(self) -> int:
        """How many groups were committed."""
        return self._kept.commits

    def crash(self) -> "MemoryStore":
        """The store as the next process finds it: with what was committed, and without the hooks.

        This one takes no group any more; what a ledger on it had not committed is lost.
        """
        self._open = False
        survivor = MemoryStore()
        survivor._kept = self._kept
        return survivor

    def write(self, group: Group) -> None:
        """Commit ``group``; NothingToDoError after a crash or a close."""
        if not self._open:
            raise NothingToDoError(kind="ledger", value="memory")
        if self.before_commit is not None:
            self.before_commit(self._kept.commits + 1)
        self._kept.take(group)
        if self.after_commit is not None:
            self.after_commit(self._kept.commits)

    def heads(self) -> tuple[Head, ...]:
        """The head of every stream."""
        return tuple(self._kept.heads[stream] for stream in sorted(self._kept.heads))

    def streams(self) -> tuple[str, ...]:
        """The name of every stream that has an entry."""
        return tuple(sorted(self._kept.entries))

    def entries(
        self, stream: str, since: int, kinds: Collection[str] | None, limit: int
    ) -> Sequence[Entry]:
        """At most ``limit`` entries after number ``since``, in order."""
        entries = self._kept.entries.get(stream, [])
        if kinds is None:
            return entries[since : since + limit]
        return [each for each in entries[since:] if each.kind in kinds][:limit]

    def chunks(
        self, stream: str, first: int | None = None, last: int | None = None
    ) -> Sequence[Chunk]:
        """The chunks of ``stream`` that no segment has taken yet, in order; between days or all."""
        return tuple(
            each
            for each in self._kept.chunks.get(stream, ())
            if (first is None or each.day >= first) and (last is None or each.day <= last)
        )

    def chunk_days(self, stream: str) -> Sequence[int]:
        """The days (since 1970) of those chunks, each once, in order."""
        return tuple(sorted({each.day for each in self.chunks(stream)}))

    def segments(self, stream: str) -> Sequence[SealedFile]:
        """The sealed segments of ``stream``, in order."""
        kept = self._kept.segments.get(stream, ())
        return tuple(SealedFile(each.number, each.path, each.day) for each in kept)

    def sealed_to(self, stream: str) -> int:
        """The number of the fact of the last segment of ``stream``; 0 if there is none."""
        return max((each.number for each in self.segments(stream)), default=0)

    def last_chunk(self, stream: str) -> int:
        """The highest number of a chunk of ``stream``, sealed or not; 0 if there was none."""
        sealed = (each.chunk for each in self._kept.segments.get(stream, ()))
        return max(*sealed, *(each.number for each in self.chunks(stream)), 0, 0)

    def last_points(self, stream: str, number: int) -> bytes:
        """The last points of every signal, as the segment of fact ``number`` holds them."""
        return next(each.last for each in self._kept.segments[stream] if each.number == number)

    def keep_hours(self, path: str, day: int, hours: Mapping[str, bytes]) -> None:
        """Keep what each signal comes to by the hour in the sealed file ``path``."""
        kept = [DayHours(signal, path, day, each) for signal, each in hours.items()]
        self._kept.hours[path] = kept

    def hours(
        self, signals: Collection[str], first: int, last: int
    ) -> tuple[frozenset[str], Sequence[DayHours]]:
        """What is kept of ``signals`` between two days, and the files of which it is kept."""
        found = [
            each
            for kept in self._kept.hours.values()
            for each in kept
            if each.signal in signals and first <= each.day <= last
        ]
        return frozenset(self._kept.hours), sorted(found, key=lambda each: (each.day, each.path))

    def put_file(self, path: str, content: bytes) -> None:
        """Keep a file."""
        self._kept.files[path] = content

    def get_file(self, path: str) -> bytes | None:
        """The content of a file."""
        return self._kept.files.get(path)

    def close(self) -> None:
        """Take no more groups."""
        self._open = False
