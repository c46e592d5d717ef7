"""Plant files that build on another, and units that are counted instead of written one by one."""

from collections.abc import Iterator, Mapping
from typing import Final

from lizao.documents.plant_schema import PlantFile, UnitFile
from lizao.documents.yaml_source import Paper

NN: Final = "-NN"


def joined(file: PlantFile, base: PlantFile) -> PlantFile:
    """A plant file with all that ``base`` says and it does not; units and paths stay its own."""
    own = file.model_fields_set
    groups = {**base.coefficients, **file.coefficients}
    return file.model_copy(
        update={
            "classes": {**base.classes, **file.classes},
            "places": {**base.places, **file.places},
            "alarms": {**base.alarms, **file.alarms},
            "coefficients": {
                group: {**base.coefficients.get(group, {}), **file.coefficients.get(group, {})}
                for group in groups
            },
            **{
                name: getattr(base, name)
                for name in ("manual_tasks", "restart", "longest_shelf")
                if name not in own
            },
        }
    )


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
