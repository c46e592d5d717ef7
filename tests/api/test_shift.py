"""The shift over HTTP: what is written is there for the next, under the name of who wrote it."""

from tests.api.house import Served
from tests.app.running_house import ENGINEER


def test_what_is_written_into_the_book_is_there_for_the_next_shift(home: Served) -> None:
    """An empty note and a standstill that was none are refused."""
    page = home.signed_in(ENGINEER)
    assert page.post("/api/shift/notes", text="the tea is cold").status_code == 200
    assert page.post("/api/shift/notes", text="  ").status_code == 422
    none = {"unit": "mixer-1", "since": 1, "reason": "cleaning"}
    assert page.post("/api/shift/standstills", **none).status_code == 404
    assert page.post("/api/shift/standstills", **none | {"reason": "weather"}).status_code == 422
    told = home.local().get("/api/shift").json()
    assert [(each["text"], each["by"]) for each in told["notes"]] == [
        ("the tea is cold", ENGINEER.user)
    ]
    assert told["standstills"] == []
    assert "cleaning" in told["reasons"]


def test_what_can_run_now_is_told_with_what_stands_in_the_way(home: Served) -> None:
    """The mini plant can make nothing of the reference site, and each recipe says why."""
    told = home.local().get("/api/shift/can-run").json()
    assert {each["recipe"] for each in told["recipes"]} == {"lfp-26", "lfp-24"}
    assert all(each["missing"][0]["text"] for each in told["recipes"])
