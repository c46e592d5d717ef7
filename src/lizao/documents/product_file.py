"""A product file: the product as a material, and the specification by which it is released."""

from dataclasses import dataclass
from pathlib import Path

from lizao.documents.paper_schemas import AttributeFile, ProductFile
from lizao.documents.reading import known_unit, limits, optional, quantity, within
from lizao.documents.validation import validated
from lizao.documents.yaml_source import Paper, Spot, read_paper
from lizao.model.identifiers import MaterialName
from lizao.model.material import Material
from lizao.model.quality import AttributeLimits, Specification


@dataclass(frozen=True, slots=True)
class Product:
    """A product: what it is called and packed in, and what good means."""

    material: Material
    specification: Specification


def load_product(path: Path) -> Product:
    """The product of a file; raises the first DocumentError."""
    paper = read_paper(path)
    file = validated(paper, ProductFile)
    product = None if file is None else _product(paper, file)
    paper.refuse()
    assert product is not None, "a paper without faults has a product"
    return product


def _product(paper: Paper, file: ProductFile) -> Product:
    name = MaterialName(file.product)
    packed_kg = quantity(paper, ("packed",), "packed", file.packed, "kg")
    attributes = tuple(_attribute(paper, each, limit) for each, limit in file.attributes.items())
    return Product(
        Material(name, file.title.en, file.title.zh, packed_kg, raw=False),
        Specification(name, file.version, attributes),
    )


def _attribute(paper: Paper, name: str, file: AttributeFile) -> AttributeLimits:
    spot: Spot = ("attributes", name)
    if not known_unit(paper, (*spot, "unit"), name, file.unit):
        return AttributeLimits(name, file.unit, None, None, file.gating)
    low = optional(paper, (*spot, "low"), name, file.low, file.unit)
    high = optional(paper, (*spot, "high"), name, file.high, file.unit)
    if low is not None and not within(low, None, high):
        paper.fault(
            (*spot, "low"),
            name,
            paper.at((*spot, "low")),
            limits(None, high, file.unit),
            "outside_limits",
        )
    return AttributeLimits(name, file.unit, low, high, file.gating)
