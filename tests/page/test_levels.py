"""Overview, line, unit, diagnostics: each level is there, and everything is near."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lizao.texts import Texts
from tests.page.conftest import Opened, flaws
from tests.page.test_dialogs import go, named, start

pytestmark = pytest.mark.slow

TEXTS = Texts("en")
TABLET, DESK = (820, 1180), (1920, 1080)
LOW_HEADER = 110
"""Two lines of a header that leaves a tablet to its pages, in pixels."""


def addresses(page: Page, within: str) -> set[str]:
    """Where the links in a part of the page lead."""
    found = page.locator(f"{within} a[href^='#/']").evaluate_all(
        "links => links.filter(each => each.checkVisibility()).map(each => each.hash)"
    )
    return {each.partition("?")[0] for each in found}


def link(page: Page, address: str) -> Locator:
    """The first link of the open page that leads to an address."""
    return page.locator(f"main a[href='{address}']").first


def test_a_line_shows_its_units_in_the_order_of_the_flow(opened: Opened) -> None:
    """Every unit with what it does and what it measures; one click leads to each."""
    page, _ = opened(*DESK)
    go(page, "#/overview")
    page.get_by_role("link", name=re.compile(TEXTS("page.line.open"))).first.click()
    cards = page.locator("main article")
    cards.first.wait_for()
    order = cards.locator("h4 a").all_inner_texts()
    assert len(order) == 44
    flow = ["premix-1", "coarse-mill-1", "mill-tank-1", "fine-mill-1", "slurry-line-1", "dryer-1"]
    flow += ["kiln-1", "jet-mill-1", "recoating-mixer-1", "kiln-3", "blender-1", "packer-1"]
    places = [order.index(each) for each in flow]
    assert places == sorted(places)
    premix = cards.filter(has=page.get_by_role("link", name="premix-1", exact=True))
    expect(premix.locator("dd svg").first).to_be_visible()
    expect(premix).to_contain_text(re.compile(r"\d kg"))
    assert not flaws(page)
    premix.get_by_role("link", name="premix-1", exact=True).click()
    expect(page.get_by_role("heading", name="premix-1", exact=True)).to_be_visible()
    page.get_by_role("link", name=TEXTS("page.line.only"), exact=True).click()
    cards.first.wait_for()


@pytest.mark.parametrize("lang", ["en-GB", "zh-CN"])
def test_the_diagnostics_of_a_unit_are_one_click_away_from_it(opened: Opened, lang: str) -> None:
    """What it does, who has it, every limit and signal, what happened; axe finds nothing."""
    page, _ = opened(*TABLET, lang=lang)
    texts = Texts("en" if lang == "en-GB" else "zh")
    go(page, "#/units/kiln-1")
    page.get_by_role("link", name=texts("page.diagnostics.title"), exact=True).click()
    for key in ("arbitration", "upkeep", "interlocks", "signals", "facts"):
        heading = page.get_by_role("heading", name=texts(f"page.diagnostics.{key}"), exact=True)
        expect(heading).to_be_visible()
    expect(page.get_by_text(texts("page.diagnostics.good"), exact=True).first).to_be_visible()
    expect(page.get_by_text("kiln-1.oxygen_high")).to_be_visible()
    assert not flaws(page)


def test_everything_is_at_most_three_clicks_away_on_a_tablet(opened: Opened) -> None:
    """Units and their diagnostics, lines, batches and records, recipes, lots and offices."""
    page, _ = opened(*TABLET)
    batch = start(page)
    assert {"#/overview", "#/batches"} <= addresses(page, "nav")
    go(page, "#/overview")
    link(page, "#/units/packer-1").wait_for()
    two = addresses(page, "main")
    assert len([each for each in two if each.startswith("#/units/")]) == 44
    assert any(each.startswith("#/lines/") for each in two)
    link(page, "#/units/kiln-1").click()
    link(page, "#/units/kiln-1/diagnostics").wait_for()
    go(page, "#/batches")
    link(page, f"#/batches/{batch}").click()
    link(page, f"#/records/{batch}").wait_for()
    # One click opens the rest of the menu; what lies on its pages is the third.
    page.get_by_role("button", name=named(TEXTS("page.frame.more"))).click()
    menu = addresses(page, "nav")
    assert {"#/trends", "#/lots", "#/recipes", "#/shift", "#/wall", "#/offices"} <= menu
    page.keyboard.press("Escape")
    three = set()
    for address in ("#/recipes", "#/lots", "#/offices"):
        go(page, address)
        page.locator("main a").first.wait_for()
        three |= addresses(page, "main")
    for kind in ("#/recipes/", "#/lots/", "#/offices/"):
        assert any(each.startswith(kind) for each in three), kind


def test_the_menu_of_a_tablet_unfolds_and_folds_without_a_mouse(opened: Opened) -> None:
    """A screen reader is told whether it is unfolded; the header is low, with the alarms in it."""
    page, _ = opened(*TABLET)
    more = page.get_by_role("button", name=named(TEXTS("page.frame.more")))
    expect(more).to_have_attribute("aria-expanded", "false")
    lots = page.get_by_role("link", name=TEXTS("page.lots.title"), exact=True)
    expect(lots).not_to_be_visible()
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(lots).to_be_visible()
    assert not flaws(page)
    page.keyboard.press("Escape")
    expect(lots).not_to_be_visible()
    expect(more).to_be_focused()
    for address in ("#/start", "#/overview", "#/alarms", "#/units/kiln-1", "#/lines"):
        go(page, address)
        assert page.locator(".top").evaluate("each => each.offsetHeight") <= LOW_HEADER
        banner = page.locator("header a[href='#/alarms']").bounding_box()
        assert banner is not None
        assert banner["x"] > TABLET[0] / 2
