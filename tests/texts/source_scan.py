"""What the program's own source says: names of keys, reasons of faults, questions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.meta.repository import PACKAGE, ROOT

KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)+")
PAGE_KEY = re.compile(r"""["'`]([a-z_]+(?:\.[A-Za-z0-9_-]+)+)["'`]""")
PAGE_PREFIX = re.compile(r"`((?:[a-z_]+\.)+[a-z_]*)\$\{")


def trees(folder: Path) -> Iterator[ast.Module]:
    """Every module under a folder, parsed."""
    for path in sorted(folder.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.AST) -> str:
    """The last name of what a call calls, empty for anything else."""
    return ast.unparse(node.func).rsplit(".", maxsplit=1)[-1] if isinstance(node, ast.Call) else ""


def words(node: ast.AST) -> set[str]:
    """Every string that stands in a piece of source."""
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def arguments(folder: Path, names: frozenset[str], place: int) -> set[str]:
    """The strings given at one place (negative: from the end) of every call to ``names``."""
    found: set[str] = set()
    for tree in trees(folder):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in names and len(node.args) > abs(place):
                given = node.args[place]
                found |= words(given) if _is_text(given) else set()
    return found


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def assigned(folder: Path, name: str) -> set[str]:
    """The strings that stand in anything assigned to ``name``; of a dictionary, its values."""
    found: set[str] = set()
    for tree in trees(folder):
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
            if not any(isinstance(each, ast.Name) and each.id == name for each in targets):
                continue
            value = getattr(node, "value", None)
            found |= _told(value)
    return found


def _told(value: ast.AST | None) -> set[str]:
    if isinstance(value, ast.Dict):
        return set().union(*(words(each) for each in value.values))
    if isinstance(value, ast.IfExp):
        return _told(value.body) | _told(value.orelse)
    if isinstance(value, ast.Call):
        return set().union(*(_told(each) for each in value.args))
    return words(value) if value is not None and _is_text(value) else set()


def returned(folder: Path, function: str) -> set[str]:
    """The strings that a function returns."""
    found: set[str] = set()
    for tree in trees(folder):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value is not None:
                        found |= _told(inner.value)
    return found


def error_keys() -> set[str]:
    """The text key of every error that a person may read."""
    found: set[str] = set()
    for tree in trees(PACKAGE):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(
                ast.unparse(base).endswith("LizaoError") for base in node.bases
            ):
                found |= _class_key(node)
    return found


def _class_key(node: ast.ClassDef) -> set[str]:
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "key":
            return words(line.value) if line.value is not None else set()
    return set()


def keys_in_source() -> set[str]:
    """Every string of the program that looks like a text key."""
    return {
        word for tree in trees(PACKAGE) for word in words(tree) if KEY.fullmatch(word) is not None
    }


def page_sources() -> str:
    """The whole source of the page in the browser."""
    paths = sorted((ROOT / "web" / "src").rglob("*"))
    read = (path for path in paths if path.suffix in {".svelte", ".ts"})
    return "\n".join(path.read_text(encoding="utf-8") for path in read)


def keys_in_page() -> set[str]:
    """Every string of the page that looks like a text key."""
    return set(PAGE_KEY.findall(page_sources()))


def prefixes_in_page() -> tuple[str, ...]:
    """The beginnings of the keys that the page puts together: "page.signal."."""
    return tuple(sorted(set(PAGE_PREFIX.findall(page_sources()))))
