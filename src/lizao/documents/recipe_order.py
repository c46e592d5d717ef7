"""Whether a procedure can come to its end: what waits for what, and never for itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from lizao.documents.recipe_values import Reference
from lizao.model.identifiers import StepPath
from lizao.model.recipe import Element, Form

Event: TypeAlias = tuple[str, StepPath]
"""``("start", path)`` or ``("end", path)`` of an element."""


def cycles(elements: Sequence[Element], references: Iterable[Reference]) -> list[Reference]:
    """The references that wait, over any number of steps, for what waits for them."""
    by_path = {each.path: each for each in elements}
    needs = _structure(elements)
    closing = []
    for reference in references:
        if reference.name not in by_path:
            continue
        waiting = _waiting(by_path[reference.user], reference)
        if _reaches(needs, ("end", reference.name), waiting):
            closing.append(reference)
        else:
            needs.setdefault(waiting, []).append(("end", reference.name))
    return closing


def _waiting(user: Element, reference: Reference) -> Event:
    """Whether the element waits before it starts or before it ends."""
    before = user.form in {Form.UNIT_PROCEDURE, Form.CHOICE, Form.EXCEPTION}
    # A loop looks at its condition between rounds; that a round is over is no cycle.
    if user.form is Form.LOOP and str(reference.name).startswith(f"{user.path}/"):
        before = False
    return ("start" if before else "end", user.path)


def _structure(elements: Sequence[Element]) -> dict[Event, list[Event]]:
    """What each start and end needs by the structure alone."""
    needs: dict[Event, list[Event]] = {}
    for each in elements:
        needs.setdefault(("end", each.path), []).append(("start", each.path))
        previous: StepPath | None = None
        for child in each.children:
            needs[("end", each.path)].append(("end", child))
            needs.setdefault(("start", child), []).append(("start", each.path))
            if previous is not None and each.form is not Form.PARALLEL:
                needs[("start", child)].append(("end", previous))
            previous = child
        for exception in each.exceptions:
            needs.setdefault(("start", exception), []).append(("start", each.path))
    return needs


def _reaches(needs: Mapping[Event, Sequence[Event]], event: Event, wanted: Event) -> bool:
    """Whether ``event`` needs ``wanted``, over any number of steps."""
    seen, open_events = {event}, [event]
    while open_events:
        here = open_events.pop()
        if here == wanted:
            return True
        new = [each for each in needs.get(here, ()) if each not in seen]
        seen.update(new)
        open_events.extend(new)
    return False
