"""An exception of a recipe file as the model's element."""

from lizao.documents.recipe_schema import ConditionFile, ExceptionFile
from lizao.documents.recipe_values import Words
from lizao.documents.yaml_source import Spot
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import Element, Form, Handling, Meanwhile, Then

_SUBJECTS = "empty, signal, report, result"


def exception_element(  # noqa: PLR0913, PLR0917 - an exception, and where it stands
    words: Words,
    spot: Spot,
    path: StepPath,
    role: Role,
    file: ExceptionFile,
    children: tuple[StepPath, ...],
) -> Element:
    """The element of an exception whose branch is read already; what makes no sense is a fault."""
    paper, when = words.paper, (*spot, "when")
    host = StepPath(path.rpartition("/")[0])
    condition = words.condition(when, path, role, file.when)
    if file.when.formula is not None or file.when.cleared is not None:
        paper.fault(when, "when", _said(file.when), _SUBJECTS, "unknown_condition")
    if file.when.step is not None and not file.when.step.startswith(f"{host}/"):
        paper.fault((*when, "step"), file.exception, file.when.step, host, "not_below")
    if file.then == "repeat" and file.at_most is None:
        paper.fault((*spot, "at_most"), "at_most", file.exception, "then: repeat", "missing_key")
    if file.then == "continue" and not file.steps:
        paper.fault((*spot, "steps"), "steps", file.exception, "then: continue", "missing_key")
    return Element(
        path,
        Form.EXCEPTION,
        children,
        role,
        condition=condition,
        at_most=file.at_most or 1,
        handling=Handling(file.severity, Meanwhile(file.meanwhile), Then(file.then)),
    )


def _said(when: ConditionFile) -> str:
    return "formula" if when.formula is not None else "cleared"
