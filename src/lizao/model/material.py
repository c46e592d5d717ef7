"""Materials, lots and their certificates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lizao.model.identifiers import LotId, MaterialName, PlaceId
from lizao.model.instants import Instant


class LotStatus(StrEnum):
    """Whether a lot may be used."""

    QUARANTINE = "quarantine"
    RELEASED = "released"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Material:
    """A raw material or product; ``packed_kg`` is the mass of one bag or drum as delivered."""

    name: MaterialName
    title_en: str
    title_zh: str
    packed_kg: float
    raw: bool = True


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate of analysis says of a lot.

    ``water`` is the mass fraction of free and crystal water; ``elements_mol_per_kg`` are moles of
    each element in one kilogram of the dry material.
    """

    water: float
    elements_mol_per_kg: Mapping[str, float] = field(default_factory=dict)
    attributes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lot:
    """An identified quantity of one material, as received or made.

    ``supplier_lot`` is the number on the papers of a delivery that a person took in; what the
    equipment itself reports has none.
    """

    id: LotId
    material: MaterialName
    mass_kg: float
    packed_kg: float
    certificate: Certificate
    status: LotStatus
    place: PlaceId
    expires_at: Instant | None = None
    supplier_lot: str = ""
