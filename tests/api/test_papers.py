"""The papers of a batch over HTTP: the record as data and as a page, with its curves or without."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from typing_extensions import override

from lizao.app.follower import Follower
from lizao.ledger.store import Ledger
from tests.api.house import Served, served
from tests.api.test_history import POWER, SCENE, record
from tests.equipment.socket_bench import PATIENCE_S


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


class Slow(Follower):
    """A follower whose ledger, once it is lent to read long in, waits until it is told to go on."""

    asked = threading.Event()
    goes_on = threading.Event()

    @override
    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Lend it, after a while."""
        self.asked.set()
        assert self.goes_on.wait(PATIENCE_S)
        with super().ledger() as ledger:
            yield ledger


LONG = (
    "/api/batches/mini-001/record",
    "/api/batches/mini-001/record.html",
    f"/api/history?signal={POWER}",
    f"/api/history.csv?signal={POWER}",
    f"/api/history.parquet?signal={POWER}",
    "/api/audit",
)


def test_while_a_paper_is_written_everything_else_is_answered() -> None:
    """Whatever reads long in what is committed holds nobody up."""
    with served(SCENE, record, Slow) as home, ThreadPoolExecutor() as threads:
        page, other = home.local(), home.local()
        page.post("/api/batches", recipe="mini", tonnes="0.5")
        home.running.until_states("COMPLETE")
        for path in LONG:
            Slow.asked.clear()
            Slow.goes_on.clear()
            written = threads.submit(page.get, path)
            assert Slow.asked.wait(PATIENCE_S)
            assert other.get("/api/batches").json()["batches"][0]["batch"] == "mini-001"
            assert other.get("/api/status").status_code == 200
            assert not written.done()
            Slow.goes_on.set()
            assert written.result(PATIENCE_S).status_code == 200, path
