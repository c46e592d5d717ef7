"""Sums by plant day (UTC): what a month or a year comes to is never counted from its facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from lizao.model.facts import LotJudged, LotStatusChanged
from lizao.model.identifiers import LotId
from lizao.model.instants import DAY, Instant
from lizao.model.material import LotStatus
from lizao.model.quality import Disposition
from lizao.quality.release import RULE


@dataclass(slots=True)
class DayFigures:
    """What one day, or several, came to.

    ``packed_kg``, ``automatic`` and ``manual`` steps are those of the day. ``judged`` lots are
    those judged for the first time that day; of these, ``first_pass`` were released by the rule at
    once without ever having been kept back, and ``released`` stand released now. ``ended`` batches
    are those that ended that day, whatever they ended as; ``ended_kg`` is what they packed, and the
    utilities are what they used from their beginning on.
    """

    packed_kg: float = 0.0
    automatic: int = 0
    manual: int = 0
    judged: int = 0
    first_pass: int = 0
    released: int = 0
    ended: int = 0
    ended_kg: float = 0.0
    energy_kwh: float = 0.0
    nitrogen_nm3: float = 0.0
    water_kg: float = 0.0
    gas_nm3: float = 0.0


def total(days: Iterable[DayFigures]) -> DayFigures:
    """What several days came to together."""
    found = DayFigures()
    for day in days:
        for each in fields(DayFigures):
            setattr(found, each.name, getattr(found, each.name) + getattr(day, each.name))
    return found


@dataclass(slots=True)
class JudgedLot:
    """On which day a lot was judged for the first time, and whether it stands released."""

    day: int
    released: bool


@dataclass(slots=True)
class Days:
    """The figures of every day on which anything happened, by days since 1970 (UTC).

    ``lots`` are those that were judged; ``kept_back`` those in quarantine before they were.
    """

    days: dict[int, DayFigures] = field(default_factory=dict)
    lots: dict[LotId, JudgedLot] = field(default_factory=dict)
    kept_back: dict[LotId, None] = field(default_factory=dict)

    def of(self, at: Instant) -> DayFigures:
        """The figures of the day of an instant, to be added to."""
        return self.days.setdefault(day_of(at), DayFigures())

    def between(self, first: int, last: int) -> DayFigures:
        """What the days from ``first`` to ``last``, both included, came to."""
        return total(self.days[each] for each in range(first, last + 1) if each in self.days)

    def judged(self, fact: LotJudged) -> None:
        """Count a lot on the day of its first judgement; a later one may change how it stands."""
        released = fact.disposition is Disposition.RELEASED
        if fact.lot not in self.lots:
            day = self.of(fact.at)
            day.judged += 1
            day.first_pass += released and fact.by == RULE and fact.lot not in self.kept_back
            self.kept_back.pop(fact.lot, None)
            self.lots[fact.lot] = JudgedLot(day_of(fact.at), released=False)
        self._stands(fact.lot, released=released)

    def status_changed(self, fact: LotStatusChanged) -> None:
        """A lot that was judged may be blocked, kept back or released later."""
        if fact.lot in self.lots:
            self._stands(fact.lot, released=fact.status is LotStatus.RELEASED)
        elif fact.status is LotStatus.QUARANTINE:
            self.kept_back[fact.lot] = None

    def _stands(self, lot: LotId, *, released: bool) -> None:
        known = self.lots[lot]
        self.days[known.day].released += released - known.released
        known.released = released


def day_of(at: Instant) -> int:
    """The day of an instant, in days since 1970 (UTC)."""
    return at // DAY
