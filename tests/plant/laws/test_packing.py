"""Water in the powder."""

import pytest

from lizao.plant.laws import packing
from tests.plant.laws.starter import PICKUP


def test_packed_product_holds_294_ppm() -> None:
    """In dew point -40 °C at 25 °C sorbed water settles at 24 ppm above the bound 270."""
    settled = packing.settled_ppm(-40.0, 25.0, PICKUP)
    assert packing.moisture_ppm(settled, PICKUP) == pytest.approx(294.0, abs=1.0)


def test_a_moist_room_is_seen_in_the_powder() -> None:
    """At dew point -18 °C loose powder gains 120-200 ppm in 40 to 100 min, 212 ppm in the end."""
    dry, moist = (packing.settled_ppm(dew_c, 25.0, PICKUP) for dew_c in (-40.0, -18.0))
    assert moist - dry == pytest.approx(212.0, abs=1.0)
    for minutes in (40.0, 100.0):
        gained = packing.sorbed_ppm(dry, moist, PICKUP.tau_min, 60.0 * minutes) - dry
        assert 120.0 <= gained <= 200.0


def test_loose_powder_takes_up_water_in_forty_minutes() -> None:
    """After one time constant 63 % of the gap is closed; in a bag it takes ten days."""
    assert packing.sorbed_ppm(0.0, 100.0, 40.0, 2400.0) == pytest.approx(63.2, abs=0.1)
    assert packing.sorbed_ppm(0.0, 100.0, 14_400.0, 2400.0) == pytest.approx(0.28, abs=0.01)
