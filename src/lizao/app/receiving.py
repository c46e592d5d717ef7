"""Deliveries at the door: what can be taken in, read as it was written, and booked as a lot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lizao.app.answers import lots as told
from lizao.app.home import Home
from lizao.app.lot_requests import ReceiveLot
from lizao.app.orders import with_unit
from lizao.control.run import Run
from lizao.documents.material_file import STATUS_NUMBERS
from lizao.documents.quantities import parse_quantity
from lizao.material.certificates import FE_P, PURITY, certificate_like
from lizao.model.equipment import PlaceKind, Plant
from lizao.model.errors import (
    DeliveryKnownError,
    NameMissingError,
    UnknownNameError,
    ValueOutsideLimitsError,
)
from lizao.model.facts import HomeMade, LotReceived
from lizao.model.identifiers import LotId, MaterialName, PlaceId
from lizao.model.instants import DAY, Instant
from lizao.model.material import Certificate, Lot, LotStatus, Material

MATERIAL: Final = "material"
PLACE: Final = "place"
MASS: Final = "mass"
SUPPLIER_LOT: Final = "supplier_lot"
WATER: Final = "water"
LEAST_KG: Final = 1.0
MOST_KG: Final = 1_000_000.0
"""What one delivery may weigh (estimate: a shipload stays below it)."""
LONGEST_NUMBER: Final = 80
"""Characters of a supplier's lot number."""
_NO_CERTIFICATE: Final = Certificate(0.0)


@dataclass(frozen=True, slots=True)
class CertifiedValue:
    """A value that a certificate says, as it is written; ``scale`` times that is kept."""

    name: str
    unit: str
    low: float
    high: float
    scale: float

    @property
    def thing(self) -> str:
        """What a sentence calls it; there is a material and a charge called water too."""
        return f"certified_{self.name}"


CERTIFIED: Final = (
    CertifiedValue(WATER, "%", 0.0, 60.0, 0.01),
    CertifiedValue(FE_P, "1", 0.9, 1.1, 1.0),
    CertifiedValue(PURITY, "%", 90.0, 100.0, 0.01),
)
"""With limits that keep a slip of the pen out, and no raw material of the trade (estimates)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that was read: everything that can be wrong in it was looked at."""

    material: Material
    mass_kg: float
    supplier_lot: str
    place: PlaceId
    values: Mapping[str, float]


def read_delivery(made: HomeMade, run: Run, request: ReceiveLot) -> Delivery:
    """The delivery in the words of the plant; raises the first thing that is wrong."""
    raw = {each.name: each for each in made.materials if each.raw}
    material = raw.get(MaterialName(request.material))
    if material is None:
        raise UnknownNameError(MATERIAL, request.material, ", ".join(raw))
    stores = _stores(made.plant)
    place = PlaceId(request.place or next(iter(stores), ""))
    if place not in stores:
        raise UnknownNameError(PLACE, request.place, ", ".join(stores))
    supplier_lot = request.supplier_lot.strip()
    if not 0 < len(supplier_lot) <= LONGEST_NUMBER:
        raise NameMissingError(SUPPLIER_LOT)
    mass_kg = parse_quantity(with_unit(request.mass, "t"), "kg", MASS)
    if not LEAST_KG <= mass_kg <= MOST_KG:
        raise ValueOutsideLimitsError(MASS, mass_kg, LEAST_KG, MOST_KG, "kg")
    values = dict(_values(_known(run, material.name), request.certificate))
    return Delivery(material, mass_kg, supplier_lot, place, values)


def _values(known: Certificate, written: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """What stands on the paper, as shares; everything that such a certificate says is needed."""
    for each in _said(known):
        text = with_unit(written.get(each.name, ""), each.unit)
        value = parse_quantity(text, each.unit, each.thing)
        if not each.low <= value <= each.high:
            raise ValueOutsideLimitsError(each.thing, value, each.low, each.high, each.unit)
        yield each.name, value * each.scale


def receive_lot(home: Home, delivery: Delivery, by: str, now: Instant) -> LotReceived:
    """The lot that a delivery becomes; DeliveryKnownError where it was taken in before."""
    run, plant = home.rooms.run, home.foundation.plant
    material = delivery.material
    earlier = [
        each for each in run.lots.values() if each.supplier_lot and each.material == material.name
    ]
    for each in earlier:
        if each.supplier_lot == delivery.supplier_lot:
            raise DeliveryKnownError(material.name, delivery.supplier_lot, each.id)
    start = f"lot.{material.name}."
    shelf_life_d = plant.coefficients.get(f"{start}shelf_life_d", 0.0)
    known, values = _known(run, material.name), dict(delivery.values)
    lot = Lot(
        LotId(f"{material.name}-r{len(earlier) + 1:02d}"),
        material.name,
        delivery.mass_kg,
        material.packed_kg,
        certificate_like(known, values.pop(WATER, known.water), values),
        _status(plant, start),
        delivery.place,
        now + round(shelf_life_d * DAY) if shelf_life_d > 0.0 else None,
        delivery.supplier_lot,
    )
    return LotReceived(now, lot, by)


def receivable(home: Home) -> told.Receivable:
    """What can be taken in: each raw material with what its certificate says, and where it goes."""
    run = home.rooms.run
    return {
        "materials": [
            {
                "material": each.name,
                "values": [
                    {"name": said.name, "unit": said.unit, "low": said.low, "high": said.high}
                    for said in _said(_known(run, each.name))
                ],
            }
            for each in home.foundation.materials
            if each.raw
        ],
        "places": _stores(home.foundation.plant),
        "least_kg": LEAST_KG,
        "most_kg": MOST_KG,
    }


def _said(known: Certificate) -> list[CertifiedValue]:
    """What a certificate of the material says; of pure water nobody writes one."""
    return [
        each
        for each in CERTIFIED
        if each.name in known.attributes or (each.name == WATER and known.water < 1.0)
    ]


def _known(run: Run, material: MaterialName) -> Certificate:
    """The certificate of the newest lot of a material, by which the next one is understood."""
    lots = [each for each in run.lots.values() if each.material == material]
    return lots[-1].certificate if lots else _NO_CERTIFICATE


def _stores(plant: Plant) -> list[PlaceId]:
    places = (*plant.places, *(each for unit in plant.units for each in unit.places))
    return [each.id for each in places if each.kind is PlaceKind.STORE]


def _status(plant: Plant, start: str) -> LotStatus:
    """Whether what is delivered may be used at once, as the material's file says."""
    number = plant.coefficients.get(f"{start}status", STATUS_NUMBERS[LotStatus.RELEASED])
    return next(status for status, each in STATUS_NUMBERS.items() if each == number)
