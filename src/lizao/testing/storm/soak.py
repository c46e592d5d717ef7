"""The storm soak as a whole: run after run, each from its own seed."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial

from lizao.testing.mini import mini_recipe
from lizao.testing.reference import reference_scene
from lizao.testing.scene import Scene
from lizao.testing.storm.figures import Figures, Order
from lizao.testing.storm.history import History, Parts

_MADE = Parts()


def mini_scenes() -> tuple[Scene, ...]:
    """Two products of the mini plant, one of them fired hotter."""
    recipe = mini_recipe()
    hotter = tuple(
        replace(each, default=each.high) if each.name == "soak" else each for each in recipe.formula
    )
    return (
        Scene(),
        Scene(recipe=replace(recipe, name="mini-hot", formula=hotter), mass_kg=800.0),
    )


@cache
def reference_scenes() -> tuple[Scene, ...]:
    """Both products of the reference line."""
    return (reference_scene("lfp-26"), reference_scene("lfp-24"))


def storm_soak(order: Order, parts: Parts = _MADE, workers: int = 1) -> Figures:
    """Run the storms of ``order``: the mini plant on even seeds, the reference line on odd ones.

    With more than one of ``workers`` the runs are shared out to processes of their own; the figures
    are the same.
    """
    seeds = range(order.seed, order.seed + order.runs)
    play = partial(play_run, order.hours, parts)
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


def play_run(hours: float, parts: Parts, seed: int) -> Figures:
    """One run; a later run of the same process finds its plant and recipes read already."""
    scenes = reference_scenes() if seed % 2 else mini_scenes()
    return History(scenes, seed, parts).play(hours)
