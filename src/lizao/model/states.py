"""The one state table of procedures and services: ISA-88's names, MTP's added states, codes.

Control folds recipe elements with it and every plant runs its services with it. The transitions
are the ISA-88 example model joined with the command-enable words of VDI/VDE/NAMUR 2658-4. MTP calls
RUNNING *execute*, COMPLETE *completed*, RESTARTING *unholding* and the command RESTART *unhold*;
MTP's own *restart* (execute back to starting) is not offered.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class State(StrEnum):
    """State of a procedural element or of a service."""

    IDLE = "IDLE"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    COMPLETING = "COMPLETING"
    COMPLETE = "COMPLETE"
    PAUSING = "PAUSING"
    PAUSED = "PAUSED"
    RESUMING = "RESUMING"
    HOLDING = "HOLDING"
    HELD = "HELD"
    RESTARTING = "RESTARTING"
    STOPPING = "STOPPING"
    STOPPED = "STOPPED"
    ABORTING = "ABORTING"
    ABORTED = "ABORTED"
    RESETTING = "RESETTING"


class Command(StrEnum):
    """Command to a procedural element or to a service."""

    START = "START"
    COMPLETE = "COMPLETE"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    HOLD = "HOLD"
    RESTART = "RESTART"
    STOP = "STOP"
    ABORT = "ABORT"
    RESET = "RESET"


class Mode(StrEnum):
    """Who starts the steps of a batch."""

    AUTOMATIC = "automatic"
    """Each starts when its time has come."""
    SEMI_AUTOMATIC = "semi_automatic"
    """Each phase whose time has come waits for a person to release it."""
    MANUAL = "manual"
    """Nothing starts that a person has not released."""


class StateCodes(NamedTuple):
    """The number of one state in four systems; ``None`` where the system does not have it."""

    factorytalk_batch: int | None
    sepasoft: int | None
    mtp: int
    packml: int


STATE_CODES: Final = MappingProxyType(
    {
        State.IDLE: StateCodes(100, 1, 16, 4),
        State.STARTING: StateCodes(None, None, 8, 3),
        State.RUNNING: StateCodes(50, 2, 64, 6),
        State.COMPLETING: StateCodes(None, None, 65536, 16),
        State.COMPLETE: StateCodes(70, 3, 131072, 17),
        State.PAUSING: StateCodes(None, 6, 8192, 13),
        State.PAUSED: StateCodes(None, 7, 32, 5),
        State.RESUMING: StateCodes(None, None, 16384, 14),
        State.HOLDING: StateCodes(20, 8, 1024, 10),
        State.HELD: StateCodes(60, 9, 2048, 11),
        State.RESTARTING: StateCodes(40, 4, 4096, 12),
        State.STOPPING: StateCodes(30, 10, 128, 7),
        State.STOPPED: StateCodes(80, 11, 4, 2),
        State.ABORTING: StateCodes(10, 12, 256, 8),
        State.ABORTED: StateCodes(90, 13, 512, 9),
        State.RESETTING: StateCodes(None, 5, 32768, 15),
    }
)

MTP_COMMAND_CODES: Final = MappingProxyType(
    {
        Command.RESET: 2,
        Command.START: 4,
        Command.STOP: 8,
        Command.HOLD: 16,
        Command.RESTART: 32,
        Command.PAUSE: 64,
        Command.RESUME: 128,
        Command.ABORT: 256,
        Command.COMPLETE: 1024,
    }
)

_TARGET: Final = {
    Command.START: State.STARTING,
    Command.COMPLETE: State.COMPLETING,
    Command.PAUSE: State.PAUSING,
    Command.RESUME: State.RESUMING,
    Command.HOLD: State.HOLDING,
    Command.RESTART: State.RESTARTING,
    Command.STOP: State.STOPPING,
    Command.ABORT: State.ABORTING,
    Command.RESET: State.RESETTING,
}

_S, _H, _A, _C = Command.STOP, Command.HOLD, Command.ABORT, Command.COMPLETE

ALLOWED: Final = MappingProxyType(
    {
        State.IDLE: frozenset({Command.START, _S, _A}),
        State.STARTING: frozenset({_S, _H, _A, _C}),
        State.RUNNING: frozenset({_S, _H, _A, _C, Command.PAUSE}),
        State.COMPLETING: frozenset({_S, _H, _A}),
        State.COMPLETE: frozenset({Command.RESET, _S, _A}),
        State.PAUSING: frozenset({_S, _H, _A, _C}),
        State.PAUSED: frozenset({_S, _H, _A, _C, Command.RESUME}),
        State.RESUMING: frozenset({_S, _H, _A, _C}),
        State.HOLDING: frozenset({_S, _A}),
        State.HELD: frozenset({_S, _A, Command.RESTART}),
        State.RESTARTING: frozenset({_S, _H, _A, _C}),
        State.STOPPING: frozenset({_A}),
        State.STOPPED: frozenset({Command.RESET, _A}),
        State.ABORTING: frozenset[Command](),
        State.ABORTED: frozenset({Command.RESET}),
        State.RESETTING: frozenset({_S, _A}),
    }
)
"""Which commands each state accepts (the MTP command-enable word)."""

WHEN_DONE: Final = MappingProxyType(
    {
        State.STARTING: State.RUNNING,
        State.RUNNING: State.COMPLETING,
        State.COMPLETING: State.COMPLETE,
        State.PAUSING: State.PAUSED,
        State.RESUMING: State.RUNNING,
        State.HOLDING: State.HELD,
        State.RESTARTING: State.RUNNING,
        State.STOPPING: State.STOPPED,
        State.ABORTING: State.ABORTED,
        State.RESETTING: State.IDLE,
    }
)
"""Where a state's own logic leads when it is done."""

FINAL: Final = frozenset({State.COMPLETE, State.STOPPED, State.ABORTED})
"""States that end an element until it is reset."""

QUIESCENT: Final = FINAL | {State.IDLE, State.HELD, State.PAUSED}
"""States without logic of their own."""


def next_state(state: State, command: Command) -> State | None:
    """The state that ``command`` leads to from ``state``; ``None`` where the table forbids it."""
    return _TARGET[command] if command in ALLOWED[state] else None


def mtp_command_enable(state: State) -> int:
    """The MTP CommandEn word of ``state``."""
    return sum(MTP_COMMAND_CODES[command] for command in ALLOWED[state])
