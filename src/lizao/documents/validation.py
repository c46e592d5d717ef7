"""From a paper to its schema: every departure is one fault with its line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lizao.documents.yaml_source import Paper, Spot

File = TypeVar("File", bound=BaseModel)
_Json: TypeAlias = Mapping[str, Any]

_REASONS: Final = {
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
    "union_tag_not_found": "missing_key",
    "string_pattern_mismatch": "wrong_form",
    "literal_error": "unknown_value",
    "too_short": "empty",
    "greater_than_equal": "outside_limits",
    "less_than_equal": "outside_limits",
}
_KINDS: Final = {
    "bool_type": "true/false",
    "dict_type": "mapping",
    "finite_number": "number",
    "float_type": "number",
    "int_type": "integer",
    "list_type": "list",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "string_type": "text",
}
_SIGNS: Final = {"ge": "≥ ", "le": "≤ ", "min_length": "≥ "}
_NAMES: Final = ("unit_procedure", "operation", "phase", "name")


def validated(paper: Paper, schema: type[File]) -> File | None:
    """The paper as its schema; None where it departs, each departure being a fault of the paper."""
    if paper.faults:
        return None
    try:
        return schema.model_validate(paper.data)
    except ValidationError as error:
        _note(paper, schema, error.errors(include_url=False))
        return None


def _note(paper: Paper, schema: type[BaseModel], errors: list[ErrorDetails]) -> None:
    """Note each departure once, although each branch of a union reports its own."""
    found: dict[tuple[Spot, str], list[ErrorDetails]] = {}
    for each in errors:
        reason = _REASONS.get(each["type"], "wrong_type")
        found.setdefault((_spot(paper, each["loc"], reason), reason), []).append(each)
    strange = {spot[:-1] for spot, reason in found if reason == "unknown_key"}
    for (spot, reason), alike in found.items():
        if reason == "unknown_key":
            keys = _keys(schema, paper, spot[:-1])
            paper.fault(spot, str(spot[-1]), called(paper, spot[:-1]), ", ".join(keys), reason)
        elif reason == "missing_key":
            # A misspelt key is one mistake, not an unknown key and a missing one.
            if spot[:-1] not in strange:
                keys = _keys(schema, paper, spot[:-1])
                paper.fault(spot, str(spot[-1]), called(paper, spot[:-1]), ", ".join(keys), reason)
        else:
            wrong_key = alike[0]["loc"][-1:] == ("[key]",)
            value = spot[-1] if wrong_key else paper.at(spot)
            thing = called(paper, spot[:-1] if wrong_key else spot)
            paper.fault(spot, thing, value, _limit(alike), reason)


def _spot(paper: Paper, loc: tuple[int | str, ...], reason: str) -> Spot:
    """The spot of the file that pydantic means, without what it adds for unions and keys."""
    spot: Spot = ()
    for key in loc:
        if (*spot, key) in paper.lines:
            spot = (*spot, key)
    if reason != "missing_key":
        return spot
    missing = loc[-1] if loc else ""
    # A step that says nothing of what it does lacks one of several keys.
    return (*spot, missing) if spot[-1:] != (missing,) else (*spot, "phase")


def called(paper: Paper, spot: Spot) -> str:
    """What an error calls the thing at a spot: its own name if it has one, else its key."""
    here = paper.at(spot)
    if isinstance(here, dict):
        for name in _NAMES:
            if isinstance(here.get(name), str):
                return str(here[name])
    keys = [each for each in spot if isinstance(each, str)]
    return keys[-1] if keys else Path(paper.file).name


def _limit(alike: list[ErrorDetails]) -> str:
    """What would have been right, as far as the schema says."""
    limits = []
    for each in alike:
        context = each.get("ctx", {})
        limits += [f"{sign}{context[key]}" for key, sign in _SIGNS.items() if key in context]
        if "expected" in context:
            limits.append(str(context["expected"]).replace("'", "").replace(" or ", ", "))
        if "pattern" in context:
            limits.append("a-z, 0-9, -, _")
        if each["type"] in _KINDS:
            limits.append(_KINDS[each["type"]])
    return ", ".join(dict.fromkeys(limits))


def _keys(schema: type[BaseModel], paper: Paper, spot: Spot) -> list[str]:
    """The keys that the schema knows at a spot of the paper."""
    root = schema.model_json_schema(by_alias=True)
    here = _resolved(root, root, paper.at(()))
    for end, key in enumerate(spot, start=1):
        properties = here.get("properties", {})
        inner = properties.get(key) or here.get("items")
        for named in here.get("patternProperties", {}).values():
            inner = inner or named
        here = _resolved(root, inner or {}, paper.at(spot[:end]))
    return list(here.get("properties", {}))


def _resolved(root: _Json, schema: _Json, data: object) -> _Json:
    """A schema with its references followed and its union narrowed to what the data looks like."""
    while "$ref" in schema:
        schema = root["$defs"][str(schema["$ref"]).rsplit("/", 1)[-1]]
    for union in ("anyOf", "oneOf"):
        options = [_resolved(root, each, data) for each in schema.get(union, ())]
        fitting = [each for each in options if _fits(each, data)]
        if options:
            return fitting[0] if len(fitting) == 1 else _joined(fitting or options)
    return schema


def _fits(schema: _Json, data: object) -> bool:
    """Whether the data has the key that tells this branch of a union from the others."""
    if isinstance(data, list):
        return schema.get("type") == "array"
    required = [each for each in schema.get("required", ()) if each not in _NAMES]
    return isinstance(data, dict) and required[:1] != [] and required[0] in data


def _joined(options: list[_Json]) -> _Json:
    """The keys of several branches together."""
    properties: dict[str, object] = {}
    for each in options:
        properties |= each.get("properties", {})
    return {"properties": properties}
