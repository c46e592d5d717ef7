"""Facts about what is kept beside the ledger."""

from dataclasses import dataclass

from lizao.model.instants import Instant


@dataclass(frozen=True, slots=True)
class SegmentSealed:
    """A file of signals was sealed; ``sha256`` is of its bytes, ``path`` relative to the home."""

    at: Instant
    path: str
    sha256: str
    since: Instant
    points: int
