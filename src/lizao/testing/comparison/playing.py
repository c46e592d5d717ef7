"""One way of working on one seed: the orders are given, made, and what came of each is told."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lizao.app.result import HVAC_FACTOR, NITROGEN_FACTOR
from lizao.control.start import start_batch
from lizao.model.disturbances import FAULT_RATE, SCALE
from lizao.model.facts import BatchCreated, LotJudged
from lizao.model.identifiers import BatchId, MaterialName
from lizao.model.instants import Instant, in_hours
from lizao.model.quality import Disposition
from lizao.model.states import FINAL
from lizao.testing.comparison.orders import Orders, placed
from lizao.testing.comparison.practices import Practice
from lizao.testing.shift import Shift
from lizao.testing.validation.trial import BATCHES_PER_STORE, KG_PER_T

CALM: Final[Mapping[str, float]] = {SCALE: 0.0, FAULT_RATE: 0.0, "lots.scatter": 0.0}
"""The numbers of a plant in which nothing goes wrong."""
LOOK_H: Final = 1.0
"""So often it is seen whether all batches are done."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one batch.

    ``hours`` from its order until it was packed and judged, or as long as it was waited for.
    """

    done: bool
    hours: float
    first_pass: bool
    tonnes: float
    energy_kwh: float
    nitrogen_nm3: float
    gas_nm3: float
    charged_kg: Mapping[MaterialName, float] = field(default_factory=dict)
    results: Mapping[str, float] = field(default_factory=dict)


def promised_h(orders: Orders) -> tuple[float, ...]:
    """The promise of every batch: what the calm plant takes by the way of Lizao, and the margin."""
    calm = placed(orders.plant, {**orders.comparison.conditions, **CALM})
    made = _made(replace(orders, plant=calm), Practice(), orders.seed)
    return tuple((1.0 + orders.comparison.margin) * each.hours for each in made)


def play(orders: Orders, name: str, seed: int) -> tuple[Made, ...]:
    """Every batch of one seed, made by one way of working."""
    disturbed = placed(orders.plant, orders.comparison.conditions)
    return _made(replace(orders, plant=disturbed), orders.practice(name, seed), seed)


def _made(orders: Orders, practice: Practice, seed: int) -> tuple[Made, ...]:
    shift, batches = begun(orders, practice, seed)
    ordered_at = shift.now
    until = orders.longest_h
    while until > 0.0 and not all(_done(shift, each) for each in batches):
        shift.forward(min(LOOK_H, until))
        until -= LOOK_H
    return tuple(_told(shift, each, ordered_at) for each in batches)


def begun(orders: Orders, practice: Practice, seed: int) -> tuple[Shift, list[BatchId]]:
    """A plant on which every batch is ordered."""
    comparison, site = orders.comparison, orders.site
    master = practice.campaign(site.recipe(comparison.recipe))
    shift = Shift(
        practice.plant(orders.plant),
        seed,
        site=replace(site, recipes={**site.recipes, comparison.recipe: master}),
        hot_for=comparison.recipe,
        stores=math.ceil(orders.batches / BATCHES_PER_STORE),
    )
    batches = []
    for number in range(1, orders.batches + 1):
        facts = start_batch(
            practice.known(shift.run, shift.now),
            shift.design,
            practice.recipe(master, number),
            site.specification(master),
            comparison.batch_kg,
            {},
            "planner",
            shift.now,
        )
        shift.loop.turn(facts)
        batches += [each.batch for each in facts if isinstance(each, BatchCreated)]
    return shift, batches


def _done(shift: Shift, batch: BatchId) -> bool:
    """Whether a batch has ended and what it made was judged, or is kept back."""
    return shift.run.batches[batch].state in FINAL and shift.rooms.register.settled(batch)


def _told(shift: Shift, batch: BatchId, ordered_at: Instant) -> Made:
    lots = [each for each in shift.rooms.register.lots.values() if each.batch == batch]
    figures = shift.rooms.views.batches[batch]
    tonnes = sum(each.mass_kg for each in figures.bags) / KG_PER_T
    numbers = shift.design.coefficients
    shared_kwh = numbers.get(NITROGEN_FACTOR, 0.0) * figures.nitrogen_nm3
    shared_kwh += numbers.get(HVAC_FACTOR, 0.0) * tonnes
    ends = [figures.ended, *(each.judged_at for each in lots if each.judged_at)]
    done = _done(shift, batch)
    last = max((each for each in ends if each is not None), default=shift.now)
    return Made(
        done=done,
        hours=in_hours((last if done else shift.now) - ordered_at),
        first_pass=_is_first_pass(shift, batch),
        tonnes=tonnes,
        energy_kwh=figures.energy_kwh + shared_kwh,
        nitrogen_nm3=figures.nitrogen_nm3,
        gas_nm3=figures.gas_nm3,
        charged_kg=_charged_kg(shift, batch),
        results={name: each.value for lot in lots for name, each in lot.attributes.items()},
    )


def _is_first_pass(shift: Shift, batch: BatchId) -> bool:
    """Whether the first judgement of every lot of a batch released it."""
    lots = {each.lot for each in shift.rooms.register.lots.values() if each.batch == batch}
    first: dict[str, Disposition] = {}
    for each in shift.facts:
        if isinstance(each, LotJudged) and each.lot in lots:
            first.setdefault(each.lot, each.disposition)
    good = all(first.get(each) is Disposition.RELEASED for each in lots)
    return bool(lots) and good


def _charged_kg(shift: Shift, batch: BatchId) -> dict[MaterialName, float]:
    """What was charged of each raw material, as delivered."""
    used: dict[MaterialName, float] = {}
    for (_, lot), mass_kg in shift.run.batches[batch].charged_kg.items():
        material = shift.run.lots[lot].material
        used[material] = used.get(material, 0.0) + mass_kg
    return used
