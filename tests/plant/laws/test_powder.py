"""What the finished powder is like."""

import pytest

from lizao.plant.laws import powder
from tests.plant.laws.starter import CAPACITY, COMPACTION, GRADATION, RATE_LAW, SURFACE


@pytest.mark.parametrize(
    ("grain", "bimodal", "carbon", "fe_per_p", "second", "model"),
    [
        (261.0, 0.0, 1.3, 0.968, 0.0, 2.322),
        (261.0, 0.0, 1.3, 0.950, 0.0, 2.466),
        (300.0, 0.8, 1.3, 0.962, 720.0, 2.580),
        (300.0, 0.8, 1.6, 0.962, 720.0, 2.550),
    ],
)
def test_compaction_of_the_published_points(
    grain: float, bimodal: float, carbon: float, fe_per_p: float, second: float, model: float
) -> None:
    """The model figures of the points of [HANS] and [2S26], to a thousandth."""
    found = powder.compaction_g_per_cm3(grain, bimodal, carbon, fe_per_p, second, COMPACTION)
    assert found == pytest.approx(model, abs=0.001)


@pytest.mark.parametrize(
    ("change", "sensitivity"),
    [
        ((0.0, 0.1, 0.0, 0.0), 0.015),
        ((0.0, 0.0, 0.1, 0.0), -0.010),
        ((0.0, 0.0, 0.0, -0.001), 0.008),
    ],
)
def test_compaction_moves_with_its_drivers(
    change: tuple[float, float, float, float], sensitivity: float
) -> None:
    """+0.1 B is +0.015, +0.1 wt% carbon -0.010, -0.001 Fe/P +0.008 g/cm3."""
    grain, bimodal, carbon, ratio = change
    before = powder.compaction_g_per_cm3(300.0, 0.7, 1.2, 0.962, 720.0, COMPACTION)
    after = powder.compaction_g_per_cm3(
        300.0 + grain, 0.7 + bimodal, 1.2 + carbon, 0.962 + ratio, 720.0, COMPACTION
    )
    assert after - before == pytest.approx(sensitivity, abs=1e-6)


def test_phosphorus_helps_only_within_its_limits() -> None:
    """Above Fe/P 0.968 phosphorus gives nothing; at 0.90 no more than 0.15 g/cm3."""
    rich, base, poor = (
        powder.compaction_g_per_cm3(300.0, 0.8, 1.2, r, 720.0, COMPACTION)
        for r in (0.90, 0.968, 0.985)
    )
    assert base == poor
    assert rich - base == pytest.approx(0.15)


def test_the_recipe_at_base_phosphorus_falls_short() -> None:
    """lfp-26 at Fe/P 0.968 gives 2.56 g/cm3, which is blocked."""
    found = powder.compaction_g_per_cm3(316.0, 0.84, 1.16, 0.968, 720.0, COMPACTION)
    assert found == pytest.approx(2.56, abs=0.006)


@pytest.mark.parametrize(("fines", "bimodal"), [(0.30, 1.0), (0.35, 0.84), (0.38, 0.64)])
def test_bimodality_follows_the_fines(fines: float, bimodal: float) -> None:
    """Thirty percent of fines pack best."""
    assert powder.bimodality(fines, GRADATION) == pytest.approx(bimodal, abs=0.005)


@pytest.mark.parametrize(
    ("density", "share"), [(2.3, 0.646), (2.4, 0.674), (2.5, 0.702), (2.6, 0.730), (2.65, 0.744)]
)
def test_generations_are_a_packing_ladder(density: float, share: float) -> None:
    """Packing shares of the powder generations at a true density of 3.56 g/cm3."""
    assert powder.packing_share(density, SURFACE) == pytest.approx(share, abs=0.0006)


def test_surface_of_fine_powder() -> None:
    """8.6 m2/g at 300 nm and 1.2 % carbon."""
    assert powder.surface_m2_per_g(300.0, 1.2, SURFACE) == pytest.approx(8.6, abs=0.05)


def test_capacity_of_the_base_case() -> None:
    """161.4 mAh/g for the base case of [HANS]: no titanium, Li/Fe 1.03."""
    found = powder.low_rate_mah_per_g(1.3, 1.03, 0.968, 261.0, 0.0, 0.0, CAPACITY)
    assert found == pytest.approx(161.4, abs=0.05)


def test_phosphide_and_carbon_cost_capacity() -> None:
    """One percent of Fe2P costs 0.5, one wt% of carbon 7.5 mAh/g."""
    base, phosphide, carbon = (
        powder.low_rate_mah_per_g(c, 1.03, 0.972, 250.0, 0.0, p, CAPACITY)
        for c, p in ((1.2, 0.0), (1.2, 1.0), (2.2, 0.0))
    )
    assert base - phosphide == pytest.approx(0.5)
    assert base - carbon == pytest.approx(7.5)


@pytest.mark.parametrize(("grain", "given"), [(300.0, 107.0), (150.0, 118.0)])
def test_finer_powder_holds_its_capacity_at_ten_c(grain: float, given: float) -> None:
    """10C gives about 107 mAh/g at 300 nm and 118 at 150 nm of 160.5 at low rate."""
    assert 160.5 * powder.rate_share(10.0, grain, RATE_LAW) == pytest.approx(given, abs=0.6)


def test_one_c_gives_93_percent_at_300_nm() -> None:
    """1C over 0.1C is 0.929 at 300 nm [2S26]; at no rate nothing is lost."""
    assert powder.rate_share(1.0, 300.0, RATE_LAW) == pytest.approx(0.929, abs=0.001)
    assert powder.rate_share(0.0, 300.0, RATE_LAW) == 1.0


def test_a_single_cut_has_log_normal_deciles() -> None:
    """Without fines D50 is the cut's median and D90/D50 = D50/D10 = spread^1.2816."""
    deciles = powder.joined_deciles(0.0, 0.4, 1.4, 1.6)
    assert deciles.d50_um == pytest.approx(1.4)
    assert deciles.d90_um / deciles.d50_um == pytest.approx(1.6**1.2815515655)
    assert deciles.d50_um / deciles.d10_um == pytest.approx(1.6**1.2815515655)


def test_joined_cuts_meet_the_size_targets() -> None:
    """35 % fines at 0.5 µm with a coarse cut at 1.8 µm: D50 within 1.0-1.8, D90 below 10 µm."""
    deciles = powder.joined_deciles(0.35, 0.5, 1.8, 1.7)
    assert 0.3 <= deciles.d10_um <= 0.5
    assert 1.0 <= deciles.d50_um <= 1.8
    assert deciles.d90_um <= 10.0
    below = 0.35 * powder.below_share(deciles.d10_um, 0.5, 1.7)
    below += 0.65 * powder.below_share(deciles.d10_um, 1.8, 1.7)
    assert below == pytest.approx(0.1)
