"""The published schemas are those of the program, and the reference site keeps them."""

import json
from pathlib import Path
from typing import Any

import pytest

from lizao.documents.json_schemas import PAPERS, json_schema, write_schemas
from lizao.documents.site import reference_site
from lizao.documents.yaml_source import read_paper
from tests.documents.papers import FOLDER
from tests.json_schema import departures

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
KINDS = {"site": "site.yaml", "plant": "plants", "recipe": "recipes"}
KINDS |= {"product": "products", "material": "materials", "acceptance": "acceptance"}
KINDS |= {"comparison": "comparison"}


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
