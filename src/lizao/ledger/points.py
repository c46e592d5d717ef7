"""Signal points side by side: packed for the tail, and as the Parquet file of a sealed segment."""

import sys
from array import array
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

_ROW_GROUP: Final = 32_768
_PACKED: Final = msgspec.msgpack.Decoder(dict[str, tuple[bytes, bytes]])


class Points(NamedTuple):
    """Points of one signal in the order of time: microseconds and values."""

    at: "array[int]"
    value: "array[float]"


def pack(points: Mapping[str, Points]) -> bytes:
    """The points of each signal as MessagePack: two strings of 8-byte little-endian numbers."""
    return msgspec.msgpack.encode(
        {signal: (_turned(each.at), _turned(each.value)) for signal, each in points.items()}
    )


def unpack(packed: bytes) -> dict[str, Points]:
    """What ``pack`` packed."""
    return {
        signal: Points(_from_bytes("q", at), _from_bytes("d", value))
        for signal, (at, value) in _PACKED.decode(packed).items()
    }


def unpack_one(packed: bytes, signal: str) -> Points:
    """The points of one signal among those that ``pack`` packed; none where it has none."""
    at, value = _PACKED.decode(packed).get(signal, (b"", b""))
    return Points(_from_bytes("q", at), _from_bytes("d", value))


def write_segment(points: Mapping[str, Points]) -> bytes:
    """A Parquet file of ``points``: signal, at (µs UTC), value; sorted by signal and time."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed once a plant day
    from pyarrow import parquet  # noqa: PLC0415

    names = sorted(points)
    codes, at, value = array("i"), array("q"), array("d")
    for code, name in enumerate(names):
        codes.extend(array("i", [code]) * len(points[name].at))
        for moment, number in sorted(zip(*points[name], strict=True)):
            at.append(moment)
            value.append(number)
    signal = pa.DictionaryArray.from_arrays(_column(pa.int32(), codes), pa.array(names))
    columns = [signal, _column(pa.int64(), at), _column(pa.float64(), value)]
    table = pa.Table.from_arrays(columns, names=["signal", "at", "value"])
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", row_group_size=_ROW_GROUP)
    return bytes(sink.getvalue())


def read_segment(content: bytes, signal: str) -> Points:
    """The points of ``signal`` in a Parquet file that ``write_segment`` wrote."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    table = parquet.read_table(
        pa.BufferReader(content), columns=["at", "value"], filters=[("signal", "=", signal)]
    )
    at, value = (table.column(name).to_pylist() for name in ("at", "value"))
    return Points(array("q", at), array("d", value))


def _column(kind: Any, numbers: "array[Any]") -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa  # noqa: PLC0415

    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def _turned(numbers: "array[Any]") -> bytes:
    if sys.byteorder == "big":  # pragma: no cover - no plant computer is
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def _from_bytes(typecode: str, content: bytes) -> "array[Any]":
    numbers: array[Any] = array(typecode)
    numbers.frombytes(content)
    if sys.byteorder == "big":  # pragma: no cover
        numbers.byteswap()
    return numbers
