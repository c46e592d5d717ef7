"""The page in one real browser: how soon it is live, what it weighs, how often it moves.

Starts the full site sixty times as fast as real, so that every telling (ten a second) says new
values, and opens its page in a headless Chromium: 10 trends, and beside them the values of 500
signals that were searched for. An update counts once a frame has been drawn that shows it.
"""

import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bench_page import ended, started
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response, sync_playwright

from lizao.documents.site import load_site

PLANT, SPEED = "site-150kt", "x60"
CHROMIUM = "/usr/bin/chromium"
SCREEN = {"width": 1920, "height": 1080}
VALUES, TRENDS, SECONDS = 500, 10, 20.0
SETTLE_S, LIMIT_S = 8.0, 60.0
BUDGET_PER_S, BUDGET_SHARE, BUDGET_FIRST_S, BUDGET_MB = 9.0, 0.5, 1.5, 1.5
SEARCH = "temperature"

COUNTING = """
window.seen = {values: 0, changes: 0, trends: 0, first: 0};
const due = {values: false, trends: false};
const drawn = (kind) => {
  if (due[kind]) return;
  due[kind] = true;
  requestAnimationFrame(() => { due[kind] = false; window.seen[kind] += 1; });
};
const clear = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function (...area) {
  drawn("trends");
  return clear.apply(this, area);
};
const value = /^[−\\d][\\d,.]*$/;
const first = new MutationObserver(() => {
  const shown = document.querySelector(".signal .value strong");
  if (!shown || !value.test(shown.textContent)) return;
  first.disconnect();
  requestAnimationFrame(() => { window.seen.first = performance.now(); });
});
first.observe(document, {subtree: true, childList: true, characterData: true});
window.countValues = (list) => new MutationObserver((changes) => {
  window.seen.changes += changes.length;
  drawn("values");
}).observe(list, {subtree: true, characterData: true, childList: true});
"""
"""What the page is given before anything of it runs: it counts frames that show something new."""


def opened(browser: Browser) -> tuple[BrowserContext, Page]:
    """A page of a browser that was never here."""
    context = browser.new_context(viewport=SCREEN, locale="en-GB")
    context.set_default_timeout(LIMIT_S * 1e3)
    context.add_init_script(COUNTING)
    return context, context.new_page()


def until(page: Page, condition: str) -> None:
    """Wait for something to be true in the page, whose policy lets nothing be evaluated there."""
    limit_s = time.perf_counter() + LIMIT_S
    while not page.evaluate(condition):
        if time.perf_counter() > limit_s:
            sys.exit(f"it never came: {condition}")
        page.wait_for_timeout(50.0)


def cpu_s(link: CDPSession) -> dict[str, float]:
    """Seconds of a core that the processes of the browser have had, by kind."""
    spent: dict[str, float] = {}
    for each in link.send("SystemInfo.getProcessInfo")["processInfo"]:
        spent[each["type"]] = spent.get(each["type"], 0.0) + each["cpuTime"]
    return spent


def first_value(browser: Browser, link: dict[str, str], unit: str) -> tuple[float, int, int]:
    """Seconds from opening to the first live value; bytes that came until then, and unpacked.

    The browser was let in before, and has kept nothing of the page.
    """
    context, page = opened(browser)
    page.goto(f"{link['address']}#key={link['key']}")
    page.locator("nav a").first.wait_for()
    cookies = context.cookies()
    context.close()
    context, page = opened(browser)
    context.add_cookies([dict(each) for each in cookies])  # type: ignore[misc]
    came: list[Response] = []

    def note(response: Response) -> None:
        came.append(response)

    page.on("response", note)
    page.goto(f"{link['address']}#/units/{unit}")
    until(page, "window.seen.first > 0")
    first_s = page.evaluate("window.seen.first") / 1e3
    weight = sum(each.request.sizes()["responseBodySize"] for each in came)
    unpacked = sum(len(each.body()) for each in came)
    context.close()
    return first_s, weight, unpacked


def show(page: Page, address: str, trends: list[str]) -> None:
    """Open the page of trends with as many values beside them, and wait until all of it moves."""
    query = "&".join(f"signal={quote(each)}" for each in trends)
    page.goto(f"{address}#/trends?{query}&span=3600")
    page.get_by_role("searchbox").fill(SEARCH)
    page.get_by_role("button", name=f"Show {VALUES}").click()
    until(page, f"document.querySelectorAll('li .value').length === {VALUES}")
    until(page, "document.querySelectorAll('canvas').length > 0")
    page.evaluate("window.countValues(document.querySelector('li .value').closest('ul'))")
    page.wait_for_timeout(SETTLE_S * 1e3)


def shown_at_once(plant: str) -> list[str]:
    """Signals for the trends, each of another unit of measure: as many panes as there can be."""
    by_measure: dict[str, str] = {}
    for name, each in load_site().plant(plant).signals.items():
        by_measure.setdefault(each.unit, name)
    return [*by_measure.values()][:TRENDS]


def measured(browser: Browser, link: dict[str, str]) -> None:
    """Watch the page with all its values for a while, and say what was seen."""
    context, page = opened(browser)
    page.goto(f"{link['address']}#key={link['key']}")
    page.locator("nav a").first.wait_for()
    system = browser.new_browser_cdp_session()
    show(page, link["address"], shown_at_once(PLANT))
    seen, spent, begun = page.evaluate("window.seen"), cpu_s(system), time.perf_counter()
    page.wait_for_timeout(SECONDS * 1e3)
    lasted_s = time.perf_counter() - begun
    then, after = page.evaluate("window.seen"), cpu_s(system)
    rates = {each: (then[each] - seen[each]) / lasted_s for each in seen}
    shares = {each: (after[each] - spent.get(each, 0.0)) / lasted_s for each in after}
    panes = page.locator("canvas").count()
    context.close()
    print(
        f"{rates['values']:8.1f} visible updates a second of {VALUES} values, of {BUDGET_PER_S:g}"
    )
    print(f"{rates['changes'] / max(1e-9, rates['values']):8.0f} values changed in each of them")
    print(f"{rates['trends']:8.1f} a second of {TRENDS} trends in {panes} panes")
    told = ", ".join(f"{each} {share:.0%}" for each, share in shares.items() if share > 0.005)
    print(f"{sum(shares.values()):8.1%} of a core, of {BUDGET_SHARE:.0%}: {told}")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="lizao-browser-") as folder, sync_playwright() as plays:
        program, link, _ = started(Path(folder, "home"), PLANT, SPEED)
        browser = plays.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            first_s, weight, unpacked = first_value(browser, link, "kiln-a-01")
            print(f"{first_s:8.2f} s from opening to the first live value, of {BUDGET_FIRST_S:g}")
            print(
                f"{weight / 1e6:8.2f} MB came until then, of {BUDGET_MB:g}; {unpacked / 1e6:.2f} "
                "unpacked"
            )
            measured(browser, link)
        finally:
            browser.close()
            ended(program)


if __name__ == "__main__":
    sys.exit(main())
