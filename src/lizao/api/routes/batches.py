"""Batches: what can be made, making it, and what a person may ask of it."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter

from lizao.api.bodies import Answer, BatchWish, ModeWish, Order, StepWish, Why
from lizao.api.errors import refusal
from lizao.api.guards import Asking, InHouse, Language, Watching
from lizao.api.written import Written
from lizao.app.answers import recipes as told
from lizao.app.answers.deeds import AnswerCommitted, Committed
from lizao.app.answers.status import BatchList, StepList, WholeBatch
from lizao.app.home import OPERATOR
from lizao.app.orders import read_order
from lizao.app.preview import preview
from lizao.app.queries import batch_of
from lizao.app.recipe_list import recipes_told
from lizao.app.requests import (
    AddBatch,
    AnswerQuestion,
    ChangeMode,
    CommandBatch,
    HandleStep,
    HoldAll,
)
from lizao.app.status import batch_told, steps_told
from lizao.app.step_rows import step_rows
from lizao.documents.site import load_site
from lizao.model.people import UserRole
from lizao.people.permissions import Deed, demand

router = APIRouter(prefix="/api", tags=["batches"])


@router.get("/recipes")
def recipes(house: InHouse, _: Watching) -> told.RecipeList:
    """What can be made here, and what a person may set."""
    site = load_site(house.site)
    with house.follower.reading() as home:
        return {"recipes": recipes_told(site, home)}


@router.get("/batches")
def batches(house: InHouse, _: Watching) -> Written[BatchList]:
    """Every batch that was ever made here, the oldest first."""
    with house.follower.reading() as home:
        found = [batch_told(home, each) for each in home.rooms.run.batches.values()]
    return Written({"batches": found})


@router.get("/batches/{batch}")
def one_batch(house: InHouse, _: Watching, batch: str) -> WholeBatch:
    """One batch, with the state of every step that was begun."""
    with house.follower.reading() as home:
        found = home.rooms.run.batches[batch_of(home, batch)]
        return {**batch_told(home, found), "all_steps": steps_told(found)}


@router.get("/batches/{batch}/steps")
def steps(house: InHouse, _: Watching, batch: str) -> StepList:
    """Every step of a batch, begun or not, with what a person may do with it now."""
    with house.follower.reading() as home:
        run = home.rooms.run
        return {"steps": step_rows(run, run.batches[batch_of(home, batch)])}


@router.post("/batches/preview")
def foresee(house: InHouse, browser: Asking, words: Language, order: Order) -> told.Preview:
    """What a batch would use, all that forbids it now, and how such batches went so far."""
    asks = house.myself(browser)
    demand(asks["user"] or OPERATOR, map(UserRole, asks["roles"]), Deed.ADD_BATCH)
    request = AddBatch(order.recipe, order.tonnes, order.overrides)
    with house.follower.reading() as home:
        plant, book = home.foundation.plant, home.rooms.recipes
    ordered = read_order(house.site, plant, request, book)
    with house.follower.reading() as home:
        foreseen, faults = preview(home, ordered, home.rooms.views.latest)
    return {**foreseen, "missing": [refusal(each, words) for each in faults]}


@router.post("/batches", status_code=HTTPStatus.CREATED, response_model=Committed)
def start(house: InHouse, browser: Asking, order: Order) -> dict[str, Any]:
    """Create a batch and start it; refused with the first thing that is wrong, or missing."""
    return house.ask(browser, AddBatch(order.recipe, order.tonnes, order.overrides))


@router.post("/batches/{batch}/command", response_model=Committed)
def command(house: InHouse, browser: Asking, batch: str, wish: BatchWish) -> dict[str, Any]:
    """Hold, restart, pause, resume, stop, abort; an abort is signed."""
    request = CommandBatch(batch, wish.command, wish.reason, wish.step)
    return house.ask(browser, request, wish.password)


@router.post("/batches/{batch}/mode", response_model=Committed)
def change_mode(house: InHouse, browser: Asking, batch: str, wish: ModeWish) -> dict[str, Any]:
    """Let a batch go on automatic, semi-automatic or manual; signed."""
    return house.ask(browser, ChangeMode(batch, wish.mode, wish.reason), wish.password)


@router.post("/batches/{batch}/step", response_model=Committed)
def handle_step(house: InHouse, browser: Asking, batch: str, wish: StepWish) -> dict[str, Any]:
    """Release, skip or repeat one step; what departs from the recipe is signed."""
    request = HandleStep(batch, wish.step, wish.wish, wish.reason)
    return house.ask(browser, request, wish.password)


@router.post("/hold", response_model=Committed)
def hold_all(house: InHouse, browser: Asking, why: Why) -> dict[str, Any]:
    """Hold every batch that can be held."""
    return house.ask(browser, HoldAll(why.reason))


@router.post("/questions/{question}/answer", response_model=AnswerCommitted)
def answer(house: InHouse, browser: Asking, question: str, said: Answer) -> dict[str, Any]:
    """Answer what a person was asked; what disposes of a lot is signed."""
    request = AnswerQuestion(question, said.answer, said.reason)
    return house.ask(browser, request, said.password)
