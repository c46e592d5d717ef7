"""Where data departs from a JSON Schema, for the words of it that ours use."""

import re
from collections.abc import Iterator
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def departures(root: Any, schema: Any, data: Any, at: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON
    """Where data departs from a schema, for the words of JSON Schema that ours use."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    options = schema.get("anyOf", schema.get("oneOf"))
    if options and all(list(departures(root, each, data, at)) for each in options):
        yield f"{at}: fits no branch"
    yield from departures_of_value(schema, data, at)
    if isinstance(data, dict):
        yield from departures_of_mapping(root, schema, data, at)
    if isinstance(data, list):
        for number, each in enumerate(data):
            yield from departures(root, schema.get("items", {}), each, f"{at}/{number}")


def departures_of_value(schema: Any, data: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """A wrong type, an unknown word, another form."""
    if not fits_type(schema.get("type"), data):
        yield f"{at}: {data!r} is no {schema['type']}"
    if data not in schema.get("enum", [schema.get("const", data)]):
        yield f"{at}: {data!r} is another word"
    if isinstance(data, str) and not re.search(schema.get("pattern", ""), data):
        yield f"{at}: {data!r} has another form"


def fits_type(wanted: str | None, data: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether data is of a JSON type."""
    if wanted in {"number", "integer"}:
        number = int if wanted == "integer" else (int, float)
        return isinstance(data, number) and not isinstance(data, bool)
    return wanted is None or isinstance(data, TYPES[wanted])


def departures_of_mapping(root: Any, schema: Any, data: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Missing and unknown keys, and what is wrong inside."""
    others = schema.get("additionalProperties")
    yield from (f"{at}: lacks {key}" for key in schema.get("required", ()) if key not in data)
    for key, value in data.items():
        inner = schema.get("properties", {}).get(key, others if isinstance(others, dict) else None)
        for pattern, named in schema.get("patternProperties", {}).items():
            inner = named if inner is None and re.search(pattern, key) else inner
        if inner is not None:
            yield from departures(root, inner, value, f"{at}/{key}")
        elif others is False:
            yield f"{at}: unknown {key}"
