"""What every command is given: words, a clock, places to write, and the house behind the door."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

import typer

from lizao.app.clock import Clock, SystemClock
from lizao.model.instants import SECOND, Instant
from lizao.texts import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from lizao.app.house import MakeOrder, Presence
    from lizao.app.making import Ending, Pace
    from lizao.app.requests import Sender
    from lizao.app.result import Result
    from lizao.app.settings import Settings

DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes: done; blocked, held, not intact or failed; wrong input."""
USER_VARIABLE: Final = "LIZAO_USER"
PASSWORD_VARIABLE: Final = "LIZAO_PASSWORD"
NEW_PASSWORD_VARIABLE: Final = "LIZAO_NEW_PASSWORD"
PLAIN_WIDTH: Final = 180
"""Columns of a table that no terminal bounds."""
MOMENTS: Final = frozenset(
    {"at", "ended", "from", "packed_at", "raised_at", "scanned_at", "since", "started", "to"}
    | {"acknowledged_at", "expires_at", "made_at", "returned_at", "until"}
)
"""The names under which an integer is plant time."""


class House(Protocol):
    """What the door asks of the house."""

    def make(
        self,
        order: "MakeOrder",
        settings: "Settings",
        clock: Clock,
        pace: "Pace",
        presence: "Presence",
    ) -> "tuple[Ending, Result]":
        """Make one batch."""

    def resume(
        self, settings: "Settings", clock: Clock, pace: "Pace", presence: "Presence"
    ) -> "tuple[Ending, Result]":
        """Go on with the batch of a home."""


@dataclass(frozen=True, slots=True)
class Door:
    """One person's request: the language, the home, who she is, the clock, where words go."""

    texts: Texts
    home: Path | None = None
    clock: Clock = field(default_factory=SystemClock)
    house: House | None = None
    user: str = ""

    def open_house(self) -> House:
        """The house; loading it takes half a second that only making and resuming pay."""
        if self.house is not None:
            return self.house
        from lizao.app import house

        return house

    def settings(self, site: Path | None = None) -> "Settings":
        """The settings of the environment, and what the command line says before them."""
        from lizao.app.settings import Settings

        said = {"home": self.home, "site": site}
        return Settings().model_copy(update={name: path for name, path in said.items() if path})

    @property
    def user_name(self) -> str:
        """The name asked with, here or in the environment; empty for nobody."""
        return self.user or os.environ.get(USER_VARIABLE, "")

    def sender(self) -> "Sender":
        """Who asks: nobody by name, or a user with her password."""
        from lizao.app.requests import Sender

        user = self.user_name
        return Sender(user, self.secret(PASSWORD_VARIABLE, user=user)) if user else Sender()

    def secret(self, variable: str, *, user: str, again: bool = False) -> str:
        """A password, from the environment or typed unseen; never an argument."""
        given = os.environ.get(variable, "")
        if given:
            return given
        if not sys.stdin.isatty():
            raise typer.BadParameter(self.texts("cli.user.no_terminal", user=user, name=variable))
        text = self.texts("cli.user.choose" if again else "cli.user.ask", user=user)
        repeated = self.texts("cli.user.again") if again else False
        typed: str = typer.prompt(text, hide_input=True, err=True, confirmation_prompt=repeated)
        return typed

    def console(self, *, stderr: bool = False) -> "Console":
        """Where words for people go."""
        from rich.console import Console

        console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
        if not console.is_terminal and "COLUMNS" not in os.environ:
            console.width = PLAIN_WIDTH
        return console

    def say(self, key: str, *, stderr: bool = False, **details: object) -> None:
        """One sentence of the catalogue in a line of its own."""
        typer.echo(self.texts(key, **details), err=stderr)


def door_of(context: typer.Context) -> Door:
    """The door through which a command was asked."""
    return cast("Door", context.obj)


def print_json(value: object) -> None:
    """One JSON object on standard output; what is not a finite number is null."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=2))


def plain(value: object, name: str = "") -> object:
    """A value called ``name`` in the words of JSON; plant time as ISO 8601 in UTC.

    >>> plain({"at": 1_767_621_780_000_000, "mass_kg": float("nan")})
    {'at': '2026-01-05T14:03:00Z', 'mass_kg': None}
    """
    match value:
        case Enum():
            return value.value
        case float():
            return value if isfinite(value) else None
        case int() if name in MOMENTS:
            return moment(value)
        case Mapping():
            return {str(key): plain(each, str(key)) for key, each in value.items()}
        case list() | tuple():
            return [plain(each, name) for each in value]
        case _ if is_dataclass(value):
            return {
                each.name: plain(getattr(value, each.name), each.name) for each in fields(value)
            }
        case _:
            return value


def moment(at: Instant) -> str:
    """Plant time to the second, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at // SECOND, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
