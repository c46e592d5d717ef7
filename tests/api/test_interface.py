"""The description of the interface is published, whole, and names all that is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from lizao.api.interface import Interface, write_description
from lizao.app import record_data

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
JSON = "application/json"


def answers(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What each route says that it answers in JSON."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, each in operation["responses"].items():
                if status < "300" and JSON in each.get("content", {}):
                    yield f"{method} {path}", each["content"][JSON]["schema"]


def test_the_published_description_is_that_of_the_program(tmp_path: Path) -> None:
    """Whoever changes what is asked or told publishes it: ``make docs``."""
    write_description(tmp_path / "openapi.json")
    written = (tmp_path / "openapi.json").read_text(encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == written


def test_every_answer_has_a_shape() -> None:
    """A shape with a name, or a mapping to texts; nothing of which one knows only that it is JSON."""
    found = dict(answers(Interface().openapi()))
    assert len(found) > 40
    loose = {
        route: schema
        for route, schema in found.items()
        if "$ref" not in schema and schema.get("additionalProperties") != {"type": "string"}
    }
    assert loose == {}


def test_a_shape_holds_nothing_but_what_is_named() -> None:
    """The rows of papers are plain dataclasses; every other answer is an ``Answer``."""
    shapes = FastAPI.openapi(Interface())["components"]["schemas"]
    named = {name: each for name, each in shapes.items() if "properties" in each}
    assert len(named) > 50
    opened = {name for name, each in named.items() if each.get("additionalProperties") is not False}
    assert {name for name in opened if not hasattr(record_data, name)} == set()
    closed = Interface().openapi()["components"]["schemas"]
    assert all(closed[name]["additionalProperties"] is False for name in named)


def test_no_two_shapes_share_a_name() -> None:
    """Where two do, the description calls them by where they are written."""
    assert [each for each in Interface().openapi()["components"]["schemas"] if "__" in each] == []


def test_the_live_stream_is_described_beside_the_routes() -> None:
    """What a page sends and what it is told are shapes with names, and all that they name is there."""
    document = Interface().openapi()
    live = document["x-websockets"]["/api/live"]
    named = [live["takes"], *live["tells"]["anyOf"]]
    shapes = document["components"]["schemas"]
    assert [each["$ref"].rpartition("/")[2] for each in named] == [
        "LiveWish",
        "TickFrame",
        "StatusFrame",
    ]
    assert {"LiveWish", "TickFrame", "StatusFrame", "Tick", "Status", "Refusal"} <= {*shapes}
