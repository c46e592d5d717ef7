"""The trials of a home: each in a process of its own, beside controller and service."""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from lizao.app.answers.trials import Outcome
from lizao.app.requests import Values
from lizao.app.trial_files import SAID, TrialFolder, TrialOrder
from lizao.model.errors import NotNowError, TrialRunningError, UnknownNameError

TRIAL: Final = "trial"
RECORD: Final = "record"
CANCEL: Final = "cancel"
END_WITHIN_S: Final = 3.0
"""A trial that was told to end and has not by then is killed; nothing of it is worth keeping."""


class Trials:
    """Starts trials, one at a time, tells of them, and ends them.

    What is kept of a trial lies in the home: whoever asks later, also of another service, is told.
    """

    def __init__(self, home: Path, database_url: str | None, site: Path | None) -> None:
        """No trial runs yet; one that an earlier service has left behind has ended."""
        self._home = home
        self._settings = [str(home), database_url or "", str(site or "")]
        self._lock = threading.Lock()
        self._running: tuple[TrialFolder, subprocess.Popen[bytes]] | None = None

    def start(self, order: TrialOrder) -> Values:
        """Begin a trial; TrialRunningError while another one is at work."""
        with self._lock:
            at_work = self._at_work()
            if at_work is not None:
                asked = at_work.order()
                raise TrialRunningError(at_work.name, asked.recipe, asked.version)
            folder = TrialFolder.begin(self._home, order)
            self._running = folder, self._process(folder)
            return self._told(folder)

    def all(self) -> list[Values]:
        """Every trial that is kept, the latest first; without results."""
        with self._lock:
            told = [self._told(each) for each in TrialFolder.all_of(self._home)]
        return [{name: each[name] for name in each if name != "result"} for each in told[::-1]]

    def one(self, trial: str) -> Values:
        """One trial with its result; UnknownNameError where there is none of that name."""
        with self._lock:
            return self._told(self._called(trial))

    def record(self, trial: str, language: str) -> dict[str, Any]:
        """The record of the batch of a trial; UnknownNameError where there is none."""
        with self._lock:
            found = self._called(trial).record(language)
        if found is None:
            raise UnknownNameError(RECORD, trial, "")
        return found

    def cancel(self, trial: str, by: str) -> Values:
        """End a trial before it is over; NotNowError where it is over."""
        with self._lock:
            folder = self._called(trial)
            if self._at_work() != folder:
                raise NotNowError(trial, CANCEL, "trial_over")
            self._end()
            folder.end(Outcome.CANCELLED, by=by)
            return self._told(folder)

    def close(self) -> None:
        """End what runs."""
        with self._lock:
            if self._at_work() is not None:
                self._end()

    def _process(self, folder: TrialFolder) -> subprocess.Popen[bytes]:
        said = os.open(folder.path / SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "lizao.app.trial_process",
                    *self._settings,
                    str(folder.path),
                ],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        finally:
            os.close(said)

    def _end(self) -> None:
        assert self._running is not None, "somebody asked whether a trial is at work"
        folder, child = self._running
        child.terminate()
        try:
            child.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        self._running = None
        for each in folder.path.glob("lizao-try-*"):
            with suppress(FileNotFoundError):
                shutil.rmtree(each)

    def _at_work(self) -> TrialFolder | None:
        """The trial that is under way; one whose outcome is there has only to end its process."""
        if self._running is None:
            return None
        folder, child = self._running
        if child.poll() is None and folder.outcome() is None:
            return folder
        self._end()
        return None

    def _called(self, trial: str) -> TrialFolder:
        known = {each.name: each for each in TrialFolder.all_of(self._home)}
        if trial not in known:
            raise UnknownNameError(TRIAL, trial, ", ".join(known))
        return known[trial]

    def _told(self, folder: TrialFolder) -> Values:
        asked, at_work = folder.order(), self._at_work() == folder
        outcome = folder.outcome() or {}
        otherwise = Outcome.RUNNING if at_work else Outcome.LOST
        return {
            "trial": folder.name,
            "recipe": asked.recipe,
            "version": asked.version,
            "tonnes": asked.tonnes,
            "overrides": asked.overrides,
            "by": asked.by,
            "at": asked.at,
            "state": outcome.get("outcome", otherwise),
            "simulated": True,
            "progress": folder.progress(),
            "refusal": outcome.get("refusal"),
            "result": outcome.get("result"),
        }
