"""What a plant file may say about commands that do not come to their end."""

from pathlib import Path

import pytest

from lizao.documents.plant_file import load_plant
from lizao.documents.site import reference_site
from lizao.model.equipment import Escalation
from lizao.model.errors import DocumentError
from lizao.model.identifiers import UnitId
from lizao.model.states import Command

LINE = reference_site() / "plants" / "line.yaml"
MILL = "  fine-mill:\n"
KILN = "  first-kiln:\n"


def written(folder: Path, after: str, lines: str) -> Path:
    """The reference plant with a few lines more in one class."""
    text = LINE.read_text(encoding="utf-8")
    assert text.count(after) == 1
    path = folder / "line.yaml"
    path.write_text(text.replace(after, after + lines), encoding="utf-8")
    return path


def test_a_class_says_what_follows_on_which_command(tmp_path: Path) -> None:
    """Where it says nothing, a person is asked after half an hour."""
    lines = "    escalation:\n      hold: {within: 5 min, then: stop}\n      pause: {then: hold}\n"
    plant = load_plant(written(tmp_path, MILL, lines), "lfp")
    mill = plant.unit(UnitId("fine-mill-1"))
    assert mill is not None
    assert mill.escalation_of(Command.HOLD) == Escalation(300.0, Command.STOP)
    assert mill.escalation_of(Command.PAUSE) == Escalation(1800.0, Command.HOLD)
    assert mill.escalation_of(Command.ABORT) == Escalation(1800.0, None)


@pytest.mark.parametrize(
    ("after", "command", "then", "reason", "limit"),
    [
        (KILN, "hold", "stop", "never_on_thermal", "ask, hold"),
        (KILN, "stop", "abort", "never_on_thermal", "ask, hold"),
        (MILL, "stop", "hold", "not_stronger", "ask, abort"),
        (MILL, "abort", "stop", "not_stronger", "ask"),
    ],
)
def test_what_must_not_be_is_refused_with_file_and_line(
    tmp_path: Path, after: str, command: str, then: str, reason: str, limit: str
) -> None:
    """A kiln is never stopped by a rule, and what follows a command is stronger than it."""
    path = written(tmp_path, after, f"    escalation:\n      {command}: {{then: {then}}}\n")
    with pytest.raises(DocumentError) as refused:
        load_plant(path, "lfp")
    error = refused.value
    line = path.read_text(encoding="utf-8").splitlines()[error.line - 1]
    assert f"then: {then}" in line
    assert (error.reason, error.value, error.limit) == (reason, then, limit)
    assert error.file.endswith("line.yaml")


def test_a_kiln_never_pauses(tmp_path: Path) -> None:
    """It is refused where the file says so."""
    text = LINE.read_text(encoding="utf-8")
    head, mark, tail = text.partition(KILN)
    assert mark
    path = tmp_path / "line.yaml"
    tail = tail.replace("        finish: self\n", "        finish: self\n        pause: true\n", 1)
    path.write_text(head + mark + tail, encoding="utf-8")
    with pytest.raises(DocumentError) as refused:
        load_plant(path, "lfp")
    assert (refused.value.reason, refused.value.thing) == ("never_on_thermal", "pause")
