"""BatchML files as other systems write them, made small."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from lizao.documents.batchml.header import BatchSize
from lizao.documents.batchml.importing import ImportedRecipe, import_recipe
from lizao.model.errors import DocumentError
from lizao.texts import Texts

NAMESPACES: Final = {
    "V7": "http://www.mesa.org/xml/B2MML",
    "V0401": "http://www.mesa.org/xml/BatchML-V0401",
    "V02": "http://www.wbf.org/xml/BatchML-V02",
}
KINDS: Final = {
    "SPLIT": "ParallelDivergent",
    "JOIN": "ParallelConvergent",
    "BRANCH": "SerialDivergent",
    "MERGE": "SerialConvergent",
}
SIZE: Final = "<Nominal>2</Nominal><Min>1</Min><Max>4</Max><UnitOfMeasure>t</UnitOfMeasure>"


def element(name: str, kind: str, inside: str = "") -> str:
    """A recipe element, its description being its name in capitals."""
    title = f"<Description>{name.title()}</Description>"
    head = f"<ID>{name}</ID>{title}<RecipeElementType>{kind}</RecipeElementType>"
    return f"<RecipeElement>{head}{inside}</RecipeElement>\n"


def logic(ways: Sequence[str], conditions: Mapping[str, str] | None = None) -> str:
    """A procedure logic: ways as ``A > T1 > B``; a T is a transition, SPLIT and so on are links."""
    points = dict.fromkeys(point for way in ways for point in way.split(" > "))
    parts = []
    for point in points:
        kind = next((link for word, link in KINDS.items() if point.startswith(word)), None)
        if kind is not None:
            parts.append(f"<Link><ID>{point}</ID><LinkType>{kind}</LinkType></Link>")
        elif point.startswith("T"):
            text = (conditions or {}).get(point, "TRUE")
            parts.append(f"<Transition><ID>{point}</ID><Condition>{text}</Condition></Transition>")
        else:
            parts.append(f"<Step><ID>{point}</ID><RecipeElementID>{point}</RecipeElementID></Step>")
    for way in ways:
        ends = way.split(" > ")
        for number, (source, target) in enumerate(pairwise(ends)):
            parts.append(
                f"<Link><ID>L-{way}-{number}</ID><FromID><FromIDValue>{source}</FromIDValue>"
                f"</FromID><ToID><ToIDValue>{target}</ToIDValue></ToID>"
                "<LinkType>ControlLink</LinkType></Link>"
            )
    return "<ProcedureLogic>\n" + "\n".join(parts) + "\n</ProcedureLogic>\n"


def level(
    ways: Sequence[str],
    kind: str,
    conditions: Mapping[str, str] | None = None,
    inside: Mapping[str, str] | None = None,
) -> str:
    """One level: its logic, its beginning and end, and the elements of that kind."""
    points = dict.fromkeys(point for way in ways for point in way.split(" > "))
    words = ("T", *KINDS)
    names = [each for each in points if not each.startswith(words)]
    kinds = {"begin": "Begin", "end": "End"}
    made = (element(each, kinds.get(each, kind), (inside or {}).get(each, "")) for each in names)
    return logic(ways, conditions) + "".join(made)


def document(
    content: str, version: str = "V7", size: str = SIZE, recipe: str = "<ID>Paste 3</ID>"
) -> str:
    """A whole file."""
    header = f"<ProductID>Paste A</ProductID><BatchSize>{size}</BatchSize>"
    return (
        f'<?xml version="1.0"?>\n<BatchInformation xmlns="{NAMESPACES[version]}">\n<MasterRecipe>\n'
        f"{recipe}<Version>2.1</Version>\n<Description>Paste</Description>\n"
        f"<Header>{header}</Header>\n{content}</MasterRecipe>\n</BatchInformation>\n"
    )


def whole(ways: Sequence[str], conditions: Mapping[str, str] | None = None) -> str:
    """A file with one unit procedure and one operation whose phases go these ways."""
    phases = level(ways, "Phase", conditions)
    operation = level(["begin > work > end"], "Operation", inside={"work": phases})
    return document(level(["begin > mix > end"], "UnitProcedure", inside={"mix": operation}))


def imported(folder: Path, text: str, size: BatchSize | None = None) -> ImportedRecipe:
    """The recipe of a text, read from a file in ``folder``."""
    path = folder / "foreign.xml"
    path.write_text(text, encoding="utf-8")
    return import_recipe(path, size=size)


def paths(came: ImportedRecipe) -> list[str]:
    """The elements of a recipe, each with what it is."""
    return [f"{each.form.value} {each.path}" for each in came.recipe.elements]


def refused(folder: Path, text: str) -> tuple[DocumentError, str]:
    """The fault of a file, and the line of the file that it names."""
    with pytest.raises(DocumentError) as caught:
        imported(folder, text)
    fault = caught.value
    for language in (Texts("en"), Texts("zh")):
        told = language.error(fault)
        assert "foreign.xml" in told
        assert fault.thing in told
    return fault, text.splitlines()[fault.line - 1]
