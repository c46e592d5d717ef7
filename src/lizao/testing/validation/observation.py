"""A plant in its steady state under control, looked at for some days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from typing_extensions import override

from lizao.control.run import Run
from lizao.model.acceptance import Acceptance, Measure
from lizao.model.equipment import Plant
from lizao.model.facts import Fact
from lizao.model.identifiers import SignalId
from lizao.model.image import Samples
from lizao.model.instants import Instant
from lizao.plant.balance import Balance
from lizao.testing.story import Notebook
from lizao.testing.validation.filled import filled
from lizao.testing.validation.trial import HOURS_A_DAY, Trial


class SignalBook(Notebook):
    """A notebook that also keeps some signals, by the end of their name, once it is told to."""

    def __init__(self, names: frozenset[str]) -> None:
        """Keep signals of these ``names``."""
        super().__init__()
        self.open = False
        self.values: dict[SignalId, list[float]] = defaultdict(list)
        self._names = names

    @override
    def record(self, samples: Samples) -> None:
        """Keep what is asked for."""
        if self.open:
            for signal in samples.values:
                if signal.partition(".")[2] in self._names:
                    self.values[signal] += samples.values[signal]


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen between two instants; ``before`` and ``after`` are the plant's own balances."""

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
    book = SignalBook(_signals(trial.acceptance))
    shift, steady = filled(trial, book)
    begun, since = len(shift.facts), shift.now
    before, packed_kg, struck = shift.plant.truth(), shift.plant.packed_kg(), shift.plant.strikes
    book.open = True
    steady.forward(trial.days * HOURS_A_DAY)
    return Observed(
        run=shift.run,
        design=shift.design,
        facts=shift.facts[begun:],
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
