"""What differs between two versions of a master recipe, as a list that people can read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from lizao.documents.quantities import print_quantity
from lizao.documents.reading import limits
from lizao.documents.recipe_changes import Change, ChangeKind
from lizao.documents.recipe_lines import (
    charge_line,
    condition_line,
    demand_line,
    handling_line,
    setting_line,
    task_line,
)
from lizao.model.identifiers import StepPath
from lizao.model.recipe import (
    ANY_UNIT,
    Action,
    Element,
    Form,
    FormulaParameter,
    MasterRecipe,
)


def recipe_difference(old: MasterRecipe, new: MasterRecipe) -> tuple[Change, ...]:
    """Every difference of two recipes but their name, version and status."""
    return (
        *_header(old, new),
        *_roles(old, new),
        *_formula(old, new),
        *_charges(old, new),
        *_elements(old, new),
    )


def _changed(kind: ChangeKind, thing: str, old: str, new: str, part: str = "") -> Iterator[Change]:
    if old != new:
        yield Change(kind, thing, old, new, part)


def _header(old: MasterRecipe, new: MasterRecipe) -> Iterator[Change]:
    yield from _changed(ChangeKind.PRODUCT, "", old.product, new.product)
    titles = [f"{each.title_en} / {each.title_zh}" for each in (old, new)]
    yield from _changed(ChangeKind.TITLE, "", *titles)
    for kind, name in (
        (ChangeKind.SIZE_REFERENCE, "reference_kg"),
        (ChangeKind.SIZE_LOW, "low_kg"),
        (ChangeKind.SIZE_HIGH, "high_kg"),
    ):
        sizes = [print_quantity(getattr(each, name), "kg") for each in (old, new)]
        yield from _changed(kind, "", *sizes)
    yield from _changed(ChangeKind.HOLD_LEVEL, "", old.hold_level, new.hold_level)


def _named(
    kinds: tuple[ChangeKind, ChangeKind, ChangeKind],
    before: Mapping[str, str],
    now: Mapping[str, str],
    step: str = "",
) -> Iterator[Change]:
    """What went, came and changed of things with names; ``step`` where they are parts of one."""
    removed, added, changed = kinds
    for name, text in before.items():
        if name not in now:
            yield Change(removed, step or name, old=text, part=name)
    for name, text in now.items():
        if name not in before:
            yield Change(added, step or name, new=text, part=name)
        else:
            yield from _changed(changed, step or name, before[name], text, name)


def _roles(old: MasterRecipe, new: MasterRecipe) -> Iterator[Change]:
    kinds = (ChangeKind.ROLE_REMOVED, ChangeKind.ROLE_ADDED, ChangeKind.ROLE_CLASS)
    before, now = ({str(role): each for role, each in one.roles.items()} for one in (old, new))
    yield from _named(kinds, before, now)
    for role in new.roles:
        if role in old.roles:
            asked = [demand_line(each.demands.get(role, ANY_UNIT)) for each in (old, new)]
            yield from _changed(ChangeKind.ROLE_DEMAND, role, *asked)


def _value(parameter: FormulaParameter) -> str:
    return print_quantity(parameter.default, parameter.unit)


def _limits(parameter: FormulaParameter) -> str:
    return limits(parameter.low, parameter.high, parameter.unit)


def _formula(old: MasterRecipe, new: MasterRecipe) -> Iterator[Change]:
    for was in old.formula:
        if new.parameter(was.name) is None:
            shown = f"{_value(was)} ({_limits(was)})"
            yield Change(ChangeKind.FORMULA_REMOVED, was.name, old=shown)
    for now in new.formula:
        before = old.parameter(now.name)
        if before is None:
            shown = f"{_value(now)} ({_limits(now)})"
            yield Change(ChangeKind.FORMULA_ADDED, now.name, new=shown)
            continue
        yield from _changed(ChangeKind.FORMULA_VALUE, now.name, _value(before), _value(now))
        yield from _changed(ChangeKind.FORMULA_LIMITS, now.name, _limits(before), _limits(now))
        scalings = before.scaling.value, now.scaling.value
        yield from _changed(ChangeKind.FORMULA_SCALING, now.name, *scalings)
        titles = [f"{each.title_en} / {each.title_zh}" for each in (before, now)]
        yield from _changed(ChangeKind.FORMULA_TITLE, now.name, *titles)


def _charges(old: MasterRecipe, new: MasterRecipe) -> Iterator[Change]:
    kinds = (ChangeKind.CHARGE_REMOVED, ChangeKind.CHARGE_ADDED, ChangeKind.CHARGE_CHANGED)
    before, now = ({each.name: charge_line(each) for each in one.charges} for one in (old, new))
    yield from _named(kinds, before, now)


def _elements(old: MasterRecipe, new: MasterRecipe) -> Iterator[Change]:
    """Steps that went, came, moved or changed."""
    before, now = _keyed(old), _keyed(new)
    moves = _moves(before, now)
    came = set(now) - set(before) - set(moves.values())
    for key, element in before.items():
        if key not in now and key not in moves:
            yield Change(ChangeKind.STEP_REMOVED, element.path)
    back = {target: source for source, target in moves.items()}
    for key, element in now.items():
        if key in came:
            yield Change(ChangeKind.STEP_ADDED, element.path)
            continue
        source = back.get(key, key)
        if source != key and back.get(_parent(key)) != _parent(source):
            yield Change(ChangeKind.STEP_MOVED, element.path, before[source].path, element.path)
        yield from _element(before[source], element)
        if element.form is not Form.PARALLEL:
            yield from _order(before[source], element)


def _keyed(recipe: MasterRecipe) -> dict[StepPath, Element]:
    """The elements by path, those without a name of their own counted among their kind.

    A step put in before an unnamed sequence does not make it another one. Children are keys too.
    """
    elements = {each.path: each for each in recipe.elements}
    keys = {each.path: each.path for each in recipe.elements if "/" not in each.path}
    for element in recipe.elements:
        unnamed: Counter[str] = Counter()
        for number, path in enumerate((*element.children, *element.exceptions), start=1):
            name, form = _name(path), elements[path].form.value
            if name == f"{form}-{number}":
                unnamed[form] += 1
                name = f"{form}#{unnamed[form]}"
            keys[path] = StepPath(f"{keys[element.path]}/{name}")
    return {
        keys[each.path]: replace(
            each,
            children=tuple(keys[child] for child in each.children),
            exceptions=tuple(keys[child] for child in each.exceptions),
        )
        for each in recipe.elements
    }


def _parent(path: StepPath) -> StepPath:
    return StepPath(path.rpartition("/")[0])


def _moves(
    before: Mapping[StepPath, Element], now: Mapping[StepPath, Element]
) -> dict[StepPath, StepPath]:
    """The new path of each element that stands, the same, under another parent."""
    moves: dict[StepPath, StepPath] = {}
    gone = [path for path in before if path not in now and "/" in path]
    came = [path for path in now if path not in before and "/" in path]
    for path in gone:
        held = _inside(before, path)
        for target in came:
            is_free = path not in moves and target not in moves.values()
            if is_free and _inside(now, target) == held and path.endswith(f"/{_name(target)}"):
                tails = ["", *(each for each, _ in held[1:])]
                moves.update((StepPath(path + tail), StepPath(target + tail)) for tail in tails)
    return moves


def _name(path: StepPath) -> str:
    return path.rpartition("/")[2]


def _inside(elements: Mapping[StepPath, Element], path: StepPath) -> list[tuple[str, Element]]:
    """An element and all in it, by the ends of their paths, so that places can be compared."""
    start = f"{path}/"
    nowhere = StepPath("")
    return [
        (
            each.removeprefix(path),
            replace(
                element,
                path=nowhere,
                children=(nowhere,) * len(element.children),
                exceptions=(nowhere,) * len(element.exceptions),
            ),
        )
        for each, element in elements.items()
        if each == path or each.startswith(start)
    ]


def _order(was: Element, now: Element) -> Iterator[Change]:
    """Children that both have and that stand in another order."""
    old_names, new_names = (
        [_name(each) for each in was.children],
        [_name(each) for each in now.children],
    )
    old_kept = [each for each in old_names if each in new_names]
    new_kept = [each for each in new_names if each in old_names]
    matcher = SequenceMatcher(None, old_kept, new_kept, autojunk=False)
    steady: set[str] = set()
    for block in matcher.get_matching_blocks():
        steady.update(old_kept[block.a : block.a + block.size])
    for name in new_kept:
        if name not in steady:
            places = [_previous(old_names, name), _previous(new_names, name)]
            yield Change(ChangeKind.STEP_ORDER, f"{now.path}/{name}", *places)


def _previous(names: Sequence[str], name: str) -> str:
    number = names.index(name)
    return names[number - 1] if number else ""


def _element(was: Element, now: Element) -> Iterator[Change]:
    """What changed in one step itself."""
    for kind, old, new in (
        (ChangeKind.STEP_FORM, was.form.value, now.form.value),
        (ChangeKind.STEP_ROLE, was.role or "", now.role or ""),
        (ChangeKind.STEP_USES, ", ".join(was.claims), ", ".join(now.claims)),
        (ChangeKind.STEP_SPLIT, str(was.split), str(now.split)),
        (ChangeKind.STEP_AFTER, ", ".join(was.after), ", ".join(now.after)),
        (ChangeKind.STEP_ROUNDS, str(was.at_most), str(now.at_most)),
        (ChangeKind.STEP_HANDLING, handling_line(was), handling_line(now)),
        (ChangeKind.STEP_CONDITION, condition_line(was.condition), condition_line(now.condition)),
    ):
        yield from _changed(kind, now.path, old, new)
    if was.action is not None and now.action is not None:
        yield from _action(now.path, was.action, now.action)


def _action(path: StepPath, was: Action, now: Action) -> Iterator[Change]:
    yield from _changed(ChangeKind.STEP_WORK, path, task_line(was), task_line(now))
    old_end, new_end = condition_line(was.complete_when), condition_line(now.complete_when)
    yield from _changed(ChangeKind.STEP_END, path, old_end, new_end)
    kinds = (ChangeKind.SETTING_REMOVED, ChangeKind.SETTING_ADDED, ChangeKind.SETTING_CHANGED)
    before, after = (
        {each.parameter: setting_line(each) for each in one.settings} for one in (was, now)
    )
    yield from _named(kinds, before, after, path)
