"""Coefficients in which the classes or units of a plant file differ from what it builds on."""

from dataclasses import replace

from lizao.documents.plant_schema import PlantFile
from lizao.documents.reading import number
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.equipment import Unit

KEY = "differs"


def differing(paper: Paper, file: PlantFile, units: list[Unit]) -> list[Unit]:
    """The units with the numbers of their class, then with their own, that the file says last.

    An owner that is neither, and a number that its units do not have, is a fault.
    """
    for owner in file.differs:
        _check(paper, file, owner, units)
    numbers = {
        owner: {name: number(paper, (KEY, owner, name), name, each) for name, each in said.items()}
        for owner, said in file.differs.items()
    }
    return [
        replace(
            each,
            coefficients={
                **each.coefficients,
                **numbers.get(each.unit_class, {}),
                **numbers.get(each.id, {}),
            },
        )
        for each in units
    ]


def _check(paper: Paper, file: PlantFile, owner: str, units: list[Unit]) -> None:
    spot: Spot = (KEY, owner)
    concerned = [each for each in units if owner in {each.unit_class, each.id}]
    if not concerned:
        paper.fault(spot, KEY, owner, ", ".join(file.classes), "unknown_class")
    for name in file.differs[owner]:
        for each in concerned[:1]:
            if name not in each.coefficients:
                known = ", ".join(each.coefficients)
                paper.fault((*spot, name), owner, name, known, "unknown_value")
