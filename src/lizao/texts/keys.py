"""The catalogue: every text by its key, read from the TOML files beside this module."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from lizao.texts.languages import LANGUAGES, Language

FOLDER = "catalogue"


Catalogue = Mapping[str, Mapping[Language, str]]


@cache
def all_texts() -> Catalogue:
    """Every key of the catalogue with its text in each language."""
    folder = sorted(files("lizao.texts").joinpath(FOLDER).iterdir(), key=lambda each: each.name)
    return united(tomllib.loads(file.read_text(encoding="utf-8")) for file in folder)


def united(tables: Iterable[Mapping[str, object]]) -> Catalogue:
    """The texts of several tables; raises ValueError for a key that two of them hold."""
    found: dict[str, Mapping[Language, str]] = {}
    for table in tables:
        for key, text in leaves(table, ""):
            if key in found:
                message = f"{key} has two texts"
                raise ValueError(message)
            found[key] = text
    return found


def leaves(
    table: Mapping[str, object], prefix: str
) -> Iterator[tuple[str, Mapping[Language, str]]]:
    """Every text under a table with its key; raises TypeError for one outside any language."""
    for name, value in table.items():
        if not isinstance(value, dict):
            message = f"{prefix}{name} is neither a group nor a text in {', '.join(LANGUAGES)}"
            raise TypeError(message)
        if all(isinstance(each, str) for each in value.values()):
            yield f"{prefix}{name}", value
        else:
            yield from leaves(value, f"{prefix}{name}.")
