"""Coefficients from data on plain models: known answers, intervals, and what cannot be told."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from lizao.plant.fitting import FARTHEST, SEEN, Told, fit

TIMES = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
TRUE = (5.0, 0.25)
SIGMA = 0.05


def fading(values: Sequence[float]) -> list[float]:
    """Something that fades: how much of it there was, and how fast it goes."""
    return [values[0] * math.exp(-values[1] * each) for each in TIMES]


def test_exact_data_give_back_the_coefficients() -> None:
    """From a start far away, over a curved model."""
    found = fit(fading, (2.0, 1.0), fading(TRUE), [SIGMA] * len(TIMES))
    assert found is not None
    assert [each.told for each in found.estimates] == [Told.FITTED, Told.FITTED]
    assert [each.value for each in found.estimates] == pytest.approx(TRUE, rel=5e-3)
    assert found.settled
    assert found.misfit == pytest.approx(0.0, abs=0.01)
    assert found.modelled == pytest.approx(fading(TRUE), abs=0.2 * SIGMA)


def test_the_interval_of_a_mean_is_that_of_the_textbook() -> None:
    """Sixteen values of one sigma: 1.96 sigma over the root of sixteen."""
    found = fit(lambda values: [values[0]] * 16, (9.0,), [10.0] * 16, [0.2] * 16)
    assert found is not None
    (mean,) = found.estimates
    half = 1.96 * 0.2 / 4.0
    assert (mean.low, mean.high) == pytest.approx((10.0 - half, 10.0 + half), rel=1e-3)


def test_a_negative_coefficient_stays_negative_and_its_interval_in_order() -> None:
    """A slope downhill."""
    found = fit(lambda values: [each * values[0] for each in TIMES], (-1.0,), TIMES, [0.1] * 8)
    assert found is not None
    assert found.estimates[0].value < 0.0
    seen = [-2.0 * each for each in TIMES]
    found = fit(lambda values: [each * values[0] for each in TIMES], (-1.0,), seen, [0.1] * 8)
    assert found is not None
    (slope,) = found.estimates
    assert slope.low < slope.value < slope.high < 0.0
    assert slope.value == pytest.approx(-2.0, rel=1e-3)


@pytest.mark.parametrize("stated", [SIGMA, SIGMA / 5.0])
def test_intervals_hold_the_truth_as_often_as_they_say(stated: float) -> None:
    """Of 300 noisy series about 95 in a hundred; too small a sigma is found out and made up for."""
    chance = np.random.default_rng(4)
    held = np.zeros(2)
    for _ in range(300):
        seen = np.array(fading(TRUE)) + chance.normal(0.0, SIGMA, len(TIMES))
        found = fit(fading, (4.0, 0.3), list(seen), [stated] * len(TIMES))
        assert found is not None
        pairs = zip(found.estimates, TRUE, strict=True)
        held += [each.low <= true <= each.high for each, true in pairs]
    assert all(0.92 <= each / 300 <= 0.98 for each in held), held


def test_what_nothing_depends_on_is_unseen() -> None:
    """The others are told as if it were not there; no number is meant for it."""
    found = fit(lambda values: fading(values[:2]), (2.0, 1.0, 7.0), fading(TRUE), [SIGMA] * 8)
    assert found is not None
    assert [each.told for each in found.estimates] == [Told.FITTED, Told.FITTED, Told.UNSEEN]
    assert found.estimates[0].value == pytest.approx(5.0, rel=5e-3)


def test_what_moves_only_a_hair_is_unseen_too() -> None:
    """It moves what is seen, by far less than its sigma."""
    found = fit(lambda values: [1.0 + 1e-3 * values[0]] * 4, (1.0,), [1.001] * 4, [SIGMA] * 4)
    assert found is not None
    assert found.estimates[0].told is Told.UNSEEN


def test_coefficients_that_move_the_same_are_tied() -> None:
    """Only their product is told; each names the other, and the third one is told."""

    def product(values: Sequence[float]) -> list[float]:
        return fading((values[0] * values[2], values[1]))

    found = fit(product, (2.0, 0.5, 2.0), fading(TRUE), [SIGMA] * 8)
    assert found is not None
    first, second, third = found.estimates
    assert (first.told, first.tied_to) == (Told.TIED, (2,))
    assert (third.told, third.tied_to) == (Told.TIED, (0,))
    assert second.told is Told.FITTED
    assert second.value == pytest.approx(0.25, rel=5e-3)


def test_fewer_data_than_coefficients_tell_none_of_those_they_mix() -> None:
    """And leave no degree of freedom to judge the model by."""
    found = fit(lambda values: [values[0] + values[1]], (1.0, 1.0), [3.0], [0.1])
    assert found is not None
    assert {each.told for each in found.estimates} == {Told.TIED}
    assert math.isnan(found.misfit)


def test_a_step_to_where_nothing_is_shown_is_made_shorter() -> None:
    """The model ends at 6; it is moved the other way there to see what moves."""

    def ending(values: Sequence[float]) -> list[float] | None:
        return None if values[0] > 6.0 else [values[0] ** 2] * 3

    found = fit(ending, (4.0,), [35.0] * 3, [0.5] * 3)
    assert found is not None
    assert found.estimates[0].value == pytest.approx(math.sqrt(35.0), rel=5e-3)


@pytest.mark.parametrize("room", [0.0, SEEN / 2.0])
def test_a_model_that_shows_nothing_at_its_start_or_around_cannot_be_fitted(room: float) -> None:
    """There is nothing to go by."""

    def narrow(values: Sequence[float]) -> list[float] | None:
        inside = abs(math.log(values[0])) < room
        return [values[0]] if inside else None

    assert fit(narrow, (1.0,), [2.0], [0.1]) is None


def test_rounds_that_run_out_are_told() -> None:
    """So far away that a dozen of the longest steps do not lead there."""
    far = math.exp(20.0 * FARTHEST)
    found = fit(lambda values: [math.log(values[0])], (1.0,), [math.log(far)], [0.01])
    assert found is not None
    assert not found.settled
    assert found.estimates[0].value < far
