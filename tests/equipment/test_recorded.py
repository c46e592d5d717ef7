"""A recording plays back as it was, and shows where a new decision differs."""

from lizao.equipment.memory import MemoryTransport
from lizao.equipment.recorded import Difference, RecordedTransport
from lizao.model.commands import AnyCommand, ForgetCondition, StartService
from lizao.model.identifiers import ConditionId, ServiceName, UnitId
from lizao.model.image import Image
from lizao.model.instants import HOUR, MINUTE
from lizao.testing.mini import START, mini_lots, mini_plant, mini_times
from lizao.testing.paper import PaperPlant

STIR = StartService(UnitId("mixer-1"), ServiceName("stir"), 1, None)
OTHER = ForgetCondition(ConditionId("c"))


def _recorded() -> list[Image]:
    plant = PaperPlant(mini_plant(), mini_lots(), START, mini_times())
    transport = MemoryTransport(plant)
    images = [transport.read()]
    transport.write((STIR,))
    images.append(transport.read())
    while transport.advance(START + HOUR) < START + HOUR:
        images.append(transport.read())
    return images


def test_images_come_back_at_their_own_time() -> None:
    """Reading and advancing gives image by image what was recorded."""
    images = _recorded()
    transport = RecordedTransport(images)
    played = [transport.read(), transport.read()]
    while not transport.over:
        assert transport.advance(START + HOUR) == images[len(played)].at
        played.append(transport.read())
    assert played == images
    assert transport.advance(START + HOUR) == START + HOUR


def test_between_images_nothing_new_is_reported() -> None:
    """The last known states stay, without their reports."""
    images = _recorded()
    transport = RecordedTransport(images)
    transport.read()
    transport.read()
    assert transport.advance(START + MINUTE) == START + MINUTE
    between = transport.read()
    assert (between.at, between.reports) == (START + MINUTE, ())
    assert between.services == images[1].services


def test_an_empty_recording_shows_nothing() -> None:
    """There is no first image to show."""
    transport = RecordedTransport(())
    assert transport.read() == Image(0, (), {}, {})
    assert transport.over


def test_commands_are_kept_and_compared() -> None:
    """The first difference is named, be it another command, a missing one or one too many."""
    transport = RecordedTransport(())
    transport.write((STIR,))
    same: tuple[AnyCommand, ...] = (STIR,)
    assert transport.difference(same) is None
    assert transport.difference((OTHER,)) == Difference(0, OTHER, STIR)
    assert transport.difference((STIR, OTHER)) == Difference(1, OTHER, None)
    assert transport.difference(()) == Difference(0, None, STIR)


def test_acknowledgements_are_noted() -> None:
    """The furthest one counts."""
    transport = RecordedTransport(())
    transport.acknowledge(3)
    transport.acknowledge(2)
    assert transport.acknowledged == 3
