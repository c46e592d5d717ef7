"""A value that a recipe cannot hold is refused with the line, the element and the reason."""

from pathlib import Path

import pytest

from tests.documents.foreign_batchml import SIZE, document, element, refused


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
