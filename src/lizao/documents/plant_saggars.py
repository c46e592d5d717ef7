"""The saggars of a class of lines, as its plant file gives them."""

from collections.abc import Mapping

from lizao.documents.plant_schema import ClassFile, SaggarsFile
from lizao.documents.reading import quantity
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.equipment import Saggars
from lizao.model.identifiers import PoolId


def saggars_of(paper: Paper, spot: Spot, file: ClassFile) -> Saggars | None:
    """The saggars of each line of a class; a pool that fills no row is a fault."""
    given = file.saggars
    if given is None:
        return None
    at = (*spot, "saggars")
    least = given.standing.value + given.per_row.value
    if given.per_row.value < 1 or given.pool.value < least:
        limit = f"{max(1.0, least):g}"
        paper.fault((*at, "pool"), "pool", f"{given.pool.value:g}", limit, "outside_limits")
    load_kg = quantity(paper, (*at, "load"), "load", given.load, "kg")
    if load_kg <= 0:
        paper.fault((*at, "load"), "load", paper.at((*at, "load")), "0 kg", "outside_limits")
    return Saggars(
        PoolId(""),
        round(given.pool.value),
        round(given.per_row.value),
        load_kg,
        round(given.standing.value),
    )


def counted(file: SaggarsFile | None) -> Mapping[str, float]:
    """What the virtual line has to know of them."""
    if file is None:
        return {}
    return {"saggars_pool": file.pool.value, "saggars_per_row": file.per_row.value}
