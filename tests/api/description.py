"""Holds whatever the service tells against the description of its interface."""

import json
import re
from collections.abc import Mapping
from typing import Any

from httpx2 import Response

from lizao.api.interface import Interface
from tests.json_schema import departures

DOCUMENT = Interface().openapi()
SHAPES = {"$defs": DOCUMENT["components"]["schemas"]}
JSON = "application/json"


def hold_to_description(response: Response) -> None:
    """An answer in JSON is of the shape, and has the status, that its route names."""
    if response.headers.get("content-type") != JSON:
        return
    asked = response.request
    operation = operation_of(asked.method.lower(), asked.url.path)
    if operation is None:
        return
    status = str(response.status_code)
    assert status in operation["responses"], f"{asked.method} {asked.url.path}: {status}"
    told = operation["responses"][status]
    if "$ref" in told:
        told = DOCUMENT["components"]["responses"][told["$ref"].rpartition("/")[2]]
    found = json.loads(response.read())
    assert [*departures(SHAPES, told["content"][JSON]["schema"], found)] == [], asked.url.path


def hold_frame(frame: object) -> None:
    """A frame of the live stream is one of those that it tells."""
    told = DOCUMENT["x-websockets"]["/api/live"]["tells"]
    assert [*departures(SHAPES, told, frame)] == []


def operation_of(method: str, path: str) -> Mapping[str, Any] | None:
    """The description of a route; None for what is no route."""
    for template, methods in DOCUMENT["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if method in methods and re.fullmatch(pattern, path):
            found: Mapping[str, Any] = methods[method]
            return found
    return None
