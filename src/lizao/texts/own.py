"""A site's own texts: a TOML file for each language, laid out like the catalogue."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from lizao.model.errors import DocumentError
from lizao.texts.keys import all_texts
from lizao.texts.languages import Language


def own_texts(folder: Path, lang: Language) -> Mapping[str, str]:
    """The texts of ``<folder>/<lang>.toml`` by key, none where there is no file.

    Raises DocumentError for a file that cannot be read, and for a text that names a field which the
    package's own text of that key does not have.
    """
    file = folder / f"{lang}.toml"
    if not file.exists():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentError(str(file), 0, file.name, str(error), "TOML", "not_toml") from error
    return {key: _checked(file, key, text, lang) for key, text in _leaves(file, table, "")}


def _leaves(file: Path, table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        elif isinstance(value, dict):
            yield from _leaves(file, value, f"{prefix}{name}.")
        else:
            key = f"{prefix}{name}"
            raise DocumentError(str(file), 0, key, str(value), "text", "wrong_type")


def _checked(file: Path, key: str, text: str, lang: Language) -> str:
    known = all_texts().get(key)
    allowed = _fields(known[lang]) if known else frozenset[str]()
    try:
        strange = _fields(text) - allowed
    except ValueError as error:
        raise DocumentError(str(file), 0, key, text, str(error), "wrong_form") from error
    if strange:
        fields = ", ".join(sorted(allowed))
        raise DocumentError(str(file), 0, key, ", ".join(sorted(strange)), fields, "unknown_field")
    return text


def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
