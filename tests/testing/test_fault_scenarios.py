"""The fifteen scenarios of faults: where each stands in the reference line, and what proves it."""

import ast
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.plant.plants import line

TESTS: Final = Path(__file__).parent.parent
KILNS: Final = ("first-kiln", "second-kiln")
JET_MILLS: Final = ("intermediate-jet-mill", "coarse-cut-jet-mill", "fine-cut-jet-mill")


class Scenario(NamedTuple):
    """A fault by its code, the classes that can have it, and the tests that show its signature."""

    code: str
    classes: tuple[str, ...]
    tests: tuple[str, ...]


SCENARIOS: Final = (
    # heater element open
    Scenario(
        "F1",
        KILNS,
        (
            "plant/test_kiln_faults.py::test_a_fault_of_a_kiln_shows_by_its_signs_and_goes_with_its_cure",
        ),
    ),
    # thermocouples drift: less heating, the same reading, finer grain, the same carbon
    Scenario(
        "F2",
        KILNS,
        (
            "plant/test_kiln_faults.py::test_a_fault_of_a_kiln_shows_by_its_signs_and_goes_with_its_cure",
            "plant/test_kiln_faults.py::test_thermocouples_that_read_high_make_finer_grain_and_the_same_carbon",
        ),
    ),
    # inlet door leaks: oxygen with the pushes, later less carbon
    Scenario(
        "F3",
        KILNS,
        (
            "plant/test_kiln_faults.py::test_a_fault_of_a_kiln_shows_by_its_signs_and_goes_with_its_cure",
            "plant/test_kiln_faults.py::test_a_leaking_door_burns_carbon_of_the_rows_that_pass_it",
        ),
    ),
    # impure nitrogen
    Scenario(
        "F4",
        KILNS,
        (
            "testing/test_validation_faults.py::test_a_fault_shows_on_a_twin_and_goes_and_a_wrong_promise_is_found_out",
        ),
    ),
    # bead separator plugs
    Scenario(
        "F5",
        ("coarse-mill", "fine-mill"),
        (
            "plant/test_mill_faults.py::test_a_mill_fault_shows_by_its_signs",
            "plant/test_mill_faults.py::test_a_separator_flushed_backwards_lets_all_through_again",
        ),
    ),
    # beads are lost
    Scenario(
        "F6",
        ("coarse-mill", "fine-mill"),
        (
            "plant/test_mill_faults.py::test_a_mill_fault_shows_by_its_signs",
            "plant/test_mill_faults.py::test_fewer_beads_leave_the_slurry_as_coarse_as_the_law_says",
        ),
    ),
    # bag filter of the dryer tears
    Scenario(
        "F7",
        ("dryer",),
        (
            "plant/test_dryer_faults.py::test_a_dryer_fault_shows_by_its_signs",
            "plant/test_dryer_faults.py::test_a_torn_bag_costs_half_a_percent_of_the_powder_until_it_is_changed",
        ),
    ),
    # disc of the atomiser is worn
    Scenario(
        "F8", ("dryer",), ("plant/test_dryer_faults.py::test_a_dryer_fault_shows_by_its_signs",)
    ),
    # bearing of the classifier
    Scenario(
        "F9",
        JET_MILLS,
        (
            "plant/test_powder_faults.py::test_a_fault_shows_by_its_signs",
            "plant/test_powder_faults.py::test_a_failing_bearing_lets_coarse_grains_through_to_the_sieve",
        ),
    ),
    # conveying line plugs
    Scenario(
        "F10",
        ("pneumatic-line",),
        (
            "plant/test_powder_faults.py::test_a_fault_shows_by_its_signs",
            "plant/test_powder_faults.py::test_a_plugged_line_moves_nothing_and_carries_again_after_a_pulse",
        ),
    ),
    # bags of a wrong lot: acidity at once, density of the product as the laboratory finds it
    Scenario(
        "F11",
        ("premix",),
        (
            "plant/test_dosing_faults.py::test_bags_of_a_wrong_lot_show_in_the_slurry",
            "cli/test_judging.py::test_one_fault_is_tried_and_told_by_the_laboratory",
        ),
    ),
    # a sensor freezes: an analyser by its own entry, any sensor as F12-SIGNAL
    Scenario(
        "F12",
        ("first-kiln",),
        (
            "plant/test_breakdowns.py::test_a_frozen_sensor_shows_the_same_value_for_ever",
            "plant/test_dosing_faults.py::test_any_sensor_may_freeze_and_is_found_by_its_spread",
        ),
    ),
    # saggar jammed
    Scenario(
        "F13",
        KILNS,
        (
            "plant/test_kiln_faults.py::test_a_fault_of_a_kiln_shows_by_its_signs_and_goes_with_its_cure",
            "plant/test_kiln_faults.py::test_behind_a_jam_rows_stand_and_before_it_they_leave_a_gap",
        ),
    ),
    # magnet without current
    Scenario(
        "F14",
        ("slurry-line", "sieve"),
        (
            "plant/test_powder_faults.py::test_a_fault_shows_by_its_signs",
            "plant/test_powder_faults.py::test_a_magnet_without_current_shows_at_the_next_analysis",
        ),
    ),
    # moist packing room
    Scenario(
        "F15", ("pack-bin",), ("plant/test_powder_faults.py::test_a_fault_shows_by_its_signs",)
    ),
)


def test_every_scenario_is_named_once() -> None:
    """F1 to F15."""
    assert [each.code for each in SCENARIOS] == [f"F{number}" for number in range(1, 16)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.code)
def test_a_scenario_stands_in_the_line_with_signs_and_tests(scenario: Scenario) -> None:
    """The classes that have a fault of its code are those of the table; its tests are there."""
    having = {
        unit.unit_class
        for unit in line().units
        for each in unit.faults
        if each.code == scenario.code and each.signs
    }
    assert having == set(scenario.classes)
    for name in scenario.tests:
        file, _, function = name.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert function in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
