"""What a kernel flags of a unit, and what is to be done then."""

from collections.abc import Callable

import numpy as np

from lizao.plant.records import Floats


class Flags:
    """The flags of all units by their place in the flat memory.

    They are looked at after every event: hundreds at once, and one by one only where one is up.
    """

    def __init__(self, flat: Floats) -> None:
        """No flag yet."""
        self._flat = flat
        self._places = np.zeros(0, dtype=np.int64)
        self._acts: list[Callable[[], None]] = []

    def add(self, place: int, act: Callable[[], None]) -> None:
        """``act`` is to be called while the flag at a place of the flat memory is up."""
        self._places = np.append(self._places, place)
        self._acts.append(act)

    def act(self) -> None:
        """Do what is to be done for every flag that is up when its turn comes."""
        if not self._flat[self._places].any():
            return
        for place, act in zip(self._places.tolist(), self._acts, strict=True):
            if self._flat[place] > 0.0:
                act()
