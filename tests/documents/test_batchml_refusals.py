"""A BatchML file that cannot be a recipe is refused with the line, the element and the reason."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lizao.documents.batchml.exporting import export_recipe
from lizao.documents.batchml.importing import import_recipe
from lizao.documents.recipe_file import load_recipe
from lizao.model.errors import DocumentError
from lizao.texts import Texts
from tests.documents.foreign_batchml import SIZE, document, element, imported, level, logic, whole
from tests.documents.papers import FOLDER, replaced

OURS = export_recipe(load_recipe(FOLDER / "small.yaml"))
EN, ZH = Texts("en"), Texts("zh")


def refused(folder: Path, text: str) -> tuple[DocumentError, str]:
    """The fault of a file, and the line of the file that it names."""
    with pytest.raises(DocumentError) as caught:
        imported(folder, text)
    fault = caught.value
    for language in (EN, ZH):
        told = language.error(fault)
        assert "foreign.xml" in told
        assert fault.thing in told
    return fault, text.splitlines()[fault.line - 1]


GRAPHS = {
    "a way back without a count": (
        whole(["begin > a > T1 > end", "a > T2 > a"], {"T2": "TRUE"}),
        ("uncounted_loop", "Transition T2"),
    ),
    "a step that follows itself": (
        whole(["begin > a > T1 > end", "a > a"]),
        ("uncounted_loop", "Step a"),
    ),
    "a way back into a transition": (
        whole(["begin > T1 > a > T2 > end", "a > T1"]),
        ("uncounted_loop", "Transition T1"),
    ),
    "a loop whose way on asks something else": (
        whole(
            ["begin > a > T1 > end", "a > T2 > a"],
            {"T1": "TRUE", "T2": "NOT (formula(x) &gt;= 1.0) AND rounds &lt; 3"},
        ),
        ("foreign_condition", "Transition T1"),
    ),
    "unit procedures that repeat": (
        document(level(["begin > a > T1 > end", "a > T2 > a"], "UnitProcedure")),
        ("uncounted_loop", "Step a"),
    ),
    "a decision among unit procedures": (
        document(
            level(
                ["begin > BRANCH > T1 > a > MERGE > end", "BRANCH > T2 > b > MERGE"],
                "UnitProcedure",
            )
        ),
        ("unstructured", "Link BRANCH"),
    ),
    "a foreign condition": (
        whole(["begin > a > T1 > end"], {"T1": "pH &gt; 7"}),
        ("foreign_condition", "Transition T1"),
    ),
    "a step that is not before": (
        whole(["begin > a > T1 > b > end"], {"T1": "B Complete = TRUE"}),
        ("foreign_condition", "Transition T1"),
    ),
    "a foreign start condition": (
        document(level(["begin > T1 > a > end"], "UnitProcedure", {"T1": "Tank is clean"})),
        ("foreign_condition", "Transition T1"),
    ),
    "a choice without a condition of ours": (
        whole(["begin > BRANCH > T1 > a > MERGE > end", "BRANCH > T2 > b > MERGE"]),
        ("foreign_condition", "Transition T1"),
    ),
    "a choice of two ways with steps": (
        whole(
            ["begin > BRANCH > T1 > a > MERGE > end", "BRANCH > T2 > b > MERGE"],
            {"T1": "formula(x) &gt;= 1.0", "T2": "NOT (formula(x) &gt;= 1.0)"},
        ),
        ("unstructured", "Link BRANCH"),
    ),
    "a choice whose other way asks something else": (
        whole(
            ["begin > BRANCH > T1 > a > MERGE > end", "BRANCH > T2 > MERGE"],
            {"T1": "formula(x) &gt;= 1.0", "T2": "formula(x) &lt;= 1.0"},
        ),
        ("foreign_condition", "Transition T2"),
    ),
    "a choice of one way": (
        whole(["begin > BRANCH > T1 > a > MERGE > end"], {"T1": "formula(x) &gt;= 1.0"}),
        ("foreign_condition", "Link BRANCH"),
    ),
    "a choice that does nothing": (
        whole(
            ["begin > a > BRANCH > T1 > MERGE > end", "BRANCH > T2 > MERGE"],
            {"T1": "formula(x) &gt;= 1.0", "T2": "NOT (formula(x) &gt;= 1.0)"},
        ),
        ("unstructured", "Link BRANCH"),
    ),
    "a choice that three ways leave": (
        whole(
            [
                "begin > BRANCH > T1 > SPLIT > a > MERGE > end",
                "BRANCH > T2 > MERGE",
                "SPLIT > b > JOIN > MERGE",
            ],
            {"T1": "formula(x) &gt;= 1.0", "T2": "NOT (formula(x) &gt;= 1.0)"},
        ),
        ("unstructured", "Link SPLIT"),
    ),
    "branches that meet elsewhere": (
        whole(
            [
                "begin > SPLIT > a > JOIN1 > c > JOIN2 > end",
                "SPLIT > b > JOIN2",
                "SPLIT > d > JOIN1",
            ]
        ),
        ("unstructured", "Link SPLIT"),
    ),
    "branches that never meet": (
        whole(["begin > SPLIT > a > end", "SPLIT > b > e2"]),
        ("unstructured", "Link SPLIT"),
    ),
    "a convergence without a divergence": (
        whole(["begin > a > JOIN > end"]),
        ("unstructured", "Link JOIN"),
    ),
    "a step that hangs alone": (
        whole(["begin > a > T1 > end", "lost"]),
        ("loose_end", "Begin"),
    ),
    "steps in a ring apart": (
        whole(["begin > a > T1 > end", "MERGE > x > BRANCH > T2 > MERGE"]),
        ("uncounted_loop", "Step x"),
    ),
    "no beginning": (
        whole(["a > T1 > b > T2 > a"]),
        ("uncounted_loop", "Step a"),
    ),
    "nothing to do": (
        whole(["begin > T1 > end"]),
        ("empty", "RecipeElement work"),
    ),
    "an unknown point": (
        whole(["begin > a > T1 > end"]).replace(
            "<ToIDValue>a</ToIDValue>", "<ToIDValue>zz</ToIDValue>"
        ),
        ("unknown_step", "Link L-begin > a > T1 > end-0"),
    ),
    "an unknown element": (
        whole(["begin > a > T1 > end"]).replace(
            "<RecipeElementID>a</RecipeElementID>", "<RecipeElementID>zz</RecipeElementID>"
        ),
        ("unknown_step", "Step a"),
    ),
    "a point twice": (
        whole(["begin > a > T1 > end"]).replace(
            "<Transition>", "<Transition><ID>a</ID></Transition><Transition>"
        ),
        ("duplicate", "a"),
    ),
    "a point without a name": (
        whole(["begin > a > T1 > end"]).replace("<ID>T1</ID><Cond", "<Cond"),
        ("missing_key", "ID"),
    ),
    "a link of no kind": (
        whole(["begin > a > T1 > end"]).replace("ControlLink", "Rope"),
        ("unknown_value", "Link L-begin > mix > end-0"),
    ),
    "elements without a logic": (
        document(element("a", "Phase") + element("b", "Phase")),
        ("missing_key", "ProcedureLogic"),
    ),
    "only a beginning and an end": (
        document(
            level(
                ["begin > mix > end"],
                "UnitProcedure",
                inside={
                    "mix": level(
                        ["begin > SPLIT > JOIN > end"],
                        "Operation",
                    )
                    + element("idle", "Operation")
                },
            )
        ),
        ("empty", "RecipeElement mix"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), GRAPHS.values(), ids=GRAPHS.keys())
def test_a_procedure_that_is_no_tree_is_refused(
    tmp_path: Path, text: str, expected: tuple[str, str]
) -> None:
    """The fault names the step, transition or link on whose line it stands."""
    fault, line = refused(tmp_path, text)

    assert (fault.reason, fault.thing) == expected
    assert line.strip()


PHASE = "<ProcedureLogic/>"


def with_parameter(content: str) -> str:
    """A recipe of one phase with one parameter."""
    inside = f"\n<Parameter><ID>p</ID>{content}</Parameter>\n"
    return document(element("stir", "Phase", inside))


def stated(text: str, unit: str = "kg", how: str = "Constant", kind: str = "double") -> str:
    """A value."""
    return (
        f"<Value><ValueString>{text}</ValueString><DataInterpretation>{how}</DataInterpretation>"
        f"<DataType>{kind}</DataType><UnitOfMeasure>{unit}</UnitOfMeasure></Value>"
    )


def with_formula(content: str) -> str:
    """A recipe of one phase with one formula parameter."""
    inside = f"\n<Formula>\n<Parameter><ID>p</ID>{content}</Parameter>\n</Formula>\n"
    return document(inside + element("stir", "Phase"))


LOW = (
    "<Parameter><ID>low</ID><ParameterType OtherValue='LowLimit'>Other</ParameterType>"
    "<Value><ValueString>5</ValueString></Value></Parameter>"
)

VALUES = {
    "an equation": (with_parameter(stated("a+b", how="Equation")), "foreign_value", "p"),
    "no number": (with_parameter(stated("much")), "not_a_quantity", "p"),
    "no unit": (with_parameter(stated("3", "furlong")), "unknown_unit", "p"),
    "a unit without an ending": (with_parameter(stated("3", "A")), "unknown_unit", "p"),
    "no such parameter": (with_parameter(stated("q", how="Reference")), "unknown_formula", "p"),
    "formula in no unit": (with_formula(stated("3", "furlong")), "unknown_unit", "p"),
    "formula below its limit": (with_formula(stated("3") + LOW), "outside_limits", "p"),
    "scaled for another size": (
        with_formula(stated("3") + "<Scaled>true</Scaled><ScaleReference>7</ScaleReference>"),
        "foreign_value",
        "ScaleReference",
    ),
    "a size that is no mass": (
        document(element("a", "Phase"), size=SIZE.replace(">t<", ">Kilolitres<")),
        "wrong_dimension",
        "BatchSize Nominal",
    ),
    "a size in no unit": (
        document(element("a", "Phase"), size=SIZE.replace(">t<", ">furlong<")),
        "wrong_dimension",
        "BatchSize Nominal",
    ),
    "a size that is no number": (
        document(element("a", "Phase"), size=SIZE.replace(">2<", ">some<")),
        "not_a_quantity",
        "Nominal",
    ),
    "a size of nothing": (
        document(element("a", "Phase"), size=SIZE.replace(">1<", ">0<")),
        "outside_limits",
        "BatchSize",
    ),
}


@pytest.mark.parametrize(("text", "reason", "thing"), VALUES.values(), ids=VALUES.keys())
def test_a_value_that_a_recipe_cannot_hold_is_refused(
    tmp_path: Path, text: str, reason: str, thing: str
) -> None:
    """Numbers, units, sizes and references are checked where they stand."""
    fault, line = refused(tmp_path, text)

    assert (fault.reason, fault.thing) == (reason, thing)
    assert line.strip()


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


FILES = {
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


def test_logic_of_nothing_is_empty() -> None:
    """The helper of these tests writes what it is told."""
    assert logic([]) == "<ProcedureLogic>\n\n</ProcedureLogic>\n"
