"""The mini plant with alarms, and the lives that tests lead on it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from lizao.alarms.actions import changed
from lizao.alarms.apply import apply
from lizao.alarms.decide import decide
from lizao.alarms.state import NO_ALARMS, Alarm, Alarms
from lizao.model.alarms import (
    AlarmDefinition,
    AlarmEvent,
    AlarmPriority,
    AlarmSource,
    AlarmState,
    Bilingual,
    Suppression,
)
from lizao.model.conditions import Comparison
from lizao.model.equipment import Plant
from lizao.model.facts import ConditionMet, Fact, HomeMade
from lizao.model.identifiers import AlarmId
from lizao.model.instants import MINUTE, Instant
from lizao.testing.mini import START, mini_plant

if TYPE_CHECKING:
    from lizao.model.commands import AnyCommand

TEXT = Bilingual("text", "文本")
HIGH = AlarmId("tank-1.mass_high")
LATCHED = AlarmId("silo-1.mass_high")
OWNED = AlarmId("mixer-1.mass_high")
PRODUCING = AlarmId("oven-1.hot")
SILENT = AlarmId("mill-1.command_unanswered")
LINK = AlarmId("mini.link_lost")


def definition(name: str, **changes: object) -> AlarmDefinition:
    """An alarm of medium priority without a signal, changed as asked."""
    plain = AlarmDefinition(name, AlarmPriority.MEDIUM, TEXT, TEXT, TEXT)
    return replace(plain, **changes)  # type: ignore[arg-type]


def mass_high(unit_class: str, **changes: object) -> AlarmDefinition:
    """Too much in a vessel: above 500 kg, gone below 400 kg."""
    level = {"unit_class": unit_class, "signal": "mass_kg", "limit": 500.0, "deadband": 100.0}
    return definition("mass_high", **level, **changes)


def alarm_plant() -> Plant:
    """The mini plant with an alarm of every sort, and half an hour for the longest shelf."""
    alarms = (
        mass_high("tank", on_delay_s=60.0, off_delay_s=120.0),
        mass_high("silo", latched=True),
        mass_high("mixer", suppressed_when=Suppression.NOT_OWNED),
        definition(
            "hot",
            unit_class="oven",
            signal="mass_kg",
            comparison=Comparison.AT_MOST,
            limit=10.0,
            deadband=5.0,
            suppressed_when=Suppression.NOT_PRODUCING,
        ),
        definition("command_unanswered", source=AlarmSource.COMMAND_UNANSWERED),
        definition("batch_held", source=AlarmSource.BATCH_HELD, priority=AlarmPriority.HIGH),
        definition("overdue", source=AlarmSource.QUESTION_OVERDUE, on_delay_s=600.0),
        definition("link_lost", source=AlarmSource.LINK_LOST, priority=AlarmPriority.HIGH),
    )
    return replace(mini_plant(), alarms=alarms, longest_shelf_s=1800.0)


class Life:
    """Alarms alone, fact by fact; time goes on when it is told to."""

    def __init__(self, plant: Plant | None = None) -> None:
        """A home on ``plant``, in which everything that follows at once was said."""
        self.state: Alarms = NO_ALARMS
        self.now: Instant = START
        self.facts: list[Fact] = []
        self.commands: list[AnyCommand] = []
        made = HomeMade(START, "test", plant or alarm_plant(), (), 1)
        self.tell(made)

    def tell(self, *facts: Fact) -> None:
        """Facts happen, and what follows from them is said."""
        for fact in facts:
            self._keep(fact)
        while True:
            said, commands = decide(self.state, self.now)
            self.commands += commands
            if not said:
                return
            for fact in said:
                self._keep(fact)

    def forward(self, minutes: float) -> None:
        """Time goes by."""
        self.now += round(minutes * MINUTE)
        self.tell()

    def meet(self, alarm: AlarmId, value: float = 0.0) -> None:
        """What is watched for an alarm comes about."""
        watching = self.of(alarm).watching
        assert watching is not None, f"{alarm} is not watched"
        self.tell(ConditionMet(self.now, watching.id, value, watching.limit))

    def act(self, alarm: AlarmId, event: AlarmEvent, minutes: float = 30.0) -> None:
        """A person does something with an alarm."""
        self.tell(changed(self.state, alarm, event, "tester", "because", 60.0 * minutes, self.now))

    def of(self, alarm: AlarmId) -> Alarm:
        """One alarm."""
        return self.state.alarms[alarm]

    def states(self, alarm: AlarmId) -> AlarmState:
        """The state of one alarm."""
        return self.of(alarm).state

    def _keep(self, fact: Fact) -> None:
        self.facts.append(fact)
        self.state = apply(self.state, fact)
