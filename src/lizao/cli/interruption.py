"""Ctrl-C: the first holds the batch, the second ends the program."""

import signal
from types import FrameType, TracebackType
from typing import Final, Self

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """While it is entered, ``asked`` tells whether somebody wants to hold."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.asked = False
        self._before = {each: signal.getsignal(each) for each in SIGNALS}

    def __enter__(self) -> Self:
        """Take the signals."""
        for each in SIGNALS:
            signal.signal(each, self._take)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
