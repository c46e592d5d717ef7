"""Lots of a running home: who lets one go signs for it, be it an answer or a command."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from lizao.app.home import reading_home
from lizao.app.lot_requests import ChangeLot
from lizao.app.record import batch_record
from lizao.app.replay import replay
from lizao.app.requests import AddBatch, AnswerQuestion, Sender
from lizao.ledger.store import Ledger
from lizao.model.errors import (
    NotNowError,
    NotPermittedError,
    NotUnderstoodError,
    ReasonMissingError,
    SignatureNeededError,
    UnknownNameError,
)
from lizao.model.facts import LotJudged, QuestionAnswered, Signed
from lizao.model.people import Meaning
from lizao.texts import Texts
from tests.app.running_house import ENGINEER, QUALITY, RunningHouse, found, running
from tests.equipment.socket_bench import own_folder

A_FACT = TypeVar("A_FACT")
LOT = "mini-001-L1"
GRANT = AnswerQuestion("Q1", "grant", "customer agreed, letter 12")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        yield folder


def asked(house: RunningHouse) -> None:
    """A batch keeps its lot back and asks what becomes of it."""
    house.ask(AddBatch("doubtful", "0.5"))
    house.until(lambda told: bool(told["questions"]))


def standing(house: RunningHouse, status: str | None) -> None:
    """Wait until the lot stands so."""
    house.until(lambda told: told["batches"][0]["lots"] == {LOT: status})


def test_an_answer_that_lets_a_lot_go_is_signed(folder: Path) -> None:
    """By the quality engineer, with a reason; the record of the batch shows it."""
    with running(folder) as house:
        asked(house)
        with pytest.raises(NotPermittedError, match="operator"):
            house.ask(GRANT)
        with pytest.raises(NotPermittedError, match=r"li\.wei"):
            house.ask(GRANT, ENGINEER)
        with pytest.raises(ReasonMissingError, match=LOT):
            house.ask(AnswerQuestion("Q1", "grant"), QUALITY)
        house.ask(GRANT, QUALITY)
        house.until_states("COMPLETE")
        standing(house, "released")
    with reading_home(folder, None) as home:
        facts = [fact for _, fact in home.ledger.facts()]
        (signed,) = (each for each in facts if isinstance(each, Signed))
        assert isinstance(facts[facts.index(signed) + 1], QuestionAnswered)
        assert (signed.what, signed.meaning, signed.by) == (LOT, Meaning.APPROVED, "chen.jing")
        record = batch_record(home, "mini-001", Texts("en"), with_plots=False)
        assert [(x.what, x.reason) for x in record.signatures] == [(LOT, GRANT.reason)]
        assert replay(home.ledger.facts()).same


@pytest.mark.parametrize(("sender", "refused"), [(Sender(), True), (ENGINEER, False)])
def test_an_answer_that_keeps_a_lot_back_is_signed(
    folder: Path, sender: Sender, refused: bool
) -> None:
    """By anybody who works on the line, but by name."""
    with running(folder) as house:
        asked(house)
        answer = AnswerQuestion("Q1", "keep", "smells")
        if refused:
            with pytest.raises(SignatureNeededError):
                house.ask(answer, sender)
            return
        house.ask(answer, sender)
        house.until_states("COMPLETE")
    assert [each.meaning for each in of(folder, Signed)] == [Meaning.RESPONSIBLE]


def test_an_answer_that_leaves_a_lot_as_it_is_needs_no_name(folder: Path) -> None:
    """The lot stays in quarantine, and a person lets it go later; then its results count."""
    with running(folder) as house:
        asked(house)
        house.ask(AnswerQuestion("Q1", "wait"))
        house.until_states("COMPLETE")
        standing(house, "quarantine")
        with pytest.raises(NotPermittedError, match=r"li\.wei"):
            house.sign(ChangeLot(LOT, "release", "why not"))
        assert house.ask(ChangeLot(LOT, "release", "looked at"), QUALITY)["lot"] == LOT
        standing(house, "released")
        house.ask(ChangeLot(LOT, "quarantine", "a customer complains"), ENGINEER)
        standing(house, "quarantine")
    assert [each.what for each in of(folder, Signed)] == [LOT, LOT]
    assert [each.by for each in of(folder, LotJudged)] == ["rule"]
    with reading_home(folder, None) as home:
        assert replay(home.ledger.facts()).same


def of(folder: Path, kind: type[A_FACT]) -> list[A_FACT]:
    """The facts of one kind in the ledger."""
    with Ledger.read(folder) as ledger:
        return [fact for _, fact in ledger.facts() if isinstance(fact, kind)]


def test_what_cannot_be_done_with_a_lot_says_why(folder: Path) -> None:
    """A lot that is not there, a wish that there is not, one in quarantine already."""
    with running(folder) as house:
        with pytest.raises(UnknownNameError, match="P1"):
            house.sign(ChangeLot("ghost", "quarantine", "why"))
        with pytest.raises(NotUnderstoodError):
            ChangeLot(LOT, "sell", "why")
        asked(house)
        with pytest.raises(NotNowError, match="lot_in_quarantine"):
            house.sign(ChangeLot(LOT, "quarantine", "once more"))
