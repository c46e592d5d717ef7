"""The rooms joined: every fact goes to each, and each may answer with facts."""

from lizao.alarms.apply import apply as apply_alarms
from lizao.alarms.decide import decide as decide_alarms
from lizao.alarms.state import NO_ALARMS, Alarms
from lizao.app.views import Views
from lizao.control.apply import apply as apply_control
from lizao.control.decide import commands_of, settled
from lizao.control.quiet import NEVER_ASKED
from lizao.control.run import EMPTY_RUN, Run
from lizao.material import stock as material
from lizao.material.stock import Stock, empty_stock
from lizao.model.commands import AnyCommand
from lizao.model.facts import Fact
from lizao.model.instants import Instant
from lizao.people import register as people
from lizao.people.register import People
from lizao.quality import register as quality
from lizao.quality.register import Register
from lizao.quality.release import decide as decide_quality


class Rooms:
    """Control, alarms, material, quality, people and the figures; each is folded from facts."""

    def __init__(self) -> None:
        """Empty rooms, before the first fact."""
        self.run: Run = EMPTY_RUN
        self.alarms: Alarms = NO_ALARMS
        self.stock: Stock = empty_stock()
        self.register: Register = Register()
        self.people = People()
        self.views = Views()
        self._quiet = NEVER_ASKED

    def apply(self, fact: Fact) -> None:
        """Fold one fact into every room."""
        self.run = apply_control(self.run, fact)
        self._apply_beside(fact)

    def decide(self, now: Instant) -> tuple[list[Fact], list[AnyCommand]]:
        """What follows at ``now``: the new facts, already folded, and the commands they ask for."""
        facts: list[Fact] = []
        commands: list[AnyCommand] = []
        while True:
            new = self._settled(now)
            said, watching = decide_alarms(self.alarms, now)
            beside = (
                *said,
                *material.decide(self.stock, now),
                *decide_quality(self.register, now),
            )
            for fact in new:
                self._apply_beside(fact)
            for fact in beside:
                self.apply(fact)
            facts += (*new, *beside)
            commands += (*(each for fact in new for each in commands_of(fact)), *watching)
            if not (new or beside):
                return facts, commands

    def _settled(self, now: Instant) -> tuple[Fact, ...]:
        """What control says at ``now``, folded by itself; it is asked where something changed."""
        new, self._quiet = settled(self.run, now, self._quiet)
        if new:
            self.run = self._quiet.run
        return new

    def _apply_beside(self, fact: Fact) -> None:
        """Fold into every room but control."""
        self.alarms = apply_alarms(self.alarms, fact)
        self.stock = material.apply(self.stock, fact)
        self.register = quality.apply(self.register, fact)
        self.people = people.apply(self.people, fact)
        self.views.apply(fact)
