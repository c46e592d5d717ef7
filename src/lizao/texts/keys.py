"""The catalogue: every text by its key, read from the TOML files beside this module."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from lizao.texts.languages import LANGUAGES, Language

FOLDER = "catalogue"


@cache
def all_texts() -> Mapping[str, Mapping[Language, str]]:
    """Every key with its text in each language; raises ValueError for a key that two files hold."""
    found: dict[str, Mapping[Language, str]] = {}
    for file in sorted(files("lizao.texts").joinpath(FOLDER).iterdir(), key=lambda each: each.name):
        for key, text in _leaves(tomllib.loads(file.read_text(encoding="utf-8")), ""):
            if key in found:
                message = f"{file.name}: {key} is in another file too"
                raise ValueError(message)
            found[key] = text
    return found


def _leaves(
    table: Mapping[str, object], prefix: str
) -> Iterator[tuple[str, Mapping[Language, str]]]:
    for name, value in table.items():
        if not isinstance(value, dict):
            message = f"{prefix}{name} is neither a group nor a text in {', '.join(LANGUAGES)}"
            raise TypeError(message)
        if all(isinstance(each, str) for each in value.values()):
            yield f"{prefix}{name}", value
        else:
            yield from _leaves(value, f"{prefix}{name}.")
