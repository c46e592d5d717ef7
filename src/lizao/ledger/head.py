"""Heads: the last entry of a stream, signed, in one line that can be printed and typed back."""

from typing import TYPE_CHECKING, Final, NamedTuple

from lizao.model.errors import LedgerBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_PARTS: Final = 4
_HASH_DIGITS: Final = 64


class Head(NamedTuple):
    """Entry ``number`` of ``stream`` was the last when this was signed; 0 is the empty stream.

    ``hash`` and ``signature`` (Ed25519) are hexadecimal; without a signature the head is unsigned.
    """

    stream: str
    number: int
    hash: str
    signature: str = ""

    @property
    def text(self) -> str:
        """The head in one line: ``stream:number:hash:signature``."""
        return f"{self.stream}:{self.number}:{self.hash}:{self.signature}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """The head written in ``text``; LedgerBrokenError if it is none."""
        parts = "".join(text.split()).rsplit(":", _PARTS - 1)
        if len(parts) != _PARTS or not parts[1].isdecimal() or len(parts[2]) != _HASH_DIGITS:
            raise LedgerBrokenError(text.strip(), 0, "not_a_head")
        stream, number, digest, signature = parts
        return cls(stream, int(number), digest, signature)

    def signed(self, key: "Ed25519PrivateKey") -> "Head":
        """This head with the signature of ``key``."""
        return self._replace(signature=key.sign(self._message()).hex())

    def is_signed_by(self, public_keys: "Iterable[str]") -> bool:
        """Whether one of ``public_keys`` (raw Ed25519, hexadecimal) signed this head."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - readers need no keys
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415

        for public_key in public_keys:
            try:
                key = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
                key.verify(bytes.fromhex(self.signature), self._message())
            except (InvalidSignature, ValueError):
                continue
            return True
        return False

    def _message(self) -> bytes:
        return f"lizao-head\n{self.stream}\n{self.number}\n{self.hash}".encode()
