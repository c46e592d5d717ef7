"""Sessions at the door of a running home: who signed in need not say her password each time."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from lizao.app.requests import AddBatch, AskStatus, CommandBatch, Sender
from lizao.app.user_requests import (
    AskMyself,
    AskSessions,
    ChangeUser,
    ChoosePassword,
    DeactivateUser,
    ResetPassword,
    SignIn,
    SignOut,
)
from lizao.ledger.store import Ledger
from lizao.model.errors import (
    NotPermittedError,
    NotSignedInError,
    OneTimePasswordError,
    SignatureNeededError,
    SignInRefusedError,
)
from lizao.model.facts import Signed, SignedIn, SignedOut
from lizao.model.states import Command
from tests.app.running_house import ADMINISTRATOR, ENGINEER, QUALITY, RunningHouse, found, running
from tests.equipment.socket_bench import own_folder

ABORT = CommandBatch("mini-001", Command.ABORT, "no order")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        yield folder


def signed_in(house: RunningHouse, sender: Sender) -> Sender:
    """The sender that a new session makes of somebody."""
    told: dict[str, Any] = house.ask(SignIn(), sender)
    return Sender(session=told["session"])


def test_a_session_does_what_its_user_may_and_signs_only_with_her_password(folder: Path) -> None:
    """And after she has left it does nothing."""
    with running(folder) as house:
        li = signed_in(house, ENGINEER)
        myself = house.ask(AskMyself(), li)
        assert myself["user"] == "li.wei"
        assert {"add_batch", "abort_batch"} <= {*myself["deeds"]}
        assert house.ask(AskMyself())["user"] is None
        assert house.ask(AddBatch("mini", "0.5"), li)["batches"] == ["mini-001"]
        with pytest.raises(SignatureNeededError):
            house.ask(ABORT, li)
        house.ask(ABORT, Sender(session=li.session, password=ENGINEER.password))
        with pytest.raises(SignInRefusedError):
            house.ask(ABORT, Sender(session=li.session, password=QUALITY.password))
        house.ask(SignOut(), li)
        with pytest.raises(NotSignedInError):
            house.ask(AskStatus(), li)
        with pytest.raises(NotSignedInError):
            house.ask(SignOut())
    with Ledger.read(folder) as ledger:
        kinds = (SignedIn, SignedOut, Signed)
        kept = [(type(fact), fact) for _, fact in ledger.facts(kinds=kinds)]
    assert [kind for kind, _ in kept] == [SignedIn, Signed, SignedOut]


def test_nobody_gets_a_session_without_the_password(folder: Path) -> None:
    """Nor beyond what her roles allow, nor with a password that is good for one time."""
    with running(folder) as house:
        with pytest.raises(SignatureNeededError):
            house.ask(SignIn())
        chen = signed_in(house, QUALITY)
        with pytest.raises(NotPermittedError):
            house.ask(AddBatch("mini", "0.5"), chen)
        once = house.ask(ResetPassword(QUALITY.user), ADMINISTRATOR)["one_time_password"]
        with pytest.raises(OneTimePasswordError):
            house.ask(SignIn(), Sender(QUALITY.user, once))
        with pytest.raises(SignInRefusedError):
            house.ask(SignIn(), Sender(ENGINEER.user, "guess me"))


def test_another_password_ends_every_session_of_its_user(folder: Path) -> None:
    """So does her leaving for good."""
    with running(folder) as house:
        chen, li = signed_in(house, QUALITY), signed_in(house, ENGINEER)
        house.ask(ChoosePassword("well within the limits"), QUALITY)
        with pytest.raises(NotSignedInError):
            house.ask(AskStatus(), chen)
        assert house.ask(AskStatus(), li)["done"]
        house.ask(DeactivateUser(ENGINEER.user, "left"), ADMINISTRATOR)
        with pytest.raises(NotSignedInError):
            house.ask(AskStatus(), li)


def test_it_is_told_which_sessions_may_still_watch(folder: Path) -> None:
    """Other roles end a session as another password does: what a page shows of them was old."""
    with running(folder) as house:
        chen, li = signed_in(house, QUALITY).session, signed_in(house, ENGINEER).session
        asked = AskSessions(f"{chen},guessed,{li}")
        assert house.ask(asked)["sessions"] == [chen, li]
        house.ask(ChangeUser(QUALITY.user, "planner", reason="moved"), ADMINISTRATOR)
        assert house.ask(asked)["sessions"] == [li]
        assert house.ask(AskSessions(""))["sessions"] == []
