"""What a running home tells whoever watches it, and how it travels: a length, words, numbers."""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from struct import Struct
from typing import Final

from lizao.app.answers.status import Link, Pace
from lizao.model.equipment import Plant
from lizao.model.identifiers import SignalId
from lizao.model.instants import Instant

LENGTHS: Final = Struct(">II")
"""Bytes of the words, and of the numbers behind them."""
UNKNOWN: Final = float("nan")


@dataclass(frozen=True, slots=True)
class Telling:
    """How a running home stands at one moment, beside its facts.

    ``values[i]`` is what signal i of the plant shows, NaN where it never showed anything;
    ``revision`` the number of the last fact. While the equipment is not ``connected``, since
    ``lost_at`` on the wall, the values are the last known.
    """

    at: Instant
    wall_at: Instant
    connected: bool
    lost_at: Instant | None
    revision: int
    equipment: Link
    loop: Pace
    values: Sequence[float]


def signals_of(plant: Plant) -> tuple[SignalId, ...]:
    """The signals of a plant in the order in which their values are told."""
    return tuple(map(SignalId, plant.signals))


def values_of(plant: Plant, known: Mapping[SignalId, float]) -> Sequence[float]:
    """The values of all signals of a plant in that order."""
    return array("d", [known.get(each, UNKNOWN) for each in signals_of(plant)])


def frame_of(telling: Telling) -> bytes:
    """A telling as it travels."""
    words = {each.name: getattr(telling, each.name) for each in fields(telling)}
    del words["values"]
    written = json.dumps(words).encode()
    numbers = array("d", telling.values).tobytes()
    return LENGTHS.pack(len(written), len(numbers)) + written + numbers


class Unframed:
    """Cuts what arrives into tellings."""

    def __init__(self) -> None:
        """Nothing has arrived."""
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[Telling]:
        """The tellings that are whole now."""
        self._rest += piece
        while len(self._rest) >= LENGTHS.size:
            words, numbers = LENGTHS.unpack_from(self._rest)
            end = LENGTHS.size + words + numbers
            if len(self._rest) < end:
                return
            written = self._rest[LENGTHS.size : LENGTHS.size + words]
            values = array("d")
            values.frombytes(self._rest[LENGTHS.size + words : end])
            self._rest = self._rest[end:]
            yield Telling(**json.loads(written), values=values)
