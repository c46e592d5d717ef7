"""The papers of a batch over HTTP: the record as data and as a page, with its curves or without."""

from tests.api.house import Served


def test_a_record_is_read_with_its_curves_or_without(home: Served) -> None:
    """The page needs no curves, which take longest; the printed record has them."""
    page = home.local()
    page.post("/api/batches", recipe="mini", tonnes="0.5")
    home.running.until_states("COMPLETE")

    told = page.get("/api/batches/mini-001/record?plots=false").json()
    assert told["plots"] == []
    whole = page.get("/api/batches/mini-001/record").json()
    assert (whole["phases"], whole["formula"]) == (told["phases"], told["formula"])
    assert [each["state"] for each in told["phases"]] == ["COMPLETE"] * len(told["phases"])
    assert told["started"] < told["ended"]
    printed = page.get("/api/batches/mini-001/record.html")
    assert "mini-001" in printed.text
    assert "sandbox" in printed.headers["content-security-policy"]
    assert page.get("/api/batches/no-such/record").status_code == 404
