"""The pace of a line against what its plant file allows."""

import pytest

from lizao.model.facts import CampaignOpened, Fact, Flow, MaterialMoved
from lizao.model.identifiers import BatchId, CampaignId, PlaceId, UnitId, row_place
from lizao.model.instants import HOUR, SECOND, in_hours
from lizao.testing.pace import bottleneck, paces, row_every
from lizao.testing.reference import reference_scene
from lizao.testing.story import Story

ROW_KG = 12 * 5.5
"""Twelve saggars of 5.5 kg."""


def row(kiln: str, number: int, at: int, batch: BatchId, kg: float = ROW_KG) -> Fact:
    """A row that goes into a kiln."""
    unit = UnitId(kiln)
    source, place = PlaceId("kiln-feed-silo-1"), row_place(unit, number)
    return MaterialMoved(at, at, source, place, kg, Flow.PRODUCT, batch, None, 1)


def test_two_kilns_in_step_run_at_their_bound() -> None:
    """A row every 377 s on each of both is as fast as it goes; a lost row makes it slower."""
    story = Story(reference_scene())
    batch = story.start()
    kiln = story.scene.plant.unit(UnitId("kiln-1"))
    assert kiln is not None
    every = row_every(kiln)
    assert every == pytest.approx(20 * HOUR / 191, abs=SECOND)
    fed = [row(f"kiln-{1 + n % 2}", n, n // 2 * every, batch) for n in range(20)]

    (best,) = paces(story.run, fed)
    assert (best.unit_class, best.changes) == ("first-kiln", 0)
    assert best.bound_h == pytest.approx(in_hours(10 * every))
    assert best.ratio == pytest.approx(1.0)

    later = [*fed, row("kiln-1", 20, 11 * every, batch, kg=0.0)]
    assert bottleneck(story.run, later).ratio == pytest.approx(1.2)


def test_a_change_of_profile_belongs_to_the_bound() -> None:
    """The gap of twenty rows that the plant file prescribes is no loss."""
    story = Story(reference_scene())
    batch = story.start()
    kiln = story.scene.plant.unit(UnitId("kiln-1"))
    assert kiln is not None
    every = row_every(kiln)
    opened = CampaignOpened(every, CampaignId("C2"), kiln.id, {"soak_temperature_c": 760.0}, batch)
    fed = [row(f"kiln-{1 + n % 2}", n, n // 2 * 21 * every, batch) for n in range(4)]

    pace = bottleneck(story.run, [*fed, opened])
    assert pace.changes == 1
    assert pace.ratio == pytest.approx(1.0)
