"""What older programs wrote, brought to the words of the next version."""

from typing import Any, TypeAlias

Body: TypeAlias = dict[str, Any]


def swing_piping(body: Body) -> Body:
    """A home of version 1: a unit was piped to one place at most, now to any number of them."""
    units = [
        {**unit, **{key: _several(unit.get(key)) for key in ("draws_from", "delivers_to")}}
        for unit in body["plant"]["units"]
    ]
    return {**body, "plant": {**body["plant"], "units": units}}


def _several(place: str | None) -> list[str]:
    return [] if place is None else [place]
