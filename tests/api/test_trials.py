"""Trials over HTTP: who may begin one, what is told of it, what is refused."""

import pytest

from lizao.app.clock import SystemClock
from lizao.app.recipe_requests import RegisterRecipe
from lizao.app.requests import Sender
from tests.api.house import Page, Served
from tests.app.running_house import ADMINISTRATOR, ENGINEER, QUALITY

LIMIT_S = 60.0


def over(page: Page, trial: str) -> dict[str, object]:
    """The trial once it is over."""
    clock = SystemClock()
    limit_s = clock.elapsed_s() + LIMIT_S
    told: dict[str, object] = {}
    while clock.elapsed_s() < limit_s:
        told = page.get(f"/api/trials/{trial}").json()
        if told["state"] != "running":
            return told
        clock.pause(0.05)
    raise AssertionError(told)


def test_a_process_engineer_tries_what_does_not_fit_and_is_told_why(home: Served) -> None:
    """The plant of this home has no dryer; the reason is one sentence in the reader's language."""
    page = home.signed_in(ENGINEER)
    wish = {"recipe": "lfp-24", "version": page.get("/api/recipes/versions").json()["recipes"]}
    wish["version"] = next(x["version"] for x in wish["version"] if x["recipe"] == "lfp-24")
    begun = page.post("/api/trials", **wish)
    assert begun.status_code == 201, begun.text
    trial = begun.json()["trial"]
    again = page.post("/api/trials", **wish)
    assert (again.status_code, again.json()["error"]) == (409, "trial_running")
    told = over(page, trial)
    assert (told["state"], told["by"], told["simulated"]) == ("refused", ENGINEER.user, True)
    chinese = page.get(f"/api/trials/{trial}", **{"accept-language": "zh"}).json()
    assert told["refusal"] != chinese["refusal"]
    assert [each["trial"] for each in page.get("/api/trials").json()["trials"]] == [trial]
    assert page.get(f"/api/trials/{trial}/record").status_code == 404
    assert page.post(f"/api/trials/{trial}/cancel").status_code == 409


@pytest.mark.parametrize("who", [QUALITY, ADMINISTRATOR])
def test_a_trial_needs_a_role_that_may_add_a_batch(home: Served, who: Sender) -> None:
    """Whoever may look may read what came of it."""
    page = home.signed_in(who)
    refused = page.post("/api/trials", recipe="lfp-24", version="1")
    assert (refused.status_code, refused.json()["error"]) == (403, "not_permitted")
    assert page.get("/api/trials").json() == {"trials": []}
    assert page.get("/api/trials/T1").status_code == 404


def test_the_operator_of_this_machine_predicts_what_she_is_about_to_start(home: Served) -> None:
    """What she changed of the recipe is kept as she wrote it."""
    page = home.local()
    found = page.get("/api/recipes/versions").json()["recipes"]
    version = next(each["version"] for each in found if each["recipe"] == "lfp-24")
    changed = {"milling-energy": "40 kWh/t"}
    begun = page.post(
        "/api/trials", recipe="lfp-24", version=version, tonnes="5", overrides=changed
    )
    assert begun.status_code == 201, begun.text
    assert (begun.json()["tonnes"], begun.json()["overrides"]) == ("5", changed)
    page.post(f"/api/trials/{begun.json()['trial']}/cancel")


def test_a_version_that_is_not_there_is_refused_at_once(home: Served) -> None:
    """And what is registered a moment ago is there."""
    page = home.signed_in(ENGINEER)
    wish = {"recipe": "mini", "version": "7"}
    assert page.post("/api/trials", **wish).status_code == 404
    home.running.ask(RegisterRecipe("mini@7.yaml"), ENGINEER)
    begun = page.post("/api/trials", **wish)
    assert begun.status_code == 201, begun.text
    cancelled = page.post(f"/api/trials/{begun.json()['trial']}/cancel")
    assert cancelled.json()["state"] == "cancelled"
