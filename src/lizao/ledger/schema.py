"""The tables of the ledger, and how a database comes to have them."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
)

from lizao.model.errors import LedgerBrokenError

if TYPE_CHECKING:
    from sqlalchemy import Connection

REVISION: Final = "0001"
"""The schema this program works with; the newest file of ``migrations/versions``."""

METADATA: Final = MetaData()

FACTS: Final = Table(
    "facts",
    METADATA,
    Column("stream", String(64), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("wall_at", BigInteger, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
HEADS: Final = Table(
    "heads",
    METADATA,
    Column("stream", String(64), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
)
SIGNAL_TAIL: Final = Table(
    "signal_tail",
    METADATA,
    Column("stream", String(64), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, nullable=False),
    Column("points", LargeBinary, nullable=False),
)
SEGMENTS: Final = Table(
    "segments",
    METADATA,
    Column("stream", String(64), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("path", String(255), nullable=False),
    Column("day", Integer, nullable=False),
    Column("chunk", BigInteger, nullable=False),
    Column("last", LargeBinary, nullable=False),
)
_REVISIONS: Final = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def prepare(connection: "Connection") -> None:
    """Bring a database to this program's schema; LedgerBrokenError if its own is newer."""
    present = revision(connection)
    if present == REVISION:
        return
    if present is None and not inspect(connection).has_table(FACTS.name):
        METADATA.create_all(connection)
        _stamp(connection)
        return
    migrate(connection, present)


def revision(connection: "Connection") -> str | None:
    """The schema that the database of ``connection`` has; None if it has none."""
    if not inspect(connection).has_table(_REVISIONS.name):
        return None
    return connection.execute(select(_REVISIONS.c.version_num)).scalar()


def migrate(connection: "Connection", present: str | None) -> None:
    """Run the migrations from schema ``present`` (None: no tables) to this program's."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - only when the schema differs
    from alembic.operations import Operations  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from alembic.script.revision import RevisionError  # noqa: PLC0415

    scripts = ScriptDirectory(str(Path(__file__).with_name("migrations")))
    try:
        steps = tuple(scripts.iterate_revisions(REVISION, present or "base"))
    except RevisionError as error:
        raise LedgerBrokenError(str(present), 0, "unknown_schema") from error
    with Operations.context(MigrationContext.configure(connection)):
        for step in reversed(steps):
            step.module.upgrade()
    _stamp(connection)


def _stamp(connection: "Connection") -> None:
    _REVISIONS.create(connection, checkfirst=True)
    connection.execute(delete(_REVISIONS))
    connection.execute(insert(_REVISIONS).values(version_num=REVISION))
