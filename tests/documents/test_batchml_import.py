"""What other systems write as BatchML becomes a draft recipe that says the same."""

from pathlib import Path

import pytest

from lizao.documents.recipe_writer import write_recipe
from lizao.model.conditions import Comparison
from lizao.model.equipment import Choice
from lizao.model.identifiers import Role, ServiceName, UnitId
from lizao.model.recipe import Action, Demand, Scaling, Setting, Source, Subject, Work
from tests.documents.foreign_batchml import (
    NAMESPACES,
    document,
    element,
    imported,
    level,
    paths,
    whole,
)
from tests.documents.papers import faults_in, recipe_in


def value(text: str, unit: str = "", data_type: str = "double", how: str = "Constant") -> str:
    """The value of a parameter."""
    return (
        f"<Value><ValueString>{text}</ValueString><DataInterpretation>{how}</DataInterpretation>"
        f"<DataType>{data_type}</DataType><UnitOfMeasure>{unit}</UnitOfMeasure></Value>"
    )


def parameter(name: str, title: str, content: str = "") -> str:
    """A parameter."""
    words = f"<Description>{title}</Description>" if title else ""
    return f"<Parameter><ID>{name}</ID>{words}{content}</Parameter>\n"


@pytest.mark.parametrize("version", sorted(NAMESPACES))
def test_a_small_recipe_of_each_version_is_imported(tmp_path: Path, version: str) -> None:
    """Procedure, unit procedures, operations and phases, with the size in kg."""
    phases = level(["begin > T1 > fill > T2 > stir > T3 > end"], "Phase", {"T2": ""})
    operation = level(["begin > work > T1 > end"], "Operation", inside={"work": phases})
    units = level(
        ["begin > T1 > mix > T2 > pack > T3 > end"],
        "UnitProcedure",
        {"T2": "Mix Complete = TRUE"},
        {"mix": operation},
    )
    text = document(level(["begin > all > T > end"], "Procedure", inside={"all": units}), version)

    came = imported(tmp_path, text)

    recipe = came.recipe
    assert (came.version, came.notes, recipe.status) == (version, (), "draft")
    assert (recipe.name, recipe.version, recipe.product) == ("paste-3", "2.1", "paste-a")
    assert (recipe.low_kg, recipe.reference_kg, recipe.high_kg) == (1000.0, 2000.0, 4000.0)
    assert (recipe.title_en, recipe.title_zh) == ("Paste", "Paste")
    assert paths(came) == [
        "unit_procedure mix",
        "operation mix/work",
        "phase mix/work/fill",
        "phase mix/work/stir",
        "unit_procedure pack",
        "operation pack/pack",
        "phase pack/pack/pack",
    ]
    assert recipe.elements[4].after == ("mix",)
    assert recipe.roles == {"mix": "mix", "pack": "pack"}
    assert recipe.elements[2].action == Action(Work.SERVICE, ServiceName("fill"))
    assert recipe_in(tmp_path, write_recipe(recipe)) == recipe
    missing = {(each.thing, each.reason) for each in faults_in(tmp_path, write_recipe(recipe))}
    assert {("mix", "unknown_class"), ("pack", "unknown_class")} <= missing


def test_parallel_branches_of_several_phases_are_sequences(tmp_path: Path) -> None:
    """Branches meet as they parted; what is nested stays nested."""
    text = whole(
        [
            "begin > a > T1 > SPLIT1 > b > T2 > c > JOIN1 > T3 > end",
            "SPLIT1 > T4 > SPLIT2 > d > JOIN2 > JOIN1",
            "SPLIT2 > e > JOIN2",
        ],
        {"T3": "C is complete AND D complete and E completed"},
    )

    came = imported(tmp_path, text)

    assert paths(came)[2:] == [
        "phase mix/work/a",
        "parallel mix/work/parallel-2",
        "sequence mix/work/parallel-2/sequence-1",
        "phase mix/work/parallel-2/sequence-1/b",
        "phase mix/work/parallel-2/sequence-1/c",
        "parallel mix/work/parallel-2/parallel-2",
        "phase mix/work/parallel-2/parallel-2/d",
        "phase mix/work/parallel-2/parallel-2/e",
    ]


def test_transitions_part_and_join_without_a_link_of_their_own(tmp_path: Path) -> None:
    """As a chart of functions draws it: two ways out of a transition are parallel."""
    came = imported(tmp_path, whole(["begin > T1 > a > T2 > end", "T1 > b > T2"]))

    assert paths(came)[2] == "parallel mix/work/parallel-1"
    assert len(paths(came)) == 5


def test_a_divergence_may_name_its_ends_itself(tmp_path: Path) -> None:
    """A link of several sources or targets is a divergence with its edges."""
    text = whole(["begin > SPLIT > a > JOIN > T > end", "SPLIT > b > JOIN"])
    empty = "<Link><ID>SPLIT</ID><LinkType>ParallelDivergent</LinkType></Link>"
    full = empty.replace(
        "<LinkType>",
        "<FromID><FromIDValue>begin</FromIDValue></FromID><ToID><ToIDValue>a</ToIDValue></ToID>"
        "<ToID><ToIDValue>b</ToIDValue></ToID><LinkType>",
    )
    kept = [each for each in text.splitlines() if "L-" not in each or "SPLIT" not in each]
    joined = whole(["begin > SPLIT > a > JOIN > T > end", "SPLIT > b > JOIN"]).splitlines()
    ends = [each for each in joined if "JOIN</ToIDValue>" in each or "JOIN</FromID" in each]
    ends += [each for each in joined if "<ToIDValue>end" in each and "<FromIDValue>T<" in each]
    lines = [full if each == empty else each for each in kept]
    place = lines.index(full)
    lines[place + 1 : place + 1] = [each for each in ends if each not in lines]

    assert paths(imported(tmp_path, "\n".join(lines)))[2] == "parallel mix/work/parallel-1"


def test_a_branch_with_our_condition_is_a_choice(tmp_path: Path) -> None:
    """One way has a condition that a recipe can hold, the other is empty."""
    asks = "signal(mix, mass_kg) &gt;= 300.0"
    text = whole(
        ["begin > a > BRANCH > T1 > b > MERGE > T3 > c > end", "BRANCH > T2 > MERGE"],
        {"T1": asks, "T2": f"NOT ({asks})"},
    )

    came = imported(tmp_path, text)

    choice = came.recipe.elements[3]
    assert paths(came)[3:5] == ["choice mix/work/choice-2", "phase mix/work/choice-2/b"]
    assert choice.condition is not None
    assert (choice.condition.subject, choice.condition.limit) == (Subject.SIGNAL, 300.0)


def test_a_way_back_with_a_count_is_a_loop(tmp_path: Path) -> None:
    """Steps that are told how often they may repeat."""
    asks = "report(mix/work/loop-1/a, d50_um) &lt;= 0.4"
    text = whole(
        ["begin > a > b > T1 > end", "b > T2 > a"],
        {"T1": f"{asks} OR rounds &gt;= 3", "T2": f"NOT ({asks}) AND rounds &lt; 3"},
    )

    loop = imported(tmp_path, text).recipe.elements[2]

    assert (loop.path, loop.at_most) == ("mix/work/loop-1", 3)
    assert loop.condition is not None
    assert loop.condition.comparison is Comparison.AT_MOST


def test_operations_and_phases_without_a_unit_procedure_get_one(tmp_path: Path) -> None:
    """A recipe may hold phases at once; the equipment that is named becomes the role."""
    equipment = "<ActualEquipmentID>Mixer 7</ActualEquipmentID>"
    needs = "<EquipmentRequirement><ID>any tank</ID></EquipmentRequirement>"
    inside = {"heat": equipment, "cool": needs}
    text = document(level(["begin > T1 > heat > T2 > cool > end"], "Phase", inside=inside))

    came = imported(tmp_path, text)

    assert paths(came)[:3] == ["unit_procedure heat", "operation heat/heat", "phase heat/heat/heat"]
    assert came.recipe.roles == {"mixer-7": "mixer-7", "any-tank": "any-tank"}
    assert [each.role for each in came.recipe.elements] == ["mixer-7"] * 3 + ["any-tank"] * 3


def test_unit_procedures_side_by_side_wait_only_for_what_is_before_them(tmp_path: Path) -> None:
    """Parallel unit procedures, a start condition, and one that waits for both."""
    text = document(
        level(
            ["begin > SPLIT > T1 > a > JOIN > T2 > c > end", "SPLIT > T3 > b > JOIN"],
            "UnitProcedure",
            {"T2": "A is complete AND B is complete AND signal(a, mass_kg) &gt;= 2.0"},
        )
    )

    came = imported(tmp_path, text).recipe

    whole_ones = {each.path: each for each in came.elements if "/" not in each.path}
    assert [whole_ones[each].after for each in whole_ones] == [(), ("a", "b"), ()]
    start = next(each for path, each in whole_ones.items() if path == "c").condition
    assert start is not None
    assert start.limit == 2.0


def test_parallel_operations_of_a_unit_procedure_lie_in_one_operation(tmp_path: Path) -> None:
    """Our operations come one after the other; what is parallel is inside."""
    phases = level(["begin > x > end"], "Phase")
    operations = level(
        ["begin > SPLIT > one > JOIN > last > end", "SPLIT > two > JOIN"],
        "Operation",
        inside={"one": phases, "last": phases},
    )
    text = document(level(["begin > mix > end"], "UnitProcedure", inside={"mix": operations}))

    assert paths(imported(tmp_path, text))[1:] == [
        "operation mix/operation-1",
        "parallel mix/operation-1/parallel-1",
        "sequence mix/operation-1/parallel-1/one",
        "phase mix/operation-1/parallel-1/one/x",
        "phase mix/operation-1/parallel-1/two",
        "operation mix/last",
        "phase mix/last/x",
    ]


def test_one_element_needs_no_logic(tmp_path: Path) -> None:
    """A recipe of one unit procedure with one phase; names that repeat are numbered."""
    phase = element("搅拌", "Phase", "<BuildingBlockElementID>Stir It</BuildingBlockElementID>")
    text = document(element("mix", "UnitProcedure", phase))

    recipe = imported(tmp_path, text).recipe

    assert recipe.elements[2].path == "mix/step-1/step-1"
    action = recipe.elements[2].action
    assert action is not None
    assert action.service == "stir-it"


def test_values_become_formula_and_settings_in_units_of_their_names(tmp_path: Path) -> None:
    """Numbers in foreign words of units, texts, references, limits; what says nothing is noted."""
    low = "<Parameter><ID>l</ID><ParameterType OtherValue='LowLimit'>Other</ParameterType>"
    formula = "<Formula>" + "".join(
        [
            parameter(
                "P1", "Stir Time", value("15", "Minuten") + low + value("10") + "</Parameter>"
            ),
            parameter("P2", "Powder", value("400", "kg") + "<Scaled>Yes</Scaled>"),
            parameter("P3", "Remark", value("by hand", data_type="string")),
            parameter("P4", "Nothing", value("")),
            parameter("P5", "Stir Time", value("1", "NULL")),
        ]
    )
    phase = "".join(
        [
            parameter("P1", ""),
            parameter("P3", ""),
            parameter("x", "Speed", value("300", "RPM", "positiveInteger")),
            parameter("y", "Flow", value("500", "Liter pro Stunde")),
            parameter("z", "Amount", value("P2", how="Reference")),
            parameter("q", "Record", value("", how="External")),
            parameter("w", "Amount", value("2", "NULL")),
            parameter("v", "Note", value("stir well", data_type="string")),
            parameter("u", "Note", value("and long", data_type="string")),
        ]
    )
    text = document(f"{formula}</Formula>" + element("stir", "Phase", phase))

    came = imported(tmp_path, text)

    first, second, third = came.recipe.formula
    assert (first.name, first.unit, first.low, first.default) == ("stir_time", "min", 10.0, 15.0)
    assert (second.scaling, second.low, second.high) == (Scaling.LINEAR, 400.0, 400.0)
    assert third.name == "stir_time_2"
    assert [(each.thing, each.reason) for each in came.notes] == [
        ("P4", "not_carried"),
        ("Record", "not_carried"),
    ]
    action = came.recipe.elements[2].action
    assert action is not None
    assert action.settings == (
        Setting("stir_time_min", Source.FORMULA, formula="stir_time"),
        Setting("remark", Source.VALUE, "by hand"),
        Setting("speed_rpm", Source.VALUE, 300.0),
        Setting("flow_m3_per_min", Source.VALUE, 500 * 1.6666666666667e-05),
        Setting("amount_kg", Source.FORMULA, formula="powder"),
        Setting("amount", Source.VALUE, 2.0),
        Setting("note", Source.VALUE, "stir well"),
        Setting("note_u", Source.VALUE, "and long"),
    )
    assert recipe_in(tmp_path, write_recipe(came.recipe)) == came.recipe


def test_what_a_role_asks_of_its_unit_is_read_as_far_as_it_can_be_said(tmp_path: Path) -> None:
    """A choice that there is not, and a name that is none, are noted; so is all without a class."""
    conditions = (
        "UnitClass == tank", "Capability == glass", "Capability == two words",
        "PreferredUnit == tank-2", "UnitChoice == longest_idle", "UnitChoice == best",
    )  # fmt: skip
    asked = "".join(f"<Constraint><Condition>{x}</Condition></Constraint>\n" for x in conditions)
    alone = "<Constraint><Condition>Capability == glass</Condition></Constraint>"
    text = document(
        f"<EquipmentRequirement><ID>tank</ID>{asked}</EquipmentRequirement>"
        f"<EquipmentRequirement><ID>bare</ID>{alone}</EquipmentRequirement>"
        + level(["begin > a > end"], "Phase")
    )

    came = imported(tmp_path, text)

    demand = Demand(("glass",), UnitId("tank-2"), Choice.LONGEST_IDLE)
    assert came.recipe.demands == {Role("tank"): demand}
    assert [each.value for each in came.notes if each.reason == "not_carried"] == [
        "Capability == two words",
        "UnitChoice == best",
        "Capability == glass",
    ]


def test_what_a_recipe_does_not_carry_is_noted_with_its_line(tmp_path: Path) -> None:
    """Constraints, links of another meaning, loose transitions, ways out of the end."""
    needs = (
        "<EquipmentRequirement><ID>tank</ID><Constraint><Condition>Material == H2O</Condition>"
        "</Constraint></EquipmentRequirement>\n"
    )
    text = document(needs + level(["begin > a > T1 > end > end"], "Phase"))
    extra = (
        "<Transition><ID>T9</ID></Transition>\n<Link><ID>LX</ID>"
        "<LinkType>TransferLink</LinkType></Link>\n</ProcedureLogic>"
    )
    text = text.replace("</ProcedureLogic>", extra)

    came = imported(tmp_path, text)

    lines = text.splitlines()
    assert [each.thing for each in came.notes] == [
        "tank",
        "Link LX",
        "Link L-begin > a > T1 > end > end-3",
        "Transition",
    ]
    assert all(each.reason == "not_carried" for each in came.notes)
    assert "Constraint" in lines[came.notes[0].line - 1]
