"""A recipe that was exported as BatchML V7 is imported as it was, as a draft."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from lizao.documents.batchml.exporting import export_recipe
from lizao.documents.batchml.importing import ImportedRecipe, import_recipe
from lizao.documents.batchml.vocabulary import V7
from lizao.documents.batchml.xml_source import EXTENSION, XmlPaper, read_xml
from lizao.documents.recipe_file import load_recipe
from lizao.documents.recipe_writer import write_recipe
from lizao.documents.site import load_site, reference_site
from lizao.model.errors import MalformedElementError
from lizao.model.recipe import MasterRecipe
from tests.documents.drawn_recipes import recipes
from tests.documents.papers import FOLDER, faults_in, recipe_in

REFERENCE = load_site(reference_site()).recipes
SMALL = load_recipe(FOLDER / "small.yaml")

ORDER = {
    "MasterRecipe": (
        "ID", "Version", "Description", "Header", "EquipmentRequirement", "Formula",
        "ProcedureLogic", "RecipeElement",
    ),
    "Header": ("ProductID", "ProductName", "BatchSize", "Status"),
    "BatchSize": ("Nominal", "Min", "Max", "ScaleReference", "UnitOfMeasure"),
    "Parameter": ("ID", "Description", "ParameterType", "Value", "Scaled", "Parameter"),
    "Value": ("ValueString", "DataInterpretation", "DataType", "UnitOfMeasure"),
    "Link": ("ID", "FromID", "ToID", "LinkType", "Depiction"),
    "ProcedureLogic": ("Link", "Step", "Transition"),
    "Step": ("ID", "RecipeElementID", "RecipeElementVersion"),
    "Transition": ("ID", "Condition"),
    "EquipmentRequirement": ("ID", "Constraint"),
    "RecipeElement": (
        "ID", "RecipeElementType", "EquipmentRequirement", "Parameter", "ProcedureLogic",
        "RecipeElement",
    ),
}  # fmt: skip
"""The order that the schema of V7 prescribes, of what is written; our extension stands last."""


def exported(folder: Path, recipe: MasterRecipe) -> ImportedRecipe:
    """The recipe after its way out and in."""
    path = folder / "recipe.xml"
    path.write_text(export_recipe(recipe), encoding="utf-8")
    return import_recipe(path)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(recipes())
@example(SMALL)
@example(REFERENCE["lfp-24"])
@example(REFERENCE["lfp-26"])
def test_an_exported_recipe_is_imported_as_it_was(tmp_path: Path, recipe: MasterRecipe) -> None:
    """All but the status, which only a signature may set."""
    came = exported(tmp_path, recipe)

    assert came.recipe == replace(recipe, status="draft")
    assert (came.version, came.stated_status, came.notes) == ("V7", recipe.status, ())


def test_an_import_saved_as_a_file_runs_where_the_original_ran(tmp_path: Path) -> None:
    """Out as XML, in as XML, out as a recipe file: the plant has nothing to object to."""
    written = write_recipe(exported(tmp_path, SMALL).recipe)

    assert recipe_in(tmp_path, written) == SMALL
    assert faults_in(tmp_path, written) == []


def test_what_is_written_stands_in_the_order_of_the_schema(tmp_path: Path) -> None:
    """Elements of BatchML in their order, our own namespace behind them."""
    path = tmp_path / "recipe.xml"
    path.write_text(export_recipe(REFERENCE["lfp-26"]), encoding="utf-8")
    waiting = [read_xml(XmlPaper(str(path)), path)]
    seen = set()
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if node.namespace == EXTENSION or node.name not in ORDER:
            continue
        seen.add(node.name)
        names = [each.name for each in node.children if each.namespace == V7]
        assert names == sorted(names, key=ORDER[node.name].index)
        own = [each.namespace == EXTENSION for each in node.children]
        assert own == sorted(own)
    assert seen == set(ORDER)


def test_a_name_that_xml_cannot_hold_is_refused(tmp_path: Path) -> None:
    """A control character has no place in XML, not even escaped; a carriage return has."""
    with pytest.raises(MalformedElementError) as caught:
        export_recipe(replace(SMALL, title_zh="a\x01"))
    assert (caught.value.thing, caught.value.value) == ("Description", "'\\x01'")

    returned = exported(tmp_path, replace(SMALL, title_zh="a\r\n<&>\"'")).recipe
    assert returned.title_zh == "a\r\n<&>\"'"


def test_an_export_is_read_without_our_extension(tmp_path: Path) -> None:
    """Another system leaves formula, limits, roles and order; phases become services."""
    text = re.sub(r"(?s)<lizao:Action[^>]*?(/>|>.*?</lizao:Action>)", "", export_recipe(SMALL))
    text = re.sub(r"<lizao:(UnitProcedure|Recipe)[^>]*/>", "", text)
    path = tmp_path / "recipe.xml"
    path.write_text(text, encoding="utf-8")

    recipe = import_recipe(path).recipe

    assert [each.path for each in recipe.elements] == [each.path for each in SMALL.elements]
    assert (recipe.formula, recipe.roles) == (SMALL.formula, SMALL.roles)
    stir = next(each.action for each in recipe.elements if each.path == "mix/stir/stir")
    assert stir is not None
    assert (stir.service, len(stir.settings)) == ("stir", 2)
