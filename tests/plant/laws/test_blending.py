"""Lot blending."""

import numpy as np
import pytest

from lizao.plant.laws import blending


def test_a_blend_has_the_mean_of_its_parts() -> None:
    """Qualities average by mass; nothing blended has quality zero."""
    mass, value = np.array([1000.0, 3000.0]), np.array([2.56, 2.64])
    assert blending.blended(mass, value) == pytest.approx(2.62)
    assert blending.blended(np.zeros(2), value) == 0.0


def test_half_an_hour_mixes_a_lot() -> None:
    """At a time constant of 7 min, 30 min reach 98.6 % of random mixing."""
    assert blending.lacey(30.0, 7.0) == pytest.approx(0.986, abs=0.001)
    assert blending.lacey(0.0, 7.0) == 0.0


def test_ten_sub_lots_divide_the_variance() -> None:
    """A blend of ten parts has a tenth of their variance and the surplus of poor mixing."""
    assert blending.blend_variance(0.04, 10.0, 0.1) == pytest.approx(0.0044)


def test_a_blend_that_is_hardly_mixed_spreads_wider() -> None:
    """Forty minutes are as good as for ever; none is six times as wide."""
    assert blending.unmixed_sigma(0.012, 5.0, 40.0, 7.0) == pytest.approx(0.0122, abs=1e-4)
    assert blending.unmixed_sigma(0.012, 5.0, 0.0, 7.0) == pytest.approx(0.072)
