"""Signal points for programs elsewhere: one Parquet file, written while it is sent."""

import io
from collections.abc import Iterable, Iterator, Mapping

from typing_extensions import override

from lizao.ledger.points import Points
from lizao.ledger.segments import Name, table_of, table_schema


def parquet_parts(parts: Iterable[Mapping[Name, Points]]) -> Iterator[bytes]:
    """The bytes of a Parquet file of signal, at (UTC) and value; one row group for each part.

    No more than one part of it is in memory.
    """
    from pyarrow import parquet  # noqa: PLC0415 - heavy, and needed when somebody takes a file

    drain = _Drain()
    with parquet.ParquetWriter(drain, table_schema(), compression="zstd") as writer:
        for part in parts:
            writer.write_table(table_of(part))
            yield drain.taken()
    yield drain.taken()


class _Drain(io.BytesIO):
    """Takes what a writer writes, and forgets it once it was given on."""

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0

    @override
    def tell(self) -> int:
        """How much was ever written: the writer notes where in the file each part lies."""
        return self._gone + super().tell()

    def taken(self) -> bytes:
        """What came since this was asked the last time."""
        piece = self.getvalue()
        self._gone += len(piece)
        self.seek(0)
        self.truncate()
        return piece
