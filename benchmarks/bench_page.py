"""The page of a running plant: from start to live, and what many who watch cost.

Starts the full site as anybody would (`lizao start`, real time), lets 50 programs watch 1,000
signals at 10 Hz, and says what share of a core its service takes, against a budget and against
writing the same for each of them, and how old what arrives is.
"""

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import quantiles

import orjson
from websockets.asyncio.client import connect

PLANT = "site-150kt"
PORT = 8911
CLIENTS, SIGNALS, SECONDS = 50, 1_000, 20.0
BUDGET_SHARE, BUDGET_MS, BUDGET_UP_S = 0.05, 30.0, 5.0
UP_WITHIN_S = 200.0
TICKS_PER_S = 10.0


def started(
    home: Path, plant: str, speed: str
) -> tuple[subprocess.Popen[bytes], dict[str, str], float]:
    """The program, where its page is, and how long that took."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "lizao.cli.main", "--home", str(home), "start"]
    options = ["--plant", plant, "--speed", speed, "--port", str(PORT), "--no-browser"]
    program = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
    link = home / "page.json"
    while not link.exists():
        if program.poll() is not None or time.perf_counter() - begun > UP_WITHIN_S:
            sys.exit("lizao start did not come up")
        time.sleep(0.01)
    return program, json.loads(link.read_text(encoding="utf-8")), time.perf_counter() - begun


def let_in(link: dict[str, str]) -> str:
    """The cookie of a browser that followed the start link."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    entry = json.dumps({"key": link["key"]}).encode()
    headers = {"content-type": "application/json"}
    address = f"{link['address']}api/session"
    opener.open(urllib.request.Request(address, entry, headers)).close()
    if not watched:
        names = json.loads(opener.open(f"{link['address']}api/plant").read())["signals"]
        watched.extend([*names][:SIGNALS])
    return "; ".join(f"{each.name}={each.value}" for each in jar)


watched: list[str] = []


def cpu_s(process: int) -> float:
    """Seconds of a core that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def watch(cookie: str, late_ms: list[float], ready: asyncio.Event) -> None:
    """One program that watches."""
    address = f"ws://127.0.0.1:{PORT}/api/live"
    async with connect(address, additional_headers={"cookie": cookie}) as link:
        await link.send(json.dumps({"signals": watched}))
        async for frame in link:
            tick = orjson.loads(frame).get("tick")
            if tick is not None and ready.is_set():
                late_ms.append(time.time() * 1e3 - tick["wall_at"] / 1e3)


async def measured(cookies: list[str], process: int) -> tuple[float, list[float]]:
    """The share of a core that the service takes for one page in each browser, and the ages."""
    late_ms: list[float] = []
    ready = asyncio.Event()
    tasks = [asyncio.create_task(watch(each, late_ms, ready)) for each in cookies]
    await asyncio.sleep(3.0)
    ready.set()
    before, begun = cpu_s(process), time.perf_counter()
    await asyncio.sleep(SECONDS)
    share = (cpu_s(process) - before) / (time.perf_counter() - begun)
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return share, late_ms


def written_for_each_s() -> float:
    """Seconds of a core a second, were the same written anew for each who watches."""
    frame = {"tick": {"values": {name: 1.0 / (1 + place) for place, name in enumerate(watched)}}}
    begun = time.process_time()
    for _ in range(CLIENTS):
        orjson.dumps(frame)
    return (time.process_time() - begun) * TICKS_PER_S


def ended(program: subprocess.Popen[bytes]) -> None:
    """Press Ctrl-C and wait."""
    program.send_signal(signal.SIGINT)
    program.wait(120.0)


def tell_start(plant: str, up_s: float) -> None:
    """Print how long a start took."""
    print(f"{up_s:8.1f} s from start to page, of {BUDGET_UP_S:g} ({plant}, new home)")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="lizao-page-") as folder:
        program, _, up_s = started(Path(folder, "home"), "line", "real")
        ended(program)
        tell_start("line", up_s)
    with tempfile.TemporaryDirectory(prefix="lizao-page-") as folder:
        home = Path(folder, "home")
        program, link, up_s = started(home, PLANT, "real")
        try:
            tell_start(PLANT, up_s)
            cookies, process = [let_in(link) for _ in range(CLIENTS)], int(link["process"])
            idle, _ = asyncio.run(measured(cookies[:1], process))
            share, late_ms = asyncio.run(measured(cookies, process))
        finally:
            ended(program)
    age_ms = quantiles(late_ms, n=100)
    ticks = len(late_ms) / CLIENTS / SECONDS
    print(f"{share:8.1%} of a core for {CLIENTS} who watch, of {BUDGET_SHARE:.0%}; one: {idle:.1%}")
    print(f"{written_for_each_s():8.1%} of a core were each written to anew, encoding alone")
    print(f"{ticks:8.1f} ticks a second of {len(watched)} signals reach each")
    print(f"{age_ms[49]:8.1f} ms old at half of them, {age_ms[98]:.1f} at p99, of {BUDGET_MS:g}")
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024.0
    print(f"{children:8.0f} MB, the largest of its processes")


if __name__ == "__main__":
    main()
