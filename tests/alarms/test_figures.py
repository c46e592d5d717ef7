"""The figures say how much the alarms asked of one operator."""

import pytest

from lizao.alarms.figures import AlarmFigures, figures
from lizao.alarms.state import NO_ALARMS
from lizao.model.alarms import AlarmPriority
from lizao.model.facts import AlarmRaised
from lizao.model.identifiers import AlarmId
from lizao.model.instants import DAY, HOUR, MINUTE, SECOND, Instant
from tests.alarms.alarm_plant import HIGH, LATCHED, Life

P = AlarmPriority


def raised(at: Instant, name: str = "a", priority: P = P.LOW) -> AlarmRaised:
    """An alarm was raised."""
    return AlarmRaised(at, AlarmId(name), priority)


def of_a_day(*facts: AlarmRaised) -> AlarmFigures:
    """The figures of one day."""
    return figures(sorted(facts, key=lambda each: each.at), NO_ALARMS, 0, DAY)


def test_rates_are_means_over_the_period() -> None:
    """Forty-eight in a day are two an hour and one in every thirty minutes."""
    found = of_a_day(*(raised(k * 30 * MINUTE, f"a{k % 12}") for k in range(48)))

    assert (found.raised, found.per_day, found.per_hour) == (48, 48.0, 2.0)
    assert found.per_10_min == pytest.approx(1 / 3)
    assert (found.most_in_10_min, found.floods, found.flood_percent) == (1, 0, 0.0)
    assert len(found.top) == 10
    assert found.top_percent == pytest.approx(100.0 * 40 / 48)
    assert found.chattering == ()


def test_what_lies_outside_the_period_does_not_count() -> None:
    """The end belongs to the next period."""
    facts = [raised(0), raised(HOUR), raised(2 * HOUR)]

    assert figures(facts, NO_ALARMS, HOUR, 2 * HOUR).raised == 1


@pytest.mark.parametrize(
    ("windows", "floods", "flooded"),
    [
        ([10], 0, 0),
        ([11], 1, 1),
        ([11, 5, 4, 5], 1, 2),
        ([11, 0, 11], 2, 2),
        ([5, 11, 12, 3], 1, 2),
    ],
)
def test_a_flood_begins_above_ten_and_ends_below_five(
    windows: list[int], floods: int, flooded: int
) -> None:
    """Counted in windows of ten minutes, 144 in a day."""
    facts = [
        raised(10 * MINUTE * k + n * SECOND, f"{k}-{n}")
        for k, count in enumerate(windows)
        for n in range(count)
    ]

    found = of_a_day(*facts)

    assert found.most_in_10_min == max(windows)
    assert found.floods == floods
    assert found.flood_percent == pytest.approx(100 * flooded / 144)


def test_priorities_are_shares_of_what_was_raised() -> None:
    """Eight low, one medium, one high."""
    facts = [raised(k * HOUR) for k in range(8)]
    found = of_a_day(*facts, raised(1, "m", P.MEDIUM), raised(2, "h", P.HIGH))

    assert found.priority_percent == {P.LOW: 80.0, P.MEDIUM: 10.0, P.HIGH: 10.0}


def test_nothing_raised_is_no_division_by_nothing() -> None:
    """A quiet day, and a period without length."""
    assert of_a_day().priority_percent == dict.fromkeys(P, 0.0)
    assert figures([], NO_ALARMS, 5, 5).per_day == 0.0


def test_an_alarm_that_comes_thrice_in_a_minute_chatters() -> None:
    """Twice in a minute, or thrice in two, is not yet chattering."""
    twice = [raised(HOUR + k * 40 * SECOND, "slow") for k in range(3)]
    thrice = [raised(HOUR + k * 30 * SECOND, "quick") for k in range(3)]

    assert of_a_day(*twice, *thrice).chattering == ("quick",)


def test_an_alarm_that_stands_for_more_than_a_day_is_stale() -> None:
    """A younger one is not, nor one that nobody sees."""
    life = Life()
    life.meet(HIGH)
    life.forward(1)
    life.meet(LATCHED)
    since = life.now - MINUTE

    assert figures([], life.state, since, since + DAY).stale == ()
    assert figures([], life.state, since, since + DAY + SECOND).stale == (HIGH,)
