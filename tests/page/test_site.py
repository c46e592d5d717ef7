"""The full site: hundreds of units, and still an overview."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from lizao.texts import Texts
from tests.page.conftest import Opened, Started, flaws, started_anew
from tests.page.test_dialogs import go, start

pytestmark = pytest.mark.slow

TEXTS = Texts("en")
UNITS = 640
SCREENS = 3
"""So many of a control room hold all units of the site."""
TABLET, DESK = (820, 1180), (1920, 1080)
SLOW = "x60"


@pytest.fixture(scope="module")
def started() -> Iterator[Started]:
    """The full site, at a speed that leaves the machine to the browser."""
    with started_anew(SLOW, "site-150kt") as found:
        yield found


@pytest.mark.parametrize("size", [TABLET, DESK])
def test_every_unit_of_the_site_is_a_mark_that_leads_to_it(
    opened: Opened, size: tuple[int, int]
) -> None:
    """With its name and state for whoever cannot see it; a premix at work is one of them."""
    page, _ = opened(*size)
    start(page)
    go(page, "#/overview")
    marks = page.locator("main .groups a[href^='#/units/']")
    expect(marks).to_have_count(UNITS)
    at_work = TEXTS("page.wall.units.working")
    premix = page.get_by_role("link", name=f"premix-a-01: {at_work}")
    expect(premix).to_be_visible()
    width, height = page.evaluate(
        "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]"
    )
    assert width <= size[0]
    assert height <= SCREENS * size[1]
    assert not flaws(page)
    premix.click()
    expect(page.get_by_role("heading", name="premix-a-01", exact=True)).to_be_visible()
