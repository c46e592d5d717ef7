"""Facts as text and back: JSON bodies, a version per kind, upcasters for what is older."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import msgspec

from lizao.ledger.chain import Entry
from lizao.ledger.upcasting import Body, swing_piping
from lizao.model.errors import LedgerBrokenError, MalformedElementError
from lizao.model.facts import FACT_TYPES, Fact

Upcaster: TypeAlias = Callable[[Body], Body]
"""Turns the body of one version of a kind into the body of the next version."""

VERSIONS: Final[Mapping[str, int]] = MappingProxyType({"HomeMade": 2})
"""The version of each kind whose fields have changed; every other kind is at 1."""
UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = MappingProxyType(
    {("HomeMade", 1): swing_piping}
)
"""For each (kind, version) that older programs wrote, the step to the next version."""


class Encoded(NamedTuple):
    """A fact as it is stored; ``body`` is JSON."""

    kind: str
    version: int
    body: str


@dataclass(frozen=True)
class Codec:
    """Writes facts at their present version and reads them at any version they ever had."""

    versions: Mapping[str, int] = field(default_factory=lambda: VERSIONS)
    upcasters: Mapping[tuple[str, int], Upcaster] = field(default_factory=lambda: UPCASTERS)

    def encode(self, fact: Fact) -> Encoded:
        """The stored form of ``fact``; MalformedElementError if a number in it is not finite."""
        kind = type(fact).__name__
        body = _ENCODER.encode(fact).decode()
        # JSON has no word for "not a number": it would come back as None, or not at all.
        if "null" in body and not _comes_back(fact, body):
            raise MalformedElementError(kind, repr(fact), "every number of a fact is finite")
        return Encoded(kind, self.versions.get(kind, 1), body)

    def decode(self, entry: Entry) -> Fact:
        """The fact of ``entry``; LedgerBrokenError if this program cannot read it."""
        decoder = _DECODERS.get(entry.kind)
        if decoder is None:
            raise LedgerBrokenError(entry.stream, entry.number, "unknown_kind")
        try:
            if entry.version == self.versions.get(entry.kind, 1):
                return decoder.decode(entry.body)
            return decoder.decode(self._raised(entry))
        except msgspec.DecodeError as error:
            raise LedgerBrokenError(entry.stream, entry.number, "unreadable_body") from error

    def _raised(self, entry: Entry) -> bytes:
        """The body of ``entry`` brought from its version to the present one, step by step."""
        body: Body = msgspec.json.decode(entry.body)
        for version in range(entry.version, self.versions.get(entry.kind, 1)):
            body = self.upcasters[entry.kind, version](body)
        if entry.version > self.versions.get(entry.kind, 1):
            raise LedgerBrokenError(entry.stream, entry.number, "newer_than_this_program")
        return msgspec.json.encode(body)


def _plain(value: object) -> object:
    """What JSON can hold of a mapping that is no dict, or of a number that is no float."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, float):
        return float(value)
    message = f"{type(value).__name__} cannot be part of a fact"
    raise TypeError(message)


def _comes_back(fact: Fact, body: str) -> bool:
    try:
        return _DECODERS[type(fact).__name__].decode(body) == fact
    except msgspec.ValidationError:
        return False


_ENCODER: Final = msgspec.json.Encoder(enc_hook=_plain)
_DECODERS: Final[Mapping[str, msgspec.json.Decoder[Fact]]] = MappingProxyType(
    {each.__name__: msgspec.json.Decoder(each) for each in FACT_TYPES}
)
