"""Sessions: a key stands for a person until she leaves or is away for long."""

import pytest

from lizao.app.clock import StillClock
from lizao.model.errors import NotSignedInError
from lizao.model.people import UserName
from lizao.people.sessions import IDLE_S, Sessions

LI, CHEN = UserName("li.wei"), UserName("chen.jing")


@pytest.fixture
def clock() -> StillClock:
    """A clock that moves when it is told to."""
    return StillClock()


@pytest.fixture
def sessions(clock: StillClock) -> Sessions:
    """Two people at work, one of them at two screens."""
    sessions = Sessions(clock.elapsed_s)
    for user, key in ((LI, "desk"), (LI, "wall"), (CHEN, "laboratory")):
        sessions.begin(user, key)
    return sessions


def test_a_key_is_whose_it_is(sessions: Sessions) -> None:
    """And no other key is anybody's."""
    assert [sessions.user(each) for each in ("desk", "wall", "laboratory")] == [LI, LI, CHEN]
    with pytest.raises(NotSignedInError):
        sessions.user("guessed")


def test_a_session_ends_for_one_screen_or_for_all_of_a_person(sessions: Sessions) -> None:
    """Others go on."""
    sessions.end("wall")
    sessions.end("wall")
    assert sessions.user("desk") == LI
    sessions.end_all(LI)
    with pytest.raises(NotSignedInError):
        sessions.user("desk")
    assert sessions.user("laboratory") == CHEN


def test_a_session_that_is_used_stays_and_one_that_is_not_ends(
    sessions: Sessions, clock: StillClock
) -> None:
    """The hours count from the last use."""
    clock.pause(0.75 * IDLE_S)
    assert sessions.user("desk") == LI
    clock.pause(0.75 * IDLE_S)
    assert sessions.user("desk") == LI
    with pytest.raises(NotSignedInError):
        sessions.user("laboratory")
    sessions.begin(CHEN, "laboratory")
    assert sessions.user("laboratory") == CHEN


def test_to_look_a_key_up_is_not_to_use_it(sessions: Sessions, clock: StillClock) -> None:
    """A page that stands open for days does not keep the session behind it."""
    clock.pause(0.75 * IDLE_S)
    assert sessions.looked_up("desk") == LI
    assert sessions.looked_up("guessed") is None
    clock.pause(0.5 * IDLE_S)
    assert sessions.looked_up("desk") is None
    with pytest.raises(NotSignedInError):
        sessions.user("desk")
