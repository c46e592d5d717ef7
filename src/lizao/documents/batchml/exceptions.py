"""An exception of a BatchML recipe: our own extension, since BatchML has none."""

from enum import StrEnum
from typing import TypeVar

from lizao.documents.batchml.condition_text import parse_condition
from lizao.documents.batchml.header import number
from lizao.documents.batchml.structure import OUR_FORMS
from lizao.documents.batchml.xml_source import Node, XmlPaper
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import Element, Form, Handling, Meanwhile, RecipeCondition, Then

_Word = TypeVar("_Word", bound=StrEnum)


def is_exception(node: Node) -> bool:
    """Whether an element is watched beside the procedure of the one around it."""
    return node.extension("Exception") is not None


def read_exception(
    paper: XmlPaper, node: Node, path: StepPath, role: Role, children: tuple[StepPath, ...]
) -> Element:
    """The element of an exception whose branch is read already."""
    ours = node.extension("Exception")
    assert ours is not None, "only an exception is read as one"
    severity, at_most = (_count(paper, ours, path, each) for each in ("severity", "at_most"))
    handling = Handling(
        severity,
        _word(paper, ours, path, "meanwhile", Meanwhile),
        _word(paper, ours, path, "then", Then),
    )
    return Element(
        path,
        Form.EXCEPTION,
        children,
        role,
        condition=_when(paper, ours, path),
        at_most=at_most,
        handling=handling,
    )


def _count(paper: XmlPaper, ours: Node, path: StepPath, key: str) -> int:
    value = number(paper, ours, f"{path} {key}", ours.attributes.get(key, "1"))
    if value < 1:
        raise paper.fault(ours, path, ours.attributes[key], "≥ 1", "outside_limits")
    return int(value)


def _word(paper: XmlPaper, ours: Node, path: StepPath, key: str, kind: type[_Word]) -> _Word:
    written = ours.attributes.get(key, "")
    if written not in list(kind):
        raise paper.fault(ours, path, written, ", ".join(kind), "unknown_value")
    return kind(written)


def _when(paper: XmlPaper, ours: Node, path: StepPath) -> RecipeCondition:
    text = ours.words("When")
    condition = parse_condition(text)
    if condition is None:
        raise paper.fault(ours, path, text, OUR_FORMS, "foreign_condition")
    return condition
