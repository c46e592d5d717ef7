"""Steps by hand over HTTP: what may be done is told, and what is told can be done."""

from typing import Any

from tests.api.house import Page, Served
from tests.app.running_house import ENGINEER

BATCH = "/api/batches/mini-001"


def rows(page: Page) -> dict[str, Any]:
    """The steps of the batch by their paths."""
    told = page.get(f"{BATCH}/steps").json()["steps"]
    return {each["step"]: each for each in told}


def test_a_step_is_told_with_what_may_be_done_with_it(home: Served) -> None:
    """In manual mode it waits for its release; after it the step runs and takes commands."""
    page = home.signed_in(ENGINEER)
    page.post("/api/batches", recipe="mini", tonnes="0.5")
    signs = {"reason": "to see each step", "password": ENGINEER.password}
    page.post("/api/hold")
    home.running.until_states("HELD")
    assert page.post(f"{BATCH}/mode", mode="manual", **signs).status_code == 200
    page.post(f"{BATCH}/command", command="RESTART")
    home.running.until_states("RUNNING")

    told = rows(page)
    tops = [each for each in told.values() if each["form"] == "unit_procedure"]
    waiting = [each["step"] for each in told.values() if "release" in each["may"]]
    assert tops
    assert waiting
    first = waiting[0]
    assert told[first]["state"] == "IDLE"
    assert "skip" in told[first]["may"]
    assert "HOLD" not in told[first]["may"]

    skipped = page.post(f"{BATCH}/step", step=first, wish="skip", **signs)
    assert skipped.status_code == 200, skipped.text
    after = rows(page)[first]
    assert (after["state"], after["skipped"]) == ("COMPLETE", True)
    assert "release" not in after["may"]


def test_nothing_may_be_done_with_the_steps_of_a_batch_that_has_ended(home: Served) -> None:
    """And a batch that nobody knows has none."""
    page = home.signed_in(ENGINEER)
    page.post("/api/batches", recipe="mini", tonnes="0.5")
    page.post(f"{BATCH}/command", command="STOP", reason="enough")
    home.running.until_states("STOPPED")
    assert all(each["may"] == [] for each in rows(page).values())
    assert page.get("/api/batches/nobody/steps").status_code == 404
