"""What signals showed, over HTTP: as curves for the page, and as files for other programs."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet

from lizao.app.home import working_home
from lizao.model.equipment import SignalSpecification
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import HOUR, SECOND
from lizao.testing.scene import Scene
from tests.api.house import Served, served

POWER, SPEED = SignalId("mixer-1.power_kw"), SignalId("mixer-1.speed_rpm")
KNOWN: dict[str, SignalSpecification] = {
    POWER: SignalSpecification("kW"),
    SPEED: SignalSpecification("rpm"),
}
SCENE = replace(Scene(), plant=replace(Scene().plant, signals=KNOWN))
START = SCENE.at
UNKNOWN = float("nan")
ASKED = f"since={START}&until={START + HOUR}&signal={POWER}"


def record(folder: Path) -> None:
    """Four readings of the mixer's power, one of which failed, and one of its speed."""
    with working_home(folder, None, folder / "state") as home:
        times = [START + 10 * SECOND * number for number in range(4)]
        home.ledger.record(Samples(times, {POWER: [1.0, 2.5, UNKNOWN, 3.0], SPEED: [60.0] * 4}))
        home.ledger.commit()


@pytest.fixture(scope="module")
def measured() -> Iterator[Served]:
    """The mini plant at work after it has measured something."""
    with served(SCENE, record) as found:
        yield found


def test_a_curve_is_told_in_as_few_points_as_were_asked_for(measured: Served) -> None:
    """A failed reading is null; where points are drawn together the extremes stay."""
    page = measured.local()
    found = page.get(f"/api/history?{ASKED}").json()
    assert (found["since"], found["until"]) == (START, START + HOUR + 1)
    assert found["signals"][POWER]["unit"] == "kW"
    assert found["signals"][POWER]["low"] == [1.0, 2.5, None, 3.0]
    few = page.get(f"/api/history?{ASKED}&points=2").json()["signals"][POWER]
    assert (few["low"], few["high"]) == ([1.0, 3.0], [3.0, 3.0])
    assert page.get(f"/api/history?{ASKED}&points=2001").status_code == 422


def test_a_table_holds_every_point(measured: Served) -> None:
    """A row for each change, a column for each signal, and its unit in the title."""
    told = measured.local().get(f"/api/history.csv?{ASKED}&signal={SPEED}&signal={POWER}")
    assert told.headers["content-disposition"] == 'attachment; filename="lizao-signals.csv"'
    title, *rows = csv.reader(io.StringIO(told.text))
    assert title == ["time (UTC)", f"{POWER} (kW)", f"{SPEED} (rpm)"]
    assert [row[1:] for row in rows] == [
        ["1.0", "60.0"], ["2.5", "60.0"], ["", "60.0"], ["3.0", "60.0"],
    ]  # fmt: skip


def test_a_column_file_holds_every_point_that_was_ever_recorded(measured: Served) -> None:
    """From the beginning of time to its end is from the making of the home to now."""
    page = measured.local()
    told = page.get(f"/api/history.parquet?since=0&until={2**62}&signal={POWER}")
    table = parquet.read_table(io.BytesIO(told.content))
    assert table.column("signal").to_pylist() == [POWER] * 4
    assert list(map(math.isnan, table.column("value").to_pylist())).count(True) == 1
    lately = page.get(f"/api/history.parquet?signal={SPEED}")
    assert parquet.read_table(io.BytesIO(lately.content)).num_rows == 1


@pytest.mark.parametrize("kind", ["", ".csv", ".parquet"])
def test_a_signal_that_the_plant_has_not_is_refused_before_anything_is_sent(
    measured: Served, kind: str
) -> None:
    """Beside one that it has, too."""
    refused = measured.local().get(f"/api/history{kind}?{ASKED}&signal=no-such.thing")
    assert (refused.status_code, refused.json()["error"]) == (404, "unknown_name")
