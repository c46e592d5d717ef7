"""The plant's own journal of accepted starts, kept apart from any ledger."""

import json
from pathlib import Path
from typing import NamedTuple

from lizao.model.identifiers import ServiceName, UnitId
from lizao.model.instants import Instant

FILE = "journal.jsonl"


class Start(NamedTuple):
    """One accepted start."""

    ticket: int
    unit: UnitId
    service: ServiceName
    at: Instant


class Journal:
    """Accepted starts in order; a start that is simulated again is not entered again."""

    def __init__(self, folder: Path | None) -> None:
        """The journal in ``folder``, or in memory only; a line cut short by a crash is dropped."""
        self._path = folder / FILE if folder is not None else None
        self.starts: list[Start] = []
        if self._path is not None and self._path.exists():
            kept = _complete_lines(self._path)
            self.starts = [_start(json.loads(line)) for line in kept]
        self._known = {(each.ticket, each.at) for each in self.starts}

    def enter(self, start: Start) -> None:
        """Enter a start unless it is there already."""
        if (start.ticket, start.at) in self._known:
            return
        self._known.add((start.ticket, start.at))
        self.starts.append(start)
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(start._asdict()) + "\n")


def _complete_lines(path: Path) -> list[str]:
    """The whole lines of the file; a torn last line is cut off the file too."""
    text = path.read_text(encoding="utf-8")
    whole, _, torn = text.rpartition("\n")
    if torn:
        path.write_text(whole + "\n" if whole else "", encoding="utf-8")
    return whole.splitlines()


def _start(entry: dict[str, object]) -> Start:
    return Start(
        int(str(entry["ticket"])),
        UnitId(str(entry["unit"])),
        ServiceName(str(entry["service"])),
        int(str(entry["at"])),
    )
