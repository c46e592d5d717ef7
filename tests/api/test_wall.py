"""The wall over HTTP: what it shows follows the home."""

from typing import Any

from tests.api.house import Served


def test_a_batch_that_was_made_is_on_the_wall(home: Served) -> None:
    """Under way with its stages first, then as what was packed and judged."""
    page = home.local()
    before = page.get("/api/wall").json()
    assert (before["periods"]["all"]["packed_kg"], before["batches"]) == (0.0, [])
    assert before["periods"]["all"]["final_rate"] is None

    assert page.post("/api/batches", recipe="mini", tonnes="0.5").status_code == 201
    home.running.until_states("COMPLETE")
    home.running.until(lambda told: told["batches"][0]["lots"]["mini-001-L1"] == "released")

    after: dict[str, Any] = page.get("/api/wall").json()
    assert after["revision"] > before["revision"]
    assert after["periods"]["month"]["packed_kg"] > 400.0
    assert after["periods"]["all"]["first_pass_rate"] == 1.0
    assert [each["at"] for each in after["days"]] == sorted(each["at"] for each in after["days"])
