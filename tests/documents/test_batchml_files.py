"""A file that holds no one recipe, or a spoilt one, is refused by line, element and reason."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lizao.documents.batchml.exporting import export_recipe
from lizao.documents.batchml.importing import import_recipe
from lizao.documents.recipe_file import load_recipe
from lizao.model.errors import DocumentError
from tests.documents.foreign_batchml import document, element, imported, level, refused, whole
from tests.documents.papers import FOLDER, replaced

OURS = export_recipe(load_recipe(FOLDER / "small.yaml"))

OWN = {
    "a role that went": ('destination="buffer"', "unknown_role"),
    "a formula that went": ("<b2mml:ID>stirring</b2mml:ID>", "unknown_formula"),
    "a charge that went": ("<b2mml:ID>charge:water</b2mml:ID>", "unknown_charge"),
    "a charge of an unknown role": ('into="vessel" rule="solids"', "unknown_role"),
    "a charge without a formula": (
        "<b2mml:ValueString>salt_ratio</b2mml:ValueString>",
        "unknown_formula",
    ),
    "a rule that is none": ('rule="solids"', "unknown_value"),
    "a work that is none": ('work="sample"', "unknown_value"),
    "an end that is none": (
        "signal(vessel, mass_kg) &lt;= 20.0 for 30.0 s</lizao:Until>",
        "foreign_condition",
    ),
    "a step that went": ("for 30.0 s after move</lizao:Until>", "unknown_step"),
    "a step that waits for itself": ("signal(buffer, mass_kg) &gt;= 100.0 for 60.0 s", "cycle"),
    "a parameter that went": ("<b2mml:Condition>formula(solids) &gt;=", "foreign_condition"),
    "a setting twice": ("<b2mml:ID>speed_rpm</b2mml:ID>", "duplicate"),
}
INSTEAD = {
    "a role that went": 'destination="nobody"',
    "an end that is none": "the vessel looks empty</lizao:Until>",
    "a charge of an unknown role": 'into="nobody" rule="solids"',
    "a rule that is none": 'rule="guess"',
    "a work that is none": 'work="guess"',
    "a step that went": "for 30.0 s after gone</lizao:Until>",
    "a step that waits for itself": "signal(buffer, mass_kg) &gt;= 100.0 after fire/fire",
    "a setting twice": "<b2mml:ID>duration_s</b2mml:ID>",
}


@pytest.mark.parametrize("name", OWN)
def test_an_export_that_was_spoilt_is_refused(tmp_path: Path, name: str) -> None:
    """What one place names and another lacks is found before the recipe exists."""
    old, reason = OWN[name]
    new = INSTEAD.get(name, old.replace(">", ">x", 1) if ">" in old else "x")
    text = OURS.replace(old, new, 1)
    assert text != OURS

    fault, _ = refused(tmp_path, text)

    assert fault.reason == reason


def test_a_condition_on_a_missing_parameter_is_refused(tmp_path: Path) -> None:
    """The choice asks for a parameter that the formula has not."""
    fault, _ = refused(tmp_path, OURS.replace("formula(solids)", "formula(liquids)"))

    assert (fault.reason, fault.value) == ("unknown_formula", "liquids")


DEEP_SPLITS = [
    "begin > " + " > ".join(f"SPLIT{each}" for each in range(400)) + " > a > "
    + " > ".join(f"JOIN{each}" for each in range(400)) + " > end"
]  # fmt: skip


def deep_elements(levels: int, splits: int) -> str:
    """Operations in operations, each inside branches of one."""
    inside = element("a", "Phase")
    for _ in range(levels):
        ways = [f"SPLIT{each}" for each in range(splits)]
        back = [f"JOIN{each}" for each in range(splits)]
        way = " > ".join(["begin", *ways, "work", *back, "end"])
        inside = level([way], "Operation", inside={"work": inside})
    return document(level(["begin > mix > end"], "UnitProcedure", inside={"mix": inside}))


FILES = {
    "branches very deep in branches": (whole(DEEP_SPLITS), "unsafe_xml"),
    "steps very deep in branches": (deep_elements(40, 40), "unsafe_xml"),
    "no XML": ("recipe: small", "not_xml"),
    "cut short": (OURS[:5000], "not_xml"),
    "another namespace": ("<MasterRecipe xmlns='urn:x'/>", "unknown_namespace"),
    "no namespace": ("<MasterRecipe/>", "unknown_namespace"),
    "no recipe": (
        "<BatchInformation xmlns='http://www.mesa.org/xml/B2MML'/>",
        "missing_key",
    ),
    "a document type": ("<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", "unsafe_xml"),
    "very deep": ("<a>" * 300 + "</a>" * 300, "unsafe_xml"),
    "two recipes": (
        replaced(
            document(element("a", "Phase")),
            "</MasterRecipe>",
            "</MasterRecipe>\n<MasterRecipe><ID>other</ID></MasterRecipe>",
        ),
        "several_recipes",
    ),
    "no procedure": (document(""), "empty"),
    "an unknown encoding": ("<?xml version='1.0' encoding='x-none'?><a/>", "not_xml"),
}


@pytest.mark.parametrize(("text", "reason"), FILES.values(), ids=FILES.keys())
def test_a_file_that_holds_no_one_recipe_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """Not XML, not safe, not BatchML, not one recipe."""
    fault, _ = refused(tmp_path, text)

    assert fault.reason == reason


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file, and a folder in its place."""
    for path, reason in ((tmp_path / "none.xml", "no_file"), (tmp_path, "not_xml")):
        with pytest.raises(DocumentError) as caught:
            import_recipe(path)
        assert caught.value.reason == reason


def test_one_of_several_recipes_is_imported_by_its_name(tmp_path: Path) -> None:
    """The recipe may also be the root of the file."""
    two = FILES["two recipes"][0]
    path = tmp_path / "two.xml"
    path.write_text(two, encoding="utf-8")

    assert import_recipe(path, name="Paste 3").recipe.name == "paste-3"

    alone = two[two.index("<MasterRecipe>") : two.index("</MasterRecipe>") + 15]
    space = 'xmlns="http://www.mesa.org/xml/B2MML">'
    path.write_text(alone.replace("<MasterRecipe>", f"<MasterRecipe {space}"), encoding="utf-8")
    assert import_recipe(path).recipe.name == "paste-3"


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_happens_to_a_file_the_answer_is_a_document_error(
    tmp_path: Path, data: st.DataObject
) -> None:
    """Lines taken out, doubled or exchanged: a recipe or a refusal with a line of the file."""
    lines = OURS.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        first, second = (data.draw(st.integers(2, len(lines) - 3)) for _ in range(2))
        change = data.draw(st.sampled_from(["out", "swap", "double"]))
        if change == "out":
            del lines[first]
        elif change == "swap":
            lines[first], lines[second] = lines[second], lines[first]
        else:
            lines.insert(first, lines[second])
    found: list[int] = []
    try:
        imported(tmp_path, "\n".join(lines))
    except DocumentError as fault:
        found.append(fault.line)
    assert all(1 <= each <= len(lines) + 1 for each in found)
