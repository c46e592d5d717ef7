"""The judge of the virtual plant: what each figure is made of, and the reference line before it."""

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from lizao.documents.site import load_site
from lizao.model.acceptance import Figure, Measure, Statistic
from lizao.model.alarms import Bilingual
from lizao.model.facts import (
    BagPacked,
    Fact,
    Flow,
    LotJudged,
    MaterialMoved,
    SampleResult,
    UtilitiesMetered,
)
from lizao.model.identifiers import BagId, BatchId, LotId, PlaceId, SampleId, SignalId, UnitId
from lizao.model.instants import HOUR
from lizao.model.quality import Disposition
from lizao.plant.balance import Balance
from lizao.testing.reference import reference_scene
from lizao.testing.story import Story
from lizao.testing.validation import Judged, Report, Verdict, trial_of, validate
from lizao.testing.validation.figures import value_of
from lizao.testing.validation.observation import ObservationBook, Observed
from lizao.testing.validation.trial import Trial, with_laboratory
from tests.plant.plants import line

WORDS = Bilingual("figure", "指标")
NOTHING = Balance({"Fe": 0.0}, {"Fe": 0.0}, {"Fe": 0.0})


def figure(measure: Measure, of: str = "", statistic: Statistic = Statistic.MEAN) -> Figure:
    """A figure between 1 and 3."""
    limit = 2.0 if statistic is Statistic.SHARE else None
    return Figure("it", WORDS, measure, of, statistic, "1", 1.0, 3.0, "EE", limit)


@pytest.fixture(scope="module")
def story() -> Story:
    """A controller with one batch of the reference recipe, which nothing has happened to."""
    story = Story(reference_scene())
    story.start()
    return story


@pytest.fixture
def seen(story: Story) -> Observed:
    """An hour in which nothing was seen."""
    return Observed(story.run, line(), (), 0, HOUR, {}, NOTHING, NOTHING, {"Fe": 0.0}, {"Fe": 0.0})


def moved(destination: str, batch: BatchId = BatchId("B1")) -> Fact:
    """Powder that went somewhere: 66 kg."""
    source = PlaceId("fired-silo-1")
    return MaterialMoved(1, 0, source, PlaceId(destination), 66.0, Flow.PRODUCT, batch, None, 1)


def result(value: float, attribute: str = "carbon") -> Fact:
    """A result of the laboratory."""
    return SampleResult(1, SampleId("S1"), attribute, value)


def bag(at: int, lot: str, kg: float) -> Fact:
    """A bag of a lot."""
    return BagPacked(at, BagId(f"{lot}-{at}"), LotId(lot), BatchId("B1"), kg, simulated=True)


def used(at: int, kwh: float, nitrogen_nm3: float = 0.0) -> Fact:
    """What a unit used."""
    return UtilitiesMetered(at, at - 1, UnitId("kiln-1"), None, kwh, nitrogen_nm3, 0.0, 0.0)


def test_results_are_averaged_spread_and_counted(seen: Observed) -> None:
    """Of the attribute that is asked for, and of no other."""
    facts = (result(1.0), result(2.0), result(3.0), result(99.0, "d50"))
    found = replace(seen, facts=facts)
    assert value_of(figure(Measure.RESULT, "carbon"), found) == 2.0
    share = value_of(figure(Measure.RESULT, "carbon", Statistic.SHARE), found)
    assert share == pytest.approx(200.0 / 3.0)
    spread = value_of(figure(Measure.RESULT, "carbon", Statistic.SPREAD), found)
    assert spread == pytest.approx(100.0 * math.sqrt(2.0 / 3.0) / 2.0)


def test_signals_are_averaged_by_unit_or_together(seen: Observed) -> None:
    """The lowest and the highest unit, or all of them."""
    signals = {
        SignalId("kiln-1.oxygen_ppm"): [40.0, 50.0],
        SignalId("kiln-2.oxygen_ppm"): [60.0, 80.0],
        SignalId("kiln-1.power_kw"): [1.0],
    }
    found = replace(seen, signals=signals)
    values = {
        each: value_of(figure(Measure.SIGNAL, "oxygen_ppm", each), found)
        for each in (Statistic.LOWEST, Statistic.HIGHEST, Statistic.MEAN)
    }
    assert list(values.values()) == [45.0, 70.0, 57.5]


def test_what_was_used_is_taken_from_the_end_of_a_lot_to_the_end_of_another(
    seen: Observed,
) -> None:
    """So that whole lots stand against it; the energy of nitrogen and dry air is added."""
    facts = (
        used(5, 1000.0),
        bag(10, "L1", 400.0),
        bag(20, "L2", 400.0),
        used(25, 300.0, 100.0),
        bag(30, "L2", 400.0),
        used(35, 7.0),
        bag(40, "L3", 400.0),
    )
    found = replace(seen, facts=facts)
    nitrogen = value_of(figure(Measure.PER_TONNE, "nitrogen_nm3"), found)
    assert nitrogen == pytest.approx(125.0)
    energy = value_of(figure(Measure.PER_TONNE, "energy_kwh"), found)
    assert energy == pytest.approx(375.0 + 0.3 * 125.0 + 250.0)


def test_the_iron_that_leaves_in_bags_is_the_yield(seen: Observed) -> None:
    """Of all that left meanwhile."""
    after = Balance({"Fe": 200.0}, {"Fe": 100.0}, {"Fe": 99.0})
    found = replace(seen, after=after, packed_after_kg={"Fe": 98.5})
    assert value_of(figure(Measure.IRON_YIELD), found) == pytest.approx(98.5)
    assert value_of(figure(Measure.BALANCE, "Fe"), found) == pytest.approx(0.005)


def test_effectiveness_is_how_full_the_slowest_kilns_ran_times_what_was_good(
    seen: Observed, story: Story
) -> None:
    """Two first kilns of 191 rows in 20 hours, 66 kg a row; one lot of two is blocked."""
    (batch,) = story.run.batches
    rows = tuple(moved(f"kiln-1/row/{each}", batch) for each in range(10))
    judged = tuple(
        LotJudged(1, LotId(f"{batch}-{each}"), each, (), "rule")
        for each in (Disposition.RELEASED, Disposition.BLOCKED)
    )
    found = replace(seen, facts=(*rows, *judged))
    fits = 2.0 * 191.0 / 20.0
    assert value_of(figure(Measure.EFFECTIVENESS), found) == pytest.approx(50.0 * 10.0 / fits, 1e-3)


@pytest.mark.parametrize("measure", [each for each in Measure if each is not Measure.BALANCE])
def test_what_was_not_seen_has_no_value_and_does_not_pass(seen: Observed, measure: Measure) -> None:
    """A figure is never good for want of facts."""
    statistic = Statistic.HIGHEST if measure is Measure.SIGNAL else Statistic.MEAN
    asked = figure(measure, "carbon", statistic)
    judged = Judged(asked, value_of(asked, seen))
    assert math.isnan(judged.value)
    assert judged.verdict is Verdict.FAIL


def test_one_figure_that_fails_is_enough() -> None:
    """The verdict is over all of them."""
    good, bad = Judged(figure(Measure.RESULT), 2.0), Judged(figure(Measure.RESULT), 4.0)
    assert Report("line", "lfp-26", 1, 3.0, (good, good)).verdict is Verdict.PASS
    report = Report("line", "lfp-26", 1, 3.0, (good, bad))
    assert report.values["verdict"] == "fail"
    assert [each["verdict"] for each in report.values["figures"]] == ["pass", "fail"]


def test_signals_are_kept_from_the_hour_on_in_which_they_count() -> None:
    """And only those that a figure asks for."""
    book = ObservationBook(frozenset({"oxygen_ppm"}))
    asked, other = SignalId("kiln-1.oxygen_ppm"), SignalId("kiln-1.power_kw")
    samples = SimpleNamespace(values={asked: [40.0], other: [1.0]})
    book.record(samples)  # type: ignore[arg-type]
    assert not book.values
    book.open = True
    book.record(samples)  # type: ignore[arg-type]
    assert book.values.keys() == {asked}
    assert list(book.values[asked]) == [40.0]


def test_facts_are_kept_from_that_hour_on_too_and_only_those_that_figures_are_taken_from() -> None:
    """A result counts, and a row that is filled; nothing else that moves."""
    book = ObservationBook(frozenset())
    row = moved("kiln-1/row/7")
    facts = (result(1.0), moved("kiln-feed-silo-1"), row)
    book.append(facts, 0)
    assert not book.facts
    book.open = True
    book.append(facts, 0)
    assert book.facts == [facts[0], row]


def test_the_store_is_large_enough_for_a_month() -> None:
    """One train, six batches a day at most."""
    site = load_site()
    trial = Trial(site, line(), site.acceptance_of(line()), 30.0)
    assert trial.trains == 1
    assert trial.stores * 6 >= (30.0 + 66.0 / 24.0) * 6


def test_the_laboratory_of_a_trial_answers_at_once_and_more_exactly() -> None:
    """The mean of nine analyses scatters a third as much."""
    numbers = with_laboratory(line(), 9).coefficients
    assert numbers["lab.capacity_01c_min"] == 0.0
    assert numbers["lab.capacity_01c_sigma"] == pytest.approx(0.7 / 3.0)
    assert numbers["lab.d50_sigma_share"] == pytest.approx(0.01 / 3.0)
    assert numbers["scatter.capacity_sigma"] == line().coefficients["scatter.capacity_sigma"]


@pytest.mark.slow
def test_the_reference_line_passes() -> None:
    """Every figure of a day lies in its band."""
    report = validate(trial_of(load_site(), days=1.0))
    outside = [f"{each.figure.name} {each.value:.4g}" for each in report.figures]
    assert report.verdict is Verdict.PASS, outside
