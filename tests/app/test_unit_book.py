"""What is kept at hand of each unit: its latest facts, what it used."""

from lizao.app.unit_book import KEPT, UnitBook
from lizao.model.alarms import AlarmPriority
from lizao.model.facts import (
    AlarmRaised,
    Fact,
    HomeMade,
    SaggarsReturned,
    ServiceStateChanged,
    UnitTaken,
    UtilitiesMetered,
)
from lizao.model.identifiers import AlarmId, BatchId, ServiceName, UnitId
from lizao.model.states import State
from tests.plant.plants import line

KILN, MILL = UnitId("kiln-1"), UnitId("fine-mill-1")


def book_of(*facts: Fact) -> UnitBook:
    """The book of a plant after some facts; the first has number 1."""
    book = UnitBook()
    for number, each in enumerate((HomeMade(0, "lfp", line(), (), 1, {}), *facts)):
        book.apply(number, each)
    return book


def test_a_unit_is_told_of_by_its_own_facts_and_alarms() -> None:
    """An alarm of a batch is no unit's, and what is counted by the row would hide the rest."""
    book = book_of(
        ServiceStateChanged(1, KILN, ServiceName("feed"), State.RUNNING, 1),
        UnitTaken(2, MILL, "li.wei"),
        AlarmRaised(3, AlarmId("kiln-1.oxygen_high"), AlarmPriority.HIGH),
        AlarmRaised(4, AlarmId("lfp-26-001.held"), AlarmPriority.HIGH),
        SaggarsReturned(5, KILN, 12),
    )
    assert book.recent[KILN] == [1, 3]
    assert book.recent[MILL] == [2]
    assert UnitId("lfp-26-001") not in book.recent


def test_only_the_latest_facts_are_kept() -> None:
    """The ledger keeps all."""
    book = book_of(*[UnitTaken(at, MILL, "li.wei") for at in range(5 * KEPT)])
    assert KEPT <= len(book.recent[MILL]) <= 2 * KEPT
    assert book.recent[MILL][-1] == 5 * KEPT


def test_meters_add_up_what_a_unit_used_with_and_without_a_batch() -> None:
    """They say from when to when."""
    batch = BatchId("lfp-26-001")
    book = book_of(
        UtilitiesMetered(20, 10, KILN, batch, energy_kwh=5.0, nitrogen_nm3=2.0),
        UtilitiesMetered(30, 20, KILN, None, energy_kwh=1.0, gas_nm3=3.0, water_kg=4.0),
    )
    meters = book.meters[KILN]
    assert (meters.since, meters.until) == (10, 30)
    assert (meters.energy_kwh, meters.idle_kwh) == (6.0, 1.0)
    assert (meters.nitrogen_nm3, meters.gas_nm3, meters.water_kg) == (2.0, 3.0, 4.0)
    assert book.recent[KILN] == []
