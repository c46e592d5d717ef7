"""Every dialog of the page, and the way in: nothing in them keeps anybody out."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lizao.app.plant_faults import break_plant
from lizao.texts import Texts
from tests.page.conftest import PATIENCE_MS, Opened, Started, flaws, started_anew

pytestmark = pytest.mark.slow

TEXTS = Texts("en")
ENGINEER, PASSWORD = "pei.eng", "slow kiln, warm tea"
STUCK = "coarse-mill-1"
UNHURRIED = "x1000"
"""A batch lasts for all of its dialogs, on a busy machine too."""


@pytest.fixture(scope="module")
def started() -> Iterator[Started]:
    """The reference line at a speed at which nothing ends while it is looked at."""
    with started_anew(UNHURRIED) as found:
        yield found


def named(word: str) -> re.Pattern[str]:
    """A button by its whole word, however it is written."""
    return re.compile(f"^{re.escape(word)}$", re.I)


def press(place: Page | Locator, word: str) -> None:
    """Press the first button of that word."""
    place.get_by_role("button", name=named(word)).first.click()


GO = """address => new Promise((done) => {
  if (location.hash === address) return done();
  addEventListener("hashchange", () => requestAnimationFrame(() => done()), { once: true });
  location.hash = address;
})"""


def go(page: Page, address: str) -> None:
    """Open a page of the page, and wait until it is the one that is there."""
    page.evaluate(GO, address)
    page.locator("main h1, main h2").first.wait_for()


def examined(page: Page) -> list[tuple[str, str]]:
    """What axe finds while a dialog is open; it is left by the keyboard."""
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    found = flaws(page)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    return found


def start(page: Page) -> str:
    """A batch, its dialog examined on the way; the name of the batch."""
    go(page, "#/start")
    press(page, TEXTS("page.start.start"))
    assert not examined(page)
    press(page, TEXTS("page.start.start"))
    press(page, TEXTS("page.start.confirm"))
    page.wait_for_url(re.compile(r"#/batches/.+"))
    return page.url.rpartition("/")[2]


@pytest.fixture
def stranger(browser: Browser, started: Started) -> Iterator[Page]:
    """Somebody who has no start link."""
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(started.address)
    page.locator("#user").wait_for()
    yield page
    context.close()


def sign_in(page: Page, user: str, password: str) -> None:
    """Give a name and a password."""
    page.locator("#user").fill(user)
    page.locator("#password").fill(password)
    press(page, TEXTS("page.sign_in.enter"))


def choose_password(page: Page) -> None:
    """The first password is good for one time; another is chosen."""
    page.get_by_role("heading", name=re.compile("password", re.I)).wait_for()
    assert not flaws(page)
    for each in page.locator("input[type=password]").all():
        each.fill(PASSWORD)
    press(page, TEXTS("page.sign_in.choose_and_enter"))
    page.locator("header").wait_for()


def test_the_dialogs_of_an_operator_keep_nobody_out(opened: Opened) -> None:
    """Commands of a batch with reason and signature, its mode, holding all, and units by hand."""
    page, _ = opened(820, 1180)
    batch = start(page)
    expect(page.get_by_role("heading", name=batch)).to_be_visible()
    found = []
    for word in ("HOLD", "PAUSE", "STOP", "ABORT"):
        press(page, TEXTS.word("command", word))
        found += examined(page)
    press(page, TEXTS.word("mode", "manual"))
    found += examined(page)
    go(page, "#/batches")
    press(page, TEXTS("page.batches.hold_all"))
    found += examined(page)
    go(page, "#/units/premix-1")
    for word in (
        TEXTS.word("unit_status", "maintenance"),
        TEXTS("page.by_hand.unit.take"),
        TEXTS("page.by_hand.unit.empty"),
    ):
        press(page, word)
        found += examined(page)
    assert not found


def test_questions_and_alarms_that_ask_for_somebody_keep_nobody_out(
    opened: Opened, started: Started
) -> None:
    """A pump stands still, so an interlock holds the mill; it asks, and its alarm is shelved."""
    page, _ = opened(820, 1180)
    break_plant(started.home, None, STUCK, "pump_stopped", cured=False)
    try:
        start(page)
        go(page, "#/questions")
        page.locator("main article", has_text=STUCK).first.wait_for()
        found = flaws(page)
        go(page, "#/alarms")
        press(page, TEXTS.word("alarm_event", "shelve"))
        found += examined(page)
        go(page, f"#/units/{STUCK}/diagnostics")
        held = page.get_by_text(TEXTS("page.diagnostics.interlocked", reason="").strip())
        expect(held.first).to_be_visible()
        found += flaws(page)
    finally:
        break_plant(started.home, None, STUCK, "pump_stopped", cured=True)
    assert not found


def test_the_way_in_and_what_is_signed_keep_nobody_out(stranger: Page, started: Started) -> None:
    """Sign-in, one's own password, users, and the signatures of an engineer."""
    page = stranger
    found = flaws(page)
    user, once = started.administrator
    sign_in(page, user, once)
    choose_password(page)
    go(page, "#/users")
    press(page, TEXTS("page.users.add"))
    found += examined(page)
    press(page, TEXTS("page.users.add"))
    dialog = page.get_by_role("dialog")
    dialog.locator("input:not([type=checkbox])").first.fill(ENGINEER)
    for role in ("operator", "process_engineer", "quality_engineer"):
        dialog.get_by_role("checkbox", name=named(TEXTS.word("user_role", role))).check()
    press(dialog, TEXTS("page.users.add"))
    once = page.locator(".password").inner_text()
    found += flaws(page)
    press(page, TEXTS("page.frame.more"))
    press(page, TEXTS("page.frame.sign_out"))
    sign_in(page, ENGINEER, once)
    choose_password(page)
    go(page, "#/recipes")
    button = page.locator("main button", has_text=named(TEXTS("page.recipes.register"))).first
    button.click()
    found += examined(page)
    start(page)
    press(page, TEXTS.word("command", "ABORT"))
    dialog.locator("textarea").fill("to see")
    press(dialog, TEXTS.word("command", "ABORT"))
    dialog.locator("input[type=password]").wait_for()
    found += examined(page)
    assert not found
