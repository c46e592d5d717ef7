"""The public recipes of V7 and V02 are imported, or refused by element and line."""

from pathlib import Path

import pytest

from lizao.documents.batchml.header import BatchSize
from lizao.documents.batchml.importing import import_recipe
from lizao.documents.recipe_file import load_recipe
from lizao.documents.recipe_writer import write_recipe
from lizao.model.errors import DocumentError
from tests.documents.foreign_batchml import imported
from tests.documents.papers import recipe_in


def test_the_public_recipe_of_v7_is_imported(public_data: Path, tmp_path: Path) -> None:
    """Three operations on two units, six parameters; it needs the classes of a plant to run."""
    folder = public_data / "equipment" / "batchml"
    came = imported(tmp_path, next(folder.glob("*MasterRecipe1*.xml")).read_text(encoding="utf-8"))

    recipe = came.recipe
    assert (came.version, recipe.name, recipe.product) == (
        "V7",
        "masterrecipe-1",
        "stirredheatedwater",
    )
    assert len(recipe.formula) == 6
    assert [each.unit for each in recipe.formula] == ["s", "s", "L/h", "degC", "s", "%"]
    phases = [each for each in recipe.elements if each.action is not None]
    assert [len(each.action.settings) for each in phases if each.action] == [1, 2, 3]
    assert [len(each.after) for each in recipe.elements if "/" not in each.path] == [0, 1, 1]
    path = tmp_path / "masterrecipe-1.yaml"
    path.write_text(write_recipe(recipe), encoding="utf-8")
    assert load_recipe(path) == recipe
    assert {each.reason for each in came.notes} == {"assumed", "not_carried"}


def test_the_public_recipe_of_v02_is_imported_once_its_loops_are_cut(
    public_data: Path, tmp_path: Path
) -> None:
    """36 phases in 11 operations of 2 unit procedures; two of its steps repeat without a count."""
    path = next((public_data / "equipment" / "batchml").glob("cough*.xml"))
    text = path.read_text(encoding="utf-8")
    before, *links = text.split("<batchML:Link>")
    kept = [
        each for each in links if ">LineAndArrow<" not in each or ">Step</batchML:From" not in each
    ]

    came = imported(
        tmp_path,
        "<batchML:Link>".join([before, *kept]),
        BatchSize(1e6, 5e6, 1e7),
    )

    recipe = came.recipe
    assert (came.version, recipe.name, len(links) - len(kept)) == ("V02", "cough-syrup-demo", 6)
    assert sum(each.action is not None for each in recipe.elements) == 36
    assert [each.path for each in recipe.elements if "/" not in each.path] == [
        "make-suspension",
        "package-suspension",
    ]
    assert recipe_in(tmp_path, write_recipe(recipe)) == recipe


def test_the_public_recipe_of_v02_is_refused_by_name(public_data: Path) -> None:
    """Its size is a volume; with a size it is its loop without a count."""
    path = next((public_data / "equipment" / "batchml").glob("cough*.xml"))

    with pytest.raises(DocumentError) as caught:
        import_recipe(path)

    fault = caught.value
    assert (fault.line, fault.thing, fault.value, fault.reason) == (
        27,
        "BatchSize Nominal",
        "5000 Kilolitres",
        "wrong_dimension",
    )

    with pytest.raises(DocumentError) as caught:
        import_recipe(path, size=BatchSize(1e6, 5e6, 1e7))
    assert (caught.value.line, caught.value.thing, caught.value.reason) == (
        1728,
        "Transition 1206460749453-C2a",
        "uncounted_loop",
    )
