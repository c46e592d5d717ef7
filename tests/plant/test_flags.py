"""Flags of units: done while they are up, in their order, and not looked at one by one in vain."""

import numpy as np

from lizao.plant.flags import Flags


def test_what_is_up_is_done_in_order_and_what_was_taken_down_meanwhile_is_not() -> None:
    """The first takes the third down and puts the second up."""
    flat, done = np.zeros(10), []
    flags = Flags(flat)

    def first() -> None:
        done.append(1)
        flat[3], flat[8], flat[5] = 0.0, 0.0, 2.0

    flags.add(3, first)
    flags.add(5, lambda: done.append(2))
    flags.add(8, lambda: done.append(3))
    flags.act()
    assert done == []
    flat[3] = flat[8] = 1.0
    flags.act()
    assert done == [1, 2]
    flags.act()
    assert done == [1, 2, 2]
