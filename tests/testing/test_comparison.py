"""Old practice against the way of Lizao: what it changes, what is told, and one story of both."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from lizao.control.splitting import split
from lizao.documents.site import load_site
from lizao.model.comparison import ComparedFigure, Gauge
from lizao.model.equipment import Choice
from lizao.model.errors import UnknownNameError
from lizao.model.facts import ChargesPlanned
from lizao.model.identifiers import MaterialName
from lizao.testing.comparison import Orders, compare, orders_of
from lizao.testing.comparison.figures import figure_of
from lizao.testing.comparison.intervals import Interval, interval, left_out, student
from lizao.testing.comparison.orders import placed, refuse_unknown
from lizao.testing.comparison.playing import Made, begun, play
from lizao.testing.comparison.practices import Practice, of_campaigns
from lizao.testing.comparison.report import NOT_MODELLED, Report, bounded, compared


@pytest.fixture(scope="module")
def orders() -> Orders:
    """Two seeds of one batch on the reference line."""
    return orders_of(load_site(), seeds=2, batches=1)


def made(*, hours: float = 60.0, first_pass: bool = True, density: float = 2.6) -> Made:
    """A batch of two tonnes."""
    return Made(
        done=True,
        hours=hours,
        first_pass=first_pass,
        tonnes=2.0,
        energy_kwh=7000.0,
        nitrogen_nm3=1600.0,
        gas_nm3=500.0,
        charged_kg={MaterialName("lithium-carbonate"): 100.0},
        results={"compaction_density": density},
    )


def told(orders: Orders, name: str, *seeds: Sequence[Made]) -> float:
    """A figure of the site over some seeds, each batch promised in 61 h."""
    figure = next(each for each in orders.comparison.figures if each.name == name)
    return figure_of(figure, seeds, [61.0] * len(seeds[0]), orders.comparison.costs)


def planned_kg(orders: Orders, way: str, seed: int) -> dict[str, float]:
    """What is planned for every charge of the first batch, all lots together."""
    disturbed = placed(orders.plant, orders.comparison.conditions)
    shift, _ = begun(replace(orders, plant=disturbed), orders.practice(way, seed), seed)
    (plan,) = (each for each in shift.facts if isinstance(each, ChargesPlanned))
    kg: dict[str, float] = {}
    for each in plan.portions:
        kg[each.charge] = kg.get(each.charge, 0.0) + each.mass_kg
    return kg


def test_without_a_trim_every_seed_is_charged_the_same(orders: Orders) -> None:
    """By the average lot and in the order of arrival, whatever the certificates say.

    Only the water follows the operator, who turns the solids.
    """
    old = [planned_kg(orders, "old", seed) for seed in (1, 2)]
    ours = [planned_kg(orders, "lizao", seed) for seed in (1, 2)]
    for charge in old[0].keys() - {"water"}:
        assert old[0][charge] == pytest.approx(old[1][charge], rel=1e-12), charge
    acid = "phosphoric-acid"
    assert ours[0][acid] != pytest.approx(ours[1][acid], rel=0.01)
    assert old[0]["iron-phosphate"] == pytest.approx(6.0 * 950.0 / (1.0 - 0.003), rel=1e-9)
    assert old[0]["glucose-slurry"] == pytest.approx(6.0 * 95.5 * 0.92 / (1.0 - 0.098), rel=1e-9)


def test_operators_turn_set_points_by_chance_that_a_seed_repeats(orders: Orders) -> None:
    """Within two sigma and the limits of the recipe; each batch anew, lines once for all."""
    site, old = orders.site, orders.comparison.old
    master = site.recipe("lfp-26")
    one, again, other = (orders.practice("old", seed) for seed in (1, 1, 2))
    assert one.recipe(master, 1).formula == again.recipe(master, 1).formula
    assert one.recipe(master, 1).formula != one.recipe(master, 2).formula
    assert one.recipe(master, 1).formula != other.recipe(master, 1).formula
    shared = of_campaigns(master)
    assert shared == {"inlet_temperature", "outlet_temperature", "soak1_temperature"} | {
        "soak2_temperature"
    }
    for before, batch, campaign in zip(
        master.formula, one.recipe(master, 1).formula, one.campaign(master).formula, strict=True
    ):
        turned = before.name in old.setpoints
        assert (batch.default != before.default) == (turned and before.name not in shared)
        assert (campaign.default != before.default) == (turned and before.name in shared)
        furthest = 2.0 * old.trim_share * (before.high - before.low) + 1e-9
        for after in (batch, campaign):
            assert abs(after.default - before.default) <= furthest
            assert before.low <= after.default <= before.high


@pytest.mark.parametrize(
    ("part", "changes", "name"),
    [
        ("", {"conditions": {"lots.luck": 1.0}}, "lots.luck"),
        ("old", {"setpoints": ("luck",)}, "luck"),
        ("costs", {"material_per_kg": {}}, "water"),
        ("of", {"gauge": Gauge.RESULT, "of": "colour"}, "colour"),
        ("of", {"gauge": Gauge.PER_TONNE, "of": "steam_kg"}, "steam_kg"),
    ],
)
def test_what_nothing_answers_to_is_refused(
    orders: Orders, part: str, changes: dict[str, Any], name: str
) -> None:
    """By name, before anything is made: numbers, set-points, prices, attributes, utilities."""
    asked = orders.comparison
    match part:
        case "old":
            asked = replace(asked, old=replace(asked.old, **changes))
        case "costs":
            asked = replace(asked, costs=replace(asked.costs, **changes))
        case "of":
            asked = replace(asked, figures=(replace(asked.figures[0], **changes),))
        case _:
            asked = replace(asked, **changes)
    with pytest.raises(UnknownNameError) as caught:
        refuse_unknown(orders.site, orders.plant, asked)
    assert caught.value.value == name


def test_units_go_in_turn_and_samples_come_late(orders: Orders) -> None:
    """In the papers of the plant; the way of Lizao changes none of them."""
    old, lizao = (orders.practice(each, 1) for each in ("old", "lizao"))
    plant = old.plant(orders.plant)
    assert {each.choose for each in plant.units} == {Choice.LONGEST_IDLE}
    assert plant.coefficients["lab.late_least_min"] == 30.0
    assert plant.coefficients["lab.late_most_min"] == 90.0
    master = orders.site.recipe("lfp-26")
    assert lizao.plant(orders.plant) is orders.plant
    assert lizao.recipe(lizao.campaign(master), 1) is master
    assert split(old.campaign(master), plant) == split(master, plant)


def test_a_mean_has_an_interval_by_student() -> None:
    """From two values on; one alone, or none, has no bounds."""
    found = interval([1.0, 2.0, 3.0])
    half = 4.303 / math.sqrt(3.0)
    assert (found.mean, found.low, found.high) == pytest.approx((2.0, 2.0 - half, 2.0 + half))
    assert not found.clear
    assert Interval(1.0, 0.5, 1.5).clear
    assert Interval(-1.0, -1.5, -0.5).clear
    assert interval([0.0, 0.0]) == Interval(0.0, 0.0, 0.0)
    assert math.isnan(interval([7.0]).low)
    assert math.isnan(interval([]).mean)
    assert math.isnan(interval([1.0, math.nan]).low)
    factors = [student(each) for each in range(1, 200)]
    assert factors == sorted(factors, reverse=True)


def test_what_only_all_seeds_tell_is_told_with_each_left_out() -> None:
    """Of a mean that is the values themselves; of too few seeds it is one value without bounds."""
    values = [1.0, 2.0, 6.0]
    assert left_out(lambda seen: sum(seen) / len(seen), values) == pytest.approx(values)
    assert left_out(max, [1.0, 2.0]) == [2.0]


def test_figures_are_shares_means_and_sums_over_tonnes(orders: Orders) -> None:
    """Of two batches one is late and blocked."""
    good, bad = made(), made(hours=62.0, first_pass=False, density=2.5)
    assert told(orders, "first_pass", [good, bad]) == 50.0
    assert told(orders, "on_time", [good, bad]) == 50.0
    assert told(orders, "on_time", [replace(good, done=False)]) == 0.0
    assert told(orders, "hours", [good], [bad]) == 61.0
    assert told(orders, "compaction_density", [good, bad]) == pytest.approx(2.55)
    spread = told(orders, "compaction_density_spread", [good, bad])
    assert spread == pytest.approx(0.1 / math.sqrt(2.0))
    assert told(orders, "energy", [good, bad]) == 3500.0
    assert math.isnan(told(orders, "carbon", [good]))
    assert math.isnan(told(orders, "carbon_spread", [good]))
    assert math.isnan(told(orders, "energy", [replace(good, tonnes=0.0)]))


def test_a_tonne_costs_materials_energy_the_rest_and_the_lost_premium(orders: Orders) -> None:
    """In yuan; the batch holds 50 kg of lithium carbonate to the tonne."""
    good = 100.0 * 75.4 / 2.0 + 0.6 * 3500.0 + 3.5 * 250.0 + 2700.0
    assert told(orders, "cost", [made()]) == pytest.approx(good)
    assert told(orders, "cost", [made(first_pass=False)]) == pytest.approx(good + 2000.0)


def test_the_report_stands_for_itself(orders: Orders) -> None:
    """Both ways, the difference seed by seed with its interval, and what none of it tells."""
    ours = [(made(density=2.60),), (made(density=2.61),), (made(density=2.62),)]
    theirs = [(made(density=2.59),), (made(density=2.59),), (made(density=2.60),)]
    figures = compared(orders.comparison, ours, theirs, [61.0])
    report = Report("line", orders.comparison, 1, 5, (61.0,), figures).values
    assert (report["plant"], report["recipe"], report["tonnes"]) == ("line", "lfp-26", 6.0)
    assert (report["seeds"], report["batches"]) == ([5, 6, 7], 1)
    assert report["not_modelled"] == list(NOT_MODELLED)
    found = {each["name"]: each for each in report["figures"]}
    density = found["compaction_density"]
    assert density["difference"]["mean"] == pytest.approx(0.05 / 3.0)
    assert density["difference"]["clear"] is True
    apart = [each["difference"] for each in density["seeds"]]
    assert apart == pytest.approx([0.01, 0.02, 0.02])
    spread = found["compaction_density_spread"]
    assert spread["difference"]["low"] < spread["difference"]["high"]
    same = found["first_pass"]["difference"]
    assert (same["mean"], same["clear"], math.isnan(same["low"])) == (0.0, False, True)


def test_a_share_does_not_leave_what_there_can_be() -> None:
    """Few seeds that all say the same leave it open how far a share is off."""
    assert bounded(Interval(90.0, 60.0, 120.0), 0.0) == Interval(90.0, 60.0, 100.0)
    assert bounded(Interval(30.0, -130.0, 190.0), -100.0) == Interval(30.0, -100.0, 100.0)
    assert math.isnan(bounded(Interval(100.0, 100.0, 100.0), 0.0).low)


def test_every_gauge_is_told(orders: Orders) -> None:
    """Whatever a comparison file may ask for."""
    words = orders.comparison.figures[0].title
    for gauge in Gauge:
        of = {Gauge.PER_TONNE: "gas_nm3"}.get(gauge, "compaction_density")
        figure = ComparedFigure("it", words, gauge, of, "1")
        seeds = [[made(), made(density=2.7)]]
        assert math.isfinite(figure_of(figure, seeds, [61.0, 61.0], orders.comparison.costs))


@pytest.mark.slow
def test_both_ways_make_the_same_orders(orders: Orders) -> None:
    """Two seeds of one batch: every figure of both ways, and its interval.

    Old practice leaves Fe/P where the lots have it, so its density scatters more from seed to seed.
    """
    report = compare(orders, workers=2)
    figures = {each.figure.name: each for each in report.figures}
    assert report.seeds == 2
    assert all(60.0 < each < 80.0 for each in report.promised_h)
    assert {"first_pass", "on_time"} < figures.keys()
    for name in ("hours", "compaction_density", "carbon", "energy", "nitrogen", "gas", "cost"):
        found = figures[name]
        assert found.difference.low <= found.difference.mean <= found.difference.high
        assert len(found.by_seed) == 2
    assert 3000.0 < figures["energy"].lizao.mean < 4200.0
    assert 25_000.0 < figures["cost"].old.mean < 45_000.0
    density = figures["compaction_density"]
    ours, theirs = zip(*density.by_seed, strict=True)
    assert ours != theirs


@pytest.mark.slow
def test_a_way_against_itself_differs_by_nothing(orders: Orders) -> None:
    """Not even in the last digit, so that what differs is due to the way of working alone."""
    once = play(orders, "old", 1)
    assert once == play(orders, "old", 1)
    same = compared(orders.comparison, [once, once], [once, once], [61.0])
    assert {each.difference.mean for each in same if not math.isnan(each.lizao.mean)} == {0.0}
    assert Practice().name == "lizao"
