"""Deliveries of a running home: taken in by a person, charged like any lot, told again."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from lizao.app.announced import restocking
from lizao.app.home import reading_home
from lizao.app.lot_requests import ReceiveLot
from lizao.app.queries import lot_rows
from lizao.app.replay import replay
from lizao.app.requests import AddBatch
from lizao.ledger.store import Ledger
from lizao.model.commands import StockLot
from lizao.model.errors import (
    DeliveryKnownError,
    LizaoError,
    MaterialMissingError,
    NameMissingError,
    NotPermittedError,
    QuantityError,
    UnknownNameError,
    ValueOutsideLimitsError,
)
from lizao.model.facts import LotReceived
from lizao.model.identifiers import LotId
from lizao.model.material import Lot
from lizao.texts import Texts
from tests.app.running_house import ENGINEER, QUALITY, RunningHouse, found, running
from tests.equipment.socket_bench import own_folder

POWDER = ReceiveLot("powder", "20", " HB-17 ", certificate={"water": "0.4"})


@pytest.fixture
def folder() -> Iterator[Path]:
    """A home on the mini plant, whose plant is up."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        found(folder, stack)
        yield folder


def starved(house: RunningHouse) -> MaterialMissingError:
    """Start batches until the raw material is planned away; why the next is refused."""
    for _ in range(50):
        try:
            house.ask(AddBatch("mini", "0.5"))
        except MaterialMissingError as error:
            return error
    pytest.fail("there was powder for all")


def test_a_home_without_material_says_what_is_missing_and_goes_on_with_a_delivery(
    folder: Path,
) -> None:
    """The plant is told of the lot, the ledger of who took it in; a replay finds the same."""
    with running(folder) as house:
        error = starved(house)
        assert error.material == "additive"
        sentence = Texts("en").error(error)
        assert Texts("en").mass(error.needed_kg) in sentence
        assert Texts("en").mass(error.present_kg) in sentence
        told = house.ask(replace(POWDER, material="additive"), ENGINEER)
        assert told["lot"] == "additive-r01"
        house.ask(AddBatch("mini", "0.5"))
    with Ledger.read(folder) as ledger:
        facts = [fact for _, fact in ledger.facts()]
    received = [each for each in facts if isinstance(each, LotReceived) and each.by]
    (fact,) = received
    assert (fact.by, fact.lot.supplier_lot) == (ENGINEER.user, "HB-17")
    assert fact.lot.mass_kg == pytest.approx(20_000.0)
    assert fact.lot.certificate.water == pytest.approx(0.004)
    assert "HB-17" in Texts("zh").fact(fact)
    assert ENGINEER.user in Texts("en").fact(fact)
    with reading_home(folder, None) as home:
        assert replay(home.ledger.facts()).same
        rows = {row["lot"]: row for row in lot_rows(home)}
        assert rows[LotId("additive-r01")]["supplier_lot"] == "HB-17"
        assert fact.lot in [each.lot for each in restocking(home.rooms.run)]


def test_the_plant_is_told_at_once_and_again_by_the_next_controller() -> None:
    """Its log holds the lot twice; it is the same lot."""
    with ExitStack() as stack:
        folder = own_folder(stack)
        plant = found(folder, stack)

        def stocked() -> list[Lot]:
            happened = (each.happened for each in plant.log.entries())
            return [each.lot for each in happened if isinstance(each, StockLot)]

        with running(folder) as house:
            house.ask(POWDER)
            house.until(lambda _: len(stocked()) == 1)
        with running(folder) as house:
            house.until(lambda _: len(stocked()) == 2)
        assert [each.id for each in stocked()] == 2 * ["powder-r01"]
        assert len(set(map(repr, stocked()))) == 1


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (ReceiveLot("gold", "1", "X"), UnknownNameError),
        (ReceiveLot("powder", "1", "X", "cellar", {"water": "0"}), UnknownNameError),
        (ReceiveLot("powder", "1", "  ", certificate={"water": "0"}), NameMissingError),
        (ReceiveLot("powder", "much", "X", certificate={"water": "0"}), QuantityError),
        (ReceiveLot("powder", "0.5 kg", "X", certificate={"water": "0"}), ValueOutsideLimitsError),
        (ReceiveLot("powder", "2 kt", "X", certificate={"water": "0"}), ValueOutsideLimitsError),
        (ReceiveLot("powder", "1", "X"), QuantityError),
        (ReceiveLot("powder", "1", "X", certificate={"water": "70"}), ValueOutsideLimitsError),
    ],
)
def test_what_is_wrong_with_a_delivery_is_said(
    folder: Path, request_: ReceiveLot, kind: type[LizaoError]
) -> None:
    """No material, no store, no number, no mass, too little, too much, no water, too much."""
    with running(folder) as house, pytest.raises(kind):
        house.ask(request_)


def test_a_delivery_is_taken_in_once_and_by_whoever_may(folder: Path) -> None:
    """The number on its papers tells; another delivery gets the next number of ours."""
    with running(folder) as house:
        with pytest.raises(NotPermittedError, match=r"chen\.jing"):
            house.ask(POWDER, QUALITY)
        house.ask(POWDER)
        with pytest.raises(DeliveryKnownError, match="powder-r01"):
            house.ask(POWDER)
        other = ReceiveLot("powder", "5 t", "HB-18", "store", {"water": "0.3 %"})
        assert house.ask(other)["lot"] == "powder-r02"
