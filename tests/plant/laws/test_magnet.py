"""Magnetic matter."""

import pytest

from lizao.plant.laws import magnet


def test_two_dry_passes_leave_12_ppb() -> None:
    """200 ppb in, two passes at 75 %, 12.5 ppb out, and the magnet holds the rest."""
    assert magnet.demagnetised_ppb(200.0, 0.75, 2.0, 0.0) == pytest.approx(12.5)
    assert magnet.caught_ppb(200.0, 0.75, 2.0) == pytest.approx(187.5)


def test_a_forgotten_magnet_lets_all_pass() -> None:
    """With the coil off the feed goes through and wear adds to it; a perfect one leaves wear."""
    assert magnet.demagnetised_ppb(200.0, 0.0, 2.0, 5.0) == 205.0
    assert magnet.demagnetised_ppb(200.0, 1.0, 2.0, 5.0) == 5.0


def test_a_magnet_catches_as_its_coil_is_excited() -> None:
    """Nothing without current, no more than rated with too much."""
    shares = [magnet.caught_share(0.75, coil_a, 120.0) for coil_a in (0.0, 60.0, 120.0, 150.0)]
    assert shares == pytest.approx([0.0, 0.375, 0.75, 0.75])
