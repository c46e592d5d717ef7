"""The collector of garbage, kept from looking at what will stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

COLLECT_AFTER: Final = (50_000, 20, 100)
"""Objects before the collector looks at the young, and how much rarer at the old ones."""


@contextmanager
def paused_collector() -> Iterator[None]:
    """Make many objects that all stay without a look at each of them on the way."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def quiet_collector() -> Iterator[None]:
    """What is there stays: the collector looks only at what is new, and more rarely."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
