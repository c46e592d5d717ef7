"""What goes on for weeks: a turn that fails is told once, and the next is taken all the same."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

_LOG: Final = logging.getLogger("lizao.api")


class Steady:
    """Takes the turns of a task that must not end unseen; ``name`` is what is written of it."""

    def __init__(self, name: str) -> None:
        """Nothing has gone wrong yet."""
        self._name = name
        self._failing = False

    async def turn(self, act: Callable[[], Awaitable[None]]) -> bool:
        """Act once; whether it went well. Of many failures in a row the first is written down."""
        try:
            await act()
        except Exception:  # noqa: BLE001 - whatever it is, it must not end the task unseen
            if not self._failing:
                _LOG.exception("%s failed", self._name)
            self._failing = True
            return False
        if self._failing:
            _LOG.warning("%s goes on", self._name)
        self._failing = False
        return True
