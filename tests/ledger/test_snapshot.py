"""State written down beside the ledger, and the doubts in which it is not used."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lizao.ledger.head import Head
from lizao.ledger.snapshot import SNAPSHOT, Snapshot, this_program
from lizao.ledger.store import Ledger
from lizao.model.errors import LedgerBrokenError
from tests.ledger.samples import Shelf, facts

STATE = {"silo-1": 12.5, "silo-2": 0.0}


def filled(shelf: Shelf) -> Ledger:
    """A ledger of nine facts with a snapshot after the sixth."""
    ledger = shelf.ledger()
    ledger.append(facts(9), wall_at=1)
    ledger.commit()
    assert ledger.keep_snapshot(6, STATE)
    return ledger


def test_a_snapshot_comes_back_with_its_place_in_the_chain(shelf: Shelf) -> None:
    """It says after which fact the state stood, and gives the state as it was."""
    with filled(shelf) as ledger:
        snapshot = ledger.snapshot()
        assert snapshot is not None
        sixth = list(ledger.entries())[5]
        assert snapshot[:3] == ("controller", 6, sixth.hash)
        assert snapshot.unpacked(dict[str, float]) == STATE


def test_there_is_none_before_the_first(shelf: Shelf) -> None:
    """A new ledger has no snapshot, and takes none of facts that it does not have."""
    with shelf.ledger() as ledger:
        assert ledger.snapshot() is None
        assert not ledger.keep_snapshot(1, STATE)


def test_the_last_one_counts(shelf: Shelf) -> None:
    """A second snapshot takes the place of the first."""
    with filled(shelf) as ledger:
        ledger.keep_snapshot(9, {})
        snapshot = ledger.snapshot()
        assert snapshot is not None
        assert (snapshot.number, snapshot.unpacked(dict[str, float])) == (9, {})


def test_a_state_of_another_kind_is_refused(shelf: Shelf) -> None:
    """What was packed as numbers does not come back as a list."""
    with filled(shelf) as ledger:
        snapshot = ledger.snapshot()
        assert snapshot is not None
        with pytest.raises(LedgerBrokenError):
            snapshot.unpacked(list[str])


def sealed_home(folder: Path) -> bytes:
    """A home with a snapshot; the file."""
    with Ledger.open(folder) as ledger:
        ledger.append(facts(9), wall_at=1)
        ledger.commit()
        assert ledger.keep_snapshot(6, STATE)
    return (folder / SNAPSHOT).read_bytes()


def read_back(folder: Path) -> Snapshot | None:
    """What a reader of the home finds."""
    with Ledger.read(folder) as ledger:
        return ledger.snapshot()


def other_program(content: bytes) -> bytes:
    """The file as other code would have sealed it."""
    return content.replace(this_program().encode(), b"0.0.1 " + 64 * b"0")


def other_body(content: bytes) -> bytes:
    """The file with another state under the same seal."""
    return content.replace(b"silo-1", b"silo-3")


def cut_short(content: bytes) -> bytes:
    """The file as a full disk leaves it."""
    return content[:-1]


def first_line_only(content: bytes) -> bytes:
    """The file after a crash of the file system."""
    return content.split(b"\n")[0]


def no_place(content: bytes) -> bytes:
    """The file without its place in the chain."""
    lines = content.split(b"\n", 4)
    return b"\n".join((*lines[:2], b"nowhere", *lines[3:]))


def no_text(content: bytes) -> bytes:
    """The file with bytes that are no text where the seal was."""
    lines = content.split(b"\n", 4)
    return b"\n".join((*lines[:3], b"\xff", lines[4]))


def made_anew(content: bytes) -> bytes:
    """The file as somebody without the key makes it: everything fits but the signature."""
    found = Snapshot.opened(content, this_program(), ())
    assert found is not None
    return found._replace(body=other_body(found.body)).sealed(this_program(), None)


@pytest.mark.parametrize(
    "damage",
    [
        other_program, other_body, cut_short, first_line_only, no_place, no_text, made_anew,
        lambda _: b"",
    ],
)  # fmt: skip
def test_a_snapshot_that_does_not_fit_is_none(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    """Torn, altered, by other code or without the signature: it is as if it were not there."""
    content = sealed_home(tmp_path)
    assert read_back(tmp_path) is not None
    damaged = damage(content)
    assert damaged != content
    (tmp_path / SNAPSHOT).write_bytes(damaged)
    assert read_back(tmp_path) is None


def test_a_snapshot_of_another_chain_is_none(tmp_path: Path) -> None:
    """A place that this chain does not have, by number, by hash or by stream."""
    sealed_home(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        key, there = ledger._key, list(ledger.entries())[5]  # noqa: SLF001 - the true key
        for place in (
            there._replace(number=7),
            there._replace(number=10),
            there._replace(stream="other"),
        ):
            content = Snapshot.of(place, STATE).sealed(this_program(), key)
            (tmp_path / SNAPSHOT).write_bytes(content)
            assert ledger.snapshot() is None
        content = Snapshot.of(there, STATE).sealed(this_program(), key)
        (tmp_path / SNAPSHOT).write_bytes(content)
        assert ledger.snapshot() is not None


def test_who_has_no_key_keeps_none(tmp_path: Path) -> None:
    """A reader of somebody else's home leaves it as it is; the owner's reader may seal."""
    content = sealed_home(tmp_path / "home")
    with Ledger.read(tmp_path / "home", state=tmp_path / "other") as ledger:
        assert not ledger.keep_snapshot(9, STATE)
    assert (tmp_path / "home" / SNAPSHOT).read_bytes() == content
    with Ledger.read(tmp_path / "home") as ledger:
        assert ledger.keep_snapshot(9, STATE)
    assert read_back(tmp_path / "home") is not None


def test_a_seal_is_no_head() -> None:
    """What signs a snapshot cannot be shown as the head of a stream of facts."""
    snapshot = Snapshot("controller", 6, "0" * 64, b"")
    lines = snapshot.sealed("x", None).split(b"\n")
    assert Head.parse(lines[3].decode()).stream == f"controller/{SNAPSHOT}"
