"""The interface as its document describes it: every route, every refusal, the live stream."""

import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from pydantic import TypeAdapter
from typing_extensions import override

import lizao
from lizao.api.errors import REFUSED_WITH
from lizao.api.routes import (
    alarms,
    audit,
    batches,
    history,
    lots,
    papers,
    plant,
    recipes,
    sessions,
    shift,
    units,
    users,
    wall,
)
from lizao.app.answers.answer import Refusal
from lizao.app.answers.signals import LiveWish, StatusFrame, TickFrame

ROUTES: Final = (
    sessions, plant, batches, recipes, papers, alarms, audit, lots, units, users,
    history, shift, wall,
)  # fmt: skip
LIVE: Final = "/api/live"
SHAPES: Final = "#/components/schemas/"
REFUSED: Final = {"$ref": "#/components/responses/Refused", "description": "Refused"}
BESIDE: Final = (Refusal, TickFrame, StatusFrame, LiveWish)
"""Shapes that no route names: what any may answer instead, and what the live stream carries."""
Life = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class Interface(FastAPI):
    """The routes of the service, and what is said of them at ``/openapi.json``."""

    def __init__(self, life: Life | None = None) -> None:
        """Every route; ``life`` is what is done while they are served."""
        super().__init__(
            title="Lizao", version=lizao.__version__, lifespan=life, docs_url=None, redoc_url=None
        )
        refused: dict[int | str, dict[str, Any]] = {int(each): REFUSED for each in REFUSED_WITH}
        for each in ROUTES:
            self.include_router(each.router, responses=refused)

    @override
    def openapi(self) -> dict[str, Any]:
        """The description; an object in it holds nothing but what is named."""
        if self.openapi_schema is None:
            document = super().openapi()
            parts = document["components"]
            parts["schemas"] = _closed({**parts["schemas"], **_shapes_beside()})
            content = {"application/json": {"schema": _shape("Refusal")}}
            parts["responses"] = {"Refused": {"description": "Refused", "content": content}}
            tells = {"anyOf": [_shape("TickFrame"), _shape("StatusFrame")]}
            document["x-websockets"] = {LIVE: {"takes": _shape("LiveWish"), "tells": tells}}
        return super().openapi()


def _shape(name: str) -> dict[str, str]:
    return {"$ref": SHAPES + name}


def _shapes_beside() -> dict[str, Any]:
    found = TypeAdapter.json_schemas(
        [(each.__name__, "serialization", TypeAdapter(each)) for each in BESIDE],
        ref_template=SHAPES + "{model}",
    )
    shapes: dict[str, Any] = found[1]["$defs"]
    return shapes


def _closed(shapes: dict[str, Any]) -> dict[str, Any]:
    """Shapes in the order of their names; the rows of papers, plain dataclasses, are told whole."""
    for each in shapes.values():
        if "properties" in each and "additionalProperties" not in each:
            each.update(additionalProperties=False, required=[*each["properties"]])
    return dict(sorted(shapes.items()))


def write_description(file: Path) -> None:
    """Write the description of the interface, for other programs and for the page's types."""
    text = json.dumps(Interface().openapi(), indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_description(Path(sys.argv[1]))
