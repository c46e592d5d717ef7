"""Whatever happens in whatever order, the promises about alarms hold."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from lizao.alarms.apply import apply
from lizao.alarms.decide import decide
from lizao.alarms.state import BLIND, NO_ALARMS
from lizao.model.alarms import BY_HAND, AlarmEvent, AlarmSource, AlarmState
from lizao.model.equipment import LineState
from lizao.model.errors import LizaoError
from lizao.model.facts import (
    AlarmRaised,
    BatchCommanded,
    BatchStateChanged,
    LineStateChanged,
    LinkLost,
    LinkRestored,
    UnitAllocated,
    UnitReleased,
)
from lizao.model.identifiers import BatchId, Role, UnitId
from lizao.model.states import Command, State
from tests.alarms.alarm_plant import HIGH, LATCHED, LINK, OWNED, PRODUCING, Life

BATCH, MIXER, OVEN = BatchId("B-1"), UnitId("mixer-1"), UnitId("oven-1")
LONGEST_SHELF_MIN = 30
ALARMS = (HIGH, LATCHED, OWNED, PRODUCING, LINK)

Happening = Callable[[Life], None]


def met(index: int) -> Happening:
    """What is watched for an alarm comes about, if it is watched."""

    def happen(life: Life) -> None:
        if life.of(ALARMS[index]).watching is not None:
            life.meet(ALARMS[index])

    return happen


def acted(index: int, event: AlarmEvent, minutes: int) -> Happening:
    """A person asks something, perhaps in vain."""

    def happen(life: Life) -> None:
        with suppress(LizaoError):
            life.act(ALARMS[index], event, minutes)

    return happen


def reported(line: LineState) -> Happening:
    """The oven reports its state."""
    return lambda life: life.tell(LineStateChanged(life.now, OVEN, line))


FIXED: list[Happening] = [
    lambda life: life.tell(LinkLost(life.now)),
    lambda life: life.tell(LinkRestored(life.now)),
    lambda life: life.tell(UnitAllocated(life.now, BATCH, Role("vessel"), MIXER)),
    lambda life: life.tell(UnitReleased(life.now, BATCH, Role("vessel"), MIXER)),
    lambda life: life.tell(BatchCommanded(life.now, BATCH, Command.HOLD, "rule")),
    lambda life: life.tell(BatchStateChanged(life.now, BATCH, State.RUNNING)),
]
HAPPENINGS = st.one_of(
    st.builds(met, st.integers(0, 3)),
    st.builds(acted, st.integers(0, 4), st.sampled_from(sorted(BY_HAND)), st.integers(0, 40)),
    st.builds(reported, st.sampled_from(LineState)),
    st.sampled_from(FIXED),
    st.integers(1, 20).map(lambda minutes: lambda life: life.forward(minutes)),
)


@given(st.lists(HAPPENINGS, max_size=40))
def test_whatever_happens_the_alarms_stay_consistent(happenings: list[Happening]) -> None:
    """Watched exactly where it can be raised, silent where put aside, never on an open shelf."""
    life = Life()
    for happen in happenings:
        happen(life)

        assert decide(life.state, life.now) == ((), ())
        for alarm in life.state.alarms.values():
            has_signal = alarm.definition.source is AlarmSource.SIGNAL
            assert (alarm.watching is not None) is (has_signal and alarm.state not in BLIND)
            assert (alarm.until is not None) is (alarm.state is AlarmState.SHELVED)
            assert alarm.until is None or life.now < alarm.until
            active = alarm.active_from is not None and alarm.active_from <= life.now
            assert not (active and alarm.state is AlarmState.NORMAL)
            assert active or alarm.state not in {
                AlarmState.UNACKNOWLEDGED,
                AlarmState.ACKNOWLEDGED,
            }
        watched = {each.watching.id for each in life.state.alarms.values() if each.watching}
        assert watched == set(life.state.watched)


@given(st.lists(HAPPENINGS, max_size=40))
def test_every_shelf_ends(happenings: list[Happening]) -> None:
    """After the longest shelf the plant allows, none is left."""
    life = Life()
    for happen in happenings:
        happen(life)

    life.forward(LONGEST_SHELF_MIN)

    assert not [each for each in life.state.alarms.values() if each.state is AlarmState.SHELVED]


@given(st.lists(HAPPENINGS, max_size=40))
def test_the_facts_alone_make_the_alarms(happenings: list[Happening]) -> None:
    """Folding what was kept gives the same alarms; each raise found its alarm willing."""
    life = Life()
    for happen in happenings:
        happen(life)

    state = NO_ALARMS
    for fact in life.facts:
        if isinstance(fact, AlarmRaised):
            assert state.alarms[fact.alarm].after(AlarmEvent.RAISE) is not None
        state = apply(state, fact)

    assert state == life.state
    assert list(state.agenda) == list(life.state.agenda)
