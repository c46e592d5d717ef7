"""The way to the plant process: a command to its report, frames a second, against memory."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from lizao.app.clock import SystemClock
from lizao.app.home import foundation, working_home
from lizao.app.plant_process import serve_plant
from lizao.documents.site import load_site
from lizao.equipment import frames as wire
from lizao.equipment.memory import MemoryTransport
from lizao.equipment.socket import SocketTransport
from lizao.equipment.transport import Transport
from lizao.model.commands import CommandService, StartService
from lizao.model.facts import ServiceStateChanged
from lizao.model.identifiers import ServiceName, UnitId
from lizao.model.image import Report
from lizao.model.states import Command, State
from lizao.plant.virtual import VirtualPlant

ROUNDS = 500
FRAMES = 50_000
BUDGET_P50_MS, BUDGET_P99_MS = 10.0, 50.0
UNIT, SERVICE = UnitId("blender-1"), ServiceName("receive")


def round_trips(transport: Transport) -> list[float]:
    """Milliseconds from a command to its report in the image, for starts, stops and resets."""
    took: list[float] = []
    transport.read()
    for ticket in range(1, ROUNDS + 1):
        begun = perf_counter()
        transport.write((StartService(UNIT, SERVICE, ticket, None),))
        image = transport.read()
        took.append(1000.0 * (perf_counter() - begun))
        assert image.services[UNIT, SERVICE].state is State.RUNNING
        for command in (Command.STOP, Command.RESET):
            transport.write((CommandService(UNIT, SERVICE, ticket, command),))
        transport.acknowledge(transport.read().reports[-1].sequence)
    return took


def show(name: str, took: list[float]) -> None:
    """Print the middle and the end of a distribution."""
    cuts = quantiles(took, n=100)
    print(
        f"{name:20s} p50 {cuts[49]:7.3f} ms   p99 {cuts[98]:7.3f} ms   "
        f"(budget of the whole key: {BUDGET_P50_MS:.0f}, {BUDGET_P99_MS:.0f})"
    )


def rate(act: Callable[[], object]) -> float:
    """How often a second."""
    begun = perf_counter()
    for _ in range(FRAMES):
        act()
    return FRAMES / (perf_counter() - begun)


def over_a_socket(home: Path, speed: float) -> list[float]:
    """Round trips to a plant process at a speed."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(home), str(speed)], stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        with closing(SocketTransport(home, SystemClock().elapsed_s)) as transport:
            transport.opened(10.0)
            return round_trips(transport)
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Measure and print."""
    site = load_site()
    show("memory", round_trips(MemoryTransport(VirtualPlant.make(site.plant(), (), 1, {}, 0))))
    for speed in (1.0, 3600.0):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            with working_home(home, None, home / "state") as opened:
                opened.keep((foundation(site, site.plant(), 1, {}),), 0)
            show(f"process, x {speed:,.0f}", over_a_socket(home, speed))
    changed = ServiceStateChanged(1, UNIT, SERVICE, State.RUNNING, 1, {"mass_kg": 1.5})
    update = wire.frame(wire.Update(1, [wire.numbered(Report(1, changed))]))

    def take() -> None:
        for body in wire.Splitter().feed(update):
            message = wire.message_of(body)
            assert isinstance(message, wire.Update)
            wire.report_of(message.reports[0])

    made = rate(lambda: wire.frame(wire.Update(1, [wire.numbered(Report(1, changed))])))
    print(f"frames written       {made:9,.0f} /s   ({len(update)} bytes, one report)")
    print(f"frames read          {rate(take):9,.0f} /s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        where, pace = Path(sys.argv[1]), float(sys.argv[2])
        serve_plant(where, None, SystemClock(), pace, lambda: print("ready", flush=True))
    else:
        main()
