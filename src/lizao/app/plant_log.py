"""What a plant process keeps to come back after a kill: its commands, its reports, its last moment.

Three files: ``commands`` (every command, power failure, fault and cure, for ever: from them the
plant can always be simulated again), ``reports`` (those that no controller has committed yet) and
``mark`` (how far it had come). A command is written before it is taken. What a cycle brought is
written before anyone hears of it, and the mark last: what stands behind the mark never left the
process.
"""

import os
import struct
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import lizao.equipment.frames as wire
from lizao.app.virtual import MARK
from lizao.model.commands import AnyCommand
from lizao.model.image import Report
from lizao.model.instants import Instant
from lizao.plant.breakdowns import FaultCured, FaultStruck
from lizao.plant.outage import PowerLost

COMMANDS: Final = "commands"
REPORTS: Final = "reports"
_SLOT: Final = struct.Struct("!8qI")
_RECORD: Final = struct.Struct("!II")
_TRIM_BYTES: Final = 1 << 20
"""A file of reports that is longer is written anew once everything in it is committed."""

Happened = AnyCommand | PowerLost | FaultStruck | FaultCured


@dataclass(frozen=True, slots=True)
class Mark:
    """The last moment of a plant process that others may know of.

    ``entry`` is the last command taken, ``sequence`` the last report, ``plant_sequence`` the number
    that the plant itself gave it, ``acknowledged`` the last report that a controller has committed.
    ``clean``: the process was asked to end, and plant time stood still from then on.
    """

    at: Instant
    wall_at: Instant
    entry: int = 0
    sequence: int = 0
    plant_sequence: int = 0
    acknowledged: int = 0
    clean: bool = False


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One command, power failure, fault or cure, at its plant and wall time."""

    number: int
    at: Instant
    wall_at: Instant
    happened: Happened


class PlantLog:
    """The three files in ``folder``; one process writes them."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Open what is there; a record torn by a crash is cut off.

        ``durable``: also a power failure of this machine loses nothing that was told.
        """
        self._durable = durable
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._commands = _RecordFile(folder / COMMANDS)
        self._reports = _RecordFile(folder / REPORTS)
        self._marks = os.open(folder / MARK, os.O_RDWR | os.O_CREAT, 0o600)
        self._serial, self.mark = _last_mark(os.pread(self._marks, 2 * _SLOT.size, 0))
        self.unacknowledged: deque[Report] = deque()
        self._unsynced: set[_RecordFile] = set()
        if self.mark is None:
            self._commands.cut()
            self._reports.cut()

    def entries(self) -> Iterator[LogEntry]:
        """Everything that happened to the plant, in order."""
        for body in self._commands.records():
            yield _entry_of(wire.kept_of(body))

    def enter(self, entry: LogEntry) -> None:
        """Write what is about to happen."""
        self._commands.append([wire.packed(_kept_of(entry))])
        self._unsynced.add(self._commands)

    def report(self, reports: Sequence[Report]) -> None:
        """Keep reports until they are acknowledged."""
        self.unacknowledged += reports
        self._reports.append([wire.packed(wire.numbered(each)) for each in reports])
        self._unsynced.add(self._reports)

    def settle(self, mark: Mark) -> None:
        """Everything up to ``mark`` holds; on the disk, if anything was written since the last."""
        sync = self._durable and bool(self._unsynced)
        if sync:
            for each in self._unsynced:
                each.sync()
        self._serial += 1
        os.pwrite(self._marks, _slot(self._serial, mark), (self._serial % 2) * _SLOT.size)
        if sync:
            os.fdatasync(self._marks)
        self._unsynced.clear()
        self.mark = mark

    def acknowledge(self, sequence: int) -> None:
        """A controller has committed every report up to ``sequence``."""
        while self.unacknowledged and self.unacknowledged[0].sequence <= sequence:
            self.unacknowledged.popleft()
        if self.mark is not None:
            self.settle(replace(self.mark, acknowledged=max(sequence, self.mark.acknowledged)))
        if not self.unacknowledged and self._reports.size > _TRIM_BYTES:
            self._reports.cut()

    def recall(self) -> None:
        """Take up the reports that nobody has committed; those behind the mark never left."""
        mark = self.mark
        if mark is None:
            return
        whole = 0
        for body in self._reports.records():
            each = wire.numbered_of(body)
            if each.sequence > mark.sequence:
                break
            whole += _RECORD.size + len(body)
            if each.sequence > mark.acknowledged:
                self.unacknowledged.append(wire.report_of(each))
        self._reports.cut(whole)

    def close(self) -> None:
        """Close the files."""
        self._commands.close()
        self._reports.close()
        os.close(self._marks)


class _RecordFile:
    """An append-only file of records, each with its length and check sum before it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.size = 0
        self.cut(sum(_RECORD.size + len(body) for body in self.records()))

    def append(self, bodies: Sequence[bytes]) -> None:
        """Write records in one piece."""
        data = b"".join(_RECORD.pack(len(each), zlib.crc32(each)) + each for each in bodies)
        os.write(self._file, data)
        self.size += len(data)

    def records(self) -> Iterator[bytes]:
        """Every whole record from the beginning."""
        data = os.pread(self._file, os.fstat(self._file).st_size, 0)
        start = 0
        while start + _RECORD.size <= len(data):
            length, check = _RECORD.unpack_from(data, start)
            body = data[start + _RECORD.size : start + _RECORD.size + length]
            if len(body) < length or zlib.crc32(body) != check:
                return
            yield body
            start += _RECORD.size + length

    def sync(self) -> None:
        """Bring what was written to the disk."""
        os.fdatasync(self._file)

    def cut(self, size: int = 0) -> None:
        """Keep the first ``size`` bytes."""
        os.ftruncate(self._file, size)
        self.size = size

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _kept_of(entry: LogEntry) -> wire.Kept:
    start = (entry.number, entry.at, entry.wall_at)
    match entry.happened:
        case PowerLost(duration):
            return wire.Kept(*start, None, duration)
        case FaultStruck(unit, code):
            return wire.Kept(*start, None, fault=(unit, code, False))
        case FaultCured(unit, code):
            return wire.Kept(*start, None, fault=(unit, code, True))
        case command:
            return wire.Kept(*start, wire.word(command))


def _entry_of(kept: wire.Kept) -> LogEntry:
    return LogEntry(kept.number, kept.at, kept.wall_at, _happened(kept))


def _happened(kept: wire.Kept) -> Happened:
    if kept.command is not None:
        return wire.command_of(kept.command)
    if kept.fault is not None:
        unit, code, cured = kept.fault
        return FaultCured(unit, code) if cured else FaultStruck(unit, code)
    return PowerLost(kept.power_lost)


def _slot(serial: int, mark: Mark) -> bytes:
    numbers = (mark.at, mark.wall_at, mark.entry, mark.sequence, mark.plant_sequence)
    body = struct.pack("!8q", serial, *numbers, mark.acknowledged, int(mark.clean))
    return body + struct.pack("!I", zlib.crc32(body))


def _last_mark(slots: bytes) -> tuple[int, Mark | None]:
    """The newer of two slots that hold, with its serial number; a torn one does not count."""
    found: list[tuple[int, Mark]] = []
    for start in range(0, len(slots) - _SLOT.size + 1, _SLOT.size):
        serial, at, wall_at, entry, sequence, plants, known, clean, check = _SLOT.unpack_from(
            slots, start
        )
        body = slots[start : start + _SLOT.size - 4]
        if serial > 0 and zlib.crc32(body) == check:
            found.append((serial, Mark(at, wall_at, entry, sequence, plants, known, bool(clean))))
    return max(found, key=lambda each: each[0], default=(0, None))
