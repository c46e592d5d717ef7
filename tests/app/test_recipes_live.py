"""Recipes live in a running home: registered, signed by two, made, retired while a batch runs."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lizao.app.home import reading_home
from lizao.app.recipe_requests import MoveRecipe, RegisterRecipe
from lizao.app.record import batch_record
from lizao.app.replay import replay
from lizao.app.requests import AddBatch
from lizao.ledger.store import Ledger
from lizao.model.errors import (
    FourEyesError,
    NotPermittedError,
    NotUnderstoodError,
    ReasonMissingError,
    RecipeNotApprovedError,
    RecipeRetiredError,
    RecipeStepRefusedError,
    RecipeVersionTakenError,
    UnknownNameError,
)
from lizao.model.facts import BatchCreated, Fact, RecipeStatusChanged, Signed
from lizao.model.recipe_life import RecipeStep
from lizao.texts import Texts
from tests.app.running_house import ENGINEER, QUALITY, RunningHouse, found, running
from tests.equipment.socket_bench import own_folder

ONE, OTHER = RegisterRecipe("/mini@1.yaml"), RegisterRecipe("/altered@1.yaml")


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


def move(step: RecipeStep, version: str = "1", reason: str = "trial was good") -> MoveRecipe:
    """One step of a version of the mini recipe."""
    return MoveRecipe("mini", version, step, reason)


def approve(house: RunningHouse, version: str) -> None:
    """Register a version and have it signed by two people."""
    house.ask(RegisterRecipe(f"/mini@{version}.yaml"), ENGINEER)
    house.ask(move(RecipeStep.VERIFY, version), ENGINEER)
    assert house.ask(move(RecipeStep.APPROVE, version), QUALITY)["status"] == "approved"


def test_a_registered_version_makes_batches_once_two_have_signed(folder: Path) -> None:
    """A draft and a verified version are refused with what is missing, though the file says yes."""
    with running(folder) as house:
        told = house.ask(ONE, ENGINEER)
        assert (told["recipe"], told["version"], told["status"]) == ("mini", "1", "draft")
        with pytest.raises(RecipeNotApprovedError) as draft:
            house.ask(AddBatch("mini", "0.5"))
        assert list(draft.value.missing) == ["verify", "approve"]
        house.ask(move(RecipeStep.VERIFY), ENGINEER)
        with pytest.raises(RecipeNotApprovedError) as verified:
            house.ask(AddBatch("mini", "0.5"))
        assert list(verified.value.missing) == ["approve"]
        with pytest.raises(FourEyesError):
            house.ask(move(RecipeStep.APPROVE), ENGINEER)
        house.ask(move(RecipeStep.APPROVE), QUALITY)
        assert house.ask(AddBatch("mini", "0.5")) == {"batches": ["mini-001"]}
    kept = facts(folder)
    signed = [each for each in kept if isinstance(each, Signed)]
    moved = [each for each in kept if isinstance(each, RecipeStatusChanged)]
    assert [(x.what, x.meaning, x.by) for x in signed] == [
        ("mini 1", "verified", "li.wei"),
        ("mini 1", "approved", "chen.jing"),
    ]
    assert [kept[kept.index(each) + 1] for each in signed] == moved
    assert {each.digest for each in moved} == {told["digest"]}
    with reading_home(folder, None) as home:
        record = batch_record(home, "mini-001", Texts("en"), with_plots=False)
        assert [each.meaning for each in record.signatures] == ["verified", "approved"]
        assert replay(home.ledger.facts()).same


def test_a_version_never_gets_another_content(folder: Path) -> None:
    """Registered again it is the same; altered it is refused with both digests."""
    with running(folder) as house:
        first = house.ask(ONE, ENGINEER)
        assert house.ask(ONE, ENGINEER) == first
        with pytest.raises(RecipeVersionTakenError) as refused:
            house.ask(OTHER, ENGINEER)
        assert refused.value.registered == first["digest"] != refused.value.digest


def test_a_batch_in_flight_ends_with_its_retired_version(folder: Path) -> None:
    """The next batch is of the version before; where none is left, none is made."""
    with running(folder) as house:
        approve(house, "1")
        approve(house, "2")
        house.ask(AddBatch("mini", "0.5"))
        house.ask(move(RecipeStep.RETIRE, "2"), QUALITY)
        house.ask(AddBatch("mini", "0.5"))
        house.until_states("COMPLETE", "COMPLETE")
        house.ask(move(RecipeStep.RETIRE, "1"), QUALITY)
        with pytest.raises(RecipeRetiredError):
            house.ask(AddBatch("mini", "0.5"))
        with pytest.raises(RecipeStepRefusedError):
            house.ask(move(RecipeStep.RETIRE, "1"), QUALITY)
    made = [each.recipe.version for each in facts(folder) if isinstance(each, BatchCreated)]
    assert made == ["2", "1"]


def test_a_step_is_signed_by_somebody_who_may(folder: Path) -> None:
    """With a name, a role and a reason; and of a version that is there."""
    with running(folder) as house:
        with pytest.raises(NotPermittedError, match="process_engineer"):
            house.ask(ONE)
        with pytest.raises(NotPermittedError):
            house.ask(ONE, QUALITY)
        with pytest.raises(NotPermittedError):
            house.ask(move(RecipeStep.VERIFY))
        with pytest.raises(ReasonMissingError):
            house.ask(move(RecipeStep.VERIFY, reason=" "), ENGINEER)
        with pytest.raises(UnknownNameError, match="mini 1"):
            house.ask(move(RecipeStep.VERIFY), ENGINEER)
    assert not [each for each in facts(folder) if isinstance(each, Signed | RecipeStatusChanged)]


def test_a_step_that_there_is_not_is_not_understood() -> None:
    """Whoever writes the line himself is told so."""
    with pytest.raises(NotUnderstoodError, match="bless"):
        MoveRecipe("mini", "1", "bless", "")
