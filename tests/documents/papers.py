"""A plant of four units and a recipe for it, as a person would write them."""

import functools
from pathlib import Path
from typing import Final

from lizao.documents.check import check_recipe
from lizao.documents.plant_file import load_plant
from lizao.documents.recipe_file import load_recipe
from lizao.model.equipment import Plant
from lizao.model.errors import DocumentError
from lizao.model.recipe import MasterRecipe

MATERIALS: Final = ("powder", "water", "salt", "paste")

FOLDER: Final = Path(__file__).parent
PLANT: Final = (FOLDER / "small-plant.yaml").read_text(encoding="utf-8")
RECIPE: Final = (FOLDER / "small.yaml").read_text(encoding="utf-8")


def plant_in(folder: Path, text: str = PLANT) -> Plant:
    """The plant of a text, read from a file in ``folder``."""
    path = folder / "small-plant.yaml"
    path.write_text(text, encoding="utf-8")
    return load_plant(path, "test")


def recipe_in(folder: Path, text: str = RECIPE) -> MasterRecipe:
    """The recipe of a text, read from a file in ``folder``."""
    return load_recipe(recipe_path(folder, text))


def recipe_path(folder: Path, text: str) -> Path:
    """A recipe file of a text in ``folder``."""
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@functools.cache
def small_plant() -> Plant:
    """The small plant, read once."""
    return load_plant(FOLDER / "small-plant.yaml", "test")


def faults_in(folder: Path, text: str) -> list[DocumentError]:
    """What is wrong with the recipe of a text on the small plant."""
    return check_recipe(recipe_path(folder, text), small_plant(), MATERIALS)


def line_of(text: str, marker: str) -> int:
    """The number of the only line of ``text`` that holds ``marker``."""
    found = [n for n, line in enumerate(text.splitlines(), start=1) if marker in line]
    assert len(found) == 1, (marker, found)
    return found[0]


def replaced(text: str, old: str, new: str) -> str:
    """``text`` with its only ``old`` replaced."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)
