"""Trials of recipes on a virtual twin of the plant: begun, followed, read, ended."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter

from lizao.api.bodies import Trial
from lizao.api.errors import refusal
from lizao.api.guards import Asking, InHouse, Language, Watching
from lizao.app.answers import trials as told
from lizao.app.recipe_desk import version_called
from lizao.app.record_data import Record
from lizao.app.requests import Values, error_of
from lizao.app.trial_files import TrialOrder
from lizao.documents.site import load_site
from lizao.people.permissions import Deed
from lizao.texts.languages import Language as Lang

router = APIRouter(prefix="/api/trials", tags=["trials"])


@router.get("", response_model=told.TrialList)
def trials(house: InHouse, _: Watching, words: Language) -> dict[str, Any]:
    """Every trial that is kept, the latest first, without its result."""
    return {"trials": [_said(each, words) for each in house.trials.all()]}


@router.post("", status_code=HTTPStatus.CREATED, response_model=told.WholeTrial)
def begin(house: InHouse, browser: Asking, words: Language, trial: Trial) -> dict[str, Any]:
    """Try a version of a recipe on a virtual twin; one trial runs at a time."""
    by = house.permitted(browser, Deed.TRY_RECIPE)
    with house.follower.reading() as home:
        book = home.rooms.recipes
    found = version_called(book, load_site(house.site), trial.recipe, trial.version)
    size = (trial.tonnes, trial.overrides)
    order = TrialOrder(found.name, found.version, by, house.clock.wall_now(), *size)
    return _said(house.trials.start(order), words)


@router.get("/{trial}", response_model=told.WholeTrial)
def one_trial(house: InHouse, _: Watching, words: Language, trial: str) -> dict[str, Any]:
    """One trial: how far it is, and once it is over what came of it."""
    return _said(house.trials.one(trial), words)


@router.get("/{trial}/record", response_model=Record)
def record(house: InHouse, _: Watching, words: Language, trial: str) -> dict[str, Any]:
    """The record of the batch that a trial made, with its curves."""
    return house.trials.record(trial, words)


@router.post("/{trial}/cancel", response_model=told.WholeTrial)
def cancel(house: InHouse, browser: Asking, words: Language, trial: str) -> dict[str, Any]:
    """End a trial before it is over; nothing came of it then."""
    by = house.permitted(browser, Deed.TRY_RECIPE)
    return _said(house.trials.cancel(trial, by), words)


def _said(trial: Values, words: Lang) -> Values:
    """A trial, with what refused it as one sentence."""
    refused = trial["refusal"]
    return trial if refused is None else {**trial, "refusal": refusal(error_of(refused), words)}
