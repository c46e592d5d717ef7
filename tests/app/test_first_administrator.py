"""A home always has somebody who can look after its users."""

from pathlib import Path

from lizao.app.clock import StillClock
from lizao.app.home import Home, working_home
from lizao.app.user_desk import ensure_administrator
from lizao.ledger.store import Ledger
from lizao.model.facts import PasswordChanged, UserAdded
from lizao.model.people import UserName, UserRole
from lizao.people.passwords import FILE, Passwords, hashed
from lizao.testing.scene import Scene

BOSS = UserName("boss")


def ensured(home: Home) -> list[tuple[UserName, str]]:
    """Who is told a password at a start."""
    return [*ensure_administrator(home, Passwords(home.folder), StillClock())]


def test_a_new_home_gets_an_administrator_once(tmp_path: Path) -> None:
    """The password told is good for one time, and the next start tells none."""
    with working_home(tmp_path / "home", None, tmp_path / "state") as home:
        home.keep((Scene().foundation(),), 0)
        ((name, shown),) = ensured(home)
        kept = Passwords(home.folder).fits(name, shown)
        assert kept is not None
        assert kept.one_time
        assert home.rooms.people.user("administrator").roles == {UserRole.ADMINISTRATOR}
        assert ensured(home) == []


def test_whoever_owns_the_home_finds_a_lost_password_again(tmp_path: Path) -> None:
    """The file taken away, the first administrator there is gets another; the ledger tells."""
    with working_home(tmp_path / "home", None, tmp_path / "state") as home:
        added = UserAdded(0, BOSS, "Boss", (UserRole.ADMINISTRATOR,), "tester")
        home.keep((Scene().foundation(), added), 0)
        Passwords(home.folder).keep(BOSS, hashed("forgotten by now"))
        assert ensured(home) == []
        (home.folder / FILE).unlink()
        ((name, shown),) = ensured(home)
        assert name == BOSS
        assert Passwords(home.folder).fits(BOSS, shown)
        assert Passwords(home.folder).fits(BOSS, "forgotten by now") is None
    with Ledger.read(tmp_path / "home") as ledger:
        facts = [fact for _, fact in ledger.facts(kinds={PasswordChanged})]
    assert [(x.user, x.by, x.one_time) for x in facts if isinstance(x, PasswordChanged)] == [
        ("boss", "controller", True)
    ]
