"""No function, class or method of the package is left that nothing calls."""

import tomllib

import pytest
from vulture import Vulture

from tests.meta.repository import ROOT

# A field of a fact is read by whoever reads the ledger, so fields are not counted.
KINDS = frozenset({"class", "function", "import", "method", "property", "unreachable_code"})


def test_nothing_in_the_package_is_unused() -> None:
    """Code that neither the package, nor a test, benchmark or example uses is taken out."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings = config["tool"]["vulture"]
    finder = Vulture(
        ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"]
    )
    folders = (ROOT / name for name in ("src", "tests", "benchmarks", "examples"))

    finder.scavenge([folder for folder in folders if folder.exists()])

    unused = [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: {item.typ} {item.name}"
        for item in finder.get_unused_code(min_confidence=60)
        if item.typ in KINDS
    ]
    if unused:
        pytest.fail("\n".join(unused), pytrace=False)
