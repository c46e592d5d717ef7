"""Reads the console blocks of a page: what a reader would type, and how each command ends."""

import re
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REMARK = re.compile(r"\s+# (?:exit (\d+)|.*)$")


@dataclass(frozen=True)
class Typed:
    """One command of a page, and the exit status that the page says it has."""

    command: str
    status: int = 0


def typed_commands(page: Path) -> tuple[Typed, ...]:
    r"""Every `$ command` line in the console blocks of a Markdown page, in order.

    A line that ends in a backslash goes on in the next; a remark at the end is left out, and
    `# exit 2` there says that the command is meant to fail.
    """
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return tuple(_typed(line[2:].strip()) for line in lines if line.startswith("$ "))


def _typed(text: str) -> Typed:
    remark = REMARK.search(text)
    if remark is None:
        return Typed(text)
    return Typed(text[: remark.start()], int(remark.group(1) or 0))
