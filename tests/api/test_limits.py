"""Limits: a page is never held up, and who asks without end is."""

import pytest

from lizao.api.limits import MOST, OF_BROWSER, OF_STRANGERS, STRANGERS, Limits
from lizao.app.clock import StillClock
from lizao.model.errors import AskedTooOftenError
from tests.api.house import Served


def asked(limits: Limits, who: str) -> int:
    """How many questions are answered before one is not."""
    for number in range(10_000):
        try:
            limits.take(who)
        except AskedTooOftenError:
            return number
    raise AssertionError(who)


def test_each_browser_has_its_own_allowance_and_strangers_share_one() -> None:
    """It comes back with time, and never grows beyond itself."""
    clock = StillClock()
    limits = Limits(clock.elapsed_s)
    assert asked(limits, "desk") == OF_BROWSER.at_once
    assert asked(limits, "wall") == OF_BROWSER.at_once
    assert asked(limits, STRANGERS) == OF_STRANGERS.at_once
    with pytest.raises(AskedTooOftenError) as refused:
        limits.take("desk")
    assert refused.value.wait_s == pytest.approx(1.0 / OF_BROWSER.per_s)
    clock.pause(1.0)
    assert asked(limits, "desk") == OF_BROWSER.per_s
    clock.pause(3600.0)
    assert asked(limits, "desk") == OF_BROWSER.at_once


def test_those_who_asked_long_ago_are_forgotten() -> None:
    """Memory is bounded, whoever comes."""
    limits = Limits(StillClock().elapsed_s)
    assert asked(limits, "first") == OF_BROWSER.at_once
    for number in range(MOST):
        limits.take(f"browser {number}")
    limits.take("first")


def test_a_stranger_who_asks_without_end_is_told_to_wait(home: Served) -> None:
    """Whoever was let in goes on meanwhile."""
    page, stranger = home.local(), home.stranger()
    statuses = {stranger.get("/api/status").status_code for _ in range(400)}
    assert statuses == {401, 429}
    assert page.get("/api/session").status_code == 200
