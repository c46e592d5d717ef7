"""The digest of a recipe: the same content has the same digest, whatever program wrote it down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any

from lizao.model.recipe import MasterRecipe


def digest(recipe: MasterRecipe) -> str:
    """The SHA-256, in hexadecimal, of the canonical content of a recipe without its status."""
    content = _canonical(replace(recipe, status=""))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def same_content(one: MasterRecipe, other: MasterRecipe) -> bool:
    """Whether two recipes differ in nothing but their status."""
    return replace(one, status="") == replace(other, status="")


def _canonical(value: object) -> object:
    """A value in the words of JSON.

    What has its default is left out, so that a field which later programs know changes no digest.
    """
    if is_dataclass(value) and not isinstance(value, type):
        said = {each.name: getattr(value, each.name) for each in fields(value)}
        return {
            each.name: _canonical(said[each.name])
            for each in fields(value)
            if said[each.name] != _default(each)
        }
    if isinstance(value, Mapping):
        return {str(key): _canonical(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_canonical(each) for each in value]
    if isinstance(value, float):
        return value + 0.0  # there is one zero
    return value


def _default(field: Field[Any]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
