"""What is told of signals: their courses, and what they show at this moment."""

from collections.abc import Sequence

from lizao.app.answers.answer import Answer
from lizao.app.answers.status import Status
from lizao.model.identifiers import SignalId
from lizao.model.instants import Instant


class Course(Answer):
    """Between ``at[i]`` and the next instant a signal lay between ``low[i]`` and ``high[i]``.

    In ``unit``; None where it was not known.
    """

    unit: str
    at: Sequence[Instant]
    low: Sequence[float | None]
    high: Sequence[float | None]


class History(Answer):
    """The courses of signals from ``since`` to before ``until``."""

    since: Instant
    until: Instant
    signals: dict[SignalId, Course]


class Tick(Answer):
    """What signals show; while ``connected`` is false, since ``lost_at`` on the wall, the last."""

    at: Instant
    wall_at: Instant
    connected: bool
    lost_at: Instant | None
    speed: float | None
    revision: int
    values: dict[SignalId, float | None]


class TickFrame(Answer):
    """The live stream tells what the signals that were asked for show."""

    tick: Tick


class StatusFrame(Answer):
    """The live stream tells how everything stands."""

    status: Status


class LiveWish(Answer):
    """What a page sends: the signals that it wants to be told."""

    signals: list[SignalId]
