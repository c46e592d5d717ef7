"""The published schemas are those of the program, and the reference site keeps them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lizao.documents.json_schemas import PAPERS, json_schema, write_schemas
from lizao.documents.site import reference_site
from lizao.documents.yaml_source import read_paper
from tests.documents.papers import FOLDER

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
KINDS = {"site": "site.yaml", "plant": "plants", "recipe": "recipes"}
KINDS |= {"product": "products", "material": "materials", "acceptance": "acceptance"}
KINDS |= {"comparison": "comparison"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def test_the_published_schemas_are_those_of_the_program(tmp_path: Path) -> None:
    """Whoever changes a schema publishes it: ``write_schemas(Path("docs/reference/schemas"))``."""
    write_schemas(tmp_path)
    for paper in PAPERS:
        name = f"{paper}.schema.json"
        assert (PUBLISHED / name).read_text(encoding="utf-8") == (tmp_path / name).read_text(
            encoding="utf-8"
        ), name


def files(paper: str) -> list[Path]:
    """The files of the reference site that one schema is for."""
    place = reference_site() / KINDS[paper]
    return [place] if place.is_file() else sorted(place.glob("*.yaml"))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_reference_site_keeps_the_published_schema(paper: str) -> None:
    """An editor with the schema shows no error in them."""
    schema = json.loads((PUBLISHED / f"{paper}.schema.json").read_text(encoding="utf-8"))
    assert files(paper)
    for path in files(paper):
        assert list(departures(schema, schema, read_paper(path).data)) == []


@pytest.mark.parametrize(
    ("spot", "key", "value"),
    [
        ((), "colour", "red"),
        ((), "version", 1),
        (("units",), "Vessel", "tank"),
        (("procedure", 0, "operations", 1, "steps", 0), "service", ["stir"]),
        (("procedure", 0), "split", True),
    ],
)
def test_the_schema_finds_what_the_program_refuses(
    spot: tuple[str | int, ...], key: str, value: object
) -> None:
    """An unknown key, wrong types, a name with a capital."""
    schema = json_schema("recipe")
    data: Any = read_paper(FOLDER / "small.yaml").data
    assert list(departures(schema, schema, data)) == []
    place = data
    for each in spot:
        place = place[each]
    place[key] = value
    assert list(departures(schema, schema, data))


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
    yield from (f"{at}: lacks {key}" for key in schema.get("required", ()) if key not in data)
    for key, value in data.items():
        inner = schema.get("properties", {}).get(key)
        for pattern, named in schema.get("patternProperties", {}).items():
            inner = named if inner is None and re.search(pattern, key) else inner
        if inner is not None:
            yield from departures(root, inner, value, f"{at}/{key}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: unknown {key}"
