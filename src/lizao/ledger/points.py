"""Signal points side by side, and how they are packed for the tail."""

import sys
from array import array
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

_PACKED: Final = msgspec.msgpack.Decoder(dict[str, tuple[bytes, bytes]])


class Points(NamedTuple):
    """Points of one signal in the order of time: microseconds and values."""

    at: "array[int]"
    value: "array[float]"


def no_points() -> Points:
    """Room for points."""
    return Points(array("q"), array("d"))


def joined(parts: Iterable[Points]) -> Points:
    """Points one after another."""
    whole = no_points()
    for each in parts:
        whole.at.extend(each.at)
        whole.value.extend(each.value)
    return whole


def pack(points: Mapping[str, Points]) -> bytes:
    """The points of each signal as MessagePack: two strings of 8-byte little-endian numbers."""
    return msgspec.msgpack.encode(
        {signal: (to_bytes(each.at), to_bytes(each.value)) for signal, each in points.items()}
    )


def unpack(packed: bytes) -> dict[str, Points]:
    """What ``pack`` packed."""
    return {
        signal: Points(from_bytes("q", at), from_bytes("d", value))
        for signal, (at, value) in _PACKED.decode(packed).items()
    }


def unpack_some(packed: bytes, signals: Iterable[str]) -> dict[str, Points]:
    """The points of those of ``signals`` that ``pack`` packed."""
    content = _PACKED.decode(packed)
    return {
        signal: Points(from_bytes("q", content[signal][0]), from_bytes("d", content[signal][1]))
        for signal in signals
        if signal in content
    }


def to_bytes(numbers: "array[Any]") -> bytes:
    """Numbers as little-endian bytes."""
    if sys.byteorder == "big":  # pragma: no cover - no plant computer is
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def from_bytes(typecode: str, content: bytes) -> "array[Any]":
    """What ``to_bytes`` wrote."""
    numbers: array[Any] = array(typecode)
    numbers.frombytes(content)
    if sys.byteorder == "big":  # pragma: no cover
        numbers.byteswap()
    return numbers
