"""The schemas of the smaller papers: site, product and material files."""

from typing import Literal

from pydantic import Field

from lizao.documents.schema_base import Closed, Name, Quantity, Title


class SiteFile(Closed):
    """A site file: its name, the plant it runs by default, and the recipe that is offered first."""

    site: Name
    title: Title
    plant: Name
    recipe: Name | None = None


class AttributeFile(Closed):
    """Limits of one attribute; a gating attribute decides the release."""

    unit: str
    low: Quantity | None = None
    high: Quantity | None = None
    gating: bool
    title: Title
    source: str


class ProductFile(Closed):
    """A product file: the specification by which its lots are released."""

    product: Name
    version: str
    title: Title
    packed: Quantity = Field(description="mass of one bag")
    attributes: dict[Name, AttributeFile] = Field(min_length=1)


class ScatterFile(Closed):
    """A certificate value over the lots of a virtual supplier: mean and one sigma."""

    mean: Quantity
    sigma: Quantity = 0.0
    source: str


class ReorderFile(Closed):
    """When a virtual supplier brings the next lot by itself: below ``at``, and ``lead`` later."""

    at: Quantity = Field(description="less than this is there or on its way, for one line")
    lead: Quantity = Field(description="from the order to the arrival")
    source: str


class DeliveryFile(Closed):
    """What a virtual supplier has delivered when a home is made, and when it brings more.

    Without ``reorder`` nothing comes by itself.
    """

    lots: int = Field(ge=0, le=1000)
    mass: Quantity = Field(description="mass of one lot")
    status: Literal["released", "quarantine", "blocked"] = "released"
    shelf_life: Quantity | None = None
    reorder: ReorderFile | None = None
    certificate: dict[Name, ScatterFile] = Field(default={})


class MaterialFile(Closed):
    """A material file: how a raw material is packed, and what the virtual supplier delivers."""

    material: Name
    title: Title
    packed: Quantity = Field(description="mass of one bag or drum; 0 kg: piped, never scanned")
    delivery: DeliveryFile | None = None
