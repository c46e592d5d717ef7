"""Draws any fact: each field by its annotation, each element of a recipe so that it could run."""

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from lizao.control.run import BatchRun
from lizao.model.identifiers import Role, StepPath
from lizao.model.recipe import Action, Element, Form, Handling, RecipeCondition

PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: st.text(max_size=20),
    bytes: st.binary(),
    bytearray: st.binary().map(bytearray),
    type(None): st.none(),
    None: st.none(),
}


def of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any annotation
    """Values of the annotation ``kind``."""
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, NewType):
        return of(kind.__supertype__)
    if kind is Element:
        return ELEMENTS
    if kind is BatchRun:
        return of_dataclass(kind, ahead=st.just((StepPath("dose"),)))
    if is_dataclass(kind) and isinstance(kind, type):
        return of_dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return of_several(kind)


def of_several(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any annotation
    """Values of an annotation that is made of others: a tuple, a mapping, a choice."""
    parts = get_args(kind)
    if get_origin(kind) is tuple and parts[-1] is not Ellipsis:
        return st.tuples(*(of(each) for each in parts))
    if get_origin(kind) is tuple:
        return st.lists(of(parts[0]), max_size=3).map(tuple)
    if get_origin(kind) in {frozenset, list}:
        return st.lists(of(parts[0]), max_size=3).map(get_origin(kind))
    if get_origin(kind) in {Mapping, dict}:
        return st.dictionaries(of(parts[0]), of(parts[1]), max_size=3)
    assert get_origin(kind) in {Union, types.UnionType}, f"no strategy for {kind}"
    return st.one_of([of(each) for each in parts])


def of_dataclass(kind: type, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of a dataclass; a batch whose first steps are ``fixed`` does not look for them."""
    drawn = {n: of(each) for n, each in get_type_hints(kind).items() if n not in fixed}
    return st.builds(kind, **drawn, **fixed)


HANDLINGS = of_dataclass(Handling, severity=st.integers(1, 9))


@st.composite
def elements(draw: st.DrawFn) -> Element:
    """An element of a procedure that has what its form needs."""
    form = draw(st.sampled_from(Form))
    child = StepPath("dose/charge")
    return Element(
        path=StepPath(draw(of(str))),
        form=form,
        children=() if form is Form.PHASE else (child,),
        role=draw(of(Role | None)),
        condition=draw(of_dataclass(RecipeCondition)),
        at_most=draw(st.integers(1, 9)),
        action=draw(of_dataclass(Action)) if form is Form.PHASE else None,
        handling=draw(HANDLINGS) if form is Form.EXCEPTION else None,
    )


HANDLINGS = of_dataclass(Handling, severity=st.integers(1, 9))
ELEMENTS = elements()
