"""Plant files that build on another, and units that are counted instead of written one by one."""

from collections.abc import Iterator, Mapping
from typing import Final

from lizao.documents.plant_schema import PlantFile, UnitFile
from lizao.documents.schema_base import Number
from lizao.documents.yaml_source import Paper

NN: Final = "-NN"


def joined(file: PlantFile, base: PlantFile) -> PlantFile:
    """A plant file with all that ``base`` says and it does not; units and paths go together."""
    own = file.model_fields_set
    return file.model_copy(
        update={
            "units": file.units or base.units,
            "transfers": file.transfers if file.units else base.transfers,
            "classes": {**base.classes, **file.classes},
            "places": {**base.places, **file.places},
            "alarms": {**base.alarms, **file.alarms},
            "coefficients": _both(base.coefficients, file.coefficients),
            "differs": _both(base.differs, file.differs),
            **{
                name: getattr(base, name)
                for name in ("manual_tasks", "restart", "longest_shelf")
                if name not in own
            },
        }
    )


def _both(
    base: Mapping[str, dict[str, Number]], file: Mapping[str, dict[str, Number]]
) -> dict[str, dict[str, Number]]:
    """Numbers by owner; those of ``file`` hold where both have one."""
    return {owner: {**base.get(owner, {}), **file.get(owner, {})} for owner in {**base, **file}}


def check_counts(paper: Paper, units: Mapping[str, UnitFile]) -> None:
    """A name with NN needs a count, and only such a name may have one."""
    for written, each in units.items():
        if written.endswith(NN) != (each.count > 0):
            paper.fault(("units", written, "count"), written, each.count, "NN", "count_of")


def each_unit(units: Mapping[str, UnitFile]) -> Iterator[tuple[str, str, UnitFile]]:
    """Every unit: how it is written, its name, and what is said of it."""
    for written, each in units.items():
        for name in _names(written, each):
            yield written, name, each


def named(names: str | list[str] | None, units: Mapping[str, UnitFile]) -> list[str]:
    """The names that are written: one, several or none; a counted one stands for all it counts."""
    if names is None:
        return []
    found: list[str] = []
    for each in [names] if isinstance(names, str) else names:
        found += _names(each, units[each]) if each in units else [each]
    return found


def _names(written: str, file: UnitFile) -> list[str]:
    if not written.endswith(NN):
        return [written]
    stem = written.removesuffix(NN)
    return [f"{stem}-{each:02d}" for each in range(1, file.count + 1)]
