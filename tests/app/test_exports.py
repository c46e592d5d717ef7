"""Signals for programs elsewhere: every point once, day by day, in a table or a column file."""

import io

import pytest
from pyarrow import parquet

from lizao.app.exports import csv_lines, in_days, parquet_pieces
from lizao.ledger.history import History
from lizao.ledger.memory import MemoryStore
from lizao.ledger.signals import Point
from lizao.ledger.store import Ledger
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import DAY, HOUR

A, B = SignalId("kiln-1.oxygen_ppm"), SignalId("mill-1.power_kw")
KEPT: dict[SignalId, tuple[Point, ...]] = {
    A: ((HOUR, 40.0), (DAY - 1, 41.0), (DAY + HOUR, float("nan"))),
    B: ((2 * DAY, 7.5),),
}


@pytest.fixture
def recorded() -> History:
    """A ledger of those points."""
    ledger = Ledger(MemoryStore())
    for signal, points in KEPT.items():
        for at, value in points:
            ledger.record(Samples([at], {signal: [value]}))
    ledger.commit()
    return ledger.signals


def test_every_point_is_told_once_and_what_held_before_at_the_beginning(
    recorded: History,
) -> None:
    """Over the edge of a day nothing is told twice."""
    parts = list(in_days(recorded, [A, B], 2 * HOUR, 2 * DAY + 1))
    assert (list(parts[0][A].at), list(parts[0][A].value)) == ([2 * HOUR, DAY - 1], [40.0, 41.0])
    assert list(parts[1][A].at) == [DAY + HOUR]
    assert [list(part[B].value) for part in parts] == [[], [], [7.5]]
    assert list(in_days(recorded, [A], HOUR, HOUR)) == []


def test_a_table_has_a_row_for_each_change_and_a_value_stands_until_the_next(
    recorded: History,
) -> None:
    """Where nothing is known the field is empty."""
    parts = in_days(recorded, [A, B], 2 * HOUR, 2 * DAY + 1)
    told = "".join(csv_lines(parts, {A: "oxygen, soak (ppm)", B: "power (kW)"}))
    assert told.splitlines(keepends=True) == [
        'time (UTC),"oxygen, soak (ppm)",power (kW)\r\n',
        "1970-01-01T02:00:00.000000Z,40.0,\r\n",
        "1970-01-01T23:59:59.999999Z,41.0,\r\n",
        "1970-01-02T01:00:00.000000Z,,\r\n",
        "1970-01-03T00:00:00.000000Z,,7.5\r\n",
    ]


def test_a_column_file_is_whole_when_its_last_piece_came(recorded: History) -> None:
    """A day without a point adds nothing, and no point at all is a file too."""
    pieces = parquet_pieces(in_days(recorded, [A, B], 0, 3 * DAY))
    table = parquet.read_table(io.BytesIO(b"".join(pieces)))
    assert table.column("signal").to_pylist() == [A, A, A, B]
    assert str(table.schema.field("at").type) == "timestamp[us, tz=UTC]"
    assert table.column("value").to_pylist()[-1] == 7.5
    nothing = b"".join(parquet_pieces(in_days(recorded, [B], 0, DAY)))
    assert parquet.read_table(io.BytesIO(nothing)).num_rows == 0
