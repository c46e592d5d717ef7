"""The kilns' services: campaigns, the row pusher, the saggar line."""

import math
from typing import Final

import numpy as np

from lizao.model.equipment import LineState, Unit
from lizao.model.facts import Flow, SaggarsReturned
from lizao.model.identifiers import row_place
from lizao.model.states import State
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.laws import kiln as kiln_laws
from lizao.plant.laws import rows as row_laws
from lizao.plant.plc.draining import Drains
from lizao.plant.plc.meters import Book
from lizao.plant.plc.piping import Piping
from lizao.plant.plc.saggar_wear import SaggarWear
from lizao.plant.plc.saggars import Beside, KilnState, RowState
from lizao.plant.plc.warming import WARM, Warming
from lizao.plant.records import OFF
from lizao.plant.service import Service, Work
from lizao.plant.units import atmosphere
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.units.kilns import KilnLaws
from lizao.plant.units.saggar_rows import Loading, charge, discharge

INTERLOCKS: Final = {
    atmosphere.OXYGEN: "oxygen",
    atmosphere.NITROGEN: "nitrogen",
    atmosphere.EXHAUST: "exhaust",
    atmosphere.TORQUE: "torque",
}
"""The report value ``interlock`` of a feed by the cause that stopped it."""
COLD: Final = "cold"
"""The report value of a feed to a kiln that is not hot."""
HEATED: Final = "heated"
"""The report value of a cooling that was ended by a prepare."""


class KilnUnit:
    """A kiln between its feed silos and the silos of its fired powder.

    A row is tipped where the run that fed it said, whatever is fed meanwhile.
    """

    def __init__(
        self,
        unit: Unit,
        record: Kiln,
        beside: Beside,
        laws: KilnLaws,
        numbers: Coefficients,
        floor: Floor,
        drains: Drains,
    ) -> None:
        """A kiln standing hot full of dummy saggars; ``stand`` sets its soak."""
        self.unit = unit.id
        self.record = record
        self.state = KilnState()
        self._warming = Warming(record, beside, lambda: self.state, numbers, floor)
        self._wear = SaggarWear(unit.id, record, lambda: self.state, numbers, floor)
        self.book = Book(unit.id, floor)
        self._tells_saggars = unit.saggars is not None
        self._beside = beside
        self._laws = laws
        self._piping = Piping(unit)
        self._numbers = numbers
        self._floor = floor
        self._drains = drains
        self._count = len(beside.rows)
        self._interval_s = numbers["residence_h"] * 3600.0 / self._count
        self._exit_m = numbers["length_m"] * (1.0 - 0.5 / self._count)
        self._meter_in = 1.0 + floor.chance.normal(
            f"meter/{unit.id}/in", numbers["meters.weight_bias_share"], 2.0
        )
        self._meter_out = 1.0 + floor.chance.normal(
            f"meter/{unit.id}/out", numbers["meters.weight_bias_share"], 2.0
        )
        self._services: tuple[Service, Service, Service] | None = None
        floor.own(self.unit, self)

    def works(self) -> dict[str, Work]:
        """The services of a kiln."""
        return {
            "prepare": Work(go=self._prepare),
            "cool-down": Work(go=self._cool),
            "feed": self._piping.guarded(
                Work(
                    begin=self._begin,
                    go=self._go,
                    halt=self._halt,
                    finish=self._finish,
                    drained=Service.done,
                    changed=lambda _: self._line(),
                )
            ),
        }

    def know(self, prepare: Service, feed: Service, cool_down: Service) -> None:
        """Learn the services of this kiln."""
        self._services = (prepare, feed, cool_down)

    def _service(self, place: int) -> Service:
        assert self._services is not None, "a kiln knows its services once it is assembled"
        return self._services[place]

    @property
    def _prepare_service(self) -> Service:
        return self._service(0)

    @property
    def _feed_service(self) -> Service:
        return self._service(1)

    @property
    def _cool_service(self) -> Service:
        return self._service(2)

    def default_soak_c(self) -> float:
        """The soak that the plant file gives where the home gives none."""
        return float(self._prepare_service.default("soak_temperature_c"))

    def stand(self, soak_c: float) -> None:
        """Stand at rest at a soak, hot or (below ``cold_c``) cold, and begin to push dummies."""
        self.record.soak_c = soak_c
        if soak_c < self._numbers["cold_c"]:
            self._warming.stand_cold()
        else:
            self._beside.zones[:, kiln_laws.SETPOINT_C] = [
                self._profile_c(zone, soak_c) for zone in range(len(self._beside.zones))
            ]
            self._warming.settle()
        self._floor.wake(self.unit, self._interval_s, "push")
        self._floor.wake(self.unit, 3600.0, "idle")
        self._line()

    def _profile_c(self, zone: int, soak_c: float) -> float:
        """The set-point of a zone (0..) for a soak."""
        numbers = self._numbers
        return kiln_laws.profile_c(
            numbers[f"zone_{zone + 1:02d}_c"],
            zone + 1,
            soak_c - numbers["zone_soak_c"],
            round(numbers["zone_shift_first"]),
            round(numbers["zone_shift_last"]),
        )

    def _prepare(self, service: Service) -> None:
        """Open a campaign: nothing to do at the present soak, else a gap and a moving set-point."""
        soak_c = service.number("soak_temperature_c")
        state = self.state
        if not self._warming.hot:
            self.record.soak_c = soak_c
            self._warming.heat(self.unit)
            if self._cool_service.state.state is State.RUNNING:
                self._cool_service.trip(HEATED)
            self._line()
            return
        if soak_c == self.record.soak_c and not state.pending:
            service.done()
            return
        if soak_c != self.record.soak_c:
            self.record.soak_c = soak_c
            state.behind = state.last_product
            zones = range(len(self._beside.zones))
            state.pending = {zone: self._profile_c(zone, soak_c) for zone in zones}
            gap = round(self._numbers["campaign_gap_rows"])
            state.gap_until = max(state.pushes + 1, state.last_product + gap)
            if not state.rows:
                state.gap_until = state.pushes + gap
        self._follow()

    def _follow(self) -> None:
        """Give each zone its new set-point once the last old row has left it."""
        state = self.state
        passed = (state.pushes - state.behind) / self._count * len(self._beside.zones)
        for zone in sorted(state.pending):
            if passed >= zone + 1:
                self._beside.zones[zone, kiln_laws.SETPOINT_C] = state.pending.pop(zone)

    def _begin(self, service: Service) -> bool:
        ends = self._piping.ends(service)
        self.book.open(service, *ends)
        return True

    def _halt(self, service: Service) -> None:
        self._drains.stop(service, self._piping.ends(service).source)

    def _finish(self, service: Service) -> bool:
        return self._drains.begin(service, self._piping.ends(service).source)

    def _line(self) -> None:
        """Producing while fed or while a product row is inside; cold, heating or cooling if so."""
        if not self._warming.hot:
            self.book.line(self.state.line)
            return
        busy = bool(self.state.rows) or (self._services is not None and self._feed_service.flowing)
        self.book.line(LineState.PRODUCING if busy else LineState.READY_EMPTY)

    def woken(self, what: str, _: int) -> None:
        """Push the next row, or book an idle hour."""
        if what == "saggars":
            self._saggars_back()
            return
        if what == WARM:
            self._warm()
            return
        if what == "idle":
            self._book_idle()
            self._floor.wake(self.unit, 3600.0, "idle")
            return
        self._beat()
        elapsed_s = math.ceil((self.state.beats + 1) * self._interval_s)
        self._floor.wake_at(self.unit, elapsed_s, "push")

    def _cool(self, service: Service) -> None:
        """Let the kiln become cold; what is fed to it is held."""
        if self.state.line is LineState.COLD:
            service.done()
            return
        self.state.pending.clear()
        self._warming.cool(self.unit)
        if self._feed_service.state.state is State.RUNNING:
            self._feed_service.trip(COLD)
        self._line()

    def _warm(self) -> None:
        """Go on heating or cooling for ten minutes; complete what waits for its end."""
        self._warming.step(self.unit, lambda zone: self._profile_c(zone, self.record.soak_c))
        ended = {LineState.READY_EMPTY: self._prepare_service, LineState.COLD: self._cool_service}
        waiting = ended.get(self.state.line)
        if waiting is not None and waiting.state.state is State.RUNNING:
            waiting.done()
        self._line()

    def _saggars_back(self) -> None:
        """A row's saggars have passed the saggar line; a plant that knows its pool is told."""
        per_row = self._numbers["saggars_per_row"]
        self.record.saggars_free += per_row
        if self._tells_saggars:
            self._floor.post(SaggarsReturned(self._floor.now, self.unit, round(per_row)))

    def _loading(self) -> Loading:
        """How the saggar line loads the next row; dummies know neither fill nor place."""
        numbers, feed = self._numbers, self._feed_service
        if not feed.flowing:
            return Loading(0.0, 1.0, 0.0)
        saggars = numbers["saggars_per_row"]
        scatter = numbers["load_scatter_share"] / math.sqrt(saggars)
        chance, push = self._floor.chance, f"{self.unit}/{self.state.pushes}"
        load_kg = feed.number("load_kg") * (1.0 + chance.normal(f"load/{push}", scatter))
        offset_k = chance.normal(f"place/{push}", numbers["row_scatter_k"])
        fill_share = load_kg / self._numbers["bed.full_load_kg"]
        return Loading(self._wanted_kg(feed, load_kg * saggars), fill_share, offset_k)

    def _wanted_kg(self, feed: Service, full_kg: float) -> float:
        """What the saggar line puts into the next row: a full row, the last rest, or nothing."""
        source = self._floor.place(self._piping.ends(feed).source)
        self.record.source = float(source)
        held_kg = float(self._floor.store.held_kg[source])
        changing = self.state.pushes <= self.state.gap_until and bool(self.state.gap_until)
        if changing or held_kg <= 0.0:
            return 0.0
        if self.record.saggars_free < self._numbers["saggars_per_row"]:
            return 0.0
        if feed.state.state is State.COMPLETING:
            return min(full_kg, held_kg)
        return full_kg if held_kg >= full_kg else 0.0

    def _beat(self) -> None:
        """A row leaves; a row enters, unless the rows before it stand jammed."""
        self.state.beats += 1
        rows = self._beside.rows
        there = rows[:, row_laws.POWDER_KG] > 0.0
        for slot in np.flatnonzero(there & (rows[:, row_laws.POSITION_M] >= self._exit_m)):
            self._tip(int(slot))
        if self.record.jam_m > 0.0:
            self.record.gap_rows += 1.0
        else:
            self.record.gap_rows = 0.0
            self._push()
        self._line()

    def _tip(self, slot: int) -> None:
        """Tip the row in a slot where its run said."""
        row = self.state.rows.pop(slot)
        self.record.destination = float(self._floor.place(row.destination))
        tipped = discharge(
            self.record,
            self._beside.rows,
            self._beside.content,
            slot,
            self._floor.store,
            self._laws,
        )
        self._discharge(row, tipped.product_kg, tipped.dust_kg)

    def _push(self) -> None:
        """Open the inlet and push a row in: powder, or dummies."""
        state, rows = self.state, self._beside.rows
        state.pushes += 1
        self._wear.passed()
        atmosphere.open_door(self.record, self._beside.sections)
        loading = self._loading()
        if loading.wanted_kg > 0.0:
            slot = int(np.flatnonzero(rows[:, row_laws.POWDER_KG] <= 0.0)[0])
            store, content = self._floor.store, self._beside.content
            charged_kg = charge(self.record, rows, content, slot, loading, store, self._laws)
            if charged_kg > 0.0:
                self._charge(slot, charged_kg)
        self._follow()
        prepare = self._prepare_service
        waiting = self._warming.hot and prepare.state.state is State.RUNNING
        if waiting and state.pushes >= state.gap_until:
            prepare.done()

    def _go(self, service: Service) -> None:
        """A feed does not run in a cold kiln, nor while an interlock stands."""
        if not self._warming.hot:
            service.trip(COLD)
        elif self.record.blocked != OFF:
            service.trip(INTERLOCKS[float(self.record.blocked)])

    def flagged(self, feed: Service) -> None:
        """An interlock has stopped the feed; rows inside go on, as on every hold."""
        cause, self.record.flag = float(self.record.flag), OFF
        if feed.state.state is State.RUNNING:
            feed.trip(INTERLOCKS[cause])

    def _charge(self, slot: int, charged_kg: float) -> None:
        """Book a product row going in."""
        run = self._feed_service.state
        ends = self._piping.ends(self._feed_service)
        number = self.state.pushes
        self.state.last_product = number
        shown_kg = charged_kg * self._meter_in
        row = RowState(
            number,
            run.batch,
            run.ticket,
            self._floor.state.step,
            shown_kg,
            float(self.record.row_kwh),
            float(self.record.row_nitrogen_nm3),
            ends.destination,
        )
        self.state.rows[slot] = row
        place = row_place(self.unit, number)
        self._floor.moved(
            row.since, ends.source, place, shown_kg, Flow.PRODUCT, row.batch, row.ticket
        )

    def _discharge(self, row: RowState, product_kg: float, dust_kg: float) -> None:
        """Book a product row coming out, its off-gas, and its share of energy and nitrogen."""
        self.record.saggars_free -= self._numbers["saggars_per_row"]
        self._floor.wake(self.unit, self._numbers["saggar_line_min"] * 60.0, "saggars")
        place = row_place(self.unit, row.number)
        out_kg, lost_kg = product_kg * self._meter_out, dust_kg * self._meter_out
        for destination, mass_kg, flow in (
            (row.destination, out_kg, Flow.PRODUCT),
            ("dust", lost_kg, Flow.WASTE),
            ("off-gas", row.loaded_kg - out_kg - lost_kg, Flow.LOSS),
        ):
            self._floor.moved(row.since, place, destination, mass_kg, flow, row.batch, row.ticket)
        self._floor.metered(
            row.since,
            self.unit,
            row.batch,
            float(self.record.row_kwh) - row.kwh,
            float(self.record.row_nitrogen_nm3) - row.nitrogen_nm3,
        )

    def _book_idle(self) -> None:
        """Book what the dummy rows used."""
        self._floor.metered(
            self.state.idle_since,
            self.unit,
            None,
            float(self.record.idle_kwh),
            float(self.record.idle_nitrogen_nm3),
        )
        self.record.idle_kwh = self.record.idle_nitrogen_nm3 = 0.0
        self.state.idle_since = self._floor.state.step
