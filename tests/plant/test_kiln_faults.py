"""What breaks in a kiln shows as it should, against the same kiln without it, and goes again."""

from collections.abc import Sequence

import pytest

from lizao.model.disturbances import Fault, Sign
from lizao.model.identifiers import UnitId
from tests.plant.firing_story import FiringStory, dried
from tests.plant.plants import line

KILN = UnitId("kiln-1")
FULL_H = 21.0
"""Then the kiln is full of rows."""
MEAN_H = 0.32
"""Signals are averaged over three pushes: doors and noise are in both kilns alike."""
G4_FIRST = dried(0.961, 0.92 * 95.5, 0.92 * 20.0)


def working() -> FiringStory:
    """A first kiln full of product."""
    story = FiringStory()
    story.fill("kiln-feed-silo-1", G4_FIRST, 60.0)
    story.start("kiln-1", "feed", load_kg=5.5)
    story.go(FULL_H)
    return story


def fault(code: str) -> Fault:
    """A fault of the first kiln as the plant file has it."""
    kiln = line().unit(KILN)
    assert kiln is not None
    return next(each for each in kiln.faults if each.code == code)


def seen(
    broken: FiringStory, whole: FiringStory, signs: Sequence[Sign], at_h: float
) -> list[tuple[Sign, float]]:
    """By how much each sign's signal differs in the two kilns at a time."""
    names = [f"{KILN}.{each.signal}" for each in signs]
    means = []
    for story in (broken, whole):
        story.go_to(at_h - MEAN_H)
        means.append(story.means(names, MEAN_H))
    return [(sign, one - other) for sign, one, other in zip(signs, *means, strict=True)]


def shows(sign: Sign, difference: float) -> bool:
    """Whether a difference is the sign."""
    above = sign.low is None or sign.low <= difference
    return above and (sign.high is None or difference <= sign.high)


@pytest.mark.parametrize("code", ["F1", pytest.param("F2", marks=pytest.mark.slow)])
def test_a_fault_of_a_kiln_shows_by_its_signs_and_goes_with_its_cure(code: str) -> None:
    """Each sign at its time; a day after the cure none is left."""
    broken, whole = working(), working()
    breakdowns, signs = broken.assembly.breakdowns, fault(code).signs
    breakdowns.strike(KILN, code)
    for within_s in sorted({each.within_s for each in signs}):
        due = tuple(each for each in signs if each.within_s == within_s)
        found = seen(broken, whole, due, FULL_H + within_s / 3600.0)
        assert all(shows(*each) for each in found), found
    breakdowns.cure(KILN, code)
    later_h = broken.floor.state.step / 3600.0 + 24.0
    moving = tuple(each for each in signs if not shows(each, 0.0))
    found = seen(broken, whole, moving, later_h)
    assert not any(shows(*each) for each in found), found
