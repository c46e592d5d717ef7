"""The two shipped recipes, from charge to powder, along the kiln profile."""

import pytest

from lizao.plant.laws import firing, powder
from tests.plant.laws.kilns import bake, charged_row, recoated_row
from tests.plant.laws.starter import CAPACITY, COMPACTION, GRADATION, RATE_LAW, SURFACE

TITANIUM_PERCENT = 100.0 * 4.0 / 79.865 / 6.237


def test_lfp_26_meets_its_figures() -> None:
    """Two firings, 770 and 720 °C: carbon 1.16 %, grain 315-318 nm, 2.62 g/cm3, 160.7, 148.8."""
    charged = firing.charged_carbon_kg_per_t(95.5, 20.0, 0.40, 0.545)
    first = bake(charged_row(firing.residual_percent(0.92 * charged, 37.5, 0.0)), 770.0, 20.0)
    carbon = firing.residual_percent(charged, 37.5, 0.0)
    grain_nm = bake(recoated_row(first.row, carbon), 720.0, 12.0).grain_nm
    bimodal = powder.bimodality(0.35, GRADATION)
    compaction = powder.compaction_g_per_cm3(grain_nm, bimodal, carbon, 0.961, 720.0, COMPACTION)
    low_rate = powder.low_rate_mah_per_g(
        carbon, 1.035, 0.961, grain_nm, TITANIUM_PERCENT, 0.0, CAPACITY
    )
    assert carbon == pytest.approx(1.16, abs=0.005)
    assert 315.0 <= grain_nm <= 318.0
    assert bimodal == pytest.approx(0.84, abs=0.005)
    assert compaction == pytest.approx(2.62, abs=0.005)
    assert low_rate == pytest.approx(160.7, abs=0.05)
    assert low_rate * powder.rate_share(1.0, grain_nm, RATE_LAW) == pytest.approx(148.8, abs=0.05)


def test_lfp_24_meets_its_figures() -> None:
    """One firing at 760 °C: carbon 1.40 %, grain 245 nm, 2.41 g/cm3, 160.0, 149.8, BET 10.4."""
    charged = firing.charged_carbon_kg_per_t(101.5, 20.0, 0.40, 0.545)
    carbon = firing.residual_percent(charged, 37.5, 0.0)
    grain_nm = bake(charged_row(carbon), 760.0, 20.0).grain_nm
    bimodal = powder.bimodality(0.38, GRADATION)
    compaction = powder.compaction_g_per_cm3(grain_nm, bimodal, carbon, 0.966, 0.0, COMPACTION)
    low_rate = powder.low_rate_mah_per_g(
        carbon, 1.035, 0.966, grain_nm, TITANIUM_PERCENT, 0.0, CAPACITY
    )
    assert carbon == pytest.approx(1.40, abs=0.005)
    assert grain_nm == pytest.approx(245.0, abs=0.5)
    assert bimodal == pytest.approx(0.64, abs=0.005)
    assert compaction == pytest.approx(2.41, abs=0.005)
    assert low_rate == pytest.approx(160.0, abs=0.05)
    assert low_rate * powder.rate_share(1.0, grain_nm, RATE_LAW) == pytest.approx(149.8, abs=0.05)
    assert powder.surface_m2_per_g(grain_nm, carbon, SURFACE) == pytest.approx(10.4, abs=0.05)
