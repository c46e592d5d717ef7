"""From a paper to its schema: every departure is one fault with its line."""

from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lizao.documents.yaml_source import Paper, Spot

File = TypeVar("File", bound=BaseModel)

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
    "float_type": "number",
    "int_type": "integer",
    "list_type": "list",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "string_type": "text",
}


def validated(paper: Paper, schema: type[File]) -> File | None:
    """The paper as its schema; None where it departs, and every departure is then a fault of the paper."""
    if paper.faults:
        return None
    try:
        return schema.model_validate(paper.data)
    except ValidationError as error:
        _note(paper, schema, error.errors(include_url=False))
        return None


def _note(paper: Paper, schema: type[BaseModel], errors: list[ErrorDetails]) -> None:
    """Note each departure once."""
    found: dict[tuple[Spot, str], list[ErrorDetails]] = {}
    for each in errors:
        spot = _spot(paper, each["loc"])
        reason = _REASONS.get(each["type"], "wrong_type")
        found.setdefault((spot, reason), []).append(each)
    strange = {spot[:-1] for spot, reason in found if reason == "unknown_key"}
    for (spot, reason), alike in found.items():
        # A misspelt key is one mistake, not an unknown key and a missing one.
        if reason == "missing_key" and spot[:-1] in strange:
            continue
        paper.fault(spot, _name(spot), _value(paper, spot, alike[0]), _limit(schema, alike), reason)


def _spot(paper: Paper, loc: tuple[int | str, ...]) -> Spot:
    """The spot of the file that pydantic means; what it adds for unions is left out."""
    spot: Spot = ()
    for number, key in enumerate(loc):
        if (*spot, key) in paper.lines or (
            number == len(loc) - 1 and isinstance(paper.at(spot), dict)
        ):
            spot = (*spot, key)
    return spot


def _name(spot: Spot) -> str:
    """The name of a spot: its last key, numbers added."""
    keys = [each for each in spot if isinstance(each, str) and each != "[key]"]
    return keys[-1] if keys else ""


def _value(paper: Paper, spot: Spot, error: ErrorDetails) -> object:
    """What was written where something else was expected."""
    return "" if error["type"] == "missing" else paper.at(spot)


def _limit(schema: type[BaseModel], alike: list[ErrorDetails]) -> str:
    """What would have been right, as far as the schema says."""
    limits = []
    for each in alike:
        context = each.get("ctx", {})
        for key in ("expected", "ge", "le", "pattern", "min_length"):
            if key in context:
                limits.append(str(context[key]).replace("'", "").replace(" or ", ", "))
        if each["type"] in _KINDS:
            limits.append(_KINDS[each["type"]])
        if each["type"] == "union_tag_not_found":
            limits.append(
                "service, charge, transfer, campaign, wait, sample, lot, parallel, if, repeat"
            )
    return ", ".join(dict.fromkeys(limits))
