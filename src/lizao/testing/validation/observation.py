"""A plant in its steady state under control, looked at for some days."""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from lizao.control.run import Run
from lizao.model.acceptance import Acceptance, Measure
from lizao.model.equipment import Plant
from lizao.model.facts import (
    BagPacked,
    Fact,
    LotJudged,
    MaterialMoved,
    SampleResult,
    UtilitiesMetered,
)
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import Instant
from lizao.plant.balance import Balance
from lizao.testing.story import Notebook
from lizao.testing.validation.filled import filled
from lizao.testing.validation.trial import HOURS_A_DAY, Trial

JUDGED_BY: Final = (BagPacked, LotJudged, SampleResult, UtilitiesMetered)
"""The kinds of facts that figures are taken from, beside the rows of kilns."""
ROW: Final = "/row/"
"""What the name of a row of a kiln has in it."""


class ObservationBook(Notebook):
    """A notebook that keeps what figures are taken from, once it is told to.

    A month of a large plant is eight million facts; one in twenty counts. Signals are kept by the
    end of their name.
    """

    def __init__(self, names: frozenset[str]) -> None:
        """Keep signals of these ``names``."""
        super().__init__()
        self.open = False
        self.values: dict[SignalId, array[float]] = defaultdict(_no_values)
        self._names = names

    @override
    def append(self, facts: Sequence[Fact], _wall_at: Instant) -> None:
        """Keep what counts."""
        if self.open:
            self.facts += [each for each in facts if isinstance(each, JUDGED_BY) or _fills(each)]

    @override
    def record(self, samples: Samples) -> None:
        """Keep what is asked for."""
        if self.open:
            for signal in samples.values:
                if signal.partition(".")[2] in self._names:
                    self.values[signal].extend(samples.values[signal])


def _no_values() -> "array[float]":
    return array("d")


def _fills(fact: Fact) -> bool:
    """Whether powder went into a row of a kiln."""
    return isinstance(fact, MaterialMoved) and ROW in fact.destination


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen between two instants; ``before`` and ``after`` are the plant's own balances.

    ``facts`` are those that figures are taken from.
    """

    run: Run
    design: Plant
    facts: Sequence[Fact]
    since: Instant
    until: Instant
    signals: Mapping[SignalId, Sequence[float]]
    before: Balance
    after: Balance
    packed_before_kg: Mapping[str, float]
    packed_after_kg: Mapping[str, float]
    strikes: int = 0
    """How many faults struck by themselves."""


def observe(trial: Trial) -> Observed:
    """Fill a plant with batches of the recipe, then look at it."""
    book = ObservationBook(_signals(trial.acceptance))
    shift, steady = filled(trial, book)
    since = shift.now
    before, packed_kg, struck = shift.plant.truth(), shift.plant.packed_kg(), shift.plant.strikes
    book.open = True
    steady.forward(trial.days * HOURS_A_DAY)
    return Observed(
        run=shift.run,
        design=shift.design,
        facts=book.facts,
        since=since,
        until=shift.now,
        signals=book.values,
        before=before,
        after=shift.plant.truth(),
        packed_before_kg=packed_kg,
        packed_after_kg=shift.plant.packed_kg(),
        strikes=shift.plant.strikes - struck,
    )


def _signals(acceptance: Acceptance) -> frozenset[str]:
    figures = acceptance.figures
    return frozenset(each.of for each in figures if each.measure is Measure.SIGNAL)
