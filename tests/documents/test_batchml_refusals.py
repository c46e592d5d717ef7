"""A procedure that is no tree is refused with the line, the element and the reason."""

from pathlib import Path

import pytest

from tests.documents.foreign_batchml import document, element, level, refused, whole

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
