"""Samples that come late to the laboratory, where a plant says so."""

from dataclasses import replace

import pytest

from lizao.model.commands import AnalyseSample
from lizao.model.facts import SampleResult
from lizao.model.identifiers import BatchId, PlaceId, SampleId
from tests.plant.hand import Hand
from tests.plant.plants import line, stand

TANK = "premix-1"
SAMPLES = ("s1", "s2", "s3")


def told(seed: int = 1, **numbers: float) -> dict[str, tuple[float, float]]:
    """After how many minutes the laboratory tells of a water sample, and what."""
    late = {f"lab.{name}": value for name, value in numbers.items()}
    plant = line()
    plant = replace(plant, coefficients={**plant.coefficients, **late})
    hand = Hand(stand(plant, seed))
    hand.complete(TANK, "charge", lot=hand.lots["water"][0].id, mass_kg=4_000.0)
    began = hand.plant.at
    for each in SAMPLES:
        hand.write(AnalyseSample(SampleId(each), PlaceId(TANK), BatchId("B1"), ("solids",)))
    hand.until(lambda: len(hand.facts(SampleResult)) == len(SAMPLES), 4.0)
    return {
        each.sample: ((each.at - began) / 60e6, each.value) for each in hand.facts(SampleResult)
    }


def test_each_sample_is_late_by_chance_that_a_seed_repeats() -> None:
    """By 30 to 90 min on top of the quarter of an hour of the method; the value is the same."""
    prompt, late = told(), told(late_least_min=30.0, late_most_min=90.0)
    assert [prompt[each][0] for each in SAMPLES] == pytest.approx([15.0] * 3, abs=0.1)
    delays = [late[each][0] - prompt[each][0] for each in SAMPLES]
    assert all(30.0 <= each <= 90.1 for each in delays)
    assert len(set(delays)) == len(SAMPLES)
    assert [each[1] for each in map(late.get, SAMPLES) if each] == [
        each[1] for each in map(prompt.get, SAMPLES) if each
    ]
    assert told(late_least_min=30.0, late_most_min=90.0) == late
    assert told(2, late_least_min=30.0, late_most_min=90.0) != late
