"""A plant file that is like another but for some numbers, as text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lizao.model.alarms import Bilingual
from lizao.model.errors import AlreadyThereError, DocumentError

SUFFIX: Final = ".yaml"


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A number of a group, class or unit of a plant, in ``unit``, and where it comes from."""

    owner: str
    number: str
    value: float
    unit: str
    source: str


def check_place(path: Path, like: str) -> None:
    """Whether a plant file may be written to ``path`` that builds on the plant ``like``.

    AlreadyThereError where one is there; DocumentError unless the one it builds on lies beside it.
    """
    if path.exists():
        raise AlreadyThereError(str(path))
    if path.suffix != SUFFIX:
        raise DocumentError(str(path), 1, "plant", path.name, f"*{SUFFIX}", "wrong_form")
    beside = path.with_name(f"{like}{SUFFIX}")
    if not beside.exists():
        raise DocumentError(str(path), 1, beside.name, "", str(beside.parent), "no_file")


def write_other(
    path: Path, like: str, title: Bilingual, shared: frozenset[str], numbers: Sequence[OtherNumber]
) -> None:
    """Write a plant that is like another but for ``numbers``; ``shared`` are its groups."""
    lines = [
        f"plant: {path.stem}",
        f"like: {like}",
        f"title: {{en: {json.dumps(title.en)}, zh: {json.dumps(title.zh, ensure_ascii=False)}}}",
        "simulated: true",
        *_section("coefficients", [each for each in numbers if each.owner in shared]),
        *_section("differs", [each for each in numbers if each.owner not in shared]),
    ]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _section(name: str, numbers: Sequence[OtherNumber]) -> list[str]:
    """The numbers of one key of the file by owner; nothing where there is none."""
    owners: dict[str, list[OtherNumber]] = {}
    for each in numbers:
        owners.setdefault(each.owner, []).append(each)
    return [f"{name}:", *_owned(owners)] if owners else []


def _owned(owners: Mapping[str, Sequence[OtherNumber]]) -> list[str]:
    lines = []
    for owner, numbers in owners.items():
        lines.append(f"  {owner}:")
        lines += (
            f"    {each.number}: {{value: {each.value!r}, unit: {json.dumps(each.unit)}, "
            f"source: {json.dumps(each.source, ensure_ascii=False)}}}"
            for each in numbers
        )
    return lines
