"""How often one may ask: a browser as fast as a page needs, strangers together more slowly."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lizao.model.errors import AskedTooOftenError

STRANGERS: Final = ""
"""Whoever was not let in shares one allowance: asking from many places gains nothing."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many questions a second in the long run, and so many at once."""

    per_s: float
    at_once: float


OF_BROWSER: Final = Allowance(50.0, 300.0)
OF_STRANGERS: Final = Allowance(20.0, 200.0)
MOST: Final = 2_000
"""Who is remembered at one time; whoever asked least lately is forgotten."""


class Limits:
    """What each has left of her allowance."""

    def __init__(self, elapsed_s: Callable[[], float]) -> None:
        """Everybody has all; ``elapsed_s`` is a clock that never jumps."""
        self._elapsed_s = elapsed_s
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, who: str) -> None:
        """One question more; AskedTooOftenError where nothing is left."""
        allowance = OF_BROWSER if who else OF_STRANGERS
        with self._lock:
            now_s = self._elapsed_s()
            left, at_s = self._left.pop(who, (allowance.at_once, now_s))
            left = min(allowance.at_once, left + (now_s - at_s) * allowance.per_s)
            self._left[who] = (max(0.0, left - 1.0), now_s)
            while len(self._left) > MOST:
                del self._left[next(iter(self._left))]
        if left < 1.0:
            raise AskedTooOftenError((1.0 - left) / allowance.per_s)
