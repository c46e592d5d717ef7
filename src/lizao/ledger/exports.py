"""Signal points for programs elsewhere: one Parquet file, written while it is sent."""

import io
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lizao.ledger.points import Points

MICROSECONDS: Final = "us"


def parquet_parts(parts: Iterable[Mapping[str, Points]]) -> Iterator[bytes]:
    """The bytes of a Parquet file of signal, at (UTC) and value; one row group for each part."""
    from pyarrow import parquet  # noqa: PLC0415 - heavy, and needed when somebody takes a file

    sink, sent = io.BytesIO(), 0
    with parquet.ParquetWriter(sink, _schema(), compression="zstd") as writer:
        for part in parts:
            writer.write_table(_table(part))
            sink.seek(sent)
            yield (piece := sink.read())
            sent += len(piece)
    sink.seek(sent)
    yield sink.read()


def _schema() -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa  # noqa: PLC0415

    signal = pa.dictionary(pa.int32(), pa.string())
    at = pa.timestamp(MICROSECONDS, tz="UTC")
    return pa.schema([("signal", signal), ("at", at), ("value", pa.float64())])


def _table(part: Mapping[str, Points]) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415

    codes, at, value = array("i"), array("q"), array("d")
    for code, points in enumerate(part.values()):
        codes.extend(array("i", [code]) * len(points.at))
        at.extend(points.at)
        value.extend(points.value)
    signal = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(list(part)))
    schema = _schema()
    columns = [signal, pa.array(at, schema.field("at").type), pa.array(value, pa.float64())]
    return pa.Table.from_arrays(columns, schema=schema)
