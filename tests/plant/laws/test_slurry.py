"""Dosing, the slurry tank and its rheology."""

import pytest

from lizao.plant.laws import slurry
from tests.plant.laws.starter import RHEOLOGY, UPSET


def test_a_feeder_is_off_by_its_bias_and_never_runs_backwards() -> None:
    """The true feed is command times bias plus noise, at least zero."""
    assert slurry.fed_kg_per_h(1000.0, 0.001, 2.0) == pytest.approx(1003.0)
    assert slurry.fed_kg_per_h(1.0, 0.0, -5.0) == 0.0


def test_wet_glucose_brings_a_tenth_of_water() -> None:
    """A tonne of glucose monohydrate at 9.8 % water is 902 kg dry [EIA-HN]."""
    assert slurry.dry_kg(1000.0, 0.098) == pytest.approx(902.0)


def test_the_sizing_basis_gives_forty_percent_solids() -> None:
    """1,321 kg dry in 3,303 kg of slurry is 40 %, 1,314 kg/m3 and 2.87 kJ/(kg K)."""
    share = slurry.solids_share(1321.0, 3303.0 - 1321.0)
    assert share == pytest.approx(0.40, abs=0.001)
    assert slurry.slurry_kg_per_m3(share, 2484.0, 1000.0) == pytest.approx(1314.0, abs=2.0)
    assert slurry.slurry_kj_per_kg_k(0.40, 0.9, 4.18) == pytest.approx(2.87, abs=0.005)
    assert slurry.volume_share(share, 2484.0, 1000.0) == pytest.approx(0.2116, abs=0.001)
    assert slurry.solids_share(0.0, 0.0) == 0.0


def test_one_percent_more_water_costs_a_quarter_point_of_solids() -> None:
    """Solids fall by 0.24 points per 1 % water at 40 %."""
    change = slurry.solids_share(40.0, 60.6) - slurry.solids_share(40.0, 60.0)
    assert 100.0 * change == pytest.approx(-0.24, abs=0.005)


def test_a_tank_mixes_in_minutes() -> None:
    """Four turnovers of 16 m3 by an impeller that pumps 10.5 m3/min take 6.1 min."""
    assert slurry.mixing_min(16.0, 0.8, 0.1, 1.3) == pytest.approx(6.07, abs=0.01)


def test_two_feeds_average_by_mass() -> None:
    """A component's share after a feed is the mass-weighted mean; an empty tank keeps its share."""
    assert slurry.mixed_share(0.40, 0.30, 100.0, 300.0) == pytest.approx(0.375)
    assert slurry.mixed_share(0.40, 0.30, 0.0, 0.0) == 0.40


def test_a_jacket_draws_the_tank_to_its_resting_temperature() -> None:
    """With 100 kW stirred in and 10 kW/K at 15 °C the tank rests at 25 °C."""
    assert slurry.tank_c(60.0, 100.0, 10.0, 15.0, 1000.0, 2.87, 1e6) == pytest.approx(25.0)
    assert slurry.tank_c(20.0, 2.87, 0.0, 15.0, 1000.0, 2.87, 10.0) == pytest.approx(20.01)
    assert slurry.tank_c(20.0, 100.0, 10.0, 15.0, 0.0, 2.87, 10.0) == 20.0


def test_finer_colder_thicker_slurry_flows_worse() -> None:
    """Viscosity rises with solids and fineness, falls by 2 % per K, stays finite when packed."""
    base = slurry.viscosity_mpa_s(0.2116, 0.35, 25.0, RHEOLOGY)
    assert base == pytest.approx(1.6 * (1.0 - 0.2116 / 0.52) ** -1.3)
    assert slurry.viscosity_mpa_s(0.2116, 0.35, 26.0, RHEOLOGY) == pytest.approx(0.98 * base)
    assert slurry.viscosity_mpa_s(0.30, 0.35, 25.0, RHEOLOGY) > base
    assert slurry.viscosity_mpa_s(0.2116, 0.25, 25.0, RHEOLOGY) > base
    assert slurry.viscosity_mpa_s(0.9, 0.35, 25.0, RHEOLOGY) < 1e3


def test_salt_and_age_thicken_a_slurry() -> None:
    """+20 % at 15 µS/cm, +30 % for each day after the first; fresh and pure it is as it is."""
    assert slurry.upset_share(2.0, 24.0, UPSET) == 1.0
    assert slurry.upset_share(15.0, 0.0, UPSET) == pytest.approx(1.20, abs=0.001)
    assert slurry.upset_share(0.0, 48.0, UPSET) == pytest.approx(1.30)


def test_solids_sink_when_nothing_stirs_and_are_mixed_up_again() -> None:
    """Half a percent in an hour; a mixing time later a third of it is left."""
    sunk = slurry.settled_percent(0.0, 0.0, 0.5, 6.5, 3600.0)
    assert sunk == pytest.approx(0.5)
    assert slurry.settled_percent(sunk, 1.0, 0.5, 6.5, 390.0) == pytest.approx(0.184, abs=0.001)
