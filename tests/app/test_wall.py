"""The wall: what it says of a home is what the facts of that home come to."""

from dataclasses import replace
from typing import Any

import pytest

from lizao.app.days import DayFigures, Days, day_of
from lizao.app.home import Home
from lizao.app.views import Views
from lizao.app.wall import classes, lines, periods, raw_stock, transfers, wall
from lizao.material.entries import RawLot
from lizao.model.equipment import LineState
from lizao.model.facts import (
    BagPacked,
    BatchCreated,
    BatchStateChanged,
    Fact,
    LotJudged,
    LotStatusChanged,
    StepCompleted,
    UtilitiesMetered,
)
from lizao.model.identifiers import (
    BagId,
    BatchId,
    LotId,
    PlaceId,
    StepPath,
    UnitId,
)
from lizao.model.instants import DAY, HOUR, Instant
from lizao.model.material import LotStatus
from lizao.model.quality import Disposition
from lizao.model.states import Command, State
from lizao.quality.release import RULE
from lizao.testing.mini import START, mini_materials
from lizao.testing.story import Story

BATCH = BatchId("mini-001")
LOT = LotId("mini-001-L1")
GOOD, BAD = Disposition.RELEASED, Disposition.BLOCKED


def told(home: Home) -> Any:  # noqa: ANN401 - JSON
    """What the wall shows, as its reader takes it."""
    return wall(home)


def judged(lot: LotId, disposition: Disposition, at: Instant, by: str = RULE) -> LotJudged:
    """A judgement."""
    return LotJudged(at, lot, disposition, (), by)


def became(lot: LotId, status: LotStatus, at: Instant) -> LotStatusChanged:
    """What became of a lot."""
    return LotStatusChanged(at, lot, status, RULE)


def days_after(*facts: LotJudged | LotStatusChanged) -> DayFigures:
    """What the days come to after facts about lots."""
    days = Days()
    for fact in facts:
        days.judged(fact) if isinstance(fact, LotJudged) else days.status_changed(fact)
    return days.between(0, day_of(START) + 100)


def test_what_was_packed_is_what_the_bags_hold(made_home: Home) -> None:
    """Whatever period they lie in, and the days of the trend come to the same."""
    packed = [fact for _, fact in made_home.ledger.facts() if isinstance(fact, BagPacked)]
    whole = pytest.approx(sum(each.mass_kg for each in packed))

    shown = told(made_home)

    assert packed
    for period in ("month", "year", "recent", "all"):
        assert shown["periods"][period]["packed_kg"] == whole, period
    assert sum(each["packed_kg"] for each in shown["days"]) == whole


def test_the_effort_is_that_of_the_batches_which_ended(made_home: Home) -> None:
    """One batch ended: per tonne it is what its result says, and nothing was done by hand twice."""
    figures = made_home.rooms.views.batches[BATCH]
    shown = told(made_home)["periods"]["all"]

    assert shown["batches_ended"] == 1
    tonnes = shown["ended_kg"] / 1000.0
    assert shown["energy_kwh_per_t"] == pytest.approx(figures.energy_kwh / tonnes)
    assert shown["automation_rate"] == pytest.approx(
        figures.automatic / (figures.automatic + figures.manual)
    )
    assert (shown["lots"], shown["first_pass_rate"], shown["final_rate"]) == (1, 1.0, 1.0)


def test_a_home_in_which_all_is_done_has_nothing_under_way(made_home: Home) -> None:
    """No batch, no transfer; its units are all there and rest."""
    shown = told(made_home)
    plant = made_home.foundation.plant

    assert shown["batches"] == []
    assert shown["transfers"] == []
    assert sum(each["units"] for each in shown["units"]) == len(plant.units)
    assert {each["interrupted"] + each["out_of_use"] for each in shown["units"]} == {0}
    assert shown["at"] == made_home.rooms.views.latest
    assert shown["alarms"]["standing"] == 0


def test_the_stock_is_what_may_be_used(made_home: Home) -> None:
    """Every raw material that comes in bags is there, also one of which nothing is left."""
    found = {each["material"]: each["usable_kg"] for each in told(made_home)["stock"]}
    book = made_home.rooms.book.raw.values()

    assert list(found) == ["powder", "additive"]
    for material, kg in found.items():
        mine = [each for each in book if each.material == material]
        assert kg == pytest.approx(sum(each.remaining_kg for each in mine), abs=1e-6)


@pytest.mark.parametrize(
    ("change", "kg"),
    [
        ({}, 100.0),
        ({"status": LotStatus.QUARANTINE}, 0.0),
        ({"status": LotStatus.BLOCKED}, 0.0),
        ({"expires_at": START}, 0.0),
        ({"expires_at": START + HOUR}, 100.0),
        ({"remaining_kg": -0.5}, 0.0),
    ],
)
def test_a_lot_counts_only_while_it_may_be_used(change: dict[str, Any], kg: float) -> None:
    """Not in quarantine, not blocked, not expired, not used up."""
    material = next(each for each in mini_materials() if each.raw)
    lot = RawLot(LotId("X"), 1, material.name, 200.0, 100.0, PlaceId("s"), LotStatus.RELEASED)

    (row,) = raw_stock([material], [replace(lot, **change)], START)

    assert row["usable_kg"] == kg


def test_a_lot_passes_at_first_only_where_nobody_had_to_help() -> None:
    """Neither by concession, nor after it was kept back; it may be released in the end."""
    first = days_after(judged(LOT, GOOD, START), became(LOT, LotStatus.RELEASED, START))
    conceded = days_after(judged(LOT, GOOD, START, by="chen.jing"))
    kept_back = days_after(became(LOT, LotStatus.QUARANTINE, START), judged(LOT, GOOD, START + 1))
    blocked = days_after(judged(LOT, BAD, START), became(LOT, LotStatus.BLOCKED, START))

    found = [(x.judged, x.first_pass, x.released) for x in (first, conceded, kept_back, blocked)]

    assert found == [(1, 1, 1), (1, 0, 1), (1, 0, 1), (1, 0, 0)]


def test_what_becomes_of_a_lot_later_counts_on_the_day_it_was_judged() -> None:
    """A recall takes it out of the final rate, a second judgement brings it back in."""
    days = Days()
    later = START + 3 * DAY
    days.judged(judged(LOT, GOOD, START))
    days.status_changed(became(LOT, LotStatus.BLOCKED, later))
    assert days.of(START) == DayFigures(judged=1, first_pass=1, released=0)

    days.status_changed(became(LOT, LotStatus.QUARANTINE, later))
    days.judged(judged(LOT, GOOD, later, by="chen.jing"))

    assert days.of(START) == DayFigures(judged=1, first_pass=1, released=1)
    assert days.of(later) == DayFigures()


def test_periods_begin_with_the_days_of_the_calendar() -> None:
    """1 March: the month begins today, the year two months ago; thirty days reach back between."""
    march = START + 59 * DAY + HOUR
    days = Days()
    for at in (march, march - DAY, march - 40 * DAY, march - 100 * DAY):
        days.of(at).packed_kg += 1000.0

    found = {name: each["packed_kg"] for name, each in _periods(days, march).items()}

    assert found == {
        "today": 1000.0, "month": 1000.0, "recent": 2000.0, "year": 3000.0, "all": 4000.0,
    }  # fmt: skip


def _periods(days: Days, now: Instant) -> Any:  # noqa: ANN401 - JSON
    return periods(days, now, {})


def test_where_nothing_happened_there_is_no_rate() -> None:
    """A rate of nothing is not known; it is neither none nor all."""
    today = _periods(Days(), START)["today"]

    assert today["packed_kg"] == 0.0
    for rate in ("first_pass_rate", "final_rate", "automation_rate", "energy_kwh_per_t"):
        assert today[rate] is None, rate


def test_what_a_batch_used_late_is_added_to_the_day_on_which_it_ended() -> None:
    """And what it used before counts there too; it ends once."""
    story = Story()
    story.start()
    created = next(each for each in story.facts if isinstance(each, BatchCreated))
    views = Views()
    end = START + 2 * DAY
    facts: tuple[Fact, ...] = (
        created,
        UtilitiesMetered(START, START, UnitId("mill-1"), BATCH, energy_kwh=3.0, gas_nm3=1.0),
        StepCompleted(START, BATCH, StepPath("mix"), automatic=3, manual=1),
        BagPacked(START + DAY, BagId("b"), LOT, BATCH, 500.0, simulated=True),
        BatchStateChanged(end, BATCH, State.COMPLETE),
        BatchStateChanged(end + DAY, BATCH, State.COMPLETE),
        UtilitiesMetered(end + DAY, end, UnitId("mill-1"), BATCH, energy_kwh=2.0),
    )

    for fact in facts:
        views.apply(fact)

    assert views.days.of(START) == DayFigures(automatic=3, manual=1)
    assert views.days.of(START + DAY) == DayFigures(packed_kg=500.0)
    ended = DayFigures(ended=1, ended_kg=500.0, energy_kwh=5.0, gas_nm3=1.0)
    assert views.days.of(end) == ended
    assert _periods(views.days, end)["today"]["energy_kwh_per_t"] == pytest.approx(10.0)


def test_a_transfer_is_shown_while_all_three_parties_work_for_it() -> None:
    """From a source over a line to a destination that the plant joins, for a batch."""
    story = Story()
    batch = story.start()
    story.until(lambda: bool(transfers(story.run)))

    (shown,) = transfers(story.run)

    plant = story.run.plant
    assert plant is not None
    known = {(each.source, each.line, each.destination) for each in plant.transfers}
    assert (shown["source"], shown["line"], shown["destination"]) in known
    assert (shown["batch"], shown["state"]) == (batch, State.RUNNING)
    story.finish(batch)
    assert transfers(story.run) == []


def test_a_line_shows_what_the_recipe_of_its_campaign_sets() -> None:
    """Nothing before the first campaign; then the settings that all its batches share."""
    story = Story()
    assert {each["campaign"] for each in lines(story.run)} == {None}
    batch = story.start()
    story.finish(batch)

    shown = lines(story.run)

    assert [each["settings"] for each in shown if each["campaign"]] == [
        dict(each.settings) for each in story.run.campaigns.values()
    ]
    assert story.run.campaigns


def test_a_line_works_while_there_is_product_in_it() -> None:
    """Though nothing is fed any more; a unit whose batch is held is interrupted."""
    story = Story()
    batch = story.start()
    story.until(lambda: LineState.PRODUCING in story.run.lines.values())
    found = {str(each["class"]): each for each in classes(story.run)}
    plant = story.run.plant
    assert plant is not None
    for unit, state in story.run.lines.items():
        line = plant.unit(unit)
        assert line is not None
        assert state is not LineState.PRODUCING or found[line.unit_class]["at_work"]

    story.say(batch, Command.HOLD)
    story.until_state(batch, State.HELD)

    assert any(each["interrupted"] for each in classes(story.run))
