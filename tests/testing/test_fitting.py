"""A virtual plant fitted to data of another: names, values, sigmas, and the truth found again."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lizao.documents.site import load_site
from lizao.ledger.store import Ledger
from lizao.model.disturbances import Course
from lizao.model.equipment import Plant
from lizao.model.errors import NothingToDoError, NotNowError, UnknownNameError
from lizao.model.facts import BatchStateChanged, HomeMade
from lizao.model.identifiers import BatchId, SignalId
from lizao.model.plant_data import Observation, Order, PlantData
from lizao.model.states import State
from lizao.testing.fitting import Told, Twins, fit, named
from lizao.testing.fitting.coefficients import with_values
from lizao.testing.fitting.home_data import data_of_home
from lizao.testing.fitting.seen import results, signals
from lizao.testing.fitting.twins import without_chance
from lizao.testing.shift import Shift
from lizao.testing.validation.series import SeriesBook
from lizao.testing.validation.trial import with_laboratory

ORDERS = (Order("A", "lfp-26", 1000.0), Order("B", "lfp-26", 1200.0, {"solids": 0.41}))
LIFE = ((BatchId("A"), State.HELD), (BatchId("A"), State.COMPLETE), (BatchId("B"), State.RUNNING))
"""A batch that was held and one that is not finished."""
OUTLET = "dryer.outlet_temperature_c"


def line() -> Plant:
    """The reference line."""
    return load_site().plant()


def changed(plant: Plant, shares: Mapping[str, float]) -> Plant:
    """A plant in which coefficients are so many times what they were."""
    found = named(plant, list(shares))
    return with_values(plant, {each: each.value * shares[each.name] for each in found})


def observed(plant: Plant, seed: int, *names: str) -> PlantData:
    """Data of a plant left to chance: what its ordinary laboratory said, and its signals."""
    book = SeriesBook(frozenset(SignalId(f"dryer-1.{each.partition('.')[2]}") for each in names))
    shift = Shift(with_laboratory(plant, 1), seed, book=book)
    labels = {
        shift.order(each.recipe, each.mass_kg / 1000.0, each.settings): each.batch
        for each in ORDERS
    }
    shift.finish(200.0)
    found = (
        *results(shift.facts),
        *signals(shift.facts, plant, names, lambda name, *span: book.series[name].between(*span)),
    )
    return PlantData(
        ORDERS, tuple(replace(each, batch=labels[BatchId(each.batch)]) for each in found)
    )


def test_coefficients_are_called_as_the_plant_file_calls_them() -> None:
    """Of a group, of a class, of one unit; each once."""
    found = named(
        line(),
        ["grain.initial_nm", "first-kiln.leak_nm3_per_h", "dryer-1.trip_c", "dryer-1.trip_c"],
    )
    assert [each.name for each in found] == [
        "grain.initial_nm",
        "first-kiln.leak_nm3_per_h",
        "dryer-1.trip_c",
    ]
    assert [each.unit for each in found] == ["nm", "Nm3/h", "degC"]
    assert found[0].value == 80.0


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("grain.colour", "grain.initial_nm"),
        ("dryer.colour", "dryer.trip_c"),
        ("dryer-1.colour", "dryer-1.trip_c"),
        ("moon.colour", "first-kiln"),
        ("lot.glucose.water_mean", "compaction"),
    ],
)
def test_a_coefficient_that_there_is_not_is_refused_with_those_near_it(
    name: str, known: str
) -> None:
    """Deliveries are no numbers of the plant file."""
    with pytest.raises(UnknownNameError) as refused:
        named(line(), [name])
    assert refused.value.value == name
    assert known in refused.value.known.split(", ")


def test_a_coefficient_that_a_factor_does_not_change_is_refused() -> None:
    """Zero; and one in which the units of a class differ, of which one can be named."""
    with pytest.raises(NotNowError, match="is_zero"):
        named(line(), ["bed.reaction_j_per_kg"])
    workshop = load_site().plant("workshop")
    first = workshop.of_class("dryer")[0]
    odd = with_values(workshop, {named(workshop, [f"{first.id}.trip_c"])[0]: 120.0})
    with pytest.raises(NotNowError, match="units_differ"):
        named(odd, ["dryer.trip_c"])
    assert named(odd, [f"{first.id}.trip_c"])[0].value == 120.0


def test_other_values_reach_the_group_the_class_or_the_unit() -> None:
    """And nothing else."""
    plant = line()
    other = changed(plant, {"grain.initial_nm": 2.0, "dryer.trip_c": 1.1})
    assert other.coefficients["grain.initial_nm"] == 160.0
    assert other.of_class("dryer")[0].coefficients["trip_c"] == pytest.approx(143.0)
    assert replace(other, coefficients=plant.coefficients, units=plant.units) == plant


def test_a_plant_without_chance_keeps_its_seasons() -> None:
    """What walks by itself, scatters or breaks is gone; what swings and wears is there."""
    calm = without_chance(line())
    courses = {
        movement.course
        for unit in calm.units
        for each in unit.disturbances
        for movement in each.movements
    }
    assert Course.SWING in courses
    assert not courses & {Course.WALK, Course.SCATTER}
    assert calm.coefficients["disturbances.fault_rate"] == 0.0
    assert calm.coefficients["scatter.capacity_sigma"] == 0.0


def test_a_home_without_a_finished_batch_tells_nothing(tmp_path: Path) -> None:
    """And a signal that its plant does not have is refused by name."""
    with Ledger.open(tmp_path / "home", state=tmp_path / "state") as ledger:
        ledger.append([HomeMade(0, "lfp", line(), (), 1)], 0)
        ledger.append([BatchStateChanged(1, *each) for each in LIFE], 0)
        ledger.commit()
        with pytest.raises(NothingToDoError, match="finished_batch"):
            data_of_home(ledger, "home")
        with pytest.raises(UnknownNameError, match=r"first-kiln"):
            data_of_home(ledger, "home", ["oven.oxygen_ppm"])
        with pytest.raises(UnknownNameError, match=r"bag_kpa"):
            data_of_home(ledger, "home", ["dryer.colour"])


@pytest.mark.slow
def test_coefficients_of_another_plant_are_found_again() -> None:
    """Changed by 6 to 12 %, each lies in its interval, and nearer to the truth than to the old one.

    What no result depends on gets no number, nor do two that only their product is seen of.
    """
    shares = {
        "grain.rate_nm_per_h": 1.12,
        "size_law.exponent": 1.06,
        "residual_moisture.humidity_gain_percent": 1.1,
    }
    twins = Twins(load_site(), observed(changed(line(), shares), 77, OUTLET), 1)
    names = [*shares, "line.plug_m_per_s", "jet_mill.size_um", "jet_mill.energy_kwh_per_t"]
    found = fit(twins, line(), names)
    *told, plug, size, energy = found.coefficients
    for each in told:
        true = each.coefficient.value * shares[each.coefficient.name]
        assert each.told is Told.FITTED
        assert each.low is not None
        assert each.high is not None
        assert each.low < true < each.high
        assert each.value is not None
        assert abs(each.value - true) < abs(each.value - each.coefficient.value)
    assert (plug.told, plug.value) == (Told.UNSEEN, None)
    assert (size.told, size.value, size.tied_to) == (Told.TIED, None, (energy.coefficient.name,))
    assert found.settled
    assert found.misfit is not None
    assert found.misfit < 3.0
    assert not found.whole
    assert found.values["plants"] == twins.count < 50


@pytest.mark.slow
def test_what_the_virtual_plant_never_shows_is_refused_by_name() -> None:
    """The recipe of one firing has no second kiln."""
    orders = (Order("A", "lfp-24", 1000.0),)
    data = PlantData(orders, (Observation("A", "second-kiln.oxygen_ppm", 50.0),))
    with pytest.raises(NotNowError, match=r"second-kiln\.oxygen_ppm"):
        fit(Twins(load_site(), data, 1), line(), ["grain.initial_nm"], 2)
