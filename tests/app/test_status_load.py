"""The status is one instant of the ledger, whoever else asks and whatever goes on."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from lizao.app.home import Home
from lizao.app.requests import AddBatch, AskStatus
from lizao.app.rooms import Rooms
from lizao.app.unfinished import unfinished_batches
from lizao.ledger.store import Ledger
from lizao.model.facts import BatchCreated, BatchStateChanged
from tests.app.running_house import RunningHouse, found, running
from tests.equipment.socket_bench import own_folder

CLIENTS = 2
BATCHES = 3


class Client:
    """Somebody who asks for the status as often as it is answered."""

    def __init__(self, house: RunningHouse) -> None:
        self.told: list[dict[str, Any]] = []
        self._house = house
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        while not self._enough.is_set():
            self.told.append(self._house.ask(AskStatus()))

    def end(self) -> None:
        """Ask no more."""
        self._enough.set()
        self._thread.join()


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[Path, list[Client]]]:
    """A home in which batches came and went while two clients hammered at its door."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        with running(folder) as house:
            clients = [Client(house) for _ in range(CLIENTS)]
            try:
                for _ in range(BATCHES):
                    house.ask(AddBatch("mini", "1"))
                    house.until(lambda told: bool(told["will_stay_done"]))
            finally:
                for each in clients:
                    each.end()
        yield folder, clients


def test_the_revision_never_goes_back(asked: tuple[Path, list[Client]]) -> None:
    """Who asks again is told of the same facts or of more."""
    _, clients = asked
    for client in clients:
        revisions = [each["revision"] for each in client.told]
        assert revisions == sorted(revisions)
        assert len(set(revisions)) > BATCHES


def test_every_answer_is_what_the_facts_say(asked: tuple[Path, list[Client]]) -> None:
    """Folded up to its revision the ledger gives the same states, and the same "done"."""
    folder, clients = asked
    answers = sorted(
        (told for client in clients for told in client.told), key=lambda told: told["revision"]
    )
    with Ledger.read(folder) as ledger:
        home = Home(folder, ledger, Rooms())
        facts = iter(list(ledger.facts()))
        for told in answers:
            while home.rooms.views.facts < told["revision"]:
                home.rooms.apply(next(facts)[1])
            states = {each.batch: each.state for each in home.rooms.run.batches.values()}
            assert {each["batch"]: each["state"] for each in told["batches"]} == states
            assert told["done"] is (next(unfinished_batches(home), None) is None)
    assert {told["done"] for told in answers} == {True, False}


def test_what_will_stay_done_stays_done(asked: tuple[Path, list[Client]]) -> None:
    """After such an answer no batch changes its state before somebody asks for another."""
    folder, clients = asked
    with Ledger.read(folder) as ledger:
        facts = list(ledger.facts())
    staying = {told["revision"] for each in clients for told in each.told if told["will_stay_done"]}
    assert len(staying) >= BATCHES
    for revision in staying:
        for _, fact in facts[revision:]:
            if isinstance(fact, BatchCreated):
                break
            assert not isinstance(fact, BatchStateChanged)
