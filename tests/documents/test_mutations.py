"""Whatever happens to a recipe or a plant file, the answer is a document error, never a crash."""

import contextlib
import copy
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from lizao.documents.plant_file import load_plant
from lizao.documents.yaml_source import read_paper
from lizao.model.errors import DocumentError
from tests.documents.papers import FOLDER, PLANT, RECIPE, faults_in

WORDS = st.sampled_from(
    ["", "x", "5", "5 kg", "mix", "vessel", "solids", "-3 t", "1e9 s", "tank-1", "NN", "a b", "Ω"]
)
VALUES: st.SearchStrategy[Any] = (
    WORDS | st.none() | st.booleans() | st.integers(-5, 5) | st.just([]) | st.just({})
)
ANYTHING = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def spots(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - YAML
    """Every spot of a document that can be taken out."""
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for key, value in inner:
        found.append((*at, key))
        if isinstance(value, dict | list):
            found += spots(value, (*at, key))
    return found


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A document with one to three keys taken out, renamed, or given another value."""
    data: Any = YAML(typ="safe", pure=True).load(text)
    for _ in range(draw(st.integers(1, 3))):
        spot = draw(st.sampled_from(spots(data)))
        place = data
        for key in spot[:-1]:
            place = place[key]
        last = spot[-1]
        match draw(st.sampled_from(["take out", "rename", "replace", "repeat"])):
            case "take out":
                del place[last]
            case "rename" if isinstance(place, dict):
                place[draw(WORDS)] = place.pop(last)
            case "repeat" if isinstance(place, list):
                place.append(copy.deepcopy(place[last]))
            case _:
                place[last] = draw(VALUES)
        if not data or not spots(data):
            break
    out = io.StringIO()
    YAML(typ="safe", pure=True).dump(data, out)
    return out.getvalue()


@pytest.mark.slow
@ANYTHING
@given(spoilt(RECIPE))
def test_a_spoilt_recipe_has_faults_and_nothing_else(tmp_path: Path, text: str) -> None:
    """Every fault names its file and a line that the file has."""
    for each in faults_in(tmp_path, text):
        assert each.file.endswith("small.yaml")
        assert 1 <= each.line <= len(text.splitlines()) + 1
        assert each.reason


@pytest.mark.slow
@ANYTHING
@given(spoilt(PLANT))
def test_a_spoilt_plant_is_a_plant_or_a_document_error(tmp_path: Path, text: str) -> None:
    """No other error comes out."""
    path = tmp_path / "small-plant.yaml"
    path.write_text(text, encoding="utf-8")
    with contextlib.suppress(DocumentError):
        load_plant(path, "test")


@ANYTHING
@given(st.integers(0, len(RECIPE) - 1), st.text(max_size=3))
def test_a_slip_of_the_finger_is_never_a_crash(tmp_path: Path, at: int, typed: str) -> None:
    """Any text put anywhere into a recipe."""
    faults_in(tmp_path, RECIPE[:at] + typed + RECIPE[at:])


def test_every_value_knows_its_line() -> None:
    """The line of a key is where it stands in the file."""
    paper = read_paper(FOLDER / "small.yaml")
    lines = RECIPE.splitlines()
    for spot, line in paper.lines.items():
        if spot and isinstance(spot[-1], str):
            assert f"{spot[-1]}:" in lines[line - 1]
