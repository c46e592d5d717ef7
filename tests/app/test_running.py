"""A running home: batches asked for at its door, held, restarted, ended; and what it answers."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.channel import Channel
from lizao.app.channel_client import ask
from lizao.app.replay import replay
from lizao.app.requests import (
    AddBatch,
    AnswerQuestion,
    AskStatus,
    CommandBatch,
    HoldAll,
    Letter,
    letter_of,
)
from lizao.equipment.address import CONTROL, call, open_door
from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.errors import (
    AnswerNotOfferedError,
    CommandRefusedError,
    HomeLockedError,
    NoControllerError,
    NotUnderstoodError,
    QuestionClosedError,
    QuestionTimedOutError,
    UnansweredError,
    UnknownNameError,
)
from lizao.model.facts import BatchCommanded, Fact
from lizao.model.states import Command
from tests.app.running_house import PacedPlant, found, running
from tests.equipment.socket_bench import own_folder


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Everything that must be closed in the end."""
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def folder(stack: ExitStack) -> Path:
    """A home on the mini plant, whose plant is up."""
    folder = own_folder(stack)
    found(folder, stack)
    return folder


def facts(folder: Path) -> list[Fact]:
    """Everything in the ledger."""
    with Ledger.read(folder) as ledger:
        return [fact for _, fact in ledger.facts()]


def commanded(folder: Path) -> list[tuple[Command, str]]:
    """What was asked of batches, and why."""
    return [(x.command, x.reason) for x in facts(folder) if isinstance(x, BatchCommanded)]


def test_two_batches_come_to_their_end(folder: Path) -> None:
    """Added at the door, made one beside the other, done for good; and decided the same again."""
    with running(folder) as house:
        assert house.ask(AddBatch("mini", "1")) == {"batches": ["mini-001"]}
        assert house.ask(AddBatch("mini", "0.5")) == {"batches": ["mini-002"]}
        told = house.until(lambda each: bool(each["will_stay_done"]))
    assert [each["state"] for each in told["batches"]] == ["COMPLETE", "COMPLETE"]
    assert all(set(each["lots"].values()) == {"released"} for each in told["batches"])
    assert told["done"]
    assert house.late == ()
    assert verify(folder, state=folder / "state").intact
    with Ledger.read(folder) as ledger:
        assert replay(ledger.facts()).same
        assert told["revision"] <= ledger.last_number


def test_everything_is_held_and_goes_on_one_by_one(folder: Path) -> None:
    """Hold --all, then restart; what the state table forbids is refused."""
    with running(folder) as house:
        house.ask(AddBatch("mini", "0.5"))
        house.ask(AddBatch("mini", "0.5"))
        assert house.ask(HoldAll("storm"))["batches"] == ["mini-001", "mini-002"]
        told = house.until_states("HELD", "HELD")
        assert not told["done"]
        assert house.ask(HoldAll())["batches"] == []
        with pytest.raises(CommandRefusedError, match="HELD"):
            house.ask(CommandBatch("mini-001", Command.HOLD))
        house.sign(CommandBatch("mini-002", Command.ABORT, "no order"))
        house.ask(CommandBatch("mini-001", Command.RESTART))
        house.until_states("COMPLETE", "ABORTED")
        with pytest.raises(CommandRefusedError, match="ABORTED"):
            house.ask(CommandBatch("mini-002", Command.RESTART))
    assert (Command.HOLD, "storm") in commanded(folder)
    assert (Command.ABORT, "no order") in commanded(folder)


def test_the_end_of_a_controller_holds_and_the_next_goes_on(folder: Path) -> None:
    """What the end has held is restarted; what a person has held waits."""
    with running(folder) as house:
        house.ask(AddBatch("mini", "0.5"))
        house.ask(AddBatch("mini", "0.5"))
        house.ask(CommandBatch("mini-002", Command.HOLD, "lunch"))
        house.until(lambda told: told["batches"][1]["state"] == "HELD")
    assert house.late == ()
    assert house.seen[-1].ending
    with running(folder) as house:
        told = house.until_states("COMPLETE", "HELD")
        assert told["batches"][1]["reason"] == "lunch"
    assert commanded(folder)[-2:] == [(Command.HOLD, "ended"), (Command.RESTART, "resume")]


def test_the_plant_leaves_and_comes_back(stack: ExitStack) -> None:
    """The controller says so, looks after it, and reconciles when the link is there again."""
    folder = own_folder(stack)
    plant = found(folder, stack)
    with running(folder) as house:
        house.ask(AddBatch("mini", "0.5"))
        plant.end()
        house.until(lambda told: not told["equipment"]["connected"])
        house.until(lambda _told: house.looked_after > 0)
        house.ask(HoldAll("no plant"))
        again = PacedPlant(folder, plant.plant)
        stack.callback(again.end)
        house.until(lambda each: bool(each["equipment"]["connected"]))
        house.until_states("HELD")
        house.ask(CommandBatch("mini-001", Command.RESTART))
        told = house.until_states("COMPLETE")
        assert told["equipment"]["connections"] == 2
        assert told["loop"]["turns"] > 0


def test_a_question_and_a_batch_that_are_not_there_are_refused(folder: Path) -> None:
    """The error comes over the wire as the same type, with what there is."""
    with running(folder) as house:
        with pytest.raises(UnknownNameError, match="Q9"):
            house.ask(AnswerQuestion("Q9", "yes"))
        with pytest.raises(UnknownNameError, match="nobody"):
            house.ask(CommandBatch("nobody", Command.HOLD))
        with pytest.raises(HomeLockedError), running_again(folder):
            pass


def test_a_question_is_answered_by_what_it_offers_and_only_once(folder: Path) -> None:
    """A wrong answer is told the right ones, a late one what was answered before it."""
    with running(folder) as house:
        house.ask(AddBatch("asking", "1"))
        question = house.until(lambda told: bool(told["questions"]))["questions"][0]
        assert (question["options"], question["overdue"]) == (["good", "again"], False)
        with pytest.raises(AnswerNotOfferedError, match=r"perhaps.*good, again"):
            house.ask(AnswerQuestion("Q1", "perhaps"))
        house.ask(AnswerQuestion("Q1", "good"))
        with pytest.raises(QuestionClosedError, match=r"good.*operator"):
            house.ask(AnswerQuestion("Q1", "again"))
        house.until_states("COMPLETE")


def test_an_answer_after_its_time_is_told_what_was_taken_instead(folder: Path) -> None:
    """The default was taken by rule; nobody is said to have answered."""
    with running(folder) as house:
        house.ask(AddBatch("impatient", "1"))
        house.until_states("COMPLETE")
        with pytest.raises(QuestionTimedOutError, match="again"):
            house.ask(AnswerQuestion("Q1", "good"))


def running_again(folder: Path) -> ExitStack:
    """A second controller in the same home."""
    from lizao.app.home import working_home  # noqa: PLC0415 - named where it is tried

    stack = ExitStack()
    stack.enter_context(working_home(folder, None, folder / "state"))
    return stack


def test_nobody_is_there(tmp_path: Path) -> None:
    """One clear error."""
    with pytest.raises(NoControllerError):
        ask(tmp_path, AskStatus())


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\n",
        b"[]\n",
        b"{}\n",
        b'{"request": "Fly"}\n',
        b'{"request": "AddBatch"}\n',
        b'{"request": "AddBatch", "recipe": 1, "tonnes": "1"}\n',
        b'{"request": "AddBatch", "recipe": "a", "tonnes": "1", "overrides": {"a": 1}}\n',
        b'{"request": "CommandBatch", "batch": "a", "command": "START"}\n',
        b'{"request": "CommandBatch", "batch": "a", "command": ["HOLD"]}\n',
    ],
)
def test_what_is_no_request_is_not_understood(line: bytes) -> None:
    """Only what is offered can be asked."""
    with pytest.raises(NotUnderstoodError):
        letter_of(line)


class Quiet:
    """A channel whose loop never looks."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.woken: list[bool] = []
        self.channel = Channel(folder, "token", self.prepare, lambda: self.woken.append(True))
        stack.callback(self.channel.close)

    def prepare(self, _letter: Letter) -> None:
        """Nothing is read."""


def test_the_door_is_for_its_owner_and_what_is_nonsense_is_told(stack: ExitStack) -> None:
    """Mode 0600; a connection that talks nonsense goes on; the end answers what waits."""
    folder = own_folder(stack)
    quiet = Quiet(folder, stack)
    assert (folder / "control.sock").stat().st_mode & 0o777 == 0o600
    called = call(folder, 10.0, CONTROL)
    assert called is not None
    link = stack.enter_context(called[0])
    lines = stack.enter_context(link.makefile("rb"))
    link.sendall(b"nonsense\n")
    assert json.loads(lines.readline())["error"] == "not_understood"
    link.sendall(b'{"request": "AskStatus"}\n')
    (asked,) = next(each for each in iter(quiet.channel.waiting, None) if each)
    assert quiet.woken == [True]
    asked.answered.set_result({"revision": 1})
    assert json.loads(lines.readline()) == {"revision": 1}
    link.sendall(b'{"request": "AskStatus"}\n')
    while len(quiet.woken) < 2:
        assert quiet.woken
    quiet.channel.close()
    assert json.loads(lines.readline())["error"] == "unanswered"
    link.sendall(b'{"request": "AskStatus"}\n')
    assert json.loads(lines.readline())["error"] == "unanswered"


def test_a_port_asks_for_its_token(stack: ExitStack, tmp_path: Path) -> None:
    """Where a home's path is too long for a socket file."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    Quiet(folder, stack)
    called = call(folder, 10.0, CONTROL)
    assert called is not None
    link, token = called
    assert token == "token"
    with link, link.makefile("rb") as lines:
        link.sendall(b'{"request": "AskStatus", "token": "guess"}\n')
        assert json.loads(lines.readline())["error"] == "not_understood"


def test_a_controller_that_dies_before_it_answers_leaves_that_open(stack: ExitStack) -> None:
    """Nobody pretends to know."""
    folder = own_folder(stack)
    door = open_door(folder, "", CONTROL)
    stack.callback(door.close)
    door.listener.shutdown(socket.SHUT_RDWR)
    door.listener.close()
    with pytest.raises((UnansweredError, NoControllerError)):
        ask(folder, AskStatus())
