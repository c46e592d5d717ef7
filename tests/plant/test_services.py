"""Services of the virtual plant obey the one state table."""

import itertools

import pytest

from lizao.model.commands import CommandService, StartService
from lizao.model.facts import ServiceStateChanged
from lizao.model.identifiers import BatchId, ServiceName, UnitId
from lizao.model.states import WHEN_DONE, Command, State, next_state
from tests.plant.hand import Hand
from tests.plant.plants import stand

TO_STATE = {
    State.IDLE: (),
    State.RUNNING: (Command.START,),
    State.COMPLETING: (Command.START, Command.COMPLETE),
    State.COMPLETE: (Command.START,),
    State.PAUSED: (Command.START, Command.PAUSE),
    State.HELD: (Command.START, Command.HOLD),
    State.STOPPED: (Command.START, Command.STOP),
    State.ABORTED: (Command.START, Command.ABORT),
}
"""Commands that bring a fresh service to each state it can rest in."""


def brought_to(state: State) -> tuple[Hand, str, str, int]:
    """A plant with a service in ``state``: a jet mill's feed, or a receive for COMPLETE."""
    hand = Hand(stand())
    unit, service = "jet-mill-1", "feed"
    if state is State.COMPLETE:
        unit, service = "mill-tank-1", "receive"
    if state is State.IDLE:
        return hand, unit, service, 0
    ticket = hand.start(unit, service)
    for command in TO_STATE[state][1:]:
        hand.command(unit, service, ticket, command)
    if state is State.COMPLETE:
        hand.command(unit, service, ticket, Command.COMPLETE)
    return hand, unit, service, ticket


def settled(state: State) -> State:
    """Where a state leads when nothing holds it up."""
    while state in WHEN_DONE and state not in {State.RUNNING, State.COMPLETING}:
        state = WHEN_DONE[state]
    return state


@pytest.mark.parametrize(("state", "command"), list(itertools.product(TO_STATE, Command)))
def test_every_command_in_every_state_does_what_the_table_says(
    state: State, command: Command
) -> None:
    """A forbidden command changes nothing; an allowed one leads where the table leads."""
    hand, unit, service, ticket = brought_to(state)
    key = (UnitId(unit), ServiceName(service))
    assert hand.image.services[key].state is state
    expected = next_state(state, command)
    if command is Command.START and state is State.IDLE:
        hand.start(unit, service)
    else:
        hand.command(unit, service, ticket, command)
    found = hand.image.services[key].state
    assert found is (state if expected is None else settled(expected))


def test_every_reported_change_is_one_step_of_the_table() -> None:
    """STARTING, RUNNING, HOLDING, HELD, RESTARTING, RUNNING, STOPPING, STOPPED, RESETTING, IDLE."""
    hand = Hand(stand())
    ticket = hand.start("jet-mill-1", "feed")
    for command in (Command.HOLD, Command.RESTART, Command.STOP, Command.RESET):
        hand.command("jet-mill-1", "feed", ticket, command)
    assert [each.value for each in hand.states[ticket]] == [
        *("STARTING", "RUNNING", "HOLDING", "HELD", "RESTARTING", "RUNNING"),
        *("STOPPING", "STOPPED", "RESETTING", "IDLE"),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        StartService(UnitId("nowhere-1"), ServiceName("feed"), 9, None),
        StartService(UnitId("jet-mill-1"), ServiceName("feed"), 9, None, {"unknown": 1.0}),
        StartService(UnitId("jet-mill-1"), ServiceName("feed"), 0, None),
        CommandService(UnitId("nowhere-1"), ServiceName("feed"), 1, Command.HOLD),
        CommandService(UnitId("jet-mill-1"), ServiceName("feed"), 7, Command.STOP),
    ],
)
def test_what_makes_no_sense_is_ignored(asked: StartService | CommandService) -> None:
    """Unknown units and parameters, old tickets and tickets of other runs change nothing."""
    hand = Hand(stand())
    before = len(hand.reports)
    hand.write(asked)
    assert len(hand.reports) == before


def test_a_run_is_started_once() -> None:
    """A start said twice, while it runs or after it was reset, is one start."""
    hand = Hand(stand())
    again = StartService(UnitId("mill-tank-1"), ServiceName("receive"), 1, BatchId("B1"))
    hand.write(again, again)
    hand.command("mill-tank-1", "receive", 1, Command.COMPLETE)
    hand.command("mill-tank-1", "receive", 1, Command.RESET)
    hand.write(again)
    started = [each for each in hand.facts(ServiceStateChanged) if each.state is State.STARTING]
    assert len(started) == 1
    assert [each.ticket for each in hand.plant.journal()] == [1]


def test_a_held_timed_service_keeps_its_time() -> None:
    """Ten minutes of stirring are ten minutes, however long the hold in between."""
    hand = Hand(stand())
    hand.complete("premix-1", "charge", lot="water-01", mass_kg=500.0)
    ticket = hand.start("premix-1", "disperse", duration_s=600.0)
    hand.wait(200.0)
    hand.command("premix-1", "disperse", ticket, Command.HOLD)
    hand.wait(3600.0)
    hand.command("premix-1", "disperse", ticket, Command.RESTART)
    hand.wait(399.0)
    assert hand.state(ticket) is State.RUNNING
    hand.wait(1.0)
    assert hand.state(ticket) is State.COMPLETE
