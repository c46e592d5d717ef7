"""The alarms of a batch record: raised on what the batch worked with, while it did."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lizao.app.record_data import AlarmRow
from lizao.control.run import BatchRun
from lizao.model.alarms import AlarmEvent
from lizao.model.equipment import Plant, Use
from lizao.model.facts import (
    AlarmChanged,
    AlarmRaised,
    BatchStateChanged,
    Fact,
    QuestionAsked,
    UnitAllocated,
    UnitReleased,
)
from lizao.model.identifiers import AlarmId, BatchId, UnitId
from lizao.model.states import FINAL


def alarms(facts: Iterable[Fact], run: BatchRun, plant: Plant) -> tuple[AlarmRow, ...]:
    """The alarms that were raised from the creation of a batch to its end, and what became of them.

    Counted are those of the batch itself, of its questions, of the units it had, and of the plant
    as a whole. A line service goes on carrying a batch that has given its feed slot back.
    """
    lines = frozenset(each.id for each in plant.units if each.use is Use.LINE)
    table = _Table(run.batch, lines, {plant.name, run.batch})
    for fact in facts:
        match fact:
            case AlarmRaised():
                table.raised(fact)
            case AlarmChanged():
                table.changed(fact)
            case _:
                table.follow(fact)
    return tuple(table.rows)


@dataclass(slots=True)
class _Table:
    """The rows so far; ``subjects`` is what the batch has, ``open`` the last row of each alarm."""

    batch: BatchId
    lines: frozenset[UnitId]
    subjects: set[str]
    rows: list[AlarmRow] = field(default_factory=list)
    open: dict[AlarmId, int] = field(default_factory=dict)

    def follow(self, fact: Fact) -> None:
        """What the batch works with changes."""
        match fact:
            case UnitAllocated() if fact.batch == self.batch:
                self.subjects.add(fact.unit)
            case UnitReleased() if fact.batch == self.batch and fact.unit not in self.lines:
                self.subjects.discard(fact.unit)
            case QuestionAsked() if fact.batch == self.batch:
                self.subjects.add(fact.question)
            case BatchStateChanged() if fact.batch == self.batch and fact.state in FINAL:
                self.subjects.clear()
            case _:
                pass

    def raised(self, fact: AlarmRaised) -> None:
        """A row, if the alarm is about something of the batch."""
        if fact.alarm.rpartition(".")[0] not in self.subjects:
            self.open.pop(fact.alarm, None)
            return
        signal = fact.signal or ""
        row = AlarmRow(fact.at, fact.alarm, fact.priority, signal, fact.value, fact.limit)
        self.open[fact.alarm] = len(self.rows)
        self.rows.append(row)

    def changed(self, fact: AlarmChanged) -> None:
        """Note the return and the acknowledgement of the last raise."""
        place = self.open.get(fact.alarm)
        if place is None:
            return
        row = self.rows[place]
        if fact.event is AlarmEvent.RETURN and row.returned_at is None:
            row = replace(row, returned_at=fact.at)
        elif fact.event is AlarmEvent.ACKNOWLEDGE and row.acknowledged_at is None:
            row = replace(row, acknowledged_at=fact.at, acknowledged_by=fact.by)
        self.rows[place] = row
