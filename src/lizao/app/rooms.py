"""The rooms joined: every fact goes to each, and each may answer with facts."""

from collections.abc import Sequence

from lizao import control, material, quality
from lizao.control.apply import apply as apply_control
from lizao.control.decide import decide as decide_control
from lizao.control.run import EMPTY_RUN, Run
from lizao.model.commands import AnyCommand
from lizao.model.facts import Fact
from lizao.model.instants import Instant

__all__ = ["Rooms", "control", "material", "quality"]


class Rooms:
    """The state of control, material and quality; each is folded from facts alone."""

    def __init__(self) -> None:
        """Empty rooms, before the first fact."""
        self.run: Run = EMPTY_RUN

    def apply(self, fact: Fact) -> None:
        """Fold one fact into every room."""
        self.run = apply_control(self.run, fact)

    def decide(self, now: Instant) -> tuple[Sequence[Fact], Sequence[AnyCommand]]:
        """What follows at ``now``: every new fact, already folded, and the commands they ask for."""
        facts, commands = decide_control(self.run, now)
        for fact in facts:
            self.apply(fact)
        return facts, commands
