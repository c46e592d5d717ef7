"""The same orders on the same plant, by the way of Lizao and by old practice."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from lizao.testing.comparison.orders import Orders, orders_of
from lizao.testing.comparison.playing import Made, play, promised_h
from lizao.testing.comparison.practices import ByHand, Practice
from lizao.testing.comparison.report import Report, compared

__all__ = ["BOTH", "Orders", "Report", "compare", "orders_of"]

BOTH: Final = (Practice.name, ByHand.name)
"""The two ways of working, the one whose advantage is asked for first."""


def compare(orders: Orders, workers: int = 1, ways: tuple[str, str] = BOTH) -> Report:
    """Make the orders by both ways on every seed.

    With more than one of ``workers`` the runs are shared out to processes of their own; the figures
    are the same.
    """
    if workers == 1:
        made = [[play(orders, way, seed) for seed in orders.each] for way in ways]
        return _report(orders, promised_h(orders), made)
    context = multiprocessing.get_context("spawn")
    runs = 1 + len(ways) * orders.seeds
    with ProcessPoolExecutor(min(workers, runs), context) as pool:
        promise = pool.submit(promised_h, orders)
        begun = [[pool.submit(play, orders, way, seed) for seed in orders.each] for way in ways]
        ended = [[each.result() for each in way] for way in begun]
        return _report(orders, promise.result(), ended)


def _report(
    orders: Orders, promise_h: tuple[float, ...], made: Sequence[Sequence[tuple[Made, ...]]]
) -> Report:
    ours, theirs = made
    return Report(
        plant=orders.plant.name,
        comparison=orders.comparison,
        batches=orders.batches,
        seed=orders.seed,
        promised_h=promise_h,
        figures=compared(orders.comparison, ours, theirs, promise_h),
    )
