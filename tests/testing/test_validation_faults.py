"""The fault table: what counts as a sign, and faults of the reference line on twins."""

from dataclasses import replace

import pytest

from lizao.documents.site import load_site
from lizao.model.disturbances import Sign
from lizao.model.equipment import Plant
from lizao.model.errors import UnknownNameError
from lizao.model.facts import SampleResult
from lizao.model.identifiers import SampleId, SignalId, UnitId
from lizao.model.image import Samples
from lizao.model.instants import HOUR, MINUTE
from lizao.testing.shift import Shift
from lizao.testing.validation.faults import Seen, Tried, chosen_of, faults_of
from lizao.testing.validation.report import Report, Verdict
from lizao.testing.validation.results import result_differences
from lizao.testing.validation.series import Series, SeriesBook, differences, spread
from lizao.testing.validation.trial import Trial
from lizao.testing.validation.trying import try_faults
from tests.plant.plants import line

SIGN = Sign("oxygen_ppm", 80.0, 300.0, 3600.0)
OXYGEN = SignalId("kiln-1.oxygen_ppm")


def series(*values: float) -> Series:
    """A signal shown each minute."""
    return Series([each * MINUTE for each in range(1, len(values) + 1)], list(values))


def test_signals_are_kept_with_their_instants_and_once() -> None:
    """What is handed out again is not kept again; other signals are not kept."""
    book = SeriesBook(frozenset({OXYGEN}))
    book.record(Samples([1, 2], {OXYGEN: [5.0, 6.0], SignalId("kiln-1.power_kw"): [1.0, 1.0]}))
    book.record(Samples([2, 3], {OXYGEN: [6.0, 7.0]}))
    book.record(Samples())
    assert book.series[OXYGEN] == Series([1, 2, 3], [5.0, 6.0, 7.0])
    assert list(book.series) == [OXYGEN]


def test_a_difference_is_that_of_two_means() -> None:
    """Over a time that ends at each instant; noise that both have cancels."""
    broken, whole = series(1.0, 2.0, 6.0), series(1.0, 1.0, 3.0)
    found = list(differences(broken, whole, 0, 3 * MINUTE, 2 * MINUTE))
    assert found == [(MINUTE, 0.0), (2 * MINUTE, 0.5), (3 * MINUTE, 2.0)]
    assert list(differences(broken, series(), 0, 3 * MINUTE, MINUTE)) == []


def test_a_sign_may_be_a_spread() -> None:
    """The difference of the standard deviations; of nothing there is none."""
    broken, whole = series(1.0, 5.0, 1.0, 5.0), series(2.0, 4.0, 2.0, 4.0)
    assert spread(broken, whole, 0, 4 * MINUTE) == pytest.approx(1.0)
    assert spread(broken, series(), 0, 4 * MINUTE) is None


@pytest.mark.parametrize(
    ("difference", "left", "shown", "gone"),
    [
        (100.0, 1.0, True, True),
        (79.0, 1.0, False, True),
        (301.0, 1.0, False, True),
        (100.0, -26.0, True, False),
        (None, None, False, False),
        (100.0, None, True, False),
    ],
)
def test_a_sign_must_lie_in_its_bounds_and_go(
    difference: float | None, left: float | None, shown: bool, gone: bool
) -> None:
    """A quarter of it may be left after the cure; what was not seen is neither."""
    seen = Seen(SIGN, difference, left)
    assert (seen.shown, seen.gone) == (shown, gone)


def test_a_fault_without_signs_proves_nothing() -> None:
    """It fails, and with it the report."""
    unit, fault = next(faults_of(line().units))
    silent = Tried(unit.id, unit.unit_class, fault, ())
    assert not silent.holds
    assert Report("line", "lfp-26", 1, 1.0, (), (silent,)).verdict is Verdict.FAIL
    shown = Tried(unit.id, unit.unit_class, fault, (Seen(SIGN, 100.0, 0.0),))
    report = Report("line", "lfp-26", 1, 1.0, (), (shown,))
    assert report.verdict is Verdict.PASS
    (values,) = report.values["faults"]
    assert (values["unit"], values["code"], values["verdict"]) == (unit.id, fault.code, "pass")
    assert values["signs"][0]["seen"] == 100.0


def test_each_class_is_tried_once() -> None:
    """Two kilns of a class have the same faults."""
    tried = [(unit.unit_class, fault.code) for unit, fault in faults_of(line().units)]
    assert len(tried) == len(set(tried))
    assert {"F3", "F4"} <= {code for _, code in tried}


def test_faults_are_chosen_by_name() -> None:
    """A code is tried on the first unit of each class, or on the unit that is named; once each."""
    units = line().units
    chosen = chosen_of(units, ["F3", "F3@kiln-2", "F3@kiln-1"])
    assert [unit.id for unit, _ in chosen] == ["kiln-1", "kiln-3", "kiln-2"]
    assert chosen_of(units, []) == tuple(faults_of(units))
    for name in ("F99", "F3@premix-1", "F3@kiln-99"):
        with pytest.raises(UnknownNameError, match=name):
            chosen_of(units, [name])


def test_results_of_the_same_sample_are_compared() -> None:
    """Of the attribute asked for, told between two instants; a sample of one alone is not."""

    def told(at: int, sample: str, value: float, attribute: str = "carbon") -> SampleResult:
        return SampleResult(at, SampleId(sample), attribute, value)

    whole = [told(1, "a", 1.0), told(2, "b", 1.0), told(2, "b", 9.0, "d50"), told(3, "c", 1.0)]
    broken = [told(1, "a", 1.1), told(2, "b", 1.5), told(2, "b", 7.0, "d50"), told(4, "d", 1.0)]
    assert list(result_differences(broken, whole, "carbon", 1, 4)) == [(2, 0.5)]


def expecting(plant: Plant, code: str, low: float, high: float) -> Plant:
    """The plant with another promise about a fault."""
    units = []
    for unit in plant.units:
        faults = tuple(
            replace(each, signs=tuple(replace(sign, low=low, high=high) for sign in each.signs))
            if each.code == code
            else each
            for each in unit.faults
        )
        units.append(replace(unit, faults=faults))
    return replace(plant, units=tuple(units))


@pytest.mark.slow
def test_a_fault_shows_on_a_twin_and_goes_and_a_wrong_promise_is_found_out() -> None:
    """Impure nitrogen: 90 ppm more oxygen, and never 500; two processes find what one finds."""
    site = load_site()
    oxygen = []
    for low, high, holds, workers in ((50.0, 100.0, True, 2), (500.0, 600.0, False, 1)):
        plant = expecting(line(), "F4", low, high)
        acceptance = replace(site.acceptance_of(plant), fill_h=24.0)
        tried = try_faults(Trial(site, plant, acceptance, 1.0), ["F4"], workers)
        assert [each.unit for each in tried] == [UnitId("kiln-1"), UnitId("kiln-3")]
        for found in tried:
            seen = {each.sign.signal: each.difference for each in found.signs}
            assert found.holds is holds
            assert seen["oxygen_soak_ppm"] == pytest.approx(90.0, abs=10.0)
            oxygen.append(seen["oxygen_cooling_ppm"])
    assert oxygen[:2] == pytest.approx(oxygen[2:], rel=0.05)


@pytest.mark.slow
def test_twins_live_the_same_life_until_one_is_disturbed() -> None:
    """Every signal of both is the same to the last digit; then one has a leak."""
    shift = Shift()
    shift.order("lfp-26", 1.0)
    shift.forward(5.0)
    one, other = shift.twin(), shift.twin()
    for each in (one, other):
        each.forward(3.0)
    assert one.plant.read().values == other.plant.read().values
    assert one.facts == other.facts
    one.plant.strike(UnitId("kiln-1"), "F4")
    for each in (one, other):
        each.forward(1.0)
    assert one.plant.read().values[OXYGEN] > other.plant.read().values[OXYGEN] + 50.0
    assert one.now - shift.now == 4 * HOUR
