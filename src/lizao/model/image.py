"""What a transport gives back: the image of the equipment at one instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lizao.model.commands import Value
from lizao.model.facts import Fact
from lizao.model.identifiers import ServiceName, SignalId, UnitId
from lizao.model.instants import Instant
from lizao.model.states import State


@dataclass(frozen=True, slots=True)
class Report:
    """One thing the equipment reported; ``sequence`` rises by one and never repeats."""

    sequence: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class ServiceReading:
    """What a service shows: its state and the number of its last accepted run (0: none)."""

    state: State
    ticket: int
    has_ticket: bool = True
    reports: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Samples:
    """Signal values on a common time axis: ``values[signal][i]`` was true at ``at[i]``."""

    at: Sequence[Instant] = ()
    values: Mapping[SignalId, Sequence[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Image:
    """Everything read since the last read, in the order it happened.

    ``reports`` are queued, none discarded; ``values`` are the last known values; ``connected`` is
    False while the link is lost, and every value is then stale.
    """

    at: Instant
    reports: tuple[Report, ...]
    services: Mapping[tuple[UnitId, ServiceName], ServiceReading]
    values: Mapping[SignalId, float]
    samples: Samples = Samples()
    connected: bool = True
