"""Nothing old passes for live: the service hangs or dies, the plant dies, and both come back."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lizao.app.standby import PLANT
from lizao.texts import Texts
from tests.page.conftest import PATIENCE_MS, Opened, Started, served

pytestmark = pytest.mark.slow

TEXTS = Texts("en")
LOST_WITHIN_MS = 6_000.0
"""The page greys within three seconds of silence; a busy machine draws it a little later."""
NOTING = """
window.noted = [];
new MutationObserver(() => {
  const at = document.querySelector("header time")?.textContent ?? "";
  const old = document.querySelector("main").classList.contains("old");
  const last = window.noted.at(-1);
  if (last?.at !== at || last?.old !== old) window.noted.push({at, old});
}).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
"""
"""Note which plant time was ever shown, and whether as old."""


def said_since(page: Page, key: str) -> None:
    """Wait until the page says since when something is lost."""
    before, after = TEXTS(key, time="|").split("|")
    notice = page.get_by_role("alert").filter(has_text=before)
    expect(notice).to_be_visible(timeout=LOST_WITHIN_MS)
    words = notice.inner_text().strip()
    assert words.endswith(after.strip())
    assert any(each.isdigit() for each in words)


def live(page: Page) -> None:
    """Wait until the page says that it is live."""
    expect(page.get_by_text(TEXTS("page.link.live"), exact=True)).to_be_visible()


def is_grey(page: Page) -> bool:
    """Whether what the page shows is drawn as old."""
    shown: str = page.locator("main").evaluate("each => getComputedStyle(each).filter")
    return "grayscale" in shown


@contextmanager
def page_of(browser: Browser, started: Started) -> Iterator[Page]:
    """The start link, opened in a browser of its own."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(started.link)
    page.locator("header").first.wait_for()
    yield page
    context.close()


def program_of(started: Started) -> int:
    """The process that started the service."""
    told = Path(f"/proc/{started.process}/status").read_text(encoding="ascii")
    return int(told.split("PPid:")[1].split()[0])


def plants_of(home: Path) -> list[int]:
    """The plant processes of a home."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (each / "cmdline").read_bytes().split(b"\0")
            if {PLANT.encode(), str(home).encode()} <= {*words}:
                found.append(int(each.name))
    return found


def test_a_link_that_is_silent_greys_the_page_and_nothing_old_is_shown_as_new(
    opened: Opened, started: Started
) -> None:
    """It says since when; what is live again is later than all that was shown before."""
    page, _ = opened()
    live(page)
    page.evaluate(NOTING)
    started.stand_still()
    try:
        said_since(page, "page.link.lost_since")
        assert is_grey(page)
    finally:
        started.go_on()
    live(page)
    assert not is_grey(page)

    noted: list[dict[str, Any]] = page.evaluate("window.noted")
    lost = next(place for place, each in enumerate(noted) if each["old"])
    again = [each["at"] for each in noted[lost:] if not each["old"]]
    assert again
    assert min(again) > max(each["at"] for each in noted[: lost + 1])


def test_a_service_that_was_killed_comes_back_as_one_that_asks_who_is_there(
    browser: Browser,
) -> None:
    """Nothing of what the first one told is left on the page."""
    with (
        TemporaryDirectory(prefix="lizao-link-") as folder,
        served(Path(folder)) as started,
        page_of(browser, started) as page,
    ):
        live(page)
        os.kill(started.process, signal.SIGKILL)
        entry = page.get_by_role("button", name=TEXTS("page.sign_in.enter"), exact=True)
        expect(entry).to_be_visible()
        expect(page.locator("header time")).not_to_be_visible()


def test_a_program_that_was_killed_leaves_a_grey_page_that_says_since_when(
    browser: Browser,
) -> None:
    """Its service ends with it, and nothing comes back."""
    with (
        TemporaryDirectory(prefix="lizao-link-") as folder,
        served(Path(folder)) as started,
        page_of(browser, started) as page,
    ):
        live(page)
        os.kill(program_of(started), signal.SIGKILL)
        said_since(page, "page.link.lost_since")
        assert is_grey(page)
        for each in plants_of(Path(folder, "home")):
            os.kill(each, signal.SIGKILL)


def test_values_of_a_plant_that_died_are_struck_out_until_it_is_back(browser: Browser) -> None:
    """The controller lives and says since when the plant is silent."""
    with (
        TemporaryDirectory(prefix="lizao-link-") as folder,
        served(Path(folder)) as started,
        page_of(browser, started) as page,
    ):
        page.goto(f"{started.address}#/units/kiln-1")
        value = page.locator(".signal strong").first
        value.wait_for()
        live(page)
        for each in plants_of(Path(folder, "home")):
            os.kill(each, signal.SIGKILL)
        said_since(page, "page.link.plant_lost_since")
        expect(value).to_have_css("text-decoration-line", "line-through")
        live(page)
        expect(value).not_to_have_css("text-decoration-line", "line-through")
