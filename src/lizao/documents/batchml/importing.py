"""A BatchML file as a master recipe, or the reason why it cannot be one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lizao.documents.batchml.elements import Elements
from lizao.documents.batchml.header import (
    BatchSize,
    Inventory,
    read_formula,
    read_size,
    title,
)
from lizao.documents.batchml.roles import note_constraints, read_demands, read_roles
from lizao.documents.batchml.vocabulary import NAMESPACES, slug
from lizao.documents.batchml.xml_source import Node, XmlPaper, read_xml
from lizao.documents.recipe_order import cycles
from lizao.documents.recipe_values import Reference
from lizao.documents.schema_base import NAME_PATTERN
from lizao.model.errors import DocumentError
from lizao.model.identifiers import MaterialName, Role, StepPath
from lizao.model.recipe import Element, Form, HoldLevel, MasterRecipe, RecipeCondition, Subject

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ImportedRecipe:
    """What a file became: always a draft, whatever status it states, and what it did not carry."""

    recipe: MasterRecipe
    version: str
    """The version of BatchML: V7, V0401 or V02."""
    stated_status: str
    notes: tuple[DocumentError, ...]


def import_recipe(path: Path, *, name: str = "", size: BatchSize | None = None) -> ImportedRecipe:
    """The master recipe of a BatchML file (the one with the ID ``name`` if there are several).

    ``size`` is taken instead of the file's own, which may be missing or be no mass. Raises
    DocumentError naming the line, the element, the value and the reason.
    """
    paper = XmlPaper(str(path))
    root = read_xml(paper, path)
    version = NAMESPACES.get(root.namespace)
    if version is None:
        known = ", ".join(NAMESPACES)
        raise paper.fault(root, root.name, root.namespace, known, "unknown_namespace")
    node = _master_recipe(paper, root, name)
    header = node.first("Header")
    status = None if header is None else header.first("Status")
    stated = "" if status is None else status.attributes.get("OtherValue", status.text.strip())
    recipe = _recipe(paper, node, size)
    return ImportedRecipe(recipe, version, stated, tuple(paper.notes))


def _master_recipe(paper: XmlPaper, root: Node, name: str) -> Node:
    """The recipe of a file that holds one, or the one that is named."""
    found = [root] if root.name == "MasterRecipe" else root.all("MasterRecipe")
    known = ", ".join(each.words("ID") for each in found)
    chosen = [each for each in found if not name or each.words("ID") == name]
    if not chosen:
        raise paper.fault(root, "MasterRecipe", name, known, "missing_key")
    if len(chosen) > 1:
        raise paper.fault(chosen[1], "MasterRecipe", len(chosen), known, "several_recipes")
    return chosen[0]


def _recipe(paper: XmlPaper, node: Node, given: BatchSize | None) -> MasterRecipe:
    size = read_size(paper, node, given)
    inventory = Inventory(roles=read_roles(node))
    note_constraints(paper, node)
    read_formula(paper, node, size.reference_kg, inventory)
    elements = Elements(paper, inventory)
    elements.procedure(node)
    header = node.first("Header") or Node("Header")
    english, chinese = _titles(node, header)
    recipe = MasterRecipe(
        name=_name(node, header),
        version=node.words("Version") or "1",
        status=DRAFT,
        product=MaterialName(_product(header)),
        title_en=english,
        title_zh=chinese,
        reference_kg=size.reference_kg,
        low_kg=size.low_kg,
        high_kg=size.high_kg,
        formula=tuple(inventory.formula.values()),
        charges=tuple(inventory.charges.values()),
        roles=inventory.roles,
        elements=tuple(elements.elements),
        demands=read_demands(node),
        hold_level=_hold_level(node),
    )
    _check(elements, recipe)
    return recipe


def _hold_level(node: Node) -> HoldLevel:
    """How far up a failure holds; another system does not say, and then the whole batch is held."""
    ours = node.extension("Recipe")
    stated = "" if ours is None else ours.attributes.get("hold_level", "")
    return HoldLevel(stated) if stated in set(HoldLevel) else HoldLevel.PROCEDURE


def _titles(node: Node, header: Node) -> tuple[str, str]:
    """The titles in English and Chinese; another system has one, or only a product or a number."""
    if node.extension("Recipe") is not None:
        return title(node, "en"), title(node, "zh")
    english = title(node, "en") or header.words("ProductName") or node.words("ID")
    return english, title(node, "zh") or english


def _name(node: Node, header: Node) -> str:
    """A name for the recipe: its identifier, unless another system gave it a bare number."""
    own = node.words("ID")
    ours = node.extension("Recipe") is not None or any(each.isalpha() for each in own)
    if ours and re.fullmatch(NAME_PATTERN, own):
        return own
    found = slug(header.words("ProductName")) or slug(node.words("Description"))
    return (slug(own) if ours else "") or found or slug(own) or "recipe"


def _product(header: Node) -> str:
    own = header.words("ProductID")
    if re.fullmatch(NAME_PATTERN, own):
        return own
    return slug(own) or slug(header.words("ProductName")) or "product"


def _check(elements: Elements, recipe: MasterRecipe) -> None:
    """Every role, parameter and step that is named exists, and no element waits for itself."""
    paper, nodes = elements.paper, elements.nodes
    for charge in recipe.charges:
        node = elements.inventory.lines[f"charge:{charge.name}"]
        _check_roles(paper, node, recipe, charge.name, [charge.vessel])
    references = []
    for element in recipe.elements:
        node = nodes[element.path]
        _check_roles(paper, node, recipe, element.path, _roles(element))
        _check_formula(paper, node, recipe, element)
        references += [Reference((), name, element.path) for name in _waits_for(element)]
    for each in references:
        if each.name not in nodes:
            raise paper.fault(nodes[each.user], each.user, each.name, "", "unknown_step")
    for each in cycles(recipe.elements, references):
        raise paper.fault(nodes[each.user], each.user, each.name, "", "cycle")


def _check_roles(
    paper: XmlPaper, node: Node, recipe: MasterRecipe, thing: str, roles: Iterable[Role]
) -> None:
    for role in roles:
        if role not in recipe.roles:
            raise paper.fault(node, thing, role, ", ".join(recipe.roles), "unknown_role")


def _check_formula(paper: XmlPaper, node: Node, recipe: MasterRecipe, element: Element) -> None:
    known = [each.name for each in recipe.formula]
    for condition in _conditions(element):
        if condition.subject is Subject.FORMULA and condition.name not in known:
            limit = ", ".join(known)
            raise paper.fault(node, element.path, condition.name, limit, "unknown_formula")


def _conditions(element: Element) -> Iterator[RecipeCondition]:
    until = None if element.action is None else element.action.complete_when
    for each in (element.condition, until):
        if each is not None:
            yield each


def _roles(element: Element) -> Iterator[Role]:
    """Every role that an element names."""
    named = [element.role, *element.claims, *(each.role for each in _conditions(element))]
    if element.action is not None:
        named += [element.action.source, element.action.destination]
    yield from (each for each in named if each is not None)


def _waits_for(element: Element) -> Iterator[StepPath]:
    """Every step that an element waits for."""
    if element.action is not None and element.action.asked is not None:
        yield element.action.asked
    if element.form is Form.UNIT_PROCEDURE:
        yield from element.after
    for condition in _conditions(element):
        yield from condition.after
        if condition.step is not None:
            yield condition.step
