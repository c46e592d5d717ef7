"""The roles of a BatchML recipe: equipment requirements, and what each asks of its unit."""

import re
from collections.abc import Mapping

from lizao.documents.batchml.vocabulary import CAPABILITY, CHOICE, PREFERRED, UNIT_CLASS
from lizao.documents.batchml.xml_source import Node, XmlPaper
from lizao.documents.schema_base import NAME_PATTERN
from lizao.model.equipment import Choice
from lizao.model.identifiers import Role, UnitId
from lizao.model.recipe import ANY_UNIT, Demand


def read_roles(recipe: Node) -> dict[Role, str]:
    """The roles of equipment requirements that name a class of units."""
    return {
        Role(node.words("ID")): asked[UNIT_CLASS][-1]
        for node in recipe.all("EquipmentRequirement")
        if UNIT_CLASS in (asked := _asked(node))
    }


def read_demands(recipe: Node) -> dict[Role, Demand]:
    """What the roles ask of their units besides the class."""
    demands = {
        Role(node.words("ID")): _demand(_asked(node)) for node in recipe.all("EquipmentRequirement")
    }
    return {role: each for role, each in demands.items() if each != ANY_UNIT}


def _demand(asked: Mapping[str, list[str]]) -> Demand:
    if UNIT_CLASS not in asked:
        return ANY_UNIT
    prefer, choose = asked.get(PREFERRED), asked.get(CHOICE)
    return Demand(
        tuple(asked.get(CAPABILITY, ())),
        None if prefer is None else UnitId(prefer[-1]),
        None if choose is None else Choice(choose[-1]),
    )


def _asked(node: Node) -> dict[str, list[str]]:
    """What the constraints of one equipment requirement ask for, by what they ask about."""
    found: dict[str, list[str]] = {}
    for constraint in node.all("Constraint"):
        name, sign, value = constraint.words("Condition").partition(" == ")
        if sign and _is_known(name, value):
            found.setdefault(name, []).append(value)
    return found


def _is_known(name: str, value: str) -> bool:
    if name == CHOICE:
        return value in {each.value for each in Choice}
    if name in {CAPABILITY, PREFERRED}:
        return re.fullmatch(NAME_PATTERN, value) is not None
    return name == UNIT_CLASS


def note_constraints(paper: XmlPaper, recipe: Node) -> None:
    """Note the constraints that a role cannot ask for, or that belong to no class of units."""
    for node in recipe.all("EquipmentRequirement"):
        whole = UNIT_CLASS in _asked(node)
        for constraint in node.all("Constraint"):
            text = constraint.words("Condition")
            name, sign, value = text.partition(" == ")
            if not (whole and sign and _is_known(name, value)):
                paper.leave_out(constraint, node.words("ID"), text)
