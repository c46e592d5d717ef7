"""The root of all errors that a person may read."""

from dataclasses import fields
from typing import ClassVar, TypeAlias

Detail: TypeAlias = float | str | tuple[str, ...]
"""A value that a sentence names."""


class LizaoError(Exception):
    """Root of all errors that a person may read; subclasses are dataclasses of plain values.

    They are not frozen, because Python sets the traceback on them.
    """

    key: ClassVar[str] = "error"

    def details(self) -> dict[str, Detail]:
        """The values that the text of ``key`` names."""
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]

    def __str__(self) -> str:
        """The key and the details, for logs and tests."""
        return f"{self.key}: " + ", ".join(f"{k}={v!r}" for k, v in self.details().items())
