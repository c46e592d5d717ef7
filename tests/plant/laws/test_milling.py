"""Wet bead milling."""

import math

import pytest

from lizao.plant.laws import milling
from tests.plant.laws.starter import COARSE_STRESS, MILL_DRIVE, SCREEN, SIZE_LAW, WEAR


@pytest.mark.parametrize(
    ("energy", "size"), [(20.0, 2.0), (100.0, 0.72), (200.0, 0.46), (310.0, 0.35), (400.0, 0.30)]
)
def test_size_follows_specific_energy(energy: float, size: float) -> None:
    """The published table holds: 2 µm at 20 kWh/t to 0.30 µm at 400 kWh/t."""
    assert milling.median_um(energy, SIZE_LAW, 1.0, 0.0) == pytest.approx(size, rel=0.012)


def test_energy_is_found_back_from_size() -> None:
    """The end-point energy of a size gives that size."""
    energy = milling.needed_kwh_per_t(0.35, SIZE_LAW)
    assert energy == pytest.approx(309.4, abs=0.1)
    assert milling.median_um(energy, SIZE_LAW, 1.0, 0.0) == pytest.approx(0.35, rel=1e-12)


def test_milling_has_a_beginning_and_a_floor() -> None:
    """Before any energy the size is the feed's; no energy grinds below 80 nm."""
    assert math.isinf(milling.median_um(0.0, SIZE_LAW, 1.0, 0.0))
    assert milling.median_um(1e6, SIZE_LAW, 1.0, 0.0) == 0.08


def test_lost_beads_cost_power_and_fineness() -> None:
    """A tenth fewer beads draws 4-6 % less power and leaves the size 8-10 % coarser."""
    full, poor = (milling.power_kw(12.0, fill, MILL_DRIVE) for fill in (0.80, 0.72))
    assert -6.0 <= 100.0 * (poor / full - 1.0) <= -4.0
    coarser = milling.median_um(310.0, SIZE_LAW, 1.0, 0.1) / milling.median_um(
        310.0, SIZE_LAW, 1.0, 0.0
    )
    assert 8.0 <= 100.0 * (coarser - 1.0) <= 10.0 + 1e-9


def test_power_grows_with_the_cube_of_tip_speed() -> None:
    """At reference the mill draws its rated power, at half speed an eighth."""
    assert milling.power_kw(12.0, 0.80, MILL_DRIVE) == pytest.approx(400.0)
    assert milling.power_kw(6.0, 0.80, MILL_DRIVE) == pytest.approx(50.0)
    assert milling.idle_kw(MILL_DRIVE) == pytest.approx(48.0)


@pytest.mark.parametrize(
    ("bead_mm", "tip", "energy"),
    [(0.7, 10.0, 2.1e-4), (0.3, 12.0, 2.3e-5), (0.2, 13.0, 8.1e-6), (0.1, 13.0, 1.0e-6)],
)
def test_stress_energy_of_beads(bead_mm: float, tip: float, energy: float) -> None:
    """Kwade's stress energies of the bead sizes in use."""
    assert milling.stress_j(bead_mm, tip, COARSE_STRESS) == pytest.approx(energy, rel=0.03)


def test_grinding_is_best_at_the_optimum_stress() -> None:
    """The size exponent is whole at the optimum and smaller on both sides."""
    assert milling.exponent_share(2.0e-4, COARSE_STRESS) == 1.0
    assert milling.exponent_share(2.0e-5, COARSE_STRESS) < 1.0
    assert milling.exponent_share(2.0e-3, COARSE_STRESS) < 1.0


def test_the_distribution_narrows_as_energy_grows() -> None:
    """The geometric deviation goes from 1.9 to 1.6."""
    assert [milling.spread(e, 1.9, 1.6, 310.0) for e in (0.0, 310.0, 400.0)] == [1.9, 1.6, 1.6]


def test_a_recirculated_tank_gathers_energy_per_tonne() -> None:
    """Two hours at 880 kW on 8.4 t give 209.5 kWh/t; fresh solids dilute it by mass."""
    energy = 0.0
    for _ in range(720):
        energy = milling.milled_kwh_per_t(energy, 880.0, 8400.0, 0.0, 0.0, 10.0)
    assert energy == pytest.approx(880.0 * 2.0 / 8.4)
    assert milling.milled_kwh_per_t(200.0, 0.0, 900.0, 300.0, 0.0, 10.0) == pytest.approx(150.0)
    assert milling.milled_kwh_per_t(200.0, 10.0, 0.0, 0.0, 0.0, 10.0) == 200.0


def test_worn_beads_end_in_the_powder() -> None:
    """Bead wear per kWh gives the zirconium and iron of the solids; iron stays below 3 ppm."""
    assert milling.worn_kg(2604.0, WEAR) == pytest.approx(0.2604)
    assert milling.zirconium_ppm(310.0, WEAR) == pytest.approx(21.7)
    assert milling.iron_pickup_ppm(310.0, WEAR) < 3.0


def test_energy_without_beads_grinds_less() -> None:
    """Depositing what grinds gives the size that the law has for missing beads."""
    ground = 310.0 * milling.grinding_share(0.1, SIZE_LAW)
    assert milling.median_um(ground, SIZE_LAW, 1.0, 0.0) == pytest.approx(
        milling.median_um(310.0, SIZE_LAW, 1.0, 0.1), rel=1e-12
    )
    assert milling.grinding_share(0.0, SIZE_LAW) == 1.0


def test_a_plugging_separator_raises_pressure_and_slows_the_flow() -> None:
    """Clean at its own slurry all flows; twice the resistance gives less flow at more pressure."""
    clean = milling.resistance_mpa(2.4, 0.0, SCREEN)
    plugged = milling.resistance_mpa(2.4, 1.0, SCREEN)
    assert [clean, plugged] == pytest.approx([0.12, 0.24])
    assert milling.pumped_share(clean, SCREEN) == 1.0
    assert milling.pumped_share(plugged, SCREEN) == pytest.approx(0.885, abs=0.001)
    pressures = [
        milling.inlet_mpa(each, milling.pumped_share(each, SCREEN), SCREEN)
        for each in (clean, plugged)
    ]
    assert pressures == pytest.approx([0.1043, 0.1846], abs=1e-4)
