"""A material file: the model's Material, and what its virtual supplier delivers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lizao.documents.paper_schemas import DeliveryFile, MaterialFile, ReorderFile
from lizao.documents.quantities import unit_of_name
from lizao.documents.reading import quantity
from lizao.documents.validation import validated
from lizao.documents.yaml_source import Paper, Spot, read_paper
from lizao.model.identifiers import MaterialName
from lizao.model.material import LotStatus, Material

STATUS_NUMBERS: Final = {
    LotStatus.QUARANTINE: 0.0,
    LotStatus.RELEASED: 1.0,
    LotStatus.BLOCKED: 2.0,
}
"""The status of what is delivered as a number of the plant, ``lot.<material>.status``."""


@dataclass(frozen=True, slots=True)
class RawMaterial:
    """A raw material and what its virtual supplier delivers (``lot.<material>.<name>``: number)."""

    material: Material
    delivery: Mapping[str, float] = field(default_factory=dict)


def load_material(path: Path) -> RawMaterial:
    """The raw material of a file; raises the first DocumentError."""
    paper = read_paper(path)
    file = validated(paper, MaterialFile)
    raw = None if file is None else _raw(paper, file)
    paper.refuse()
    assert raw is not None, "a paper without faults has a material"
    return raw


def _raw(paper: Paper, file: MaterialFile) -> RawMaterial:
    packed_kg = quantity(paper, ("packed",), "packed", file.packed, "kg")
    material = Material(MaterialName(file.material), file.title.en, file.title.zh, packed_kg)
    if file.delivery is None:
        return RawMaterial(material)
    start = f"lot.{file.material}."
    numbers = _delivery(paper, file.delivery) | {"packed_kg": packed_kg}
    return RawMaterial(material, {start + name: value for name, value in numbers.items()})


def _delivery(paper: Paper, file: DeliveryFile) -> dict[str, float]:
    """The numbers of a delivery; a certificate value gives ``<name>_mean`` and ``<name>_sigma``."""
    spot: Spot = ("delivery",)
    numbers = {
        "count": float(file.lots),
        "mass_kg": quantity(paper, (*spot, "mass"), "mass", file.mass, "kg"),
        "status": STATUS_NUMBERS[LotStatus(file.status)],
    }
    if file.shelf_life is not None:
        written = file.shelf_life
        days = quantity(paper, (*spot, "shelf_life"), "shelf_life", written, "d")
        numbers["shelf_life_d"] = days
    if file.reorder is not None:
        numbers |= _reorder(paper, (*spot, "reorder"), file.reorder)
    for name, each in file.certificate.items():
        inner: Spot = (*spot, "certificate", name)
        unit = unit_of_name(name)
        numbers[f"{name}_mean"] = quantity(paper, (*inner, "mean"), name, each.mean, unit)
        numbers[f"{name}_sigma"] = quantity(paper, (*inner, "sigma"), name, each.sigma, unit)
    return numbers


def _reorder(paper: Paper, spot: Spot, file: ReorderFile) -> dict[str, float]:
    return {
        "reorder_kg": quantity(paper, (*spot, "at"), "at", file.at, "kg"),
        "lead_h": quantity(paper, (*spot, "lead"), "lead", file.lead, "h"),
    }
