"""XML in and out: elements with their lines, read without entities, written without surprises."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias
from xml.parsers import expat

from lizao.model.errors import DocumentError, MalformedElementError

EXTENSION: Final = "urn:lizao:batchml:1"
"""The namespace of what our recipes say and BatchML does not."""

DEEPEST: Final = 60
"""How deep elements, branches and steps may lie in each other."""
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Node:
    """One XML element: its name and namespace, the line it begins on, and what it holds."""

    name: str
    text: str = ""
    namespace: str = ""
    line: int = 1
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def all(self, name: str) -> list["Node"]:
        """The children of that name in this element's own namespace."""
        return [
            each for each in self.children if each.name == name and each.namespace == self.namespace
        ]

    def first(self, name: str) -> "Node | None":
        """The first child of that name, if there is one."""
        return next(iter(self.all(name)), None)

    def extension(self, name: str) -> "Node | None":
        """The child of that name in the namespace of our own extension."""
        found = (each for each in self.children if each.namespace == EXTENSION)
        return next((each for each in found if each.name == name), None)

    def words(self, name: str) -> str:
        """The text of the first child of that name that has one; empty without."""
        texts = (each.text.strip() for each in self.all(name))
        return next((text for text in texts if text), "")


@dataclass(slots=True)
class XmlPaper:
    """One XML file under reading, and what of it was left out."""

    file: str
    notes: list[DocumentError] = field(default_factory=list)

    def fault(
        self, node: Node, thing: str, value: object, limit: str, reason: str
    ) -> DocumentError:
        """What is wrong with an element of the file, for raising or noting."""
        return DocumentError(self.file, node.line, thing, str(value), limit, reason)

    def leave_out(self, node: Node, thing: str, value: object) -> None:
        """Note a part of the file that the recipe does not carry."""
        self.notes.append(self.fault(node, thing, value, "", "not_carried"))


@dataclass(slots=True)
class _Builder:
    """The tree under construction while expat reports its parts."""

    paper: XmlPaper
    parser: expat.XMLParserType
    root: Node | None = None
    above: list[Node] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        namespace, _, local = name.rpartition(" ")
        line = self.parser.CurrentLineNumber
        node = Node(local, namespace=namespace, line=line, attributes=attributes)
        if len(self.above) >= DEEPEST:
            raise self.paper.fault(node, local, "", f"≤ {DEEPEST}", "unsafe_xml")
        if self.above:
            self.above[-1].children.append(node)
        else:
            self.root = node
        self.above.append(node)
        self.texts.append([])

    def data(self, text: str) -> None:
        """Text stands in the present element."""
        self.texts[-1].append(text)

    def end(self, _name: str) -> None:
        """The present element ends; text between inner elements is only layout."""
        node, text = self.above.pop(), self.texts.pop()
        if not node.children:
            node.text = "".join(text)

    def doctype(self, name: str, *_rest: object) -> None:
        """A document type may define entities: nothing of such a file is read."""
        node = Node(name, line=self.parser.CurrentLineNumber)
        raise self.paper.fault(node, "DOCTYPE", name, "", "unsafe_xml")


def read_xml(paper: XmlPaper, path: Path) -> Node:
    """The root element of a file; raises DocumentError for what is not XML or not safe."""
    nowhere = Node(path.name)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise paper.fault(nowhere, path.name, "", str(path.parent), "no_file") from None
    except OSError as error:
        raise paper.fault(nowhere, path.name, type(error).__name__, "XML", "not_xml") from None
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    builder = _Builder(paper, parser)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        at = Node(path.name, line=max(1, parser.CurrentLineNumber))
        raise paper.fault(at, path.name, error, "XML", "not_xml") from None
    assert builder.root is not None, "expat refuses a document without an element"
    return builder.root


Prefixes: TypeAlias = Mapping[str, str]
"""Prefix by namespace."""


def write_xml(root: Node, prefixes: Prefixes) -> str:
    """An XML document; raises MalformedElementError for a text that XML cannot hold."""
    spaces = "".join(f' xmlns:{prefix}="{space}"' for space, prefix in prefixes.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(root, prefixes, spaces, "", lines)
    return "\n".join(lines) + "\n"


def _write(node: Node, prefixes: Prefixes, spaces: str, indent: str, lines: list[str]) -> None:
    name = f"{prefixes[node.namespace]}:{node.name}"
    written = "".join(
        f' {key}="{_escaped(node, value, quoted=True)}"' for key, value in node.attributes.items()
    )
    head = f"{indent}<{name}{spaces}{written}"
    if node.children:
        lines.append(f"{head}>")
        for each in node.children:
            _write(each, prefixes, "", f"{indent}  ", lines)
        lines.append(f"{indent}</{name}>")
    elif node.text:
        lines.append(f"{head}>{_escaped(node, node.text, quoted=False)}</{name}>")
    else:
        lines.append(f"{head}/>")


def _escaped(node: Node, text: str, *, quoted: bool) -> str:
    if (found := _FORBIDDEN.search(text)) is not None:
        raise MalformedElementError(node.name, repr(found[0]), "XML 1.0")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\r", "&#13;")
    if quoted:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text
