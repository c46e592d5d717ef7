"""The page in a real browser, of a home that was started as anybody starts one."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from lizao.app.clock import SystemClock
from lizao.app.home import VIRTUAL_EPOCH, first_campaign, foundation, working_home
from lizao.app.requests import Sender
from lizao.documents.site import load_site
from lizao.texts import Texts
from tests.app.running_house import people_of
from tests.equipment.socket_bench import free_port

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SPEED = "x10000"
UP_WITHIN_S = 200.0
END_WITHIN_S = 120.0
LOOKS_AT_S = 0.05
PATIENCE_MS = 90_000.0
ADMINISTRATOR = re.compile(r"as (?P<user>\S+) with the one-time password (?P<password>\S+)")
SERIOUS = frozenset({"serious", "critical"})
SVELTE = "svelte.dev/e/"
"""A warning of the page's own framework leads to its explanation there."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""The browser asks nobody for anything, and runs as any user of a build machine."""
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True, slots=True)
class Started:
    """A home that runs, and where its page is."""

    address: str
    key: str
    process: int
    home: Path
    said: Path
    """What the program has printed."""

    @property
    def link(self) -> str:
        """What the program prints."""
        return f"{self.address}#key={self.key}"

    @property
    def administrator(self) -> tuple[str, str]:
        """Who may do everything, and the password for one time that the program tells once."""
        told = ADMINISTRATOR.search(self.said.read_text(encoding="utf-8"))
        assert told is not None
        return told["user"], told["password"]

    def stand_still(self) -> None:
        """Let the service hang, as a machine that is overloaded does."""
        os.kill(self.process, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        os.kill(self.process, signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a browser noticed: errors of the page, and every address that it asked."""

    errors: list[str]
    asked: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine."""
    program = next((found for each in PROGRAMS if (found := shutil.which(each))), None)
    if program is None:
        pytest.skip("there is no Chromium on this machine: make browser installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def started() -> Iterator[Started]:
    """The reference line at a high speed, with its page."""
    with started_anew() as found:
        yield found


@contextmanager
def started_anew(speed: str = SPEED, plant: str = "line") -> Iterator[Started]:
    """A new home, started, and in the end gone."""
    with (
        TemporaryDirectory(prefix="lizao-page-") as folder,
        served(Path(folder), speed, plant) as found,
    ):
        yield found


@contextmanager
def served(folder: Path, speed: str = SPEED, plant: str = "line") -> Iterator[Started]:
    """The home in a folder, started and at its end held."""
    home = folder / "home"
    command = [sys.executable, "-m", "lizao.cli.main", "--home", str(home), "start"]
    options = ["--plant", plant, "--speed", speed, "--port", str(free_port())]
    environment = {**os.environ, "LIZAO_STATE": str(folder / "state"), "LIZAO_LANG": "en"}
    said = folder / "said"
    with said.open("wb") as file:
        program = subprocess.Popen(
            [*command, *options, "--no-browser"], stdout=file, env=environment
        )
    try:
        yield told_by(home, program, said)
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(END_WITHIN_S)


def peopled(home: Path, state: Path) -> None:
    """A home of the line with users who have chosen their passwords, before it is started."""
    site = load_site()
    plant = site.plant()
    settings = first_campaign(site.recipe("lfp-26"), plant)
    with working_home(home, None, state) as made:
        people = people_of(VIRTUAL_EPOCH, home)
        made.keep((foundation(site, plant, 1, settings), *people), VIRTUAL_EPOCH)


def told_by(home: Path, program: subprocess.Popen[bytes], said: Path) -> Started:
    """What the program says of its page, once it is there."""
    clock = SystemClock()
    limit_s = clock.elapsed_s() + UP_WITHIN_S
    link = home / "page.json"
    while not link.exists():
        assert program.poll() is None
        assert clock.elapsed_s() < limit_s
        clock.pause(LOOKS_AT_S)
    return Started(**json.loads(link.read_text(encoding="utf-8")), home=home, said=said)


def flaws(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page that would keep somebody out: the rule and the first place."""
    violations = Axe().run(page).response["violations"]
    return [
        (each["id"], each["nodes"][0]["html"]) for each in violations if each["impact"] in SERIOUS
    ]


def _warned(text: str) -> list[str]:
    return [text] if SVELTE in text else []


def sign_in(page: Page, texts: Texts, who: Sender) -> None:
    """Give a name and a password."""
    page.get_by_label(texts("page.sign_in.user")).fill(who.user)
    page.get_by_label(texts("page.sign_in.password")).fill(who.password)
    page.get_by_role("button", name=texts("page.sign_in.enter")).click()


Opened = Callable[..., tuple[Page, Seen]]


@pytest.fixture
def opened(browser: Browser, started: Started) -> Iterator[Opened]:
    """Opens the page in a browser of a size and a language; errors fail the test.

    By the start link, else as one who signs in.
    """
    contexts: list[tuple[BrowserContext, Seen]] = []

    def opening(
        width: int = 1440, height: int = 900, lang: str = "en-GB", who: Sender | None = None
    ) -> tuple[Page, Seen]:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=lang)
        context.set_default_timeout(PATIENCE_MS)
        page, seen = context.new_page(), Seen([], [])
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("console", lambda told: seen.errors.extend(_warned(told.text)))
        page.on("request", lambda request: seen.asked.append(request.url))
        contexts.append((context, seen))
        page.goto(started.link if who is None else started.address)
        if who is not None:
            sign_in(page, Texts("zh" if lang.startswith("zh") else "en"), who)
        page.locator("header").first.wait_for()
        return page, seen

    yield opening
    for context, seen in contexts:
        context.close()
        assert not seen.errors
        assert all(each.startswith((started.address, "data:")) for each in seen.asked)
