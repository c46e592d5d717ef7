"""History cannot be rewritten unseen: every fault that is planted is found."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lizao.ledger.chain import Entry, chained, genesis
from lizao.ledger.head import Head
from lizao.ledger.sql import DATABASE
from lizao.ledger.store import Ledger
from lizao.ledger.verify import Against, Fault, Reason, Verification, verify
from lizao.ledger.witness import PUBLIC_KEYS, Witness
from lizao.model.errors import LedgerBrokenError, NothingToDoError
from lizao.model.instants import DAY
from tests.ledger.samples import START, fact, facts, sampled, tampering

WRITER = """
import sys
from pathlib import Path
from lizao.ledger.store import Ledger
from tests.ledger.samples import fact

ledger = Ledger.open(Path(sys.argv[1]))
for number in range(1_000_000):
    ledger.append([fact(number)] * 3, wall_at=number)
    print(ledger.commit(), flush=True)
"""


def fault(home: Path, head: Head | None = None, state: Path | None = None) -> Fault | None:
    """The first fault of the ledger in ``home``."""
    return verify(home, head, state=state).first_fault


def head_of(home: Path) -> Head:
    """The head of the ledger in ``home``, as it is printed on a record."""
    with Ledger.read(home) as ledger:
        return Head.parse(ledger.head().text)


def remake(home: Path, key: Ed25519PrivateKey | None) -> None:
    """Change fact 5 and make the chain again from there, signed with another key or not at all."""
    with tampering(home) as database:
        database.execute("UPDATE facts SET body = replace(body, '44.25', '44.75') WHERE number = 5")
        previous = genesis("controller")
        for row in database.execute("SELECT * FROM facts ORDER BY number").fetchall():
            entry = chained(Entry(*row), previous)
            previous = entry.hash
            database.execute(
                "UPDATE facts SET hash = ? WHERE number = ?", (entry.hash, entry.number)
            )
        head = Head("controller", 30, previous)
        if key is not None:
            head = head.signed(key)
            public = key.public_key().public_bytes_raw().hex()
            (home / PUBLIC_KEYS).write_text(f"{public}\n", encoding="ascii")
        database.execute("UPDATE heads SET hash = ?, signature = ?", (head.hash, head.signature))


def test_an_untouched_ledger_is_intact(home: Path) -> None:
    """Nothing is found where nothing was done, against the copy and against a printed head."""
    copy, given = verify(home), verify(home, head_of(home))

    assert (copy.intact, copy.entries, copy.against) == (True, 30, Against.COPY)
    assert (given.intact, given.entries, given.against) == (True, 30, Against.GIVEN)


def test_a_ledger_of_another_user_is_held_against_its_own_signature(
    home: Path, tmp_path: Path
) -> None:
    """Somebody who was sent a home can check all of it but that it is the newest."""
    found = verify(home, state=tmp_path / "another user")

    assert (found.intact, found.against) == (True, Against.NOTHING)


def test_an_older_printed_head_is_still_on_the_chain(home: Path) -> None:
    """A record printed long ago proves that nothing before it was changed since."""
    old = head_of(home)
    with Ledger.open(home) as ledger:
        ledger.append(facts(5, since=30), wall_at=9)
        ledger.commit()

    assert verify(home, old).intact
    assert verify(home).entries == 35


def test_a_ledger_is_verified_while_it_is_written(home: Path) -> None:
    """A reader sees whole groups, so a writer at work is no fault."""
    with Ledger.open(home) as ledger:
        ledger.append(facts(5, since=30), wall_at=9)
        ledger.commit()
        ledger.append(facts(5, since=35), wall_at=9)

        assert verify(home) == Verification(35, Against.COPY, None)


@pytest.mark.parametrize(
    ("change", "number", "reason"),
    [
        ("UPDATE facts SET body = replace(body, '44.25', '44.26') WHERE number = 5", 5, "altered"),
        ("UPDATE facts SET at = at + 1 WHERE number = 30", 30, "altered"),
        ("UPDATE facts SET wall_at = 7 WHERE number = 1", 1, "altered"),
        ("UPDATE facts SET kind = 'Material' WHERE number = 2", 2, "altered"),
        ("UPDATE facts SET version = 2 WHERE number = 2", 2, "altered"),
        ("UPDATE facts SET hash = upper(hash) WHERE number = 9", 9, "altered"),
        ("UPDATE facts SET body = CAST(body AS BLOB) WHERE number = 9", 9, "altered"),
        ("UPDATE facts SET body = CAST(x'ff' AS TEXT) WHERE number = 9", 9, "unreadable"),
        ("DELETE FROM facts WHERE number = 12", 12, "missing"),
        ("DELETE FROM facts WHERE number <= 3", 1, "missing"),
        ("DELETE FROM facts WHERE number > 25", 26, "cut_tail"),
        ("DELETE FROM facts", 1, "cut_tail"),
        ("UPDATE facts SET stream = 'other' WHERE number = 30", 30, "cut_tail"),
        ("UPDATE heads SET number = 20", 21, "unsigned"),
        ("DELETE FROM heads", 1, "unsigned"),
        ("UPDATE heads SET signature = ''", 30, "wrong_signature"),
        ("UPDATE heads SET hash = signature", 30, "remade_chain"),
        ("DROP TABLE facts", 0, "ledger_missing"),
        ("DROP TABLE heads", 0, "unreadable"),
        ("DROP TABLE alembic_version", 0, "unreadable"),
        ("UPDATE alembic_version SET version_num = '9999'", 0, "unreadable"),
    ],
)
def test_a_change_in_the_database_is_found(
    home: Path, change: str, number: int, reason: str
) -> None:
    """The first entry that is not what was written is named."""
    with tampering(home) as database:
        database.execute(change)

    found = fault(home)

    assert found is not None
    assert (found.number, found.reason) == (number, reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("DELETE FROM facts WHERE number = 30", "not_the_signed_end"),
        ("DELETE FROM heads", "unsigned"),
        ("UPDATE heads SET signature = ''", "wrong_signature"),
    ],
)
def test_nobody_writes_on_where_the_end_is_not_the_signed_one(
    home: Path, change: str, reason: str
) -> None:
    """What was changed is not covered by new facts; it stays to be found."""
    with tampering(home) as database:
        database.execute(change)

    with pytest.raises(LedgerBrokenError, match=reason):
        Ledger.open(home)


def test_a_reader_is_told_that_the_end_is_gone(home: Path) -> None:
    """No page is drawn from a ledger whose last fact is not the signed one."""
    with tampering(home) as database:
        database.execute("DELETE FROM facts WHERE number = 30")

    with pytest.raises(LedgerBrokenError, match="not_the_signed_end"):
        Ledger.read(home)


def test_a_chain_made_again_with_the_same_key_is_not_written_on(home: Path) -> None:
    """Whoever has the key can sign another history; the copy still tells which was the first."""
    key = Witness(home).signing_key()
    remake(home, key)

    assert fault(home) == Fault("controller", 30, Reason.REMADE_CHAIN)
    with pytest.raises(LedgerBrokenError, match="remade_chain"):
        Ledger.open(home)


def test_two_facts_that_changed_places_are_found(home: Path) -> None:
    """The order of what happened is part of what happened."""
    with tampering(home) as database:
        for old, new in ((7, -1), (8, 7), (-1, 8)):
            database.execute("UPDATE facts SET number = ? WHERE number = ?", (new, old))

    assert fault(home) == Fault("controller", 7, Reason.ALTERED)


def test_a_fact_that_stands_twice_is_found(home: Path) -> None:
    """A table without its key could hold a number twice."""
    with tampering(home) as database:
        database.execute("CREATE TABLE copy AS SELECT * FROM facts")
        database.execute("INSERT INTO copy SELECT * FROM facts WHERE number = 4")
        database.execute("DROP TABLE facts")
        database.execute("ALTER TABLE copy RENAME TO facts")

    assert fault(home) == Fault("controller", 5, Reason.DUPLICATED)


def test_a_tail_cut_off_with_an_old_signed_head_is_found(home: Path, tmp_path: Path) -> None:
    """Yesterday's ledger in place of today's is true in itself, but too short."""
    shutil.copytree(home, tmp_path / "yesterday")
    with Ledger.open(home) as ledger:
        ledger.append(facts(5, since=30), wall_at=9)
        ledger.commit()
    printed = head_of(home)
    shutil.rmtree(home)
    (tmp_path / "yesterday").rename(home)

    assert fault(home) == Fault("controller", 31, Reason.CUT_TAIL)
    assert fault(home, printed) == Fault("controller", 31, Reason.CUT_TAIL)
    with pytest.raises(LedgerBrokenError, match="cut_tail"):
        Ledger.open(home)


def test_a_chain_made_again_without_the_key_is_found(home: Path, tmp_path: Path) -> None:
    """The hashes can be made again by anybody; the signature cannot."""
    printed = head_of(home)
    remake(home, key=None)

    assert fault(home) == Fault("controller", 30, Reason.REMADE_CHAIN)
    assert fault(home, printed) == Fault("controller", 30, Reason.REMADE_CHAIN)
    alone = fault(home, state=tmp_path / "another user")
    assert alone == Fault("controller", 30, Reason.WRONG_SIGNATURE)
    with pytest.raises(LedgerBrokenError, match="wrong_signature"):
        Ledger.open(home)


def test_a_chain_made_again_with_another_key_is_found(home: Path, tmp_path: Path) -> None:
    """A ledger that is true in itself is not the one whose head was printed or copied."""
    printed = head_of(home)
    remake(home, Ed25519PrivateKey.generate())

    assert fault(home) == Fault("", 0, Reason.REMADE_CHAIN)
    assert fault(home, printed) == Fault("controller", 30, Reason.REMADE_CHAIN)
    alone = fault(home, printed, state=tmp_path / "another user")
    assert alone == Fault("controller", 30, Reason.REMADE_CHAIN)
    with pytest.raises(LedgerBrokenError, match="remade_chain"):
        Ledger.open(home)


def test_a_head_that_nobody_signed_proves_nothing(home: Path) -> None:
    """A head must carry the signature of the ledger's key."""
    forged = head_of(home)._replace(signature="00" * 64)

    assert fault(home, forged) == Fault("controller", 30, Reason.WRONG_SIGNATURE)


def test_a_head_of_a_stream_that_is_gone_is_found(home: Path) -> None:
    """A whole stream cannot vanish."""
    with Ledger.open(home, "service") as service:
        service.append(facts(3), wall_at=1)
        service.commit()
    with tampering(home) as database:
        database.execute("DELETE FROM facts WHERE stream = 'service'")
        database.execute("DELETE FROM heads WHERE stream = 'service'")

    assert fault(home) == Fault("service", 1, Reason.CUT_TAIL)


def test_every_byte_of_the_file_counts(home: Path) -> None:
    """Also a byte that holds no fact is what the program left there."""
    original = (home / DATABASE).read_bytes()
    for place in range(0, len(original), 1_021):
        changed = bytearray(original)
        changed[place] ^= 0x10
        (home / DATABASE).write_bytes(changed)

        assert fault(home) is not None, f"byte {place}"


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be one" * 99])
def test_a_file_that_is_no_database_is_found(home: Path, content: bytes) -> None:
    """Whatever lies in the ledger's place, the answer is a fault and not a failure."""
    (home / DATABASE).write_bytes(content)

    assert fault(home) is not None


def test_a_ledger_that_is_gone_is_found(home: Path) -> None:
    """A home that was written and holds nothing is not an empty home."""
    (home / DATABASE).unlink()
    assert fault(home) == Fault("", 0, Reason.LEDGER_MISSING)

    shutil.rmtree(home)
    assert fault(home) == Fault("", 0, Reason.LEDGER_MISSING)


def test_where_no_ledger_ever_was_there_is_nothing_to_verify(tmp_path: Path) -> None:
    """A wrong folder is a mistake of the person who asks, not of the ledger."""
    with pytest.raises(NothingToDoError):
        verify(tmp_path / "elsewhere")


def test_a_home_without_its_public_key_is_not_intact(home: Path) -> None:
    """Without the key no signature can be checked, and nobody writes on."""
    (home / PUBLIC_KEYS).unlink()

    assert fault(home) == Fault("", 0, Reason.PUBLIC_KEY_MISSING)
    with pytest.raises(LedgerBrokenError, match="public_key_missing"):
        Ledger.open(home)


@pytest.mark.parametrize(("content", "reason"), [(None, "file_missing"), (b"", "file_altered")])
def test_a_sealed_file_is_part_of_the_ledger(
    home: Path, content: bytes | None, reason: str
) -> None:
    """The fact that names a file of signals holds the file to its hash."""
    with Ledger.open(home) as ledger:
        ledger.record(sampled(START, [1.0, 2.0]))
        ledger.commit()
        sealed = ledger.seal(START // DAY, at=START + DAY)
        assert sealed is not None
        ledger.append([sealed], wall_at=9)
        ledger.commit()
    assert verify(home).intact

    (home / sealed.path).unlink()
    if content is not None:
        (home / sealed.path).write_bytes(content)

    assert fault(home) == Fault("controller", 31, Reason(reason))


def test_the_ledger_may_be_ahead_of_its_copy(home: Path) -> None:
    """A process that dies after the commit and before the copy leaves an intact ledger."""
    copy = next((home.parent / ".state").rglob("controller.head"))
    before = copy.read_bytes()
    with Ledger.open(home) as ledger:
        ledger.append(facts(5, since=30), wall_at=9)
        ledger.commit()
    copy.write_bytes(before)

    assert verify(home).intact
    with Ledger.open(home) as ledger:
        assert ledger.last_number == 35


def test_a_copy_that_was_torn_still_holds_the_head_before(home: Path) -> None:
    """Two slots take turns; half a line in one of them is no head."""
    copy = next((home.parent / ".state").rglob("controller.head"))
    torn = bytearray(copy.read_bytes())
    torn[:40] = b"\xff" * 40
    copy.write_bytes(torn)

    assert verify(home).intact


def test_a_moved_home_is_held_against_the_copies_of_its_old_place(
    home: Path, tmp_path: Path
) -> None:
    """What was known of a ledger goes with it, and it can be written on in its new place."""
    moved = home.rename(tmp_path / "moved")
    with tampering(moved) as database:
        database.execute("PRAGMA user_version = 7")

    assert fault(moved) == Fault("", 0, Reason.DATABASE_ALTERED)
    with Ledger.open(moved) as ledger:
        ledger.append([fact(30)], wall_at=9)
        ledger.commit()
    assert verify(moved).intact


def test_another_user_writes_on_with_a_key_of_their_own(home: Path, tmp_path: Path) -> None:
    """A home that came from another machine names both keys, and both prove their part."""
    state = tmp_path / "another user"
    old = head_of(home)
    with Ledger.open(home, state=state) as ledger:
        ledger.append([fact(30)], wall_at=9)
        ledger.commit()

    assert len((home / PUBLIC_KEYS).read_text(encoding="ascii").split()) == 2
    assert verify(home, old, state=state).intact
    assert verify(home, state=state).against is Against.COPY


def test_a_new_home_in_an_old_place_is_a_new_ledger(home: Path) -> None:
    """Who deletes a home and begins again is not told that the old one is missing."""
    shutil.rmtree(home)
    with Ledger.open(home) as ledger:
        ledger.append([fact(0)], wall_at=1)
        ledger.commit()

    assert verify(home).intact


@pytest.mark.parametrize("groups", [1, 7, 40])
def test_a_killed_writer_leaves_an_intact_ledger(tmp_path: Path, groups: int) -> None:
    """After kill -9 everything that was committed is there, and the next process goes on."""
    home = tmp_path / "home"
    command = [sys.executable, "-c", WRITER, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(groups)]
        writer.send_signal(signal.SIGKILL)

    found = verify(home)
    assert found.intact
    assert found.entries >= told[-1]
    assert found.entries % 3 == 0
    with Ledger.open(home) as ledger:
        ledger.append([fact(0)], wall_at=1)
        ledger.commit()
    assert verify(home).intact


@pytest.mark.parametrize(
    "text",
    ["", "controller:30", "controller:thirty:" + "0" * 64 + ":", "controller:30:0:0"],
)
def test_what_is_no_head_is_refused(text: str) -> None:
    """A head typed wrong is told apart from a head that does not hold."""
    with pytest.raises(LedgerBrokenError, match="not_a_head"):
        Head.parse(text)


def test_a_head_survives_print(home: Path) -> None:
    """A head is one line; line breaks that a printer adds do not matter."""
    head = head_of(home)

    assert "\n" not in head.text
    assert Head.parse(head.text[:50] + "\n  " + head.text[50:] + "\n") == head


def test_a_writer_killed_before_its_first_commit_leaves_nothing_to_verify(tmp_path: Path) -> None:
    """Where nothing was ever committed, nothing is missing."""
    home = tmp_path / "home"
    Witness(home).signing_key()
    with pytest.raises(NothingToDoError):
        verify(home)

    (home / DATABASE).write_bytes(b"")
    with pytest.raises(NothingToDoError):
        verify(home)

    with Ledger.open(home) as ledger:
        assert ledger.last_number == 0
    assert verify(home).intact
