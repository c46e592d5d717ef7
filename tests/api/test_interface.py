"""The description of the interface is published, whole, and names all that is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from lizao.api.interface import Interface, write_description
from lizao.app import record_data
from tests.api.description import DOCUMENT
from tests.api.house import Served
from tests.api.test_trials import over
from tests.app.running_house import ADMINISTRATOR, ENGINEER

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
    """A shape with a name, or a mapping to texts; none is only known to be JSON."""
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
    """What a page sends and what it is told are shapes with names."""
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


def test_whatever_is_there_is_told_in_the_shape_that_is_described(home: Served) -> None:
    """Every route that reads, of a batch that was made; each answer is held to its shape."""
    page = home.signed_in(ENGINEER)
    batch = page.post("/api/batches", recipe="mini", tonnes="0.5").json()["batches"][0]
    home.running.until(lambda told: told["batches"][-1]["state"] == "COMPLETE")
    home.house.follower.keep_up()
    lot = f"{batch}-L1"
    names = {"batch": batch, "lot": lot, "name": lot, "lang": "en", "recipe": "lfp-24"}
    versions = page.get("/api/recipes/versions").json()["recipes"]
    names["version"] = next(each["version"] for each in versions if each["recipe"] == "lfp-24")
    wish = {"recipe": names["recipe"], "version": names["version"]}
    names["trial"] = page.post("/api/trials", **wish).json()["trial"]
    over(page, names["trial"])
    names["unit"] = page.get("/api/plant").json()["units"][0]["unit"]
    whole = f"{names['recipe']}@{names['version']}"
    asked = {"/api/recipes/difference": {"old": whole, "new": whole}}
    paths = [path for path, methods in DOCUMENT["paths"].items() if "get" in methods]
    client = home.signed_in(ADMINISTRATOR).client
    # The mini plant has no signals, and nothing that fits it can be tried.
    told_elsewhere = ("/api/history", "/api/trials/{trial}/record")
    for path in paths:
        reader = client if path == "/api/users" else page.client
        if not path.startswith(told_elsewhere):
            told = reader.get(path.format(**names), params=asked.get(path, {}))
            assert told.status_code == 200, path
