"""Signals for programs elsewhere: every point once, day by day, in a table or a column file."""

import io

from pyarrow import parquet

from lizao.app.exports import csv_lines, in_days, parquet_pieces
from lizao.ledger.signals import Point
from lizao.model.identifiers import SignalId
from lizao.model.instants import DAY, HOUR, Instant

A, B = SignalId("kiln-1.oxygen_ppm"), SignalId("mill-1.power_kw")
KEPT: dict[SignalId, tuple[Point, ...]] = {
    A: ((HOUR, 40.0), (DAY - 1, 41.0), (DAY + HOUR, float("nan"))),
    B: ((2 * DAY, 7.5),),
}


class Shelf:
    """A ledger of those points, which tells what held before as the first."""

    def history(self, signal: SignalId, since: Instant, until: Instant) -> tuple[Point, ...]:
        """As a ledger tells it."""
        before = [each for each in KEPT[signal] if each[0] < since][-1:]
        return (*before, *(each for each in KEPT[signal] if since <= each[0] < until))


def test_every_point_is_told_once_and_what_held_before_at_the_beginning() -> None:
    """Over the edge of a day nothing is told twice."""
    parts = list(in_days(Shelf(), [A, B], 2 * HOUR, 2 * DAY + 1))
    assert [part[A] for part in parts[:1]] == [[(2 * HOUR, 40.0), (DAY - 1, 41.0)]]
    assert [at for at, _ in parts[1][A]] == [DAY + HOUR]
    assert [part[B] for part in parts] == [[], [], [(2 * DAY, 7.5)]]
    assert list(in_days(Shelf(), [A], HOUR, HOUR)) == []


def test_a_table_has_a_row_for_each_change_and_a_value_stands_until_the_next() -> None:
    """Where nothing is known the field is empty."""
    parts = in_days(Shelf(), [A, B], 2 * HOUR, 2 * DAY + 1)
    told = list(csv_lines(parts, {A: "oxygen, soak (ppm)", B: "power (kW)"}))
    assert told == [
        'time (UTC),"oxygen, soak (ppm)",power (kW)\r\n',
        "1970-01-01T02:00:00.000000Z,40.0,\r\n",
        "1970-01-01T23:59:59.999999Z,41.0,\r\n",
        "1970-01-02T01:00:00.000000Z,,\r\n",
        "1970-01-03T00:00:00.000000Z,,7.5\r\n",
    ]


def test_a_column_file_is_whole_when_its_last_piece_came() -> None:
    """A day without a point adds nothing, and no point at all is a file too."""
    pieces = parquet_pieces(in_days(Shelf(), [A, B], 0, 3 * DAY))
    table = parquet.read_table(io.BytesIO(b"".join(pieces)))
    assert table.column("signal").to_pylist() == [A, A, A, B]
    assert str(table.schema.field("at").type) == "timestamp[us, tz=UTC]"
    assert table.column("value").to_pylist()[-1] == 7.5
    nothing = b"".join(parquet_pieces(in_days(Shelf(), [B], 0, DAY)))
    assert parquet.read_table(io.BytesIO(nothing)).num_rows == 0
