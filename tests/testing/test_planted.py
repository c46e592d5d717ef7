"""Every classic mistake that is planted in the program is found by a short storm."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from typing_extensions import override

from lizao.app import loop as app_loop
from lizao.app.loop import Loop
from lizao.app.rooms import Rooms
from lizao.control import decide, saggar_rules, transfers
from lizao.model.commands import AnyCommand, CommandService, StartService
from lizao.model.facts import (
    Fact,
    MaterialMoved,
    PortionCharged,
    QuestionAnswered,
    ReportsRead,
    SaggarsReturned,
)
from lizao.model.image import Image
from lizao.model.states import Command
from lizao.testing.scene import Scene
from lizao.testing.storm.history import History, Parts
from lizao.testing.storm.scenes import mini_scenes
from tests.testing.test_soak import (
    ForgetfulRooms,
    HastyAcknowledgement,
    HastyReset,
    Wire,
    WriteFirst,
    on,
)

SEED = 20
SEEDS = 4
HOURS = 24.0


class _NoHold(Wire):
    """A hold never reaches any service."""

    @override
    def write(self, commands: Sequence[AnyCommand]) -> None:
        """Swallow every hold."""
        super().write([each for each in commands if not _is_hold(each)])


def _is_hold(command: AnyCommand) -> bool:
    return isinstance(command, CommandService) and command.command is Command.HOLD


class _StartsAgain(Loop):
    """After each reconnection everything that runs is started under a number of its own."""

    @override
    def reconnect(self) -> Image:
        """Start again what is under way."""
        image = super().reconnect()
        self._transport.write(
            [
                StartService(each.unit, each.service, each.ticket + 10_000, each.batch, {})
                for each in self.rooms.run.runs.values()
            ]
        )
        return image


class _NoCursor(Loop):
    """Reports that were read before are taken for new ones."""

    @override
    def _reported(self, image: Image) -> None:
        """Take everything for new."""
        if image.reports:
            self._keep([each.fact for each in image.reports])
            self._keep((ReportsRead(self.now, image.reports[-1].sequence),))


@dataclass
class _Deaf(Rooms):
    """Rooms that never hear of one kind of fact while they live."""

    def __init__(self, kind: type) -> None:
        """Deaf to ``kind``."""
        super().__init__()
        self.kind = kind

    @override
    def apply(self, fact: Fact) -> None:
        """Hear everything else."""
        if not isinstance(fact, self.kind):
            super().apply(fact)


class _Unordered(Rooms):
    """A new controller finds the queue turned around."""

    def __copy__(self) -> "_Unordered":
        """Take over with the last first."""
        new = _Unordered()
        new.__dict__.update(self.__dict__)
        new.run = replace(self.run, queue=self.run.queue[::-1])
        return new


def _swapped(patch: pytest.MonkeyPatch) -> None:
    destination, line, source = transfers.ORDER
    patch.setattr(transfers, "ORDER", (line, destination, source))


def _not_armed_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app_loop, "rearm", lambda _run: ())


def _saggars_kept(patch: pytest.MonkeyPatch) -> None:
    rules = tuple(each for each in decide.BATCH_RULES if each is not saggar_rules.released)
    patch.setattr(decide, "BATCH_RULES", rules)


@dataclass(frozen=True)
class Planted:
    """A mistake, and by which promises it may be found."""

    name: str
    promises: frozenset[str]
    parts: Parts
    plant: Callable[[pytest.MonkeyPatch], None] = lambda _patch: None


def _slow_scenes() -> list[Scene]:
    """The mini plant with mills that take six hours: what is held there can be seen to stand."""
    slow = {"recirculate": 21_600.0}
    return [
        replace(each, times=replace(each.times, durations_s={**each.times.durations_s, **slow}))
        for each in mini_scenes()
    ]


def _planted(name: str, promises: str, **parts: object) -> Planted:
    return Planted(name, frozenset(promises.split()), Parts(**parts))  # type: ignore[arg-type]


PLANTED = (
    _planted("the write-ahead is dropped", "intent", loop=WriteFirst),
    _planted("a service is reset before its result is committed", "result", loop=on(HastyReset)),
    _planted("reports are acknowledged early", "report", loop=on(HastyAcknowledgement)),
    _planted("a release is forgotten", "owner error", rooms=ForgetfulRooms),
    _planted("the cursor of reports is forgotten", "balance error", loop=_NoCursor),
    _planted("all is started twice after a reconnection", "intent", loop=_StartsAgain),
    _planted("a hold reaches nobody", "held", loop=on(_NoHold)),
    _planted(
        "saggars that came back are lost", "replay saggars", rooms=lambda: _Deaf(SaggarsReturned)
    ),
    _planted("an answer is lost", "replay end hang", rooms=lambda: _Deaf(QuestionAnswered)),
    _planted("a portion is lost", "replay twice hang", rooms=lambda: _Deaf(PortionCharged)),
    _planted("a movement is lost", "replay", rooms=lambda: _Deaf(MaterialMoved)),
    _planted("the order of the queue is lost at a restart", "replay", rooms=_Unordered),
    Planted("saggars are not given back", frozenset({"saggars"}), Parts(), _saggars_kept),
    Planted("two lines of a transfer are swapped", frozenset({"order", "hang"}), Parts(), _swapped),
    Planted("conditions are not armed again", frozenset({"hang"}), Parts(), _not_armed_again),
)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda each: each.name)
def test_a_planted_mistake_is_found(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a few seeds, by the promise that it breaks."""
    planted.plant(monkeypatch)
    assert is_found(planted), f"nobody found that {planted.name}"


def is_found(planted: Planted, seeds: int = SEEDS) -> bool:
    """Whether one of a few storms breaks a promise by which the mistake may be found."""
    return any(
        {each.broken.partition(":")[0] for each in found} & planted.promises
        for seed in range(SEED, SEED + seeds)
        for found in (History(_slow_scenes(), seed, planted.parts).play(HOURS).violations,)
    )
