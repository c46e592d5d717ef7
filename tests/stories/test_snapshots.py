"""The state of a batch on the virtual line, written down and read again at many cuts."""

import pytest

from lizao.app.home import reading_home
from lizao.app.rooms import Folded, Rooms
from lizao.ledger.snapshot import Snapshot
from tests.stories.conftest import Made

pytestmark = pytest.mark.slow
EVERY = 40


def test_a_snapshot_and_the_tail_are_the_whole(one_tonne: Made) -> None:
    """At every cut the rooms that were read again are those that all facts fold into."""
    plain, again = Rooms(), Rooms()
    with reading_home(one_tonne.stage.home, None) as home:
        facts = home.ledger.facts()
        for entry, (_, fact) in zip(home.ledger.entries(), facts, strict=True):
            plain.apply(fact)
            again.apply(fact)
            if entry.number % EVERY == 0:
                again = Rooms.of(Snapshot.of(entry, again.folded).unpacked(Folded))
                assert again.folded == plain.folded
    assert again.folded == plain.folded
    assert plain.folded == home.rooms.folded
