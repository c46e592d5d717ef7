"""A place for a ledger: each kind of store, and a home with a short history."""

from pathlib import Path

import pytest

from lizao.ledger.store import Ledger
from tests.ledger.samples import HomeShelf, MemoryShelf, Shelf, empty_postgres, facts


@pytest.fixture(params=["sqlite", "memory", "postgres"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """Every store in turn; PostgreSQL where ``LIZAO_TEST_POSTGRES`` gives an address."""
    if request.param == "memory":
        return MemoryShelf()
    if request.param == "sqlite":
        return HomeShelf(tmp_path / "home")
    url = empty_postgres()
    if url is None:
        pytest.skip(f"LIZAO_TEST_POSTGRES is not set: {request.node.name} needs PostgreSQL")
    return HomeShelf(tmp_path / "home", url)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose ledger holds 30 facts in three groups, and that was left in order."""
    home = tmp_path / "home"
    with Ledger.open(home) as ledger:
        for group in range(3):
            ledger.append(facts(10, since=10 * group), wall_at=group)
            ledger.commit()
    return home
