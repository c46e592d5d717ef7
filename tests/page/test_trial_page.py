"""What an engineer tries and a storekeeper takes in, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Page, expect

from lizao.texts import Texts
from lizao.texts.languages import Language
from tests.app.running_house import ENGINEER, QUALITY
from tests.page.conftest import Opened, Started, flaws, peopled, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def started() -> Iterator[Started]:
    """The reference line with users who have chosen their passwords, with its page."""
    with TemporaryDirectory(prefix="lizao-page-") as name:
        folder = Path(name)
        peopled(folder / "home", folder / "state")
        with served(folder) as found:
            yield found


TABLET = (820, 1180)


def visit(page: Page, address: str) -> None:
    """Open an address of the page."""
    page.goto(page.url.partition("#")[0] + address)


def recipe(page: Page) -> str:
    """The address of the first version of the recipe of one firing."""
    visit(page, "#/recipes")
    link = page.locator("main a[href*='lfp-24']").first
    link.wait_for()
    return link.get_attribute("href") or ""


def standing(page: Page, texts: Texts, state: str) -> None:
    """Wait until the trial that is shown stands so."""
    word = texts(f"page.trial.state.{state}")
    expect(page.locator("main h3[role=status] strong")).to_have_text(word)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_version_is_tried_from_the_button_to_the_result(opened: Opened, lang: Language) -> None:
    """It goes on while the page is left; quality, curves and alarms are there when it is over."""
    locale = {"en": "en-GB", "zh": "zh-CN"}[lang]
    page, _ = opened(*TABLET, lang=locale, who=ENGINEER)
    texts = Texts(lang)
    address = recipe(page)
    visit(page, address)
    page.get_by_role("button", name=texts("page.trial.start"), exact=True).click()
    standing(page, texts, "running")
    expect(page.locator("main progress")).to_be_visible()
    page.get_by_role("button", name=texts("page.trial.start"), exact=True).click()
    refused = page.get_by_role("alert").filter(has_text="lfp-24")
    expect(refused.first).to_be_visible()
    visit(page, "#/overview")
    visit(page, address)
    standing(page, texts, "finished")
    quality = page.get_by_role("table").filter(has_text=texts("record.column.verdict")).first
    expect(quality.get_by_text(texts.word("verdict", "passed")).first).to_be_visible()
    curves = page.locator("main figure svg[role=img]")
    expect(curves.first).to_be_visible()
    assert curves.first.locator("polyline").count() >= 1
    expect(page.get_by_text(texts("cli.stamp")).last).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= TABLET[0]
    assert not flaws(page)


def test_a_trial_is_cancelled_by_hand(opened: Opened) -> None:
    """And whoever may not try one has a button that does nothing."""
    page, _ = opened(who=ENGINEER)
    texts = Texts("en")
    address = recipe(page)
    visit(page, address)
    page.get_by_role("button", name=texts("page.trial.start"), exact=True).click()
    page.get_by_role("button", name=texts("page.trial.cancel")).click()
    standing(page, texts, "cancelled")
    other, _ = opened(who=QUALITY)
    visit(other, address)
    start = other.get_by_role("button", name=texts("page.trial.start"), exact=True)
    expect(start).to_be_disabled()
    standing(other, texts, "cancelled")


def test_an_operator_predicts_what_she_is_about_to_start(opened: Opened) -> None:
    """Of the very order on the page: another order has no prediction, and hers is found again."""
    page, _ = opened(*TABLET)
    texts = Texts("en")
    visit(page, "#/start")
    size = page.get_by_label(texts("page.start.size"), exact=True)
    size.fill("5")
    predict = page.get_by_role("button", name=texts("page.preview.predict"), exact=True)
    predict.click()
    standing(page, texts, "running")
    expect(page.locator("main progress")).to_be_visible()
    size.fill("4")
    other = page.get_by_text(re.compile("^This is of another order"))
    expect(other).to_be_visible()
    predict.click()
    refused = page.get_by_role("alert").filter(has_text="one runs at a time")
    expect(refused).to_be_visible()
    size.fill("5")
    expect(other).not_to_be_visible()
    expect(refused).not_to_be_visible()
    visit(page, "#/overview")
    visit(page, "#/start")
    standing(page, texts, "finished")
    finish = page.locator("main dt", has_text=texts("page.preview.finish")).last
    expect(finish.locator("+ dd")).to_have_text(re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"))
    verdict = page.get_by_role("table").filter(has_text=texts("record.column.verdict"))
    expect(verdict.get_by_text(texts.word("verdict", "passed")).first).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= TABLET[0]
    assert not flaws(page)
    size.fill("4")
    expect(verdict).not_to_be_visible()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_delivery_is_taken_in_and_is_a_lot(opened: Opened, lang: Language) -> None:
    """What is wrong is said in the dialog; then the lot is in the list, with its number."""
    locale = {"en": "en-GB", "zh": "zh-CN"}[lang]
    page, _ = opened(*TABLET, lang=locale)
    texts = Texts(lang)
    visit(page, "#/lots")
    page.get_by_role("button", name=texts("page.supply.receive"), exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(texts("page.supply.material")).select_option("iron-phosphate")
    number = f"HB-{lang}"
    dialog.get_by_label(texts("page.supply.supplier_lot")).fill(number)
    for name, value in (("mass", "30"), ("water", "0.3"), ("fe_p", "1.5")):
        begin = texts(f"page.supply.{name}", low="", high="").partition("（")[0].partition(" (")[0]
        dialog.get_by_label(re.compile(f"^\\s*{re.escape(begin)}")).fill(value)
    confirm = dialog.get_by_role("button", name=texts("page.supply.confirm"), exact=True)
    confirm.click()
    expect(dialog.get_by_role("alert")).to_contain_text("1.5")
    assert not flaws(page)
    dialog.get_by_label(re.compile("Fe/P|铁磷比")).fill("0.97")
    confirm.click()
    expect(dialog).not_to_be_visible()
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("iron-phosphate-r0")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= TABLET[0]
