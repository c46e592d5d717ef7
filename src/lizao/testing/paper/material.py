"""What lies where on the paper plant, and how it moves: charges, flows, rows, bags."""

from dataclasses import dataclass, field
from typing import Final

from lizao.model.equipment import Plant, Unit
from lizao.model.facts import BagPacked, Flow, MaterialMoved, PlaceEmptied
from lizao.model.identifiers import (
    BagId,
    BatchId,
    LotId,
    PlaceId,
    ServiceName,
    UnitId,
    bag_place,
    row_place,
)
from lizao.model.instants import Instant, seconds
from lizao.model.states import State
from lizao.testing.paper.saggars import PaperSaggars
from lizao.testing.paper.services import PaperReports, PaperService
from lizao.testing.paper.settings import TICK_S, PaperLine, PaperTimes

STORE = PlaceId("store")
SEND = ServiceName("send")
_NOWHERE = PlaceId("dust")
_REWORK = PlaceId("rework")
_PLAIN_LINE = PaperLine(1000.0)
NEVER: Final[Instant] = 2**62
"""An instant that never comes."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row inside a line unit; it goes where the run that loaded it said."""

    number: int
    unit: Unit
    kg: float
    batch: BatchId | None
    out_at: Instant
    ticket: int
    destination: PlaceId


@dataclass(slots=True)
class PaperMaterial:
    """Masses by place in kg, rows inside lines, bags filled so far by lot."""

    plant: Plant
    times: PaperTimes
    reports: PaperReports
    contents_kg: dict[PlaceId, float] = field(default_factory=dict)
    full: set[PlaceId] = field(default_factory=set)
    bridged: set[PlaceId] = field(default_factory=set)
    saggars: PaperSaggars = field(init=False)
    _rows: list[_Row] = field(default_factory=list)
    _next_out: Instant = NEVER
    _rows_made: int = 0
    _next_row: dict[UnitId, Instant] = field(default_factory=dict)
    _bags: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """All saggars lie ready."""
        self.saggars = PaperSaggars(self.plant, self.reports)

    def mass_kg(self, place: PlaceId) -> float:
        """What lies in a place."""
        return self.contents_kg.get(place, 0.0)

    def charge(self, each: PaperService, share: float, at: Instant) -> None:
        """A raw lot goes from the store into the vessel; ``share`` of it if it was cut short."""
        each.moved_kg = each.reported_kg = share * float(each.parameters["mass_kg"])
        lot = LotId(str(each.parameters["lot"]))
        destination = PlaceId(each.unit)
        self._add(destination, each.moved_kg)
        self._report(each, at, (STORE, destination, each.moved_kg), lot=lot)

    def send(self, each: PaperService, destination: UnitId, at: Instant) -> None:
        """One tick of a transfer; a source that is coming to its end runs empty first."""
        source = PlaceId(each.unit)
        self._flow(each, source, PlaceId(destination), self.times.transfer_kg_per_h)
        self._reported_in_time(each, at, (source, PlaceId(destination)), _PLAIN_LINE)

    def feed(self, each: PaperService, unit: Unit, source: PlaceId, at: Instant) -> None:
        """One tick of a line unit that draws from ``source``."""
        line = self.times.lines.get(unit.unit_class, _PLAIN_LINE)
        if line.row_s > 0:
            self._load_row(each, unit, line, source, at)
            return
        destination = each.ends(unit)[1] or _NOWHERE
        rate = line.rate_kg_per_h * float(each.parameters.get("share", 1.0))
        self._flow(each, source, destination, rate, line.product_fraction)
        self._reported_in_time(each, at, (source, destination), line)

    def emptied(self, place: PlaceId, at: Instant) -> None:
        """Report that nothing is left in a place."""
        self.reports.add(PlaceEmptied(at, place))

    def empty(self, unit: UnitId, ticket: int, since: Instant, at: Instant) -> None:
        """Everything in a unit goes into the rework; it stays on the account of who brought it."""
        place = PlaceId(unit)
        kg = self.contents_kg.pop(place, 0.0)
        if kg > 0.0:
            moved = MaterialMoved(at, since, place, _REWORK, kg, Flow.WASTE, ticket=ticket)
            self.reports.add(moved)
        self.emptied(place, at)

    def settle(self, each: PaperService, destination: UnitId | None, at: Instant) -> None:
        """Report what a flow moved since the last report."""
        unit = self.plant.unit(each.unit)
        if unit is None or each.moved_kg <= each.reported_kg:
            return
        source, delivers_to = each.ends(unit)
        end = delivers_to or (_NOWHERE if destination is None else PlaceId(destination))
        line = self.times.lines.get(unit.unit_class, _PLAIN_LINE)
        self._settle(each, at, (source or PlaceId(each.unit), end), line)

    def rows_out(self, at: Instant) -> None:
        """Rows whose time inside is over leave, part of them as loss."""
        if at < self._next_out:
            return
        for row in [each for each in self._rows if each.out_at <= at]:
            self._rows.remove(row)
            self.saggars.emptied(row.unit, at, self.times.lines[row.unit.unit_class].turn_s)
            line = self.times.lines[row.unit.unit_class]
            place = row_place(row.unit.id, row.number)
            product = row.kg * line.product_fraction
            for destination, kg, flow in (
                (PlaceId(line.loss_to), row.kg - product, Flow.LOSS),
                (row.destination, product, Flow.PRODUCT),
            ):
                moved = MaterialMoved(
                    at, at, place, destination, kg, flow, row.batch, None, row.ticket
                )
                self.reports.add(moved)
            self._add(row.destination, product)
        self._next_out = min((each.out_at for each in self._rows), default=NEVER)

    def _add(self, place: PlaceId, kg: float) -> None:
        self.contents_kg[place] = self.mass_kg(place) + kg

    def _flow(
        self,
        each: PaperService,
        source: PlaceId,
        destination: PlaceId,
        rate_kg_per_h: float,
        product_fraction: float = 1.0,
    ) -> None:
        if destination in self.full or source in self.bridged:
            return
        taken = min(rate_kg_per_h * TICK_S / 3600, self.mass_kg(source))
        each.moved_kg += taken
        self._add(source, -taken)
        self._add(destination, taken * product_fraction)

    def _reported_in_time(
        self, each: PaperService, at: Instant, ends: tuple[PlaceId, PlaceId], line: PaperLine
    ) -> None:
        if at - each.since >= seconds(self.times.report_every_s):
            self._settle(each, at, ends, line)

    def _settle(
        self, each: PaperService, at: Instant, ends: tuple[PlaceId, PlaceId], line: PaperLine
    ) -> None:
        kg = each.moved_kg - each.reported_kg
        if kg <= 0:
            return
        source, destination = ends
        if each.name == SEND:
            kg *= self.times.transfer_meter
        loss_kg = kg * (1.0 - line.product_fraction)
        self._report(each, at, (source, destination, kg - loss_kg))
        if loss_kg > 0:
            self._report(each, at, (source, PlaceId(line.loss_to), loss_kg), Flow.LOSS)
        each.reported_kg = each.moved_kg
        each.since = at

    def _load_row(
        self, each: PaperService, unit: Unit, line: PaperLine, source: PlaceId, at: Instant
    ) -> None:
        kg = min(line.row_kg, self.mass_kg(source))
        short = kg < line.row_kg and each.state is State.RUNNING
        if at < self._next_row.get(each.unit, 0) or kg <= 0 or short or source in self.bridged:
            return
        if not line.bags and not self.saggars.filled(unit):
            return
        self._next_row[each.unit] = at + seconds(line.row_s)
        self._add(source, -kg)
        if line.bags:
            self._pack(each, source, kg, at)
            return
        self._rows_made += 1
        out_at = at + seconds(line.residence_s)
        destination = each.ends(unit)[1] or _NOWHERE
        row = _Row(self._rows_made, unit, kg, each.batch, out_at, each.ticket, destination)
        self._rows.append(row)
        self._next_out = min(self._next_out, out_at)
        self._report(each, at, (source, row_place(unit.id, row.number), kg))

    def _pack(self, each: PaperService, source: PlaceId, kg: float, at: Instant) -> None:
        lot = str(each.parameters["lot"])
        self._bags[lot] = self._bags.get(lot, 0) + 1
        bag = BagId(f"{lot}-{self._bags[lot]:02d}")
        self._report(each, at, (source, bag_place(bag), kg))
        batch = each.batch or BatchId("")
        self.reports.add(BagPacked(at, bag, LotId(lot), batch, kg, simulated=True))

    def _report(
        self,
        each: PaperService,
        at: Instant,
        moved: tuple[PlaceId, PlaceId, float],
        flow: Flow = Flow.PRODUCT,
        lot: LotId | None = None,
    ) -> None:
        self.reports.add(MaterialMoved(at, each.since, *moved, flow, each.batch, lot, each.ticket))
