"""The storm soak as a whole: run after run, each from its own seed."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeAlias

from lizao.testing.storm.figures import EVERYTHING, Figures, Limits, Order
from lizao.testing.storm.history import History, Parts
from lizao.testing.storm.scenes import mini_scenes, reference_scenes
from lizao.testing.storm.smallest import smallest
from lizao.testing.storm.twin import Stage

Scenes: TypeAlias = Callable[[int], Sequence[Stage]]
"""What is made in the run of a seed."""
_MADE = Parts()


def paper_scenes(seed: int) -> Sequence[Stage]:
    """The mini plant on even seeds, the reference line on odd ones."""
    return reference_scenes() if seed % 2 else mini_scenes()


def storm_soak(
    order: Order, parts: Parts = _MADE, workers: int = 1, scenes: Scenes = paper_scenes
) -> Figures:
    """Run the storms of ``order``.

    With more than one of ``workers`` the runs are shared out to processes of their own; the figures
    are the same.
    """
    seeds = range(order.seed, order.seed + order.runs)
    play = partial(play_run, order.hours, parts, scenes=scenes, limits=order.limits)
    total = Figures()
    if workers == 1 or order.runs == 1:
        for each in map(play, seeds):
            total.add(each)
        return total
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, order.runs), context) as pool:
        for each in pool.map(play, seeds):
            total.add(each)
    return total


def play_run(
    hours: float,
    parts: Parts,
    seed: int,
    scenes: Scenes = paper_scenes,
    limits: Limits = EVERYTHING,
) -> Figures:
    """One run; a later run of the same process finds its plant and recipes read already.

    What it finds in a storm that was spared nothing is told by the smallest storm that finds it.
    """

    def again(hours: float, limits: Limits) -> Figures:
        return History(scenes(seed), seed, parts, limits).play(hours)

    found = again(hours, limits)
    if found.violations and limits == EVERYTHING:
        found.violations[0] = smallest(again, found.violations[0])
    return found
