"""The one key: what a person sees, what a program reads, and how it ends."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from typing_extensions import override

from lizao.app.clock import Clock
from lizao.app.house import MakeOrder, Presence
from lizao.app.making import Ending, Making, Pace
from lizao.app.result import Result
from lizao.app.settings import Settings
from lizao.cli.interruption import Interruption
from lizao.cli.making import settings_of, speed_of
from lizao.model.errors import QuantityError, UnknownNameError
from lizao.model.identifiers import LotId, StepPath, UnitId
from lizao.model.quality import AttributeLimits
from lizao.model.states import State
from lizao.testing.mini import mini_specification
from lizao.testing.scene import Scene
from tests.app.paper_house import KeptPlant, PaperHouse
from tests.cli.conftest import Typed

MAKE = ("make", "mini", "--tonnes", "1")
KEYS = {
    "batch", "product", "state", "tonnes_packed", "bags", "lots", "disposition", "quality",
    "automation_rate", "balances", "energy_kwh_per_t", "energy_idle_kwh", "nitrogen_nm3_per_t",
    "plant_hours", "wall_seconds", "facts", "simulated",
}  # fmt: skip


def blocking_house() -> PaperHouse:
    """A house whose product never meets its specification."""
    never = AttributeLimits("carbon", "%", 5.0, 6.0, gating=True)
    return PaperHouse(Scene(specification=replace(mini_specification(), attributes=(never,))))


class HeldHouse(PaperHouse):
    """A house in which a person presses Ctrl-C while the mills run, and only then."""

    presses = 1

    @override
    def make(
        self, order: MakeOrder, settings: Settings, clock: Clock, pace: Pace, presence: Presence
    ) -> tuple[Ending, Result]:
        """Make a batch under the eyes of that person."""

        def watch(making: Making) -> None:
            presence.watch(making)
            if making.run.step(MILLING).state is State.RUNNING and not presence.interrupted():
                for _ in range(self.presses):
                    os.kill(os.getpid(), signal.SIGINT)

        return super().make(order, settings, clock, pace, Presence(presence.interrupted, watch))


MILLING = StepPath("mill#1")


def test_a_batch_is_told_stage_by_stage_and_summed_up(lizao: Typed) -> None:
    """Without a terminal there is a line for each change, and the result at the end."""
    ended = lizao(*MAKE, house=PaperHouse())

    assert ended.status == 0
    assert ended.err == ""
    lines = ended.out.splitlines()
    assert lines[0].endswith("Batch mini-001: running")
    assert any(line.endswith(": complete") for line in lines)
    assert "batch mini-001 · complete · released · SIMULATED 仿真" in ended.out
    assert "mini-001-L1-01" in ended.out
    assert "passed" in ended.out
    assert "\x1b" not in ended.out


def test_the_same_in_chinese(lizao: Typed) -> None:
    """No English sentence is left."""
    ended = lizao("--lang", "zh", *MAKE, house=PaperHouse())

    assert "批次 mini-001 · 已完成 · 放行 · SIMULATED 仿真" in ended.out
    for word in ("complete", "running", "released", "energy", "facts"):
        assert word not in ended.out


def test_json_is_one_object_and_nothing_else(lizao: Typed) -> None:
    """A program reads standard output as it is."""
    ended = lizao(*MAKE, "--json", house=PaperHouse())

    made = json.loads(ended.out)
    assert made.keys() >= KEYS
    assert (made["batch"], made["state"], made["disposition"]) == (
        "mini-001",
        "COMPLETE",
        "released",
    )
    assert made["quality"]["carbon"]["pass"] is True
    assert made["bags"]
    assert ended.err == ""


def test_a_blocked_lot_ends_with_one(lizao: Typed) -> None:
    """The true reason is named."""
    ended = lizao(*MAKE, house=blocking_house())

    assert ended.status == 1
    assert "blocked (carbon)" in ended.out


def test_ctrl_c_holds_and_resume_ends_as_make_does(lizao: Typed) -> None:
    """A held batch says how to go on; the end is the same as without the hold."""
    house = HeldHouse()
    held = lizao(*MAKE, house=house)
    resumed = lizao("resume", "--json", house=house)
    straight = json.loads(lizao(*MAKE, "--json", "--home", "straight", house=PaperHouse()).out)

    assert held.status == 1
    assert "Holding the batch" in held.err
    assert "Batch mini-001 is held. Go on with: lizao resume" in held.out
    assert resumed.status == 0
    made = json.loads(resumed.out)
    assert made.keys() == straight.keys()
    for same in ("tonnes_packed", "bags", "lots", "disposition", "quality", "automation_rate"):
        assert made[same] == straight[same]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Homes named without a path lie in the folder of the test."""
    monkeypatch.chdir(tmp_path)


def test_a_held_batch_in_json_is_still_one_object(lizao: Typed) -> None:
    """How to go on stands on standard error."""
    held = lizao(*MAKE, "--json", house=HeldHouse())

    assert held.status == 1
    assert json.loads(held.out)["state"] == "HELD"
    assert "lizao resume" in held.err


def test_a_second_ctrl_c_ends_the_program(lizao: Typed) -> None:
    """A person who insists is obeyed; the ledger survives that."""
    house = HeldHouse()
    house.presses = 2

    assert lizao(*MAKE, house=house).status == 130
    assert lizao("resume", house=house).status == 0


def test_the_signals_are_given_back() -> None:
    """After the batch Ctrl-C means what it meant before."""
    before = signal.getsignal(signal.SIGTERM)
    with Interruption() as interruption:
        os.kill(os.getpid(), signal.SIGTERM)
        assert interruption.asked

    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_terminal_shows_the_batch_live(
    lizao: Typed, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """Stages, units, material, the stamp and how to hold are on the screen."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")

    ended = lizao("--lang", lang, *MAKE, house=PaperHouse())

    assert ended.status == 0
    assert "SIMULATED 仿真" in ended.out
    assert ("Ctrl-C holds the batch." if lang == "en" else "按 Ctrl-C 保持批次。") in ended.out
    assert ("Material on its way" if lang == "en" else "在制品") in ended.out


def test_a_terminal_shows_the_batch_beside_json(
    lizao: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The view goes to standard error, the object to standard output."""
    monkeypatch.setenv("FORCE_COLOR", "1")

    ended = lizao(*MAKE, "--json", house=PaperHouse())

    assert json.loads(ended.out)["state"] == "COMPLETE"
    assert "SIMULATED 仿真" in ended.err


def test_a_question_stands_on_the_screen(lizao: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a person is seen."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    wrong = {UnitId("mixer-1"): [LotId("A1")] * 3}

    ended = lizao(*MAKE, house=Mistaken(wrong))

    assert ended.status == 1
    assert "Bring a bag of lot P1" in ended.out


class Mistaken(PaperHouse):
    """A house in which somebody brings the wrong bags."""

    def __init__(self, wrong: dict[UnitId, list[LotId]]) -> None:
        super().__init__()
        self.wrong = wrong

    @override
    def new_plant(self) -> KeptPlant:
        """The plant, with the wrong bags at its stations."""
        plant = super().new_plant()
        plant.presented.update(self.wrong)
        return plant


@pytest.mark.parametrize("written", ["fast", "x", "x0", "x-3", "0", "xnan", "inf"])
def test_a_speed_that_is_none_is_refused(written: str) -> None:
    """The error names what may be said."""
    with pytest.raises(UnknownNameError, match="real"):
        speed_of(written)


def test_a_speed_may_be_a_bare_number() -> None:
    """`60` means what `x60` means."""
    assert speed_of("60") == speed_of("x60") == 60.0


def test_settings_are_names_and_values() -> None:
    """Spaces around them do not count."""
    assert settings_of(["a = 1 °C", "b=x=y"]) == {"a": "1 °C", "b": "x=y"}


@pytest.mark.parametrize("written", ["a", "=1", "a=", " = "])
def test_a_setting_without_name_or_value_is_refused(written: str) -> None:
    """It is shown as it was written."""
    with pytest.raises(QuantityError):
        settings_of([written])


ORDER = ("make", "lfp-26", "--tonnes", "6")
WRONG = {
    "an unknown recipe": (("make", "lfp-99", "--tonnes", "6"), "lfp-24, lfp-26"),
    "no tonnes": (("make", "lfp-26", "--tonnes", "0"), "0 t"),
    "words for tonnes": (("make", "lfp-26", "--tonnes", "abc"), "abc"),
    "more than a vessel holds": (("make", "lfp-26", "--tonnes", "12"), "premix-1"),
    "an unknown parameter": ((*ORDER, "--set", "colour=1"), "soak1_temperature"),
    "outside the limits": ((*ORDER, "--set", "soak1_temperature=1200 °C"), "790"),
    "a wrong unit": ((*ORDER, "--set", "soak1_temperature=775 kg"), "kg"),
    "no value": ((*ORDER, "--set", "soak1_temperature"), "NAME=VALUE"),
    "an unknown plant": ((*ORDER, "--plant", "mars"), "mars"),
    "a speed that is none": ((*ORDER, "--speed", "fast"), "fast"),
    "no such site": ((*ORDER, "--site", "nowhere"), "nowhere"),
    "nothing to resume": (("resume",), "home"),
}


@pytest.mark.parametrize(("words", "named"), WRONG.values(), ids=WRONG.keys())
def test_what_is_asked_wrongly_is_refused_in_one_sentence(
    lizao: Typed, words: tuple[str, ...], named: str
) -> None:
    """Exit code 2, nothing on standard output, the value or the limit on standard error."""
    ended = lizao(*words)

    assert (ended.status, ended.out) == (2, "")
    assert named in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_a_wrong_value_is_refused_in_chinese_too(lizao: Typed) -> None:
    """The value and both limits are named."""
    ended = lizao("--lang", "zh", *ORDER, "--set", "soak1_temperature=1200 °C")

    assert ended.status == 2
    assert "1,200 °C，超出限值 740 °C 至 790 °C" in ended.err


def test_a_home_in_which_somebody_works_is_refused(lizao: Typed, tmp_path: Path) -> None:
    """One controller a home."""
    (tmp_path / "home").mkdir()
    with FileLock(tmp_path / "home" / "lock"):
        ended = lizao(*ORDER)

    assert ended.status == 2
    assert "Another controller" in ended.err
