"""A process that makes a batch and says at every turn how far it is, so that it can be killed.

python -m tests.stories.worker FOLDER TONNES SEED [HOURS]
"""

import sys
from pathlib import Path

from lizao.app.making import Making
from lizao.model.errors import NothingToDoError
from lizao.model.instants import HOUR
from tests.stories.stage import Stage

RECIPE = "lfp-26"


def tell(making: Making) -> None:
    """One line for every turn."""
    sys.stdout.write(f"{making.loop.now}\n")
    sys.stdout.flush()


def main(folder: str, tonnes: str, seed: str, hours: str = "inf") -> None:
    """Go on with the batch of a home, or make it; hold it after so many hours."""
    stage = Stage(Path(folder))

    def late(making: Making) -> bool:
        started = making.home.rooms.views.batches[making.batch].started
        return making.loop.now - started >= float(hours) * HOUR

    try:
        stage.resume(watch=tell, hold=late)
    except NothingToDoError:
        stage.make(RECIPE, tonnes, int(seed), watch=tell, hold=late)


if __name__ == "__main__":
    main(*sys.argv[1:])
