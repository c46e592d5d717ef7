"""People at the door of a running home: who asks is who she says, and what she signs is kept."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.home import reading_home
from lizao.app.record import batch_record
from lizao.app.replay import replay
from lizao.app.requests import (
    AddBatch,
    AskStatus,
    CommandBatch,
    HoldAll,
    Sender,
    letter_of,
    request_line,
)
from lizao.app.user_requests import (
    AddUser,
    AskUsers,
    ChangeUser,
    ChoosePassword,
    DeactivateUser,
    ResetPassword,
)
from lizao.ledger.store import Ledger
from lizao.model.errors import (
    NotPermittedError,
    NotUnderstoodError,
    OneTimePasswordError,
    ReasonMissingError,
    SignatureNeededError,
    SignInRefusedError,
    TooManyAttemptsError,
    UnknownNameError,
    WeakPasswordError,
)
from lizao.model.facts import BatchCommanded, Fact, PasswordChanged, Signed, SignInRefused
from lizao.model.people import Meaning
from lizao.model.states import Command
from lizao.texts import Texts
from tests.app.running_house import ADMINISTRATOR, ENGINEER, RunningHouse, found, running
from tests.equipment.socket_bench import own_folder

ABORT = CommandBatch("mini-001", Command.ABORT, "no order")
CHOSEN = "rather long, isn't it"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        yield folder


def facts(folder: Path) -> list[Fact]:
    """Everything in the ledger."""
    with Ledger.read(folder) as ledger:
        return [fact for _, fact in ledger.facts()]


def held(house: RunningHouse) -> None:
    """A batch that waits to be commanded, however long a password takes."""
    house.ask(AddBatch("mini", "0.5"))
    house.ask(HoldAll("lunch"))
    house.until_states("HELD")


def newcomer(house: RunningHouse, name: str, roles: str) -> Sender:
    """A new user who has chosen a password."""
    told = house.ask(AddUser(name, roles, name.title()), ADMINISTRATOR)
    house.ask(ChoosePassword(CHOSEN), Sender(name, told["one_time_password"]))
    return Sender(name, CHOSEN)


def test_an_abort_is_signed(folder: Path) -> None:
    """With meaning and reason, in the same commit, before what follows; the record shows it."""
    with running(folder) as house:
        held(house)
        with pytest.raises(SignatureNeededError):
            house.ask(ABORT)
        with pytest.raises(ReasonMissingError):
            house.sign(CommandBatch("mini-001", Command.ABORT, " "))
        house.sign(ABORT)
        house.until_states("ABORTED")
    kept = facts(folder)
    (signed,) = (each for each in kept if isinstance(each, Signed))
    assert (signed.what, signed.meaning) == ("mini-001", Meaning.RESPONSIBLE)
    assert (signed.by, signed.reason) == ("li.wei", "no order")
    follows = kept[kept.index(signed) + 1]
    assert isinstance(follows, BatchCommanded)
    assert (follows.command, follows.by, follows.at) == (Command.ABORT, "li.wei", signed.at)
    with reading_home(folder, None) as home:
        record = batch_record(home, "mini-001", Texts("en"), with_plots=False)
        assert [(x.signer, x.reason) for x in record.signatures] == [("li.wei", "no order")]
        assert replay(home.ledger.facts()).same


def test_what_cannot_be_is_not_signed(folder: Path) -> None:
    """A signature stands only beside what it signs."""
    with running(folder) as house, pytest.raises(UnknownNameError):
        house.sign(ABORT)
    assert not [each for each in facts(folder) if isinstance(each, Signed)]


def test_facts_name_who_asked(folder: Path) -> None:
    """Whoever sits at this machine is the operator; whoever signs in is herself."""
    with running(folder) as house:
        held(house)
        house.ask(CommandBatch("mini-001", Command.RESTART), ENGINEER)
    by = [(x.command, x.by) for x in facts(folder) if isinstance(x, BatchCommanded)]
    assert by[0] == (Command.START, "operator")
    assert (Command.RESTART, "li.wei") in by


def test_a_role_bounds_what_one_may_ask(folder: Path) -> None:
    """An operator looks after no users, an administrator makes no batches."""
    with running(folder) as house:
        with pytest.raises(NotPermittedError, match="administrator"):
            house.ask(AddUser("mallory", "administrator"))
        with pytest.raises(NotPermittedError, match=r"zhao\.min"):
            house.ask(AddBatch("mini", "0.5"), ADMINISTRATOR)
        with pytest.raises(SignatureNeededError):
            house.ask(ChoosePassword(CHOSEN))
        assert house.ask(AskStatus(), ADMINISTRATOR)["batches"] == []


def test_a_wrong_password_is_refused_kept_and_waits(folder: Path) -> None:
    """The ledger says under which name it was tried, and not with what."""
    with running(folder) as house:
        house.ask(AddBatch("mini", "0.5"))
        for user in ("li.wei", "ghost"):
            with pytest.raises(SignInRefusedError):
                house.ask(ABORT, Sender(user, "guess me"))
            with pytest.raises(TooManyAttemptsError):
                house.ask(ABORT, Sender(user, ENGINEER.password))
        assert house.ask(AskStatus())["batches"]
    refused = [each.user for each in facts(folder) if isinstance(each, SignInRefused)]
    assert refused == ["li.wei", "ghost"]
    assert all(b"guess me" not in each.read_bytes() for each in folder.iterdir() if each.is_file())


def test_a_user_comes_and_goes(folder: Path) -> None:
    """Added, made to choose a password, changed, let go; what she was is still told."""
    with running(folder) as house:
        told = house.ask(AddUser("wang.fang", "planner", "Wang Fang"), ADMINISTRATOR)
        once = Sender("wang.fang", told["one_time_password"])
        with pytest.raises(OneTimePasswordError):
            house.ask(AskStatus(), once)
        with pytest.raises(WeakPasswordError):
            house.ask(ChoosePassword("short"), once)
        assert house.ask(ChoosePassword(CHOSEN), once) == {}
        wang = Sender("wang.fang", CHOSEN)
        assert house.ask(AddBatch("mini", "0.5"), wang) == {"batches": ["mini-001"]}
        with pytest.raises(NotPermittedError):
            house.ask(HoldAll(), wang)
        house.ask(ChangeUser("wang.fang", roles="operator", reason="shift"), ADMINISTRATOR)
        assert house.ask(HoldAll("lunch"), wang).keys() == {"batches"}
        once_more = house.ask(ResetPassword("wang.fang"), ADMINISTRATOR)["one_time_password"]
        assert once_more not in {once.password, CHOSEN}
        house.ask(ChoosePassword(CHOSEN), Sender("wang.fang", once_more))
        house.ask(DeactivateUser("wang.fang", "moved away"), ADMINISTRATOR)
        with pytest.raises(SignInRefusedError):
            house.ask(AskStatus(), wang)
        rows = {each["user"]: each for each in house.ask(AskUsers())["users"]}
        assert rows["wang.fang"]["active"] is False
        assert rows["wang.fang"]["title"] == "Wang Fang"
        assert rows["li.wei"]["roles"] == ["operator", "process_engineer"]
    changed = [(x.by, x.one_time) for x in facts(folder) if isinstance(x, PasswordChanged)]
    assert changed == [
        ("zhao.min", True), ("wang.fang", False), ("zhao.min", True), ("wang.fang", False)
    ]  # fmt: skip
    with Ledger.read(folder) as ledger:
        assert replay(ledger.facts()).same


def test_a_password_outlives_the_controller(folder: Path) -> None:
    """What was answered holds in the next one."""
    with running(folder) as house:
        planner = newcomer(house, "wang.fang", "planner")
    with running(folder) as house:
        assert house.ask(AddBatch("mini", "0.5"), planner) == {"batches": ["mini-001"]}


def test_a_secret_is_never_told_back() -> None:
    """Neither where a request is printed, nor where it is not understood."""
    secret = "my secret word"
    sender = Sender("li.wei", secret)
    line = request_line(ChoosePassword(secret), "token", sender)
    letter = letter_of(line)
    assert letter.request == ChoosePassword(secret)
    assert letter.sender == sender
    assert secret not in repr(letter)
    for broken in (line[:-3], line.replace(b'"new"', b'"old"'), line.replace(b'"user"', b'"u"')):
        with pytest.raises(NotUnderstoodError) as refused:
            letter_of(broken)
        assert secret not in str(refused.value)
