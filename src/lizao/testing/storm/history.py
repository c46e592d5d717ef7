"""One run of a storm: a plant that lives on, controllers that die, people who see to it."""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

from lizao.alarms.apply import apply as apply_alarms
from lizao.alarms.state import NO_ALARMS
from lizao.app.loop import Loop
from lizao.app.rooms import Rooms
from lizao.control.apply import apply
from lizao.control.run import EMPTY_RUN, Run
from lizao.material.balance import balances
from lizao.material.book import Book
from lizao.material.stock import apply as enter
from lizao.model.commands import AnyCommand
from lizao.model.errors import MaterialMissingError
from lizao.model.facts import ControllerStarted, Fact
from lizao.model.instants import DAY, HOUR, MINUTE, Instant, seconds
from lizao.model.material import Lot
from lizao.model.states import FINAL, State
from lizao.plant.snapshot import packed, unpacked
from lizao.testing.soak import Crash, MakeLoop, MakeRooms
from lizao.testing.storm.book import TornBook
from lizao.testing.storm.by_hand import ByHand
from lizao.testing.storm.faults import Faults, Operator
from lizao.testing.storm.figures import EVERYTHING, Fault, Figures, Limits, Violation
from lizao.testing.storm.holding import Holding
from lizao.testing.storm.link import Link, LinkWeather
from lizao.testing.storm.office import Office
from lizao.testing.storm.people import People
from lizao.testing.storm.pools import Pools
from lizao.testing.storm.scenes import another_lot
from lizao.testing.storm.twin import Stage
from lizao.testing.storm.watch import Watch

if TYPE_CHECKING:
    from lizao.model.identifiers import UnitId

_Known = TypeVar("_Known")

IN_FLIGHT: Final = 6
"""Batches on the way at once."""
LONGEST_END: Final = 60 * DAY
"""Batches that have not ended so long after the last fault hang."""
CRASH_CHANCE: Final = 0.004
RARE_CHANCE: Final = 0.5
RARE: Final = 1
"""A commit with a kind of fact that saw fewer crashes in this run is likelier to crash."""
REPLAY_EVERY: Final = 2_000
"""Turns between two foldings of the whole ledger."""
_SIDES: Final = {"before": Fault.CRASH_BEFORE_COMMIT, "after": Fault.CRASH_AFTER_COMMIT}
LONGEST_LINE: Final = 240
LARGEST_GAP: Final = 1e-9
"""Of the genealogy of a batch."""
_A_MINUTE_H: Final = MINUTE / HOUR
_LATE_S: Final = 8 * 3600.0
_SOON_S: Final = 600.0
"""So long after it was held a batch is seen to at the latest, in the storm and in peace."""
LOT_KG: Final = 20_000.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What a controller is made of; a test may put in a part that is broken."""

    rooms: MakeRooms = Rooms
    loop: MakeLoop = Loop


class History:
    """One run; ``scenes`` are the recipes that are made on their common plant."""

    def __init__(
        self, scenes: Sequence[Stage], seed: int, parts: Parts, limits: Limits = EVERYTHING
    ) -> None:
        """Set up the plant and the first controller."""
        self.limits = limits
        self.scenes, self.seed, self.parts = scenes, seed, parts
        self.random = Random(f"storm {seed}")
        self.figures = Figures(runs=1)
        self.plant = scenes[0].equipment()
        self.began = self.plant.at
        self.watch = Watch(self.plant)
        self.pools = Pools(self.plant)
        self.holding = Holding(self.plant)
        by_hand = ByHand(self.random, gives_up=self.plant.can_give_up)
        self.people = People(
            self.random, by_hand, Office(self.random, [each.recipe for each in scenes])
        )
        self.faults = Faults(self.plant, self.random, self._count, self.people, limits.without)
        self.operator = Operator(self.random, self.plant.can_give_up)
        self.weather = LinkWeather()
        self.book = TornBook(self._around_commit)
        self._kept = parts.rooms()
        self._kept_to = self._followed = 0
        self._crashes = False
        self._lots = 0
        self._owned: Counter[UnitId] = Counter()
        self._turns = 0
        self._hours = 0.0
        self._looked_at: Instant = 0
        self.rooms, self.link, self.loop = self._take_over()

    @property
    def run(self) -> Run:
        """The process cell as the present controller knows it."""
        return self.rooms.run

    def play(self, hours: float) -> Figures:
        """Make batches in the storm for so long, then let them come to their end in peace."""
        self._crashes, self._hours = True, hours
        while not self.figures.violations and (self.run.plant is None or not self.run.lots):
            self._turn(() if self.run.plant else (self.scenes[0].foundation(),))
        end = self.began + seconds(hours * 3600)
        while self.plant.at < end and not self.figures.violations:
            self._turn(self._asked())
        self._close_storm()
        last = self.plant.at + LONGEST_END
        while not self._over() and not self.figures.violations:
            self._turn(self._asked_in_peace())
            if self.plant.at > last:
                self._violated([f"hang: {self._where()}"])
        self._settle()
        return self.figures

    def _close_storm(self) -> None:
        at = self.plant.at
        self.faults.calm()
        self.weather = self.link.weather = LinkWeather(0.0, 0.0, 0.0, 0.0)
        self._crashes = False
        busiest = max(self._owned.values(), default=0)
        self.figures.utilisation = busiest / max(1, at - self.began)

    def _asked_in_peace(self) -> tuple[Fact, ...]:
        """What is by hand is put right first: a rule may hold again whatever people restart."""
        now, run = self.plant.at, self.run
        by_hand = self.people.by_hand.go_on(run, now, at_once=True)
        return by_hand or self._seen_to(_SOON_S, at_once=True)

    def _seen_to(self, within_s: float, *, at_once: bool) -> tuple[Fact, ...]:
        """What comes back into use, goes on, and is let go on of what is held."""
        now, run = self.plant.at, self.run
        return (
            *self.people.give_back(run, now, at_once=at_once),
            *self.people.go_on(run, now, at_once=at_once),
            *self.operator.turn(run, now, within_s),
        )

    def _asked(self) -> tuple[Fact, ...]:
        now, run = self.plant.at, self.run
        asked = self.faults.turn(self.rooms, self.link) + self._seen_to(_LATE_S, at_once=False)
        asked = asked or self.people.by_hand.go_on(run, now, at_once=False)
        if asked:
            return asked
        waiting = sum(each.state not in FINAL for each in run.batches.values())
        most = self.limits.batches
        if waiting >= IN_FLIGHT or not run.lots or (most is not None and len(run.batches) >= most):
            return ()
        return self._order()

    def _order(self) -> tuple[Fact, ...]:
        """One more batch of either product; a raw lot that runs out is brought."""
        scene = self.random.choice(self.scenes)
        approved = self.rooms.recipes.approved(scene.recipe.name)
        try:
            of = scene if approved is None else scene.with_recipe(approved)
            return of.order(self.run, self.plant.at)
        except MaterialMissingError as missing:
            pattern = next((each for each in scene.lots if _is(each, missing)), None)
            if pattern is None:
                return ()
            self._lots += 1
            self.plant.deliver(another_lot(self._lots, pattern, LOT_KG))
            return ()

    def _turn(self, requests: tuple[Fact, ...]) -> None:
        """Once around; a controller that dies of an error is what the storm was to find."""
        try:
            self._turned(requests)
        except Exception as error:  # noqa: BLE001 - of whatever error
            self._violated([f"error: {type(error).__name__} {error}"])

    def _turned(self, requests: tuple[Fact, ...]) -> None:
        self._turns += 1
        try:
            if self.link.returned():
                self.loop.reconnect()
            self.loop.turn(requests)
            self._follow()
            before = self.plant.at
            self.loop.advance(self._next_event())
        except Crash:
            self._recover()
            before = self.plant.at
        self.watch.look_at_starts()
        self._meter(before)
        self._check()

    def _next_event(self) -> Instant:
        due = [self.loop.now + HOUR]
        if self._crashes:
            due.append(self.faults.due())
        due += (at for at in (self.operator.due(), self.people.due()) if at is not None)
        return max(min(due), self.plant.at + MINUTE)

    def _meter(self, since: Instant) -> None:
        passed = self.plant.at - since
        if passed:
            for unit in self.run.owners:
                self._owned[unit] += passed

    def _check(self) -> None:
        """The invariants; what costs more than a glance is looked at now and then."""
        found = [*self.holding.owners(self.run), *self.holding.deadlock(self.run)]
        now = self.plant.at
        if now - self._looked_at >= 20 * MINUTE:
            self._looked_at = now
            if self.link.down:
                self.holding.unseen()
            else:
                found += self.holding.held(self.run, self.plant.stuck | self.plant.refusing)
            found += self.holding.waiting(self.run, now)
            found += self.plant.broken()
            found += self.pools.wrong(self.run, self.watch.reports_read)
        if self._turns % REPLAY_EVERY == 0 and not found:
            found += self._replayed_in_peace()
        if self.watch.found or found:
            self._violated([*self.watch.found, *found])

    def _violated(self, broken: Sequence[str]) -> None:
        story = tuple(repr(each)[:LONGEST_LINE] for each in self.watch.last)
        self.figures.violations += (
            Violation(
                self.seed,
                self.plant.at,
                self._shortest(),
                each,
                story,
                tuple(fault for fault in Fault if self.figures.faults[fault]),
                tuple(fault for fault in Fault if fault in self.limits.without),
                self.limits.batches,
                len(self.run.batches),
            )
            for each in broken[:3]
        )

    def _shortest(self) -> float:
        """The storm need not go on beyond here: it is cut off just after the present minute."""
        here = (self.plant.at - self.began) // MINUTE + 1
        return min(self._hours, round(here * MINUTE / HOUR + _A_MINUTE_H, 2))

    def _follow(self) -> None:
        new = self.book.facts[self._followed :]
        self._followed += len(new)
        self.watch.follow(new, self.run)
        for fact in new:
            batch = getattr(fact, "batch", None)
            if batch is not None:
                self.holding.moved_at[batch] = fact.at

    def _replayed_in_peace(self) -> list[str]:
        """As below, of all that happened so far; nobody dies while it is looked at."""
        crashes, self._crashes = self._crashes, False
        self.loop.commit()
        self._follow()
        self._crashes = crashes
        return self._replayed()

    def _replayed(self) -> list[str]:
        """The committed facts alone fold into what the live controller knows."""
        run, alarms, book = EMPTY_RUN, NO_ALARMS, Book()
        for fact in self.book.facts:
            run, alarms = apply(run, fact), apply_alarms(alarms, fact)
            enter(book, fact)
        same = {
            "another run": run == self.run,
            "other alarms": alarms == self.rooms.alarms,
            "another book of material": book == self.rooms.book,
        }
        return [f"replay: the ledger folds into {each}" for each in same if not same[each]]

    def _unbalanced(self) -> list[str]:
        """Every gram of every batch is somewhere, with the lots that it came from."""
        gaps = {each: balances(self.rooms.book, each).genealogy for each in self.run.batches}
        return [
            f"balance: the origins of {batch} part by {gap:.3g}"
            for batch, gap in gaps.items()
            if gap > LARGEST_GAP
        ]

    def _around_commit(self, side: str, group: Sequence[Fact]) -> None:
        if not self._crashes:
            return
        fault = _SIDES[side]
        kinds = {type(each).__name__ for each in group}
        seen = self.figures.crashed.setdefault(fault, Counter())
        rare = any(seen[each] < RARE for each in kinds)
        crashes = self.random.random() < (RARE_CHANCE if rare else CRASH_CHANCE)
        if crashes and self._count(fault):
            seen.update(kinds)
            raise Crash

    def _written(self, commands: Sequence[object]) -> None:
        crashes = self._crashes and commands and self.random.random() < CRASH_CHANCE
        if crashes and self._count(Fault.CRASH_AFTER_WRITE):
            raise Crash

    def _recover(self) -> None:
        """One controller after the other tries to take over, until one lives."""
        while True:
            self.figures.restarts += 1
            self.book.tear()
            self.rooms, self.link, self.loop = self._take_over()
            self._follow()
            if self.run != self._kept.run:
                self._violated(["replay: a new controller knows what the ledger does not say"])
            try:
                if self.run.plant is not None:
                    self.loop.note((self._started(),))
                if not self.link.down:
                    self.loop.reconnect()
            except Crash:
                continue
            break
        self._follow()

    def _started(self) -> ControllerStarted:
        return ControllerStarted(self.plant.at, "storm", str(self.figures.restarts))

    def _take_over(self) -> tuple[Rooms, Link, Loop]:
        """A new controller: rooms folded from what is committed, and nothing else."""
        kept = self._kept
        for fact in self.book.facts[self._kept_to :]:
            kept.apply(fact)
        self._kept_to = len(self.book.facts)
        rooms = copy(kept)
        rooms.book, rooms.views = _apart(kept.book), _apart(kept.views)
        down_until = self.link.down_until if self._turns else 0
        self.plant.reconnect(self.watch.acknowledged)
        link = Link(
            self.plant,
            self.random,
            self.weather,
            self._count,
            self._before_write,
            self._acknowledged,
        )
        link.after_write = self._written
        if down_until > self.plant.at:
            link.lose(down_until)
        loop = self.parts.loop(rooms, self.book, link, self._wall_now)
        return rooms, link, loop

    def _before_write(self, commands: Sequence[AnyCommand]) -> None:
        self._follow()
        self.watch.check(commands)

    def _acknowledged(self, sequence: int) -> None:
        self._follow()
        self.watch.acknowledge(sequence)

    def _wall_now(self) -> Instant:
        return self.plant.at + self.faults.wall_offset

    def _count(self, fault: Fault) -> bool:
        """Count a fault that happens; whether it does, or the storm is spared it."""
        if fault in self.limits.without:
            return False
        self.figures.faults[fault] += 1
        return True

    def _over(self) -> bool:
        batches = self.run.batches.values()
        return all(each.state in FINAL for each in batches) and not (
            self.run.owners or self.run.samples
        )

    def _where(self) -> str:
        return "; ".join(
            f"{each.batch} {each.state} {each.reason}"
            for each in self.run.batches.values()
            if each.state not in FINAL
        )

    def _settle(self) -> None:
        if not self.figures.violations:
            self.loop.commit()
            self._follow()
            left = [self.run.queue, self.run.runs, self.run.conditions, self.run.questions]
            broken = [f"end: {each} is left" for each in left if each]
            broken += self._replayed()
            broken += self._unbalanced()
            if self.watch.found or broken:
                self._violated([*self.watch.found, *broken])
        figures = self.figures
        figures.facts = len(self.book.facts)
        figures.plant_hours = (self.plant.at - self.began) / HOUR
        for each in self.run.batches.values():
            ended = each.state if each.state in FINAL else State.RUNNING
            figures.batches[ended.value] += 1


def _is(lot: Lot, missing: MaterialMissingError) -> bool:
    return lot.material == missing.material


def _apart(known: _Known) -> _Known:
    """The same knowledge, folded on in place by somebody else."""
    other: _Known = unpacked(packed(known))
    return other
