"""The page as a new user meets it: from the start link to a finished batch."""

import re

import pytest
from playwright.sync_api import Page, expect

from lizao.texts import Texts
from lizao.texts.languages import Language
from tests.page.conftest import Opened, flaws

pytestmark = pytest.mark.slow

TABLET = (820, 1180)


def button(page: Page, texts: Texts, key: str) -> None:
    """Press a button by its words."""
    page.get_by_role("button", name=texts(key), exact=True).click()


def start_batch(page: Page, texts: Texts) -> str:
    """Two clicks from the open page to a batch that runs; its name."""
    page.get_by_role("link", name=texts("page.start.title"), exact=True).click()
    button(page, texts, "page.start.start")
    button(page, texts, "page.start.confirm")
    page.wait_for_url(re.compile(r"#/batches/.+"))
    return page.url.rpartition("/")[2]


def state(page: Page, texts: Texts, *names: str) -> None:
    """Wait until the batch of the page is in one of some states."""
    words = "|".join(re.escape(texts.word("state", each)) for each in names)
    mark = page.locator("main h1 + .state")
    expect(mark).to_have_text(re.compile(f"^\\s*({words})\\s*$", re.I))


def pages(page: Page) -> list[str]:
    """The addresses of the menu."""
    links = page.locator("nav a")
    return [links.nth(each).get_attribute("href") or "" for each in range(links.count())]


def visit(page: Page, address: str) -> None:
    """Open a page of the menu and wait until it has something to say."""
    page.goto(page.url.partition("#")[0] + address)
    page.locator("h1, h2").first.wait_for()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_clicks_make_a_batch_and_it_comes_to_its_end(opened: Opened, lang: Language) -> None:
    """It says what it does meanwhile, all is marked as simulated, and its record has curves."""
    page, _ = opened(lang={"en": "en-GB", "zh": "zh-CN"}[lang])
    texts = Texts(lang)
    expect(page.get_by_text("SIMULATED 仿真").first).to_be_visible()
    name = start_batch(page, texts)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    state(page, texts, "RUNNING")
    state(page, texts, "COMPLETE")
    visit(page, f"#/records/{name}")
    page.locator("summary").filter(has_text=texts("page.record.curves")).click()
    lines = page.locator("details figure svg[role=img] polyline")
    expect(lines.first).to_be_visible()
    assert not flaws(page)


def test_a_batch_is_held_and_goes_on(opened: Opened) -> None:
    """A stop by hand, with the reason; then the way back."""
    page, _ = opened()
    texts = Texts("en")
    start_batch(page, texts)
    for command, reached in (("HOLD", "HELD"), ("RESTART", "RUNNING"), ("HOLD", "HELD")):
        word = texts.word("command", command)
        page.get_by_role("button", name=re.compile(f"^{word}$", re.I)).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name=re.compile(word, re.I)).click()
        state(page, texts, reached)


def test_every_page_fits_a_tablet_and_has_nothing_that_keeps_anybody_out(opened: Opened) -> None:
    """Upright; axe finds no serious violation."""
    page, _ = opened(*TABLET)
    found = []
    for address in pages(page):
        visit(page, address)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= TABLET[0], address
        found += [(address, *each) for each in flaws(page)]
    assert not found


def test_start_is_reached_and_pressed_without_a_mouse(opened: Opened) -> None:
    """Whatever has the focus shows it."""
    page, _ = opened()
    texts = Texts("en")
    page.get_by_role("link", name=texts("page.start.title"), exact=True).click()
    start = page.get_by_role("button", name=texts("page.start.start"), exact=True)
    start.wait_for()
    for _ in range(100):
        page.keyboard.press("Tab")
        if start.evaluate("each => each === document.activeElement"):
            break
    assert start.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()
