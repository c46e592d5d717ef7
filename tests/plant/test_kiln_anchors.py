"""Published points of conversion, grain and carbon, reproduced by kilns that run."""

import numpy as np
import pytest

from lizao.plant import content
from lizao.plant.laws import composition, firing, rows
from lizao.plant.records import Floats
from tests.plant.firing_story import FiringStory, dried
from tests.plant.laws.kilns import THIN, charged_row
from tests.plant.laws.starter import FORMATION, KILN_M, ZONES

G2 = dried(0.966, 101.5, 20.0)
G4_SPLIT = (0.92, 0.08)
CARBON_1_3 = dried(0.966, 99.0, 20.0)
SLOW = pytest.mark.slow
SHARES = (0.5, 0.99)


def see(found: dict[float, float], row: Floats, temperature: int, theta: int) -> None:
    """Note the temperature at which a layer has just converted each share."""
    share = firing.converted(float(row[theta]), FORMATION.order)
    for limit in SHARES:
        if share >= limit:
            found.setdefault(limit, float(row[temperature]))


def grain_and_carbon(soak_c: float, charge: composition.Elements) -> tuple[float, float]:
    """What the first kiln makes of a charge at a soak once it is full."""
    story = FiringStory(kiln_1=soak_c)
    story.fill("kiln-feed-silo-1", charge, 20.0)
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(20.5)
    return story.fired(3.0)


@pytest.mark.parametrize(
    ("soak_c", "grain_nm"),
    [
        (700.0, 150.0),
        (760.0, 250.0),
        *(pytest.param(*each, marks=SLOW) for each in ((720.0, 178.0), (740.0, 211.0))),
        *(pytest.param(*each, marks=SLOW) for each in ((780.0, 296.0), (800.0, 348.0))),
    ],
)
def test_grain_by_soak(soak_c: float, grain_nm: float) -> None:
    """150 nm at 700 °C, 250 nm at 760 °C with 1.3 % of carbon, and the rest of the curve: 2 %."""
    grain, carbon = grain_and_carbon(soak_c, CARBON_1_3)
    assert carbon == pytest.approx(1.3, abs=0.03)
    assert grain == pytest.approx(grain_nm, rel=0.02)


@pytest.mark.slow
def test_one_kelvin_of_soak_is_two_nanometres() -> None:
    """2.1 nm/K at 760 °C, as fired by the kiln itself."""
    grains = [grain_and_carbon(soak_c, CARBON_1_3)[0] for soak_c in (755.0, 765.0)]
    assert (grains[1] - grains[0]) / 10.0 == pytest.approx(2.1, abs=0.15)


@pytest.mark.slow
def test_one_firing_of_the_second_generation() -> None:
    """lfp-24 at 760 °C: 245 nm and 1.40 % of carbon."""
    grain, carbon = grain_and_carbon(760.0, G2)
    assert grain == pytest.approx(245.0, abs=4.0)
    assert carbon == pytest.approx(1.40, abs=0.03)


@pytest.mark.slow
def test_two_firings_of_the_fourth_generation() -> None:
    """lfp-26, 0.92 of its carbon before 770 °C and 0.08 before 720 °C: 315-318 nm, 1.16 %."""
    story = FiringStory()
    first, second = (dried(0.961, share * 95.5, share * 20.0) for share in G4_SPLIT)
    story.fill("kiln-feed-silo-1", first, 20.0)
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(52.0)
    assert story.quality("fired-silo-1")[1] == pytest.approx(0.77, abs=0.02)
    coating = composition.Elements(0.0, 0.0, 0.0, second.c_kg - _carbonate_c_kg(), 0.0, 0.0, 0.0)
    store, fired = story.parts.store, story.held("fired-silo-1")
    store.hand[:] = fired
    tonnes = content.mass_kg(fired) / 1000.0
    coated = composition.added(content.elements(store.hand), composition.scaled(coating, tonnes))
    content.set_elements(store.hand, coated)
    content.put(store, story.floor.place("kiln-feed-silo-2"))
    story.start("kiln-3", "feed", load_kg=5.5)
    story.go(12.5)
    grain, carbon = story.fired(2.0, "final-feed-silo-1")
    assert 313.0 <= grain <= 319.0
    assert carbon == pytest.approx(1.16, abs=0.03)


def _carbonate_c_kg() -> float:
    """The carbon of the lithium carbonate for a tonne, which a coating does not bring."""
    return dried(0.961, 0.0, 0.0).c_kg


@pytest.mark.parametrize(
    ("k_per_min", "half_c", "whole_c"),
    [(1, 354, 362), (2, 366, 374), (3, 373, 382), (5, 383, 391), (10, 395, 405)],
)
def test_conversion_on_a_ramp(k_per_min: float, half_c: float, whole_c: float) -> None:
    """Half and 99 % are converted at the published temperatures of each heating rate, in 1 K."""
    row, zone_c, nothing = charged_row(1.3), np.full(ZONES, 25.0), np.zeros(ZONES)
    row[0, rows.POSITION_M] = 0.5 * KILN_M
    found: dict[float, float] = {}
    while len(found) < len(SHARES):
        zone_c += k_per_min / 60.0
        rows.advance_rows(row, zone_c, nothing, nothing.copy(), KILN_M / ZONES, 0.0, THIN, 1.0)
        see(found, row[0], rows.TOP_C, rows.FORMATION_TOP)
    assert found == pytest.approx({0.5: half_c, 0.99: whole_c}, abs=1.0)


def test_conversion_in_the_kiln() -> None:
    """A row on its way, at 1.2 K/min of its own: half at 357 °C, 99 % at 365 °C, in both layers."""
    story = FiringStory()
    story.fill("kiln-feed-silo-1", CARBON_1_3, 2.0)
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(0.2)
    inside = story.parts.machines.rows[0]
    row = inside[int(np.argmax(inside[:, rows.POWDER_KG]))]
    top: dict[float, float] = {}
    core: dict[float, float] = {}
    while len(core) < len(SHARES):
        story.go(1.0 / 360.0)
        see(top, row, rows.TOP_C, rows.FORMATION_TOP)
        see(core, row, rows.CORE_C, rows.FORMATION_CORE)
    for found in (top, core):
        assert found == pytest.approx({0.5: 357.0, 0.99: 365.0}, abs=1.5)
