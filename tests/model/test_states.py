"""The one state table, walked pair by pair against the numbers of the standards."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.model.states import (
    ALLOWED,
    FINAL,
    MTP_COMMAND_CODES,
    QUIESCENT,
    STATE_CODES,
    WHEN_DONE,
    Command,
    State,
    StateCodes,
    mtp_command_enable,
    next_state,
)

S, C = State, Command

MTP_RESTART = 512
"""MTP's own restart (execute back to starting), which is not offered."""

# CommandEn per state as read from VDI/VDE/NAMUR 2658-4, MTP's restart still included.
COMMAND_EN = {
    S.IDLE: 268,
    S.STARTING: 1304,
    S.RUNNING: 1880,
    S.COMPLETING: 280,
    S.COMPLETE: 266,
    S.PAUSING: 1304,
    S.PAUSED: 1432,
    S.RESUMING: 1304,
    S.HOLDING: 264,
    S.HELD: 296,
    S.RESTARTING: 1304,
    S.STOPPING: 256,
    S.STOPPED: 258,
    S.ABORTING: 0,
    S.ABORTED: 2,
    S.RESETTING: 264,
}

ACTIVE_AFTER = {
    C.START: S.STARTING,
    C.COMPLETE: S.COMPLETING,
    C.PAUSE: S.PAUSING,
    C.RESUME: S.RESUMING,
    C.HOLD: S.HOLDING,
    C.RESTART: S.RESTARTING,
    C.STOP: S.STOPPING,
    C.ABORT: S.ABORTING,
    C.RESET: S.RESETTING,
}

# Rows of the ISA-88 example model: from, command, state it leads to, where that state's logic ends.
ISA_88 = [
    (S.IDLE, C.START, S.STARTING, S.RUNNING),
    (S.RUNNING, C.HOLD, S.HOLDING, S.HELD),
    (S.RESTARTING, C.HOLD, S.HOLDING, S.HELD),
    (S.PAUSING, C.HOLD, S.HOLDING, S.HELD),
    (S.PAUSED, C.HOLD, S.HOLDING, S.HELD),
    (S.HELD, C.RESTART, S.RESTARTING, S.RUNNING),
    (S.RUNNING, C.PAUSE, S.PAUSING, S.PAUSED),
    (S.PAUSED, C.RESUME, S.RESUMING, S.RUNNING),
    *(
        (state, C.STOP, S.STOPPING, S.STOPPED)
        for state in (S.RUNNING, S.HOLDING, S.HELD, S.RESTARTING, S.PAUSING, S.PAUSED)
    ),
    *(
        (state, C.ABORT, S.ABORTING, S.ABORTED)
        for state in (
            S.RUNNING, S.HOLDING, S.HELD, S.RESTARTING, S.PAUSING, S.PAUSED, S.STOPPING,
        )
    ),
    *((state, C.RESET, S.RESETTING, S.IDLE) for state in (S.COMPLETE, S.STOPPED, S.ABORTED)),
]  # fmt: skip

# State numbers of FactoryTalk Batch, Sepasoft, MTP and PackML, column by column.
CODES = {
    S.IDLE: (100, 1, 16, 4),
    S.STARTING: (None, None, 8, 3),
    S.RUNNING: (50, 2, 64, 6),
    S.COMPLETING: (None, None, 65536, 16),
    S.COMPLETE: (70, 3, 131072, 17),
    S.PAUSING: (None, 6, 8192, 13),
    S.PAUSED: (None, 7, 32, 5),
    S.RESUMING: (None, None, 16384, 14),
    S.HOLDING: (20, 8, 1024, 10),
    S.HELD: (60, 9, 2048, 11),
    S.RESTARTING: (40, 4, 4096, 12),
    S.STOPPING: (30, 10, 128, 7),
    S.STOPPED: (80, 11, 4, 2),
    S.ABORTING: (10, 12, 256, 8),
    S.ABORTED: (90, 13, 512, 9),
    S.RESETTING: (None, 5, 32768, 15),
}
COMMAND_CODES = {
    C.RESET: 2, C.START: 4, C.STOP: 8, C.HOLD: 16, C.RESTART: 32, C.PAUSE: 64, C.RESUME: 128,
    C.ABORT: 256, C.COMPLETE: 1024,
}  # fmt: skip


@pytest.mark.parametrize(("state", "command"), list(product(State, Command)))
def test_a_command_is_accepted_where_its_bit_is_set(state: State, command: Command) -> None:
    """Every (state, command) pair: the table says what the CommandEn word of MTP says."""
    accepted = bool(COMMAND_EN[state] & COMMAND_CODES[command])

    assert next_state(state, command) == (ACTIVE_AFTER[command] if accepted else None)
    assert (command in ALLOWED[state]) is accepted


@pytest.mark.parametrize("state", State)
def test_the_command_enable_word_is_the_standards(state: State) -> None:
    """The word a service shows, less MTP's own restart."""
    assert mtp_command_enable(state) == COMMAND_EN[state] & ~MTP_RESTART


@pytest.mark.parametrize(("state", "command", "through", "to"), ISA_88)
def test_the_example_model_of_isa_88_holds(
    state: State, command: Command, through: State, to: State
) -> None:
    """Each row of the model: the command is accepted, and the logic ends where the row says."""
    assert next_state(state, command) is through
    assert WHEN_DONE[through] is to


def test_running_completes_through_completing() -> None:
    """When its logic is done, a phase completes."""
    assert WHEN_DONE[S.RUNNING] is S.COMPLETING
    assert WHEN_DONE[S.COMPLETING] is S.COMPLETE


def test_every_state_is_either_at_rest_or_on_its_way() -> None:
    """Quiescent states have no logic; every other state's own logic leads somewhere."""
    assert set(State) == QUIESCENT | WHEN_DONE.keys()
    assert not QUIESCENT & WHEN_DONE.keys()
    assert FINAL < QUIESCENT
    assert set(ALLOWED) == set(State)


@pytest.mark.parametrize("state", State)
def test_each_state_has_the_numbers_of_four_systems(state: State) -> None:
    """The codes are mapped, not invented."""
    assert STATE_CODES[state] == StateCodes(*CODES[state])


def test_no_two_states_share_a_number() -> None:
    """Read back from any of the systems, a number means one state."""
    for column in zip(*STATE_CODES.values(), strict=True):
        numbers = [number for number in column if number is not None]
        assert len(numbers) == len(set(numbers))


def test_each_command_has_its_number() -> None:
    """The bits of MTP's command word."""
    assert MTP_COMMAND_CODES == COMMAND_CODES


@given(st.sampled_from(State), st.lists(st.sampled_from(Command)))
def test_whatever_is_commanded_a_way_leads_to_a_final_state(
    state: State, commands: list[Command]
) -> None:
    """From anywhere, refused commands change nothing, and ABORT and RESET end in IDLE."""
    for command in commands:
        state = next_state(state, command) or state
    while state not in QUIESCENT:
        state = WHEN_DONE[state]
    for command in (Command.ABORT, Command.RESET):
        state = next_state(state, command) or state
        while state not in QUIESCENT:
            state = WHEN_DONE[state]

    assert state is State.IDLE
