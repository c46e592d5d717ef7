"""Signals: what changed is kept, first in the tail, then in a file a day, and found in both."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from lizao.ledger.memory import MemoryStore
from lizao.ledger.store import Ledger
from lizao.model.equipment import SignalSpecification
from lizao.model.errors import LedgerBrokenError
from lizao.model.facts import SegmentSealed
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import DAY, HOUR, SECOND, Instant
from tests.ledger.samples import START, Shelf, sampled

OUTLET = SignalId("dryer-1.outlet_temperature_c")
TODAY = START // DAY


def kept(ledger: Ledger, since: Instant = START, until: Instant = START + 9 * DAY) -> list[float]:
    """The values of the dryer's outlet that are kept, in order."""
    return [value for _, value in ledger.history(OUTLET, since, until)]


def seal(ledger: Ledger, day: int = TODAY) -> SegmentSealed:
    """Seal a day and commit the fact."""
    fact = ledger.seal(day, at=(day + 1) * DAY)
    assert fact is not None
    ledger.append([fact], wall_at=1)
    ledger.commit()
    return fact


def test_only_changes_are_kept(shelf: Shelf) -> None:
    """A value that stays costs nothing."""
    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [5.0, 5.0, 5.0, 6.0, 6.0, 5.0]))
        ledger.record(sampled(START + 6 * SECOND, [5.0, 7.0]))
        assert kept(ledger) == []
        ledger.commit()

        assert kept(ledger) == [5.0, 6.0, 5.0, 7.0]


def test_a_change_inside_the_deadband_is_none(shelf: Shelf) -> None:
    """It counts from the last kept value, so a slow drift is seen; kept is a part of it (1/32)."""
    with shelf.ledger() as ledger:
        ledger.specify({OUTLET: SignalSpecification("°C", deadband=0.5)})
        ledger.record(sampled(START, [20.0, 20.3, 20.5, 20.6, 20.2, 20.05]))
        ledger.commit()

        assert kept(ledger) == [20.0, 20.59375, 20.0625]


def test_a_sensor_that_fails_is_kept_once(shelf: Shelf) -> None:
    """Not a number is a value too: it holds until a number comes."""
    nan = float("nan")
    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [nan, nan, 5.0, nan, nan, 6.0]))
        ledger.commit()

        assert repr(kept(ledger)) == "[nan, 5.0, nan, 6.0]"


def test_a_plant_that_repeats_itself_adds_nothing(shelf: Shelf) -> None:
    """After a restart a plant runs again from its snapshot: nothing is kept twice."""
    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [1.0, 2.0, 3.0]))
        ledger.commit()
        ledger.record(sampled(START + 3 * SECOND, [4.0]))

    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [1.0, 2.0, 3.0, 4.0, 5.0]))
        ledger.commit()
        assert kept(ledger) == [1.0, 2.0, 3.0, 4.0, 5.0]
        seal(ledger)

    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
        ledger.commit()
        assert kept(ledger) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]


def test_a_day_is_sealed_and_read_as_before(shelf: Shelf) -> None:
    """Sealing moves points from the tail into a file; a reader sees no difference."""
    with shelf.ledger() as ledger:
        ledger.record(sampled(START + DAY - 2 * SECOND, [1.0, 2.0, 3.0, 4.0]))
        ledger.commit()
        before = ledger.history(OUTLET, START, START + 2 * DAY)
        assert ledger.unsealed_days() == (TODAY, TODAY + 1)

        fact = seal(ledger)

        assert ledger.history(OUTLET, START, START + 2 * DAY) == before
        assert ledger.unsealed_days() == (TODAY + 1,)
        assert (fact.path, fact.points) == ("signals/2026-01-01-1.parquet", 2)
        assert fact.since == START + DAY - 2 * SECOND


def test_a_sealed_file_is_read_by_any_tool(tmp_path: Path) -> None:
    """Columns signal, at (UTC) and value, sorted by signal and time, compressed."""
    feed = SignalId("dryer-1.feed_kg_per_h")
    with Ledger.open(tmp_path / "home") as ledger:
        at = [START, START + SECOND]
        ledger.record(Samples(at, {OUTLET: [90.0, 91.0], feed: [500.0, 501.0]}))
        ledger.commit()
        fact = seal(ledger)

    table = parquet.read_table(tmp_path / "home" / fact.path)

    assert table.column_names == ["signal", "at", "value"]
    assert pa.types.is_dictionary(table.schema.field("signal").type)
    assert table.column("signal").to_pylist() == [feed, feed, OUTLET, OUTLET]
    assert str(table.schema.field("at").type) == "timestamp[us, tz=UTC]"
    assert table.column("at").cast(pa.int64()).to_pylist() == at * 2
    assert table.column("value").to_pylist() == [500.0, 501.0, 90.0, 91.0]
    compression = parquet.ParquetFile(tmp_path / "home" / fact.path).metadata.row_group(0).column(2)
    assert compression.compression == "ZSTD"


def test_points_that_come_after_the_seal_get_a_file_of_their_own(shelf: Shelf) -> None:
    """A day may have several files; a sealed one never changes."""
    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [1.0]))
        ledger.commit()
        seal(ledger)
        ledger.record(sampled(START + HOUR, [2.0]))
        ledger.commit()

        assert seal(ledger).path == "signals/2026-01-01-2.parquet"
        assert kept(ledger) == [1.0, 2.0]


def test_a_day_without_points_has_no_file(shelf: Shelf) -> None:
    """There is nothing to seal where nothing was recorded."""
    with shelf.ledger() as ledger:
        assert ledger.seal(TODAY, at=START) is None


def test_a_crash_between_the_file_and_its_fact_loses_nothing(shelf: Shelf) -> None:
    """A file that no fact names is none; the points are still in the tail, and are sealed again."""
    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [1.0, 2.0]))
        ledger.commit()
        forgotten = ledger.seal(TODAY, at=START + DAY)
        assert forgotten is not None

    with shelf.ledger() as ledger:
        assert kept(ledger) == [1.0, 2.0]
        assert seal(ledger) == forgotten
        assert kept(ledger) == [1.0, 2.0]


def test_a_value_holds_from_before_the_first_instant_asked_for(shelf: Shelf) -> None:
    """Who asks for an afternoon is told the value that the morning left, from whichever day."""
    with shelf.ledger() as ledger:
        ledger.record(sampled(START, [1.0]))
        ledger.record(sampled(START + 3 * DAY, [2.0, 3.0]))
        ledger.commit()
        seal(ledger)

        assert kept(ledger, since=START + 2 * DAY) == [1.0, 2.0, 3.0]
        assert kept(ledger, since=START + 3 * DAY + SECOND) == [2.0, 3.0]
        assert kept(ledger, since=START + 4 * DAY) == [3.0]
        assert kept(ledger, START + 2 * DAY, START + 3 * DAY) == [1.0]
        assert kept(ledger, START - DAY, START) == []


def test_what_held_before_is_found_wherever_it_lies_and_however_it_was_sealed(shelf: Shelf) -> None:
    """In the tail, in what a segment remembers, or in a file that was sealed after a later day."""
    with shelf.ledger() as ledger:
        assert ledger.history(OUTLET, START, START + DAY) == ()
        for day, value in ((0, 1.0), (1, 2.0)):
            ledger.record(sampled(START + day * DAY + HOUR, [value]))
            ledger.commit()
        assert kept(ledger, START + DAY) == [1.0, 2.0]
        assert ledger.unsealed_days() == (TODAY, TODAY + 1)
        seal(ledger, TODAY + 1)
        seal(ledger, TODAY)
        assert kept(ledger, START + DAY) == [1.0, 2.0]
        assert kept(ledger, START + 5 * DAY) == [2.0]
        assert kept(ledger, START, START + HOUR) == []


def test_a_sealed_file_that_is_gone_is_told(tmp_path: Path) -> None:
    """A history with a hole in it is not shown as if it were whole."""
    with Ledger.open(tmp_path / "home") as ledger:
        ledger.record(sampled(START, [1.0]))
        ledger.commit()
        (tmp_path / "home" / seal(ledger).path).unlink()

        with pytest.raises(LedgerBrokenError, match="file_missing"):
            kept(ledger)


@given(
    st.lists(
        st.lists(st.floats(allow_infinity=False, allow_nan=False), min_size=1, max_size=5),
        min_size=1,
        max_size=6,
    ),
    st.sets(st.integers(0, 5)),
)
def test_sealing_never_changes_what_is_read(groups: list[list[float]], sealed: set[int]) -> None:
    """Whichever days are sealed and when, the history is the list of changes."""
    ledger = Ledger(MemoryStore())
    for index, group in enumerate(groups):
        ledger.record(sampled(START + index * 9 * HOUR, group))
        ledger.commit()
        if index in sealed:
            for day in ledger.unsealed_days():
                seal(ledger, day)
    whole = [value for group in groups for value in group]
    changes = [b for a, b in zip([float("nan"), *whole[:-1]], whole, strict=True) if a != b]

    assert kept(ledger) == changes
