"""The contract that every transport keeps; a new one joins by a line in ``TRANSPORTS``."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from lizao.equipment.memory import MemoryTransport
from lizao.equipment.transport import Transport
from lizao.model.commands import (
    AnalyseSample,
    AnyCommand,
    CommandService,
    ForgetCondition,
    StartService,
    WatchCondition,
)
from lizao.model.conditions import Comparison, WatchedCondition
from lizao.model.facts import (
    BagScanned,
    ConditionMet,
    Fact,
    LotReceived,
    MaterialMoved,
    SampleResult,
    ServiceStateChanged,
)
from lizao.model.identifiers import (
    BatchId,
    ConditionId,
    LotId,
    PlaceId,
    SampleId,
    ServiceName,
    SignalId,
    UnitId,
)
from lizao.model.instants import MINUTE, seconds
from lizao.model.states import ALLOWED, WHEN_DONE, Command, State, next_state
from lizao.testing.mini import START, mini_lots, mini_plant, mini_times
from lizao.testing.paper import PaperPlant
from tests.equipment.socket_bench import KeptPlant, OneAtATime, Served, own_folder

MIXER, STIR, CHARGE = UnitId("mixer-1"), ServiceName("stir"), ServiceName("charge")
BATCH = BatchId("B")


@dataclass
class Bench:
    """Equipment, and a way to connect to it; ``connect`` takes the last committed report."""

    plant: PaperPlant
    connect: Callable[[int], Transport]


def _memory() -> Bench:
    plant = PaperPlant(mini_plant(), mini_lots(), START, mini_times())

    def connect(since: int) -> Transport:
        plant.reconnect(since)
        return MemoryTransport(plant, since)

    return Bench(plant, connect)


def _socket(stack: ExitStack, *, file: bool) -> Bench:
    plant = KeptPlant(mini_plant(), mini_lots(), START, mini_times())
    served = OneAtATime(Served(plant, own_folder(stack), stack, file=file))

    def connect(since: int) -> Transport:
        plant.reconnect(since)
        return served.connect(since)

    return Bench(plant, connect)


TRANSPORTS: dict[str, Callable[[ExitStack], Bench]] = {
    "memory": lambda _: _memory(),
    "socket": lambda stack: _socket(stack, file=True),
    "port": lambda stack: _socket(stack, file=False),
}


@pytest.fixture(params=TRANSPORTS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Equipment behind one of the transports."""
    with ExitStack() as stack:
        yield TRANSPORTS[request.param](stack)


def _start(ticket: int, service: ServiceName = STIR, **parameters: float | str) -> StartService:
    return StartService(MIXER, service, ticket, BATCH, parameters)


def _states(facts: Sequence[Fact]) -> list[State]:
    return [each.state for each in facts if isinstance(each, ServiceStateChanged)]


def _read(transport: Transport) -> list[Fact]:
    return [each.fact for each in transport.read().reports]


def _run(transport: Transport, minutes: int) -> list[Fact]:
    """Let time pass, reading all that is reported."""
    facts: list[Fact] = _read(transport)
    at = transport.read().at
    end = at + minutes * MINUTE
    while at < end:
        at = transport.advance(end)
        facts += _read(transport)
    return facts


def test_reports_come_in_order_and_none_is_discarded(bench: Bench) -> None:
    """Sequence numbers rise by one from the first report on."""
    transport = bench.connect(0)
    reports = list(transport.read().reports)
    transport.write((_start(1),))
    end = reports[-1].fact.at + 30 * MINUTE
    while transport.advance(end) < end:
        reports += transport.read().reports
    assert [each.sequence for each in reports] == list(range(1, len(reports) + 1))
    assert [each.fact.at for each in reports] == sorted(each.fact.at for each in reports)
    assert [type(each.fact) for each in reports[:4]] == [LotReceived] * 4
    assert _states([each.fact for each in reports]) == [
        State.STARTING,
        State.RUNNING,
        State.COMPLETING,
        State.COMPLETE,
    ]


def test_a_report_is_handed_out_once(bench: Bench) -> None:
    """A second read says nothing again."""
    transport = bench.connect(0)
    assert len(transport.read().reports) == 4
    assert transport.read().reports == ()


def test_a_new_connection_is_handed_what_was_never_acknowledged(bench: Bench) -> None:
    """Reports that a dead controller read but did not commit come again, and only those."""
    transport = bench.connect(0)
    transport.read()
    transport.acknowledge(2)
    again = bench.connect(2)
    assert [each.sequence for each in again.read().reports] == [3, 4]
    again.acknowledge(4)
    again.acknowledge(1)
    assert bench.connect(4).read().reports == ()


def test_what_was_acknowledged_does_not_come_again_on_the_same_connection(bench: Bench) -> None:
    """Equipment that repeats itself is not believed twice."""
    transport = bench.connect(0)
    transport.acknowledge(3)
    assert [each.sequence for each in transport.read().reports] == [4]


def test_advance_stops_where_something_is_reported(bench: Bench) -> None:
    """Time runs to the report and no further; without one it runs to the end."""
    transport = bench.connect(0)
    transport.read()
    transport.write((_start(1),))
    transport.read()
    assert transport.advance(START + 60 * MINUTE) == START + seconds(600)
    transport.read()
    assert transport.advance(START + 60 * MINUTE) == START + 60 * MINUTE


def test_every_read_shows_every_service(bench: Bench) -> None:
    """The image holds state and run number of each service, and the masses."""
    transport = bench.connect(0)
    transport.write((_start(7, CHARGE, lot="P2", mass_kg=90.0),))
    _run(transport, 5)
    image = transport.read()
    reading = image.services[MIXER, CHARGE]
    assert (reading.state, reading.ticket) == (State.COMPLETE, 7)
    assert image.values[SignalId("mixer-1.mass_kg")] == 90.0
    assert image.connected


WAYS = {
    State.RUNNING: (),
    State.HELD: (Command.HOLD,),
    State.PAUSED: (Command.PAUSE,),
    State.STOPPED: (Command.STOP,),
    State.ABORTED: (Command.ABORT,),
    State.COMPLETING: (Command.COMPLETE,),
}
"""How to bring a run to each state that lasts."""


def _to_state(transport: Transport, state: State) -> None:
    """Bring the stirrer's run 1 to a state."""
    if state is State.IDLE:
        return
    transport.write((_start(1),))
    if state is State.COMPLETE:
        _run(transport, 11)
        return
    transport.write(tuple(CommandService(MIXER, STIR, 1, each) for each in WAYS[state]))
    transport.read()


@pytest.mark.parametrize("state", [*WAYS, State.IDLE, State.COMPLETE])
@pytest.mark.parametrize("command", [each for each in Command if each is not Command.START])
def test_every_command_in_every_state_is_answered_by_the_table(
    bench: Bench, state: State, command: Command
) -> None:
    """What the table allows leads where the table says; what it forbids is ignored."""
    transport = bench.connect(0)
    _to_state(transport, state)
    transport.read()
    shown = transport.read().services[MIXER, STIR]
    assert shown.state is state
    transport.write((CommandService(MIXER, STIR, shown.ticket, command),))
    facts = _read(transport)
    target = next_state(state, command)
    expected = [] if target is None else [target]
    if target is not None and target is not State.COMPLETING:
        expected.append(WHEN_DONE[target])
    assert _states(facts) == expected
    assert (command in ALLOWED[state]) == bool(facts)


def test_a_start_is_taken_only_when_idle(bench: Bench) -> None:
    """A start while a run is under way is ignored."""
    transport = bench.connect(0)
    transport.write((_start(1), _start(2)))
    assert transport.read().services[MIXER, STIR].ticket == 1


def test_a_run_number_is_run_once(bench: Bench) -> None:
    """The same start said again after the run, or an older one, is ignored."""
    transport = bench.connect(0)
    transport.write((_start(5),))
    _run(transport, 15)
    transport.write((CommandService(MIXER, STIR, 5, Command.RESET),))
    transport.read()
    transport.write((_start(5), _start(4)))
    assert transport.read().reports == ()
    assert bench.plant.starts == [(5, MIXER, STIR)]


def test_a_command_for_another_run_is_ignored(bench: Bench) -> None:
    """A late command does not hit the run that came after."""
    transport = bench.connect(0)
    transport.write((_start(2), CommandService(MIXER, STIR, 1, Command.ABORT)))
    assert transport.read().services[MIXER, STIR].state is State.RUNNING


def test_a_held_service_goes_on_where_it_stopped(bench: Bench) -> None:
    """The time it was held does not count."""
    transport = bench.connect(0)
    transport.write((_start(1),))
    _run(transport, 4)
    transport.write((CommandService(MIXER, STIR, 1, Command.HOLD),))
    _run(transport, 60)
    transport.write((CommandService(MIXER, STIR, 1, Command.RESTART),))
    assert State.COMPLETE not in _states(_run(transport, 5))
    assert _states(_run(transport, 1))[-1] is State.COMPLETE


def _watch(limit: float, comparison: Comparison, hold_s: float = 0.0) -> AnyCommand:
    signal = SignalId("mixer-1.mass_kg")
    return WatchCondition(WatchedCondition(ConditionId("c"), signal, comparison, limit, hold_s))


def test_a_condition_is_reported_once_when_it_is_met(bench: Bench) -> None:
    """The report names the value and the limit."""
    transport = bench.connect(0)
    transport.write((_watch(50.0, Comparison.AT_LEAST),))
    transport.write((_start(1, CHARGE, lot="P2", mass_kg=90.0),))
    met = [each for each in _run(transport, 10) if isinstance(each, ConditionMet)]
    assert [(each.value, each.limit) for each in met] == [(90.0, 50.0)]


def test_a_condition_that_holds_already_is_reported_at_once(bench: Bench) -> None:
    """Nobody waits for what is so."""
    transport = bench.connect(0)
    transport.read()
    transport.write((_watch(1.0, Comparison.AT_MOST),))
    assert [type(each) for each in _read(transport)] == [ConditionMet]


def test_a_condition_must_hold_for_its_time(bench: Bench) -> None:
    """One that breaks in between begins anew."""
    transport = bench.connect(0)
    transport.read()
    transport.write((_watch(50.0, Comparison.AT_MOST, hold_s=300.0),))
    _run(transport, 3)
    transport.write((_start(1, CHARGE, lot="P2", mass_kg=90.0),))
    assert not [each for each in _run(transport, 20) if isinstance(each, ConditionMet)]
    transport.write((ForgetCondition(ConditionId("c")), ForgetCondition(ConditionId("x"))))
    transport.write((_watch(50.0, Comparison.AT_LEAST, hold_s=300.0),))
    before = transport.read().at
    met = [each for each in _run(transport, 20) if isinstance(each, ConditionMet)]
    assert [each.at - before for each in met] == [5 * MINUTE]


def test_a_sample_is_analysed_once(bench: Bench) -> None:
    """The same order said again brings no second result."""
    transport = bench.connect(0)
    order = AnalyseSample(SampleId("s"), PlaceId("bin-1"), BATCH, ("carbon", "bet"))
    transport.write((order, order))
    results = [each for each in _run(transport, 60) if isinstance(each, SampleResult)]
    assert [each.attribute for each in results] == ["carbon", "bet"]


def test_a_charge_reports_what_it_moved(bench: Bench) -> None:
    """The movement names lot, run and mass, and the completion repeats the mass."""
    transport = bench.connect(0)
    transport.write((_start(1, CHARGE, lot="P2", mass_kg=90.0),))
    facts = _run(transport, 5)
    moved = [each for each in facts if isinstance(each, MaterialMoved)]
    assert [(each.lot, each.mass_kg, each.ticket) for each in moved] == [(LotId("P2"), 90.0, 1)]
    done = [each for each in facts if isinstance(each, ServiceStateChanged)][-1]
    assert done.reports == {"mass_kg": 90.0}


def test_the_scanner_reads_the_bag_that_is_brought(bench: Bench) -> None:
    """Another lot than the one asked for is reported as it is."""
    bench.plant.presented[MIXER] = [LotId("A1")]
    transport = bench.connect(0)
    hook_up = ServiceName("hook-up")
    transport.write((_start(1, hook_up, material="powder", lot="P2"),))
    scanned = [each for each in _run(transport, 5) if isinstance(each, BagScanned)]
    assert [each.lot for each in scanned] == [LotId("A1")]


def test_stuck_refusing_tripped_and_forgetful_services(bench: Bench) -> None:
    """A failing unit does what failing units do."""
    plant, transport = bench.plant, bench.connect(0)
    transport.read()
    plant.refusing.add((MIXER, STIR))
    transport.write((_start(1),))
    assert transport.read().services[MIXER, STIR].state is State.IDLE
    plant.refusing.clear()
    plant.fail(MIXER, STIR)
    transport.write((_start(2),))
    plant.stuck.add((MIXER, STIR))
    transport.write((CommandService(MIXER, STIR, 2, Command.HOLD),))
    assert transport.read().services[MIXER, STIR].state is State.RUNNING
    plant.fail(MIXER, STIR)
    assert transport.read().services[MIXER, STIR].state is State.HELD
    plant.trip(MIXER)
    assert transport.read().services[MIXER, STIR].state is State.ABORTED
    plant.forget(MIXER, STIR)
    assert transport.read().services[MIXER, STIR].ticket == 0
