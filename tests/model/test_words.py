"""The words: identifiers, instants, conditions, equipment, facts, commands."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.model.commands import COMMAND_TYPES
from lizao.model.conditions import Comparison, WatchedCondition
from lizao.model.equipment import (
    Finish,
    Plant,
    Service,
    ServiceParameter,
    Unit,
    Use,
)
from lizao.model.facts import FACT_TYPES
from lizao.model.identifiers import (
    BagId,
    ConditionId,
    ServiceName,
    UnitId,
    bag_place,
    row_place,
    signal_id,
)
from lizao.model.image import Image, Samples
from lizao.model.instants import DAY, HOUR, MINUTE, SECOND, in_hours, in_seconds, seconds

KILN = UnitId("kiln-1")
SPEED = ServiceParameter("speed_m_per_h", "m/h", 1.0, 5.0, 3.25)
FEED = Service(ServiceName("feed"), Finish.ON_COMMAND, parameters=(SPEED,))


def kiln(name: str) -> Unit:
    """A kiln that can be fed."""
    return Unit(UnitId(name), "first-kiln", Use.LINE, "firing", (FEED,))


def test_names_are_built_in_one_place() -> None:
    """Signals, kiln rows and bags are written the same way everywhere."""
    assert signal_id(KILN, "oxygen_ppm") == "kiln-1.oxygen_ppm"
    assert row_place(KILN, 17) == "kiln-1/row/17"
    assert bag_place(BagId("P-1-01")) == "bag/P-1-01"


def test_durations_are_whole_microseconds() -> None:
    """Units of time are multiples of each other, and seconds are rounded, not cut."""
    assert (MINUTE, HOUR, DAY) == (60 * SECOND, 3_600 * SECOND, 86_400 * SECOND)
    assert seconds(1.5) == 1_500_000
    assert seconds(0.000_000_6) == 1
    assert in_hours(90 * MINUTE) == 1.5


@given(st.integers(0, 40 * 365 * DAY))
def test_a_duration_survives_the_way_through_seconds(duration: int) -> None:
    """Decades are exact to the microsecond."""
    assert seconds(in_seconds(duration)) == duration


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_a_comparison_includes_its_limit(value: float, limit: float) -> None:
    """At least and at most share the limit and nothing else."""
    assert Comparison.AT_LEAST.holds(value, limit) is (value >= limit)
    assert Comparison.AT_MOST.holds(value, limit) is (value <= limit)


@pytest.mark.parametrize("comparison", Comparison)
def test_no_condition_holds_on_a_value_that_is_none(comparison: Comparison) -> None:
    """A broken sensor meets nothing."""
    assert not comparison.holds(float("nan"), 1.0)


def test_a_condition_is_data() -> None:
    """Signal, comparison, limit; met at once unless a hold time is given."""
    signal = signal_id(KILN, "oxygen_ppm")
    condition = WatchedCondition(ConditionId("c"), signal, Comparison.AT_MOST, 50.0)

    assert condition.hold_s == 0.0


def test_a_plant_finds_its_units_services_and_parameters_by_name() -> None:
    """What the plant does not have is None, never a guess."""
    plant = Plant("line", "lfp", True, (kiln("kiln-1"), kiln("kiln-2")), ())
    unit = plant.unit(KILN)

    assert unit is not None
    assert plant.unit(UnitId("kiln-9")) is None
    assert [each.id for each in plant.of_class("first-kiln")] == ["kiln-1", "kiln-2"]
    assert plant.of_class("dryer") == ()
    assert unit.service(ServiceName("feed")) is FEED
    assert unit.service(ServiceName("fly")) is None
    assert FEED.parameter("speed_m_per_h") is SPEED
    assert FEED.parameter("colour") is None


def test_an_image_is_connected_and_without_samples_unless_said() -> None:
    """The plain image of a quiet plant."""
    image = Image(0, (), {}, {})

    assert image.connected
    assert image.samples == Samples()


@pytest.mark.parametrize("kind", [*FACT_TYPES, *COMMAND_TYPES], ids=lambda kind: kind.__name__)
def test_facts_and_commands_are_frozen(kind: type) -> None:
    """What happened and what was asked cannot be changed afterwards."""
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", FACT_TYPES, ids=lambda kind: kind.__name__)
def test_every_fact_begins_with_its_plant_time(kind: type) -> None:
    """The first field of a fact is ``at``."""
    assert dataclasses.fields(kind)[0].name == "at"
