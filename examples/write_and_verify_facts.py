"""Write facts into a ledger, copy its head, change one byte, and see it found."""

import sqlite3
from contextlib import closing
from pathlib import Path

from lizao.ledger.store import Ledger
from lizao.ledger.verify import verify
from lizao.model.facts import MaterialMoved
from lizao.model.identifiers import PlaceId
from lizao.model.instants import SECOND

home, state = Path("home"), Path("state")
noon = 1_767_614_400 * SECOND
home.mkdir()

with Ledger.open(home, state=state) as ledger:
    for minute in range(10):
        at = noon + minute * 60 * SECOND
        moved = MaterialMoved(at, at - SECOND, PlaceId("silo-1"), PlaceId("silo-2"), 40.0 + minute)
        ledger.append([moved], wall_at=at)
    ledger.commit()  # what was appended is durable, and the new head is signed and copied
    head = ledger.head()
print(f"written: {head.text[:60]}…")
print(f"intact:  {verify(home, head, state=state).intact}")

with closing(sqlite3.connect(home / "ledger.db")) as database:
    changed = "UPDATE facts SET body = replace(body, '44.0', '94.0') WHERE number = 5"
    database.execute(changed)
    database.commit()
print(f"fault:   {verify(home, head, state=state).first_fault}")
