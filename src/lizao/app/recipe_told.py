"""One version of a master recipe for a person to read: formula, charges, units, procedure."""

from collections.abc import Iterator

from lizao.app.answers import recipes as told
from lizao.app.recipe_list import recipe_head
from lizao.documents.recipe_lines import (
    charge_line,
    condition_line,
    demand_line,
    handling_line,
    setting_line,
    task_line,
)
from lizao.model.identifiers import StepPath
from lizao.model.recipe import ANY_UNIT, Element, MasterRecipe


def recipe_told(recipe: MasterRecipe) -> told.WholeRecipe:
    """A recipe whole, its procedure as rows in their order, each with how deep it lies."""
    return {
        **recipe_head(recipe),
        "charges": [
            {
                "charge": each.name,
                "material": each.material,
                "vessel": each.vessel,
                "amount": charge_line(each).partition(", ")[2],
            }
            for each in recipe.charges
        ],
        "roles": [
            {
                "role": role,
                "class": unit_class,
                "demand": demand_line(recipe.demands.get(role, ANY_UNIT)),
            }
            for role, unit_class in recipe.roles.items()
        ],
        "procedure": list(_rows(recipe)),
    }


def _rows(recipe: MasterRecipe) -> Iterator[told.ProcedureRow]:
    elements = {each.path: each for each in recipe.elements}
    for each in recipe.elements:
        if "/" not in each.path:
            yield from _below(elements, each, 0)


def _below(
    elements: dict[StepPath, Element], element: Element, depth: int
) -> Iterator[told.ProcedureRow]:
    yield _row(element, depth)
    for path in (*element.children, *element.exceptions):
        yield from _below(elements, elements[path], depth + 1)


def _row(element: Element, depth: int) -> told.ProcedureRow:
    action = element.action
    return {
        "step": element.path,
        "depth": depth,
        "form": element.form,
        "role": element.role,
        "split": element.split,
        "after": list(element.after),
        "uses": list(element.claims),
        "at_most": element.at_most,
        "condition": condition_line(element.condition),
        "handling": handling_line(element),
        "task": "" if action is None else task_line(action),
        "end": "" if action is None else condition_line(action.complete_when),
        "settings": [
            {"parameter": each.parameter, "value": setting_line(each)}
            for each in (action.settings if action is not None else ())
        ],
    }
