"""A database comes to have the tables of this program, from whatever it had before."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from lizao.ledger import schema
from lizao.ledger.schema import METADATA, REVISION, prepare, revision
from lizao.ledger.sql import SqlStore
from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.errors import LedgerBrokenError
from lizao.model.facts import (
    BatchCommanded,
    BatchStateChanged,
    ControllerStarted,
    MaterialMoved,
    SampleResult,
    ServiceStateChanged,
)
from tests.ledger.samples import facts, tampering

RELEASES = sorted((Path(__file__).parent / "releases").iterdir())


def tables(engine: sa.Engine) -> dict[str, object]:
    """The columns and keys of every table."""
    inspector = sa.inspect(engine)
    return {
        name: (
            [(each["name"], str(each["type"]), each["nullable"]) for each in columns],
            inspector.get_pk_constraint(name)["constrained_columns"],
        )
        for name in inspector.get_table_names()
        for columns in [inspector.get_columns(name)]
    }


def test_the_migrations_make_the_tables_of_the_program(tmp_path: Path) -> None:
    """A ledger that came all the way up is like one that was made today."""
    made, migrated = (
        sa.create_engine(f"sqlite:///{tmp_path / n}.db") for n in ("made", "migrated")
    )
    with made.begin() as connection:
        prepare(connection)
    with migrated.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        assert revision(connection) is None
        schema.migrate(connection, None)
        assert revision(connection) == REVISION

    assert tables(migrated) == tables(made)
    assert set(METADATA.tables) < set(tables(made))
    made.dispose()
    migrated.dispose()


def test_the_newest_migration_is_the_one_the_program_needs() -> None:
    """Who adds a migration also says so in the schema."""
    folder = Path(schema.__file__).with_name("migrations") / "versions"

    assert max(each.name[:4] for each in folder.glob("[0-9]*.py")) == REVISION


def test_a_ledger_of_a_newer_program_is_not_touched(home: Path) -> None:
    """An old program does not write what it does not understand."""
    with tampering(home) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(LedgerBrokenError, match=r"9999.*unknown_schema"):
        Ledger.open(home)


def test_a_present_ledger_opens_without_the_migrations(home: Path) -> None:
    """Start-up does not load what it does not need."""
    program = (
        "import sys; from pathlib import Path; from lizao.ledger.store import Ledger;"
        "ledger = Ledger.open(Path(sys.argv[1])); print(ledger.last_number);"
        "print([name for name in ('alembic', 'numpy', 'pyarrow') if name in sys.modules])"
    )

    said = subprocess.run(
        [sys.executable, "-c", program, str(home)], check=True, capture_output=True, text=True
    )

    assert said.stdout.split("\n") == ["30", "[]", ""]


def test_a_store_that_cannot_be_prepared_holds_nothing_open(home: Path) -> None:
    """After the error the home can be moved or deleted."""
    with tampering(home) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(LedgerBrokenError):
        SqlStore(home)

    assert not (home / "ledger.db-wal").exists()


@pytest.mark.parametrize("release", RELEASES, ids=lambda each: each.name)
def test_a_ledger_of_each_release_is_readable(release: Path, tmp_path: Path) -> None:
    """What a plant wrote years ago is verified and read by the program of today."""
    home = shutil.copytree(release, tmp_path / "home")

    found = verify(home)
    with Ledger.read(home) as ledger:
        kinds = {type(fact) for _, fact in ledger.facts()}
    assert found.intact, found.first_fault
    assert kinds >= {
        BatchCommanded,
        BatchStateChanged,
        ControllerStarted,
        MaterialMoved,
        SampleResult,
        ServiceStateChanged,
    }

    with Ledger.open(home) as ledger:
        ledger.append(facts(1), wall_at=1)
        ledger.commit()
    assert verify(home).intact
