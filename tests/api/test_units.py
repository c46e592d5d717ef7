"""Units over HTTP: what is told of each while it works, and what the controller knows of one."""

from typing import Any

from tests.api.house import Served


def test_a_unit_at_work_says_for_which_step_of_which_batch(home: Served) -> None:
    """In the status of everything and in its diagnostics."""
    page = home.local()
    assert page.post("/api/batches", recipe="mini", tonnes="0.5").status_code == 201
    at_work: dict[str, Any] = {}

    def works(told: dict[str, Any]) -> bool:
        at_work.update(
            {
                unit["unit"]: service
                for unit in told["units"]
                for service in unit["services"].values()
                if service.get("batch")
            }
        )
        return "mixer-1" in at_work

    home.running.until(works)
    assert at_work["mixer-1"]["batch"] == "mini-001"
    assert at_work["mixer-1"]["step"]
    home.running.until_states("COMPLETE")
    told = page.get("/api/units/mixer-1/diagnostics").json()
    assert told["facts"]
    assert {each["service"] for each in told["services"]} >= {"charge", "stir", "send"}


def test_a_unit_that_is_not_there_has_no_diagnostics(home: Served) -> None:
    """It is said in a sentence."""
    refused = home.local().get("/api/units/nowhere/diagnostics")
    assert refused.status_code == 404
    assert "nowhere" in refused.json()["text"]


def test_the_plant_tells_what_each_unit_is_piped_to(home: Served) -> None:
    """The flow of a line is drawn from it."""
    units = {each["unit"]: each for each in home.local().get("/api/plant").json()["units"]}
    assert units["oven-1"]["draws_from"] == ["silo-1"]
    assert units["oven-1"]["delivers_to"] == ["bin-1"]
    assert units["mixer-1"]["draws_from"] == []
