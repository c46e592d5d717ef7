"""Which batches of a home are not done yet."""

from collections.abc import Iterator

from lizao.app.home import Home
from lizao.model.identifiers import BatchId
from lizao.model.states import FINAL, State


def unfinished_batches(home: Home) -> Iterator[BatchId]:
    """Batches that have not ended, or whose lot is not judged, or that wait for a result."""
    owed = {each.batch for each in home.rooms.run.samples.values()}
    lots = home.rooms.register.lots.values()
    unjudged = {each.batch for each in lots if not home.rooms.register.settled(each.batch)}
    for batch in home.rooms.run.batches.values():
        if batch.state not in FINAL or (
            batch.state is State.COMPLETE and batch.batch in owed | unjudged
        ):
            yield batch.batch
