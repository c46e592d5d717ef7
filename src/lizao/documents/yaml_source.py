"""A paper: one YAML file with the line of every key, and the faults found in it."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from lizao.model.errors import DocumentError

Spot: TypeAlias = tuple[str | int, ...]
"""Where something stands in a paper: keys and list numbers from the top."""

_TAG: Final = "tag:yaml.org,2002:"
_WORDS: Final = {"true": True, "false": False}


@dataclass
class Paper:
    """The content of one file, the line of every spot, and the faults found so far.

    ``data`` holds only dictionaries with string keys, lists, strings, numbers, booleans and None.
    """

    file: str
    data: object = None
    lines: dict[Spot, int] = field(default_factory=dict)
    faults: list[DocumentError] = field(default_factory=list)

    def line(self, spot: Spot) -> int:
        """The line of a spot, or of the nearest one above it that the file holds."""
        for end in range(len(spot), -1, -1):
            if spot[:end] in self.lines:
                return self.lines[spot[:end]]
        return 1

    def fault(self, spot: Spot, thing: str, value: object, limit: str, reason: str) -> None:
        """Note a fault; nothing is raised yet, so that one reading finds them all."""
        self.faults.append(
            DocumentError(self.file, self.line(spot), thing, _shown(value), limit, reason)
        )

    def at(self, spot: Spot) -> object:
        """What stands at a spot of the file as it was read; None where nothing does."""
        here = self.data
        for key in spot:
            if isinstance(here, dict):
                here = here.get(key)
            elif isinstance(here, list) and isinstance(key, int) and key < len(here):
                here = here[key]
            else:
                return None
        return here

    def refuse(self) -> None:
        """Raise the first fault in the order of the file, if there is any."""
        if self.faults:
            raise self.sorted_faults()[0]

    def sorted_faults(self) -> list[DocumentError]:
        """The faults in the order of the file."""
        return sorted(self.faults, key=lambda each: each.line)


def read_paper(path: Path) -> Paper:
    """Read one YAML file; what cannot be read is a fault of the paper, whose data is then None."""
    paper = Paper(str(path))
    try:
        root = _composed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        paper.fault((), path.name, "", str(path.parent), "no_file")
    except (OSError, UnicodeDecodeError) as error:
        paper.fault((), path.name, type(error).__name__, "UTF-8", "not_yaml")
    except YAMLError as error:
        _not_yaml(paper, error)
    else:
        paper.lines[()] = 1
        if isinstance(root, MappingNode):
            paper.data = _plain(paper, root, (), ())
        else:
            paper.fault((), path.name, type(root).__name__, "mapping", "not_yaml")
    return paper


@lru_cache(maxsize=32)
def _composed(text: str) -> Node | None:
    """The nodes of a text, which nobody changes; the same papers are read again and again."""
    root: Node | None = YAML(typ="safe", pure=True).compose(text)
    return root


def _not_yaml(paper: Paper, error: YAMLError) -> None:
    """Note where the text stops being YAML."""
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    paper.lines[()] = mark.line + 1 if mark is not None else 1
    problem = error.problem if isinstance(error, MarkedYAMLError) else str(error)
    paper.fault((), Path(paper.file).name, problem or "", "mapping", "not_yaml")


def _plain(paper: Paper, node: Node, spot: Spot, above: tuple[int, ...]) -> object:
    """The plain value of a node, noting lines on the way; ``above`` are the nodes it lies in."""
    if id(node) in above:
        paper.fault(spot, _name(paper, spot), "*", "mapping", "not_yaml")
        return None
    inside = (*above, id(node))
    if isinstance(node, MappingNode):
        return _mapping(paper, node, spot, inside)
    if isinstance(node, SequenceNode):
        values = []
        for number, each in enumerate(node.value):
            paper.lines[*spot, number] = each.start_mark.line + 1
            values.append(_plain(paper, each, (*spot, number), inside))
        return values
    return _scalar(node)


def _mapping(paper: Paper, node: MappingNode, spot: Spot, above: tuple[int, ...]) -> object:
    """The dictionary of a mapping node; a key written twice is a fault."""
    values: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else "?"
        inner = (*spot, key)
        repeated = key in values
        first = paper.lines.get(inner)
        paper.lines[inner] = key_node.start_mark.line + 1
        if repeated:
            paper.fault(
                inner, key, _name(paper, spot), f"{Path(paper.file).name}:{first}", "duplicate"
            )
            paper.lines[inner] = first or 1
            continue
        values[key] = _plain(paper, value_node, inner, above)
    return values


def _scalar(node: Node) -> object:
    """The value of a scalar after the core schema of YAML 1.2 (a date stays a text)."""
    tag, text = str(node.tag).removeprefix(_TAG), str(node.value)
    if tag == "null":
        return None
    if tag == "bool":
        return _WORDS.get(text.lower(), text)
    try:
        if tag == "int":
            return int(text.replace("_", ""), 0)
        if tag == "float" and math.isfinite(number := float(text.replace("_", ""))):
            return number
    except ValueError:
        return text
    return text


def _name(paper: Paper, spot: Spot) -> str:
    """The name of a spot: its last key, or the file."""
    keys = [each for each in spot if isinstance(each, str)]
    return keys[-1] if keys else Path(paper.file).name


def _shown(value: object) -> str:
    """A value as the text of an error shows it."""
    if isinstance(value, dict | list):
        return ""
    return value if isinstance(value, str) else repr(value) if value is not None else ""
