"""A few facts of a batch, and the homes and stores that the tests keep them in."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from lizao.ledger.memory import MemoryStore
from lizao.ledger.sql import DATABASE
from lizao.ledger.store import Ledger
from lizao.model.facts import Fact, MaterialMoved, SampleResult, ServiceStateChanged
from lizao.model.identifiers import BatchId, PlaceId, SampleId, ServiceName, SignalId, UnitId
from lizao.model.image import Samples
from lizao.model.instants import SECOND, Instant
from lizao.model.states import State

START: Instant = 1_767_225_600 * SECOND
"""2026-01-01 00:00 UTC, the beginning of a plant day."""


def facts(count: int, since: int = 0) -> list[Fact]:
    """``count`` facts, one a second, of three kinds in turn."""
    return [fact(number) for number in range(since, since + count)]


def fact(number: int) -> Fact:
    """What happened in second ``number``."""
    at = START + number * SECOND
    if number % 3 == 0:
        return ServiceStateChanged(
            at, UnitId("kiln-1"), ServiceName("feed"), State.RUNNING, number, {"load_kg": 3.0}
        )
    if number % 3 == 1:
        kiln, silo = PlaceId("kiln-1/row/7"), PlaceId("fired-silo-1")
        return MaterialMoved(at, at - SECOND, kiln, silo, 40.25 + number, batch=BatchId("B-1"))
    return SampleResult(at, SampleId("S-1"), "carbon", 1.25)


class Shelf(Protocol):
    """Where a ledger is kept between two runs of the program."""

    def ledger(self, stream: str = "controller") -> Ledger:
        """The ledger, opened to be written."""

    def beside(self, stream: str) -> Ledger:
        """Another stream of the ledger that is open."""


class MemoryShelf:
    """A ledger in memory."""

    def __init__(self) -> None:
        """An empty store."""
        self.store = MemoryStore()

    def ledger(self, stream: str = "controller") -> Ledger:
        """The ledger as the next process finds it."""
        self.store = self.store.crash()
        return self.beside(stream)

    def beside(self, stream: str) -> Ledger:
        """Another stream of the store that is open."""
        return Ledger(self.store, stream)


class HomeShelf:
    """A ledger in a home, in its own SQLite file or in a database elsewhere."""

    def __init__(self, home: Path, database_url: str | None = None) -> None:
        """A home that is not made yet."""
        self.home = home
        self.database_url = database_url

    def ledger(self, stream: str = "controller") -> Ledger:
        """The ledger in the home."""
        return Ledger.open(self.home, stream, database_url=self.database_url)

    def beside(self, stream: str) -> Ledger:
        """Another stream of the ledger in the home."""
        return self.ledger(stream)


def empty_postgres() -> str | None:
    """The address of an empty schema in the PostgreSQL for tests; None where there is none."""
    url = os.environ.get("LIZAO_TEST_POSTGRES")
    if not url:
        return None
    schema = "lizao_" + os.environ.get("PYTEST_XDIST_WORKER", "test")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return f"{url}?options=-csearch_path={schema}"


@contextmanager
def tampering(home: Path) -> Iterator[sqlite3.Connection]:
    """The database of ``home`` in the hands of somebody who goes round the program."""
    with closing(sqlite3.connect(home / DATABASE)) as connection, connection:
        yield connection


def sampled(since: Instant, values: Sequence[float]) -> Samples:
    """``values`` of the dryer's outlet temperature, one a second from ``since`` on."""
    at = [since + index * SECOND for index in range(len(values))]
    return Samples(at, {SignalId("dryer-1.outlet_temperature_c"): list(values)})
