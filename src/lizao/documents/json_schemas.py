"""The published JSON Schemas of all papers, for editors and for other programs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from lizao.documents.acceptance_schema import AcceptanceFile
from lizao.documents.comparison_schema import ComparisonFile
from lizao.documents.paper_schemas import MaterialFile, ProductFile, SiteFile
from lizao.documents.plant_schema import PlantFile
from lizao.documents.recipe_schema import RecipeFile

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
PAPERS: Final[Mapping[str, type[BaseModel]]] = {
    "site": SiteFile,
    "plant": PlantFile,
    "recipe": RecipeFile,
    "product": ProductFile,
    "material": MaterialFile,
    "acceptance": AcceptanceFile,
    "comparison": ComparisonFile,
}


def json_schema(paper: str) -> dict[str, Any]:
    """The JSON Schema of one kind of paper, by its name in ``PAPERS``."""
    schema = PAPERS[paper].model_json_schema(by_alias=True)
    _close(schema)
    return {"$schema": DIALECT, "$id": f"lizao:{paper}", **schema}


def _close(schema: object) -> None:
    """Let a mapping of names refuse what is no name, as the reading of papers does."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema["additionalProperties"] = False
        for each in schema.values():
            _close(each)


def write_schemas(folder: Path) -> None:
    """Write the JSON Schema of every kind of paper into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for paper in PAPERS:
        text = json.dumps(json_schema(paper), indent=1, ensure_ascii=False)
        (folder / f"{paper}.schema.json").write_text(text + "\n", encoding="utf-8")
