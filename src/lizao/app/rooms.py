"""The rooms joined: every fact goes to each, and each may answer with facts."""

from dataclasses import dataclass

from lizao.alarms.apply import apply as apply_alarms
from lizao.alarms.decide import decide as decide_alarms
from lizao.alarms.state import NO_ALARMS, Alarms
from lizao.app.views import Views
from lizao.control.apply import apply as apply_control
from lizao.control.decide import commands_of, next_deadline, settled
from lizao.control.quiet import NEVER_ASKED
from lizao.control.run import EMPTY_RUN, Run
from lizao.control.shared import sharing
from lizao.documents import recipe_book
from lizao.documents.recipe_book import RecipeBook
from lizao.material import stock as material
from lizao.material.book import Book
from lizao.model.commands import AnyCommand
from lizao.model.facts import Fact
from lizao.model.instants import Instant
from lizao.people import register as people
from lizao.people.register import People
from lizao.quality import register as quality
from lizao.quality.register import Register
from lizao.quality.release import decide as decide_quality


@dataclass(frozen=True, slots=True)
class Folded:
    """What all rooms know after a number of facts, in a form that can be written down."""

    run: Run
    alarms: Alarms
    book: Book
    register: Register
    people: People
    recipes: RecipeBook
    views: Views


class Rooms:
    """Control, alarms, material, quality, people and the figures; each is folded from facts."""

    def __init__(self) -> None:
        """Empty rooms, before the first fact."""
        self.run: Run = EMPTY_RUN
        self.alarms: Alarms = NO_ALARMS
        self.book = Book()
        self.register: Register = Register()
        self.people = People()
        self.recipes = RecipeBook()
        self.views = Views()
        self._quiet = NEVER_ASKED
        self.told = 0
        """How many facts were not folded here: a snapshot told what they come to."""

    @classmethod
    def of(cls, folded: Folded) -> "Rooms":
        """The rooms as they were written down; what was read belongs to them from now on."""
        self = cls()
        self.run, self.alarms = sharing(folded.run), folded.alarms
        self.book, self.register, self.people = folded.book, folded.register, folded.people
        self.recipes, self.views = folded.recipes, folded.views
        self.told = folded.views.facts
        return self

    @property
    def folded(self) -> Folded:
        """What the rooms know now; to be written down before the next fact."""
        return Folded(
            self.run,
            self.alarms,
            self.book,
            self.register,
            self.people,
            self.recipes,
            self.views,
        )

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
                *material.decide(self.book, now),
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

    @property
    def next_deadline(self) -> Instant | None:
        """The earliest instant at which time alone may make control say something."""
        known = self.run is self._quiet.run
        return self._quiet.until if known else next_deadline(self.run)

    def _settled(self, now: Instant) -> tuple[Fact, ...]:
        """What control says at ``now``, folded by itself; it is asked where something changed."""
        new, self._quiet = settled(self.run, now, self._quiet)
        if new:
            self.run = self._quiet.run
        return new

    def _apply_beside(self, fact: Fact) -> None:
        """Fold into every room but control."""
        self.alarms = apply_alarms(self.alarms, fact)
        material.apply(self.book, fact)
        self.register = quality.apply(self.register, fact)
        self.people = people.apply(self.people, fact)
        self.recipes = recipe_book.apply(self.recipes, fact)
        self.views.apply(fact)
