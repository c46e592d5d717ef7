"""The saggars of every line are all there: filled, claimed or free, and given back in the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lizao.control.run import Claim, Run
from lizao.control.saggars import free_now, unclaimed
from lizao.model.states import FINAL
from lizao.testing.storm.twin import Twin


@dataclass(slots=True)
class Pools:
    """Holds what control counts against what the plant has."""

    plant: Twin
    _stale: frozenset[Claim] = field(default_factory=frozenset)

    def wrong(self, run: Run, reports_read: int) -> Iterator[str]:
        """What does not add up, or is claimed for a step that has long been over."""
        yield from _overdrawn(run)
        there = self.plant.saggars_free()
        if reports_read == len(self.plant.reports):
            for pool in run.plant.pools if run.plant else ():
                here = free_now(run, pool)
                if here != there[pool]:
                    yield f"saggars: {pool} has {there[pool]} free, and {here} by the ledger"
        stale = frozenset(_over(run))
        for each in stale & self._stale:
            yield f"saggars: {each.batch} {each.step} is over and claims {each.saggars}"
        self._stale = stale


def _overdrawn(run: Run) -> Iterator[str]:
    for pool, left in unclaimed(run).items():
        if left < 0:
            yield f"saggars: {-left} more of {pool} are claimed than there are"
        free = free_now(run, pool)
        if free < 0:
            yield f"saggars: {-free} more of {pool} are out than there are"


def _over(run: Run) -> Iterator[Claim]:
    for each in (*run.saggar_claims.values(), *run.saggar_queue):
        batch = run.batches[each.batch]
        if batch.state in FINAL or batch.done(each.step):
            yield each
