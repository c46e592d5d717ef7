"""The Parquet file of a sealed segment: written so that it is small, read only where it must be."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

from lizao.ledger.points import Points

Name = TypeVar("Name", bound=str)
MICROSECONDS: Final = "us"
_ROW_GROUP: Final = 1 << 17
_PACKING: Final[dict[str, Any]] = {
    "compression": "zstd",
    "compression_level": 6,
    "row_group_size": _ROW_GROUP,
    "use_dictionary": ["signal"],
    "column_encoding": {"at": "DELTA_BINARY_PACKED", "value": "BYTE_STREAM_SPLIT"},
}
"""Steps of time pack to nothing where they are equal, bytes of like numbers where they stand in
columns: a third of what plain columns take. DuckDB, Polars and Spark read both as they are."""


def write_segment(points: Mapping[str, Points]) -> bytes:
    """A Parquet file of ``points``: signal, at (UTC), value; sorted by signal and time."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed once a plant day
    from pyarrow import parquet  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    parquet.write_table(table_of(dict(sorted(points.items()))), sink, **_PACKING)
    return bytes(sink.getvalue())


def table_of(points: Mapping[Name, Points]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """An Arrow table of ``points``: signal, at (UTC), value; in their order."""
    import pyarrow as pa  # noqa: PLC0415

    codes, at, value = array("i"), array("q"), array("d")
    for code, each in enumerate(points.values()):
        codes.extend(array("i", [code]) * len(each.at))
        at.extend(each.at)
        value.extend(each.value)
    signal = pa.DictionaryArray.from_arrays(_column(pa.int32(), codes), pa.array(list(points)))
    schema = table_schema()
    columns = [signal, _column(schema.field("at").type, at), _column(pa.float64(), value)]
    return pa.Table.from_arrays(columns, schema=schema)


def table_schema() -> Any:  # noqa: ANN401
    """The columns of signals in a Parquet file."""
    import pyarrow as pa  # noqa: PLC0415

    signal = pa.dictionary(pa.int32(), pa.string())
    at = pa.timestamp(MICROSECONDS, tz="UTC")
    return pa.schema([("signal", signal), ("at", at), ("value", pa.float64())])


def read_segment(content: bytes, signals: Collection[str] | None = None) -> dict[str, Points]:
    """The points of ``signals`` (None: of all) in a Parquet file that ``write_segment`` wrote."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    file = parquet.ParquetFile(pa.BufferReader(content), read_dictionary=["signal"])
    found: dict[str, Points] = {}
    for group in _groups_with(file.metadata, signals):
        table = file.read_row_group(group, use_threads=False)
        at = _numbers("q", table.column("at").cast(pa.int64()))
        value = _numbers("d", table.column("value"))
        for signal, begin, end in _runs(table.column("signal")):
            if signals is None or signal in signals:
                points = Points(at[begin:end], value[begin:end])
                known = found.setdefault(signal, points)
                if known is not points:
                    known.at.extend(points.at)
                    known.value.extend(points.value)
    return found


def _groups_with(metadata: Any, signals: Iterable[str] | None) -> Iterator[int]:  # noqa: ANN401
    """The row groups in which any of ``signals`` may lie, by their least and greatest name."""
    for group in range(metadata.num_row_groups):
        told = metadata.row_group(group).column(0).statistics
        if signals is None or told is None or any(told.min <= each <= told.max for each in signals):
            yield group


def _runs(names: Any) -> Iterator[tuple[str, int, int]]:  # noqa: ANN401
    """Which rows belong to which signal: its name, the first row and the one after the last."""
    import pyarrow.compute as pc  # noqa: PLC0415

    begin = 0
    for chunk in names.chunks:
        known, runs = chunk.dictionary.to_pylist(), pc.run_end_encode(chunk.indices)
        first = begin
        for end, code in zip(runs.run_ends.to_pylist(), runs.values.to_pylist(), strict=True):
            yield known[code], begin, first + end
            begin = first + end


def _numbers(typecode: str, column: Any) -> "array[Any]":  # noqa: ANN401
    """A column of eight-byte numbers."""
    numbers: array[Any] = array(typecode)
    for chunk in column.chunks:
        start = chunk.offset * 8
        numbers.frombytes(chunk.buffers()[1][start : start + len(chunk) * 8])
    return numbers


def _column(kind: Any, numbers: "array[Any]") -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415

    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])
