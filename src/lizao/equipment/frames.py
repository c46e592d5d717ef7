"""The wire between a controller and a plant process: framed, typed messages.

A frame is the length of its body (four bytes, network order) and the body: one message in
MessagePack. Facts and commands travel as their kind and their fields, so that a reader of another
version knows at once what it does not know.
"""

import functools
import struct
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, cast

import msgspec

from lizao.model.commands import COMMAND_TYPES, AnyCommand
from lizao.model.facts import FACT_TYPES, Fact
from lizao.model.identifiers import ServiceName, SignalId, UnitId
from lizao.model.image import Report, ServiceReading
from lizao.model.instants import Duration, Instant

PROTOCOL: Final = 2
LARGEST: Final = 4 << 20
"""A longer body (bytes) is refused before it is read."""
_LENGTH: Final = struct.Struct("!I")
_KINDS: Final[Mapping[str, type]] = {each.__name__: each for each in (*FACT_TYPES, *COMMAND_TYPES)}
_COMMANDS: Final = frozenset(each.__name__ for each in COMMAND_TYPES)


class FrameError(Exception):
    """Bytes that are no frame, or a frame that is no message."""


class Word(msgspec.Struct, frozen=True, array_like=True):
    """A fact or a command: its kind and its fields."""

    kind: str
    body: msgspec.Raw


class Numbered(msgspec.Struct, frozen=True, array_like=True):
    """A report."""

    sequence: int
    word: Word


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """What one service shows."""

    unit: UnitId
    service: ServiceName
    reading: ServiceReading


class Chunk(msgspec.Struct, frozen=True, array_like=True):
    """Signal samples on one time axis."""

    at: list[Instant]
    values: dict[SignalId, list[float]]


class Hello(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The controller's first message; ``since`` is the last report that it has committed."""

    protocol: int
    since: int
    token: str


class Asked(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Commands under a number that the plant repeats when it has taken them."""

    number: int
    commands: list[Word]


class Acknowledged(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Every report up to ``sequence`` is committed, and every sample up to ``sampled``."""

    sequence: int
    sampled: Instant = 0


class Ready(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The controller has dealt with every report up to ``sequence``, and decides again at ``due``.

    It need not have committed them yet.
    """

    sequence: int
    due: Instant


class End(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A virtual plant is to end: plant time stands still until it is served again."""


class Break(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Somebody at the plant itself lets a fault strike a unit, or cures it; not the controller.

    Without a code it only asks what is broken.
    """

    protocol: int
    token: str
    unit: UnitId
    code: str
    cured: bool = False


class Broken(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What is broken in the plant: units and codes, in the order in which it broke."""

    faults: list[tuple[UnitId, str]]


class Welcome(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The plant's first message: plant seconds per second."""

    protocol: int
    speed: float


class Refused(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The plant does not serve this controller: a key of ``REFUSALS``, and the value at fault."""

    reason: str
    value: str


class Update(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """New reports, and what changed since the last update (the first whole one holds everything).

    ``whole`` is False while more reports are to come; what services show comes with the last.
    """

    at: Instant
    reports: list[Numbered] = []
    services: list[Shown] = []
    values: dict[SignalId, float] = {}
    samples: list[Chunk] = []
    whole: bool = True


class Taken(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The commands of this number were taken, and what they did was told before."""

    number: int


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A command, a power failure so long (µs), or a fault or its cure, as a plant keeps it."""

    number: int
    at: Instant
    wall_at: Instant
    command: Word | None
    power_lost: Duration = 0
    fault: tuple[UnitId, str, bool] | None = None
    """Unit, code, and whether it was cured."""


Message: TypeAlias = (
    Hello | Asked | Acknowledged | Ready | End | Break | Welcome | Refused | Update | Taken | Broken
)

BUSY: Final = "busy"
"""Another controller is connected."""
FOREIGN: Final = "foreign"
"""Another protocol, or a wrong token."""
UNKNOWN: Final = "unknown"
"""The plant knows no such fault."""
GONE: Final = "gone"
"""Reports that the controller has not committed were acknowledged before and are not kept."""


def _plain(value: object) -> object:
    """What a message can hold of a mapping that is no dict, or of a number that is no float."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, float):
        return float(value)
    message = f"{type(value).__name__} cannot travel"
    raise TypeError(message)


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=_plain)
_MESSAGES: Final[msgspec.msgpack.Decoder[Message]] = msgspec.msgpack.Decoder(Message)

_KEPT: Final = msgspec.msgpack.Decoder(Kept)
_NUMBERED: Final = msgspec.msgpack.Decoder(Numbered)


@functools.cache
def _decoder(kind: str) -> msgspec.msgpack.Decoder[object]:
    return msgspec.msgpack.Decoder(_KINDS[kind])


def word(each: Fact | AnyCommand) -> Word:
    """A fact or a command as it travels."""
    return Word(type(each).__name__, msgspec.Raw(_ENCODER.encode(each)))


def meaning(each: Word) -> Fact | AnyCommand:
    """The fact or command that travelled; FrameError for a kind that this program does not know."""
    try:
        return cast("Fact | AnyCommand", _decoder(each.kind).decode(each.body))
    except (KeyError, msgspec.DecodeError) as error:
        raise FrameError(each.kind) from error


def command_of(each: Word) -> AnyCommand:
    """The command that travelled; FrameError if it is none."""
    if each.kind not in _COMMANDS:
        raise FrameError(each.kind)
    return cast("AnyCommand", meaning(each))


def numbered(report: Report) -> Numbered:
    """A report as it travels."""
    return Numbered(report.sequence, word(report.fact))


def report_of(each: Numbered) -> Report:
    """The report that travelled."""
    if each.word.kind in _COMMANDS:
        raise FrameError(each.word.kind)
    return Report(each.sequence, cast("Fact", meaning(each.word)))


def packed(each: Kept | Numbered) -> bytes:
    """What a plant keeps, as bytes."""
    return _ENCODER.encode(each)


def kept_of(body: bytes) -> Kept:
    """The command that was kept."""
    return _KEPT.decode(body)


def numbered_of(body: bytes) -> Numbered:
    """The report that was kept."""
    return _NUMBERED.decode(body)


def frame(message: msgspec.Struct) -> bytes:
    """A message with its length before it; FrameError if it is too long."""
    body = _ENCODER.encode(message)
    if len(body) > LARGEST:
        raise FrameError(str(len(body)))
    return _LENGTH.pack(len(body)) + body


def message_of(body: bytes) -> Message:
    """The message that a frame holds; FrameError if it holds none."""
    try:
        return _MESSAGES.decode(body)
    except msgspec.DecodeError as error:
        raise FrameError(str(error)) from error


class Splitter:
    """Cuts a stream of bytes, however it arrives, into the bodies of its frames."""

    def __init__(self) -> None:
        """Nothing has arrived."""
        self._waiting = bytearray()

    def feed(self, arrived: bytes) -> Iterator[bytes]:
        """The bodies that are whole now; FrameError at a frame that is too long."""
        self._waiting += arrived
        while len(self._waiting) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._waiting)
            if length > LARGEST:
                raise FrameError(str(length))
            end = _LENGTH.size + length
            if len(self._waiting) < end:
                return
            body = bytes(self._waiting[_LENGTH.size : end])
            del self._waiting[:end]
            yield body
