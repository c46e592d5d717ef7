"""The gate: the right password gets in; a wrong one waits, and is nowhere to be read."""

from pathlib import Path

import pytest

from lizao.app.clock import StillClock
from lizao.model.errors import (
    OneTimePasswordError,
    SignInRefusedError,
    TooManyAttemptsError,
    UnreadablePasswordsError,
    WeakPasswordError,
)
from lizao.model.facts import UserAdded, UserDeactivated
from lizao.model.people import UserName, UserRole
from lizao.people.gate import LONGEST_WAIT_S, Gate, Throttle
from lizao.people.passwords import FILE, Passwords, hashed, refuse_weak
from lizao.people.register import People, apply

LI, GONE, BARE = UserName("li.wei"), UserName("gone"), UserName("bare")
GOOD = "a long password"


def people() -> People:
    """Somebody, somebody who is gone, and somebody who never got a password."""
    found = People()
    for name in (LI, GONE, BARE):
        found = apply(found, UserAdded(0, name, name, (UserRole.OPERATOR,), "boss"))
    return apply(found, UserDeactivated(1, GONE, "boss"))


@pytest.fixture
def clock() -> StillClock:
    """A clock that moves when it is told to."""
    return StillClock()


@pytest.fixture
def gate(tmp_path: Path, clock: StillClock) -> Gate:
    """A gate with two passwords behind it."""
    passwords = Passwords(tmp_path)
    passwords.keep(LI, hashed(GOOD))
    passwords.keep(GONE, hashed(GOOD))
    return Gate(passwords, people, clock.elapsed_s)


def test_the_right_password_gets_in(gate: Gate) -> None:
    """As often as one likes."""
    assert [gate.admit(LI, GOOD) for _ in range(3)] == [LI] * 3


@pytest.mark.parametrize(
    ("user", "password"),
    [(LI, "wrong"), (LI, ""), (GONE, GOOD), (BARE, ""), (BARE, "nobody"), ("ghost", "nobody")],
)
def test_everybody_else_is_refused_in_the_same_words(gate: Gate, user: str, password: str) -> None:
    """Nobody learns which names there are, or that somebody was let go."""
    with pytest.raises(SignInRefusedError) as refused:
        gate.admit(user, password)
    assert refused.value.details() == {"user": user}


def test_a_wrong_password_waits_longer_each_time(gate: Gate, clock: StillClock) -> None:
    """Before that even the right one is not looked at; the right one starts anew."""
    for wait_s in (1.0, 2.0, 4.0):
        with pytest.raises(SignInRefusedError):
            gate.admit(LI, "wrong")
        with pytest.raises(TooManyAttemptsError) as early:
            gate.admit(LI, GOOD)
        assert early.value.wait_s == pytest.approx(wait_s)
        clock.pause(wait_s)
    assert gate.admit(LI, GOOD) == LI
    with pytest.raises(SignInRefusedError):
        gate.admit(LI, "wrong")
    clock.pause(1.0)
    assert gate.admit(LI, GOOD) == LI


def test_guessing_names_costs_as_much_and_hurts_nobody_else(gate: Gate) -> None:
    """All strangers wait together; whoever has a name does not wait for them."""
    with pytest.raises(SignInRefusedError):
        gate.admit("ghost", "wrong")
    with pytest.raises(TooManyAttemptsError):
        gate.admit("phantom", "wrong")
    assert gate.admit(LI, GOOD) == LI


def test_a_wait_has_an_end(clock: StillClock) -> None:
    """However often somebody was wrong."""
    throttle = Throttle(clock.elapsed_s)
    for _ in range(2000):
        throttle.wrong(LI)
    assert throttle.wait_s(LI) == LONGEST_WAIT_S


def test_a_long_name_is_told_in_short(gate: Gate) -> None:
    """What comes in from outside is not kept as long as it likes."""
    with pytest.raises(SignInRefusedError) as refused:
        gate.admit("x" * 10_000, "wrong")
    assert len(refused.value.user) == 32


def test_a_password_for_one_time_only_chooses_the_next(gate: Gate) -> None:
    """It gets in for that, and for nothing else."""
    gate.passwords.keep(LI, hashed("once", one_time=True))
    with pytest.raises(OneTimePasswordError):
        gate.admit(LI, "once")
    assert gate.admit(LI, "once", to_change_it=True) == LI


def test_what_is_kept_is_no_password(tmp_path: Path, gate: Gate) -> None:
    """Argon2id hashes in a file of its owner's, each with its own salt, and nothing left beside."""
    file = tmp_path / FILE
    written = file.read_text(encoding="utf-8")
    assert GOOD not in written
    assert written.count("$argon2id$") == 2
    assert gate.passwords.fits(LI, GOOD) != gate.passwords.fits(GONE, GOOD)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


def test_the_next_process_knows_the_passwords(tmp_path: Path, gate: Gate) -> None:
    """What was kept is kept, what was forgotten is forgotten."""
    gate.passwords.forget(GONE)
    again = Passwords(tmp_path)
    assert again.has(LI)
    assert not again.has(GONE)
    assert again.fits(LI, GOOD)
    assert again.fits(LI, "wrong") is None


@pytest.mark.parametrize("content", ["{", "[]", '{"li": {}}', '{"li": 3}', "\u00e9"])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, content: str) -> None:
    """Nobody signs in on a guess."""
    (tmp_path / FILE).write_text(content, encoding="latin-1")
    with pytest.raises(UnreadablePasswordsError, match=FILE):
        Passwords(tmp_path)


def test_a_hash_that_is_none_fits_nothing(tmp_path: Path) -> None:
    """A damaged line locks its user out, and nobody else."""
    (tmp_path / FILE).write_text(
        '{"li.wei": {"hash": "damaged", "one_time": false}}', encoding="utf-8"
    )
    assert Passwords(tmp_path).fits(LI, "damaged") is None


@pytest.mark.parametrize("password", ["", "short", "x" * 201, "Administrator"])
def test_a_password_that_nobody_should_choose_is_refused(password: str) -> None:
    """The error names the limits."""
    with pytest.raises(WeakPasswordError, match="10"):
        refuse_weak("administrator", password)
