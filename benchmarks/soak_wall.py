"""A wall that stands: is its memory flat? ``soak_wall.py [MINUTES] [PLANT] [SPEED]``.

Opens the wall in a headless Chromium on a plant that runs fast and always has batches under way,
and looks at it again and again: what lies on its heap once the garbage is out, its nodes and
listeners, and the memory of the processes behind it. Says how each grows in an hour of wall time,
beside how much of the plant's time went by. Not part of ``make bench``: it takes its minutes.
"""

import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import linear_regression

from bench_page import ended, started
from playwright.sync_api import Browser, CDPSession, Playwright, sync_playwright

from lizao.app.channel_client import ask
from lizao.app.requests import AddBatch, AskStatus, CommandBatch, Request
from lizao.model.errors import LizaoError

CHROMIUM = "/usr/bin/chromium"
SCREEN = {"width": 1920, "height": 1080}
EVERY_S, WARM_S = 20.0, 300.0
"""The first minutes fill the charts, which show a month of the plant's days."""
UNDER_WAY = 4
RECIPES, TONNES = ("lfp-26", "lfp-24"), "2 t"
"""Small ones: what lies in the stores has to last."""
OVER = {"COMPLETE", "STOPPED", "ABORTED"}
FLAT = {"heap_mb": 1.0, "nodes": 200.0, "listeners": 20.0}
"""What an hour may add at most; a megabyte an hour would be half a gigabyte in three weeks."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one look found; memory in megabytes."""

    at_s: float
    heap_mb: float
    nodes: float
    listeners: float
    service_mb: float
    controller_mb: float
    facts: float


def resident_mb(process: int) -> float:
    """The memory of a process that is its own or shared."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def keep_busy(home: Path) -> float:
    """Restart what is held, add a batch if too few are under way; how many facts there are."""
    standing = ask(home, AskStatus())
    batches = standing["batches"]
    for each in batches:
        if each["state"] == "HELD":
            wish(home, CommandBatch(each["batch"], "RESTART", "the wall is watched"))
    if sum(each["state"] not in OVER for each in batches) < UNDER_WAY:
        wish(home, AddBatch(RECIPES[len(batches) % len(RECIPES)], TONNES))
    return float(standing["revision"])


def wish(home: Path, request: Request) -> None:
    """Ask for something; what is refused at this moment is asked for again later."""
    with suppress(LizaoError):
        ask(home, request)


def looked(page: CDPSession, processes: tuple[int, int], begun: float, facts: float) -> Sample:
    """One look, with the garbage out."""
    page.send("HeapProfiler.collectGarbage")
    heap = page.send("Runtime.getHeapUsage")
    counts = page.send("Memory.getDOMCounters")
    service, controller = map(resident_mb, processes)
    return Sample(
        time.perf_counter() - begun,
        heap["usedSize"] / 1e6,
        counts["nodes"],
        counts["jsEventListeners"],
        service,
        controller,
        facts,
    )


def per_hour(samples: list[Sample], name: str) -> float:
    """How fast something grows, by the line through all looks after the first minutes."""
    times = [each.at_s / 3600.0 for each in samples]
    return linear_regression(times, [getattr(each, name) for each in samples]).slope


def tell(samples: list[Sample]) -> None:
    """Print how everything grew, and whether the page is flat."""
    steady = [each for each in samples if each.at_s >= WARM_S] or samples
    growth = {each.name: per_hour(steady, each.name) for each in fields(Sample)[1:]}
    for name, slope in growth.items():
        first, last = getattr(steady[0], name), getattr(steady[-1], name)
        print(f"{name:>14}: {first:11.1f} to {last:11.1f}, {slope:+11.1f} an hour")
    flat = all(growth[name] < most for name, most in FLAT.items())
    print("the page is flat" if flat else "THE PAGE GROWS")


def opened(plays: Playwright, link: dict[str, str]) -> tuple[Browser, CDPSession]:
    """The wall on a screen of its own, and what looks into it."""
    browser = plays.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_page(viewport=SCREEN)
    page.goto(f"{link['address']}#key={link['key']}")
    page.locator("nav a").first.wait_for()
    page.goto(f"{link['address']}#/wall")
    page.locator(".wall main section").first.wait_for()
    return browser, page.context.new_cdp_session(page)


def main(minutes: float = 12.0, plant: str = "line", speed: str = "x10000") -> None:
    """Watch and print."""
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory(prefix="lizao-wall-") as folder, sync_playwright() as plays:
        home = Path(folder, "home")
        program, link, _ = started(home, plant, speed)
        try:
            browser, page = opened(plays, link)
            begun = time.perf_counter()
            processes = (int(link["process"]), program.pid)
            while time.perf_counter() - begun < 60.0 * minutes:
                time.sleep(EVERY_S)
                samples.append(looked(page, processes, begun, keep_busy(home)))
                print(", ".join(f"{each:.1f}" for each in astuple(samples[-1])), flush=True)
            browser.close()
        finally:
            ended(program)
    tell(samples)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]), *sys.argv[2:])
