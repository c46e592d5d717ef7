"""The audit trail over HTTP: who did what, newest first, and nothing that a rule did."""

from tests.api.house import Served
from tests.app.running_house import ENGINEER


def test_what_people_did_is_found_and_what_a_rule_did_is_not(home: Served) -> None:
    """By person, by words, and page by page."""
    page = home.signed_in(ENGINEER)
    page.post("/api/batches", recipe="mini", tonnes="0.5")
    page.post("/api/hold", reason="the tea is cold")
    home.running.until_states("HELD")

    found = page.get("/api/audit").json()
    deeds = found["deeds"]
    assert found["more"] is None
    assert [each["number"] for each in deeds] == sorted(
        (each["number"] for each in deeds), reverse=True
    )
    mine = page.get(f"/api/audit?who={ENGINEER.user}").json()["deeds"]
    assert {each["who"] for each in mine} == {ENGINEER.user}
    assert {each["kind"] for each in mine} >= {"SignedIn", "BatchCreated", "BatchCommanded"}
    assert "rule" not in {each["who"] for each in deeds}
    (held,) = page.get("/api/audit?words=tea").json()["deeds"]
    assert held["kind"] == "BatchCommanded"
    assert held["wall_at"] > 0

    first = page.get("/api/audit?most=1").json()
    assert first["deeds"] == deeds[:1]
    rest = page.get(f"/api/audit?before={first['more']}").json()["deeds"]
    assert rest == deeds[1:]
    assert page.get(f"/api/audit?until={deeds[-1]['at']}").json()["deeds"] == []
    assert page.get(f"/api/audit?since={deeds[0]['at'] + 1}").json()["deeds"] == []
