"""The reference site on paper: its plant file and recipes, with durations instead of physics."""

from typing import Final

from lizao.documents.site import load_site
from lizao.model.identifiers import LotId, MaterialName, PlaceId
from lizao.model.material import Certificate, Lot, LotStatus
from lizao.testing.paper import PaperLine, PaperTimes
from lizao.testing.scene import Scene

_MOLES: Final = {
    "iron-phosphate": {"Fe": 6.63, "P": 6.82},
    "lithium-carbonate": {"Li": 27.07},
    "phosphoric-acid": {"P": 10.2},
    "titania": {"Ti": 12.52},
    "glucose": {},
    "peg": {},
    "water": {},
}
"""Moles of each element in a kilogram of dry material."""
_WATER: Final = {"glucose": 0.098, "phosphoric-acid": 0.15, "water": 1.0}
_LOTS: Final = 2
_LOT_KG: Final = 30_000.0


def reference_times() -> PaperTimes:
    """Roughly the line's own pace: 1.8 t/h of slurry, rows of 66 kg, bags of 400 kg."""
    row_s, row_kg = 377.0, 66.0
    return PaperTimes(
        durations_s={
            "hook-up": 120.0,
            "disperse": 1800.0,
            "recirculate": 14_400.0,
            "prepare": 5400.0,
            "mix": 1800.0,
            "blend": 1800.0,
        },
        lines={
            "dryer": PaperLine(2500.0, 0.385, "exhaust"),
            "first-kiln": PaperLine(
                0.0, 0.8, "off-gas", row_kg=row_kg, row_s=row_s, residence_s=72_000.0
            ),
            "second-kiln": PaperLine(
                0.0, 0.97, "off-gas", row_kg=row_kg, row_s=row_s / 2, residence_s=43_200.0
            ),
            "intermediate-jet-mill": PaperLine(1000.0),
            "coarse-cut-jet-mill": PaperLine(1000.0),
            "fine-cut-jet-mill": PaperLine(1000.0),
            "packer": PaperLine(0.0, row_kg=400.0, row_s=300.0, bags=True),
        },
    )


def reference_scene(recipe: str = "lfp-26", tonnes: float = 6.0) -> Scene:
    """A batch of one of the reference recipes on the plant ``line``."""
    site = load_site()
    master = site.recipe(recipe)
    return Scene(
        plant=site.plant(),
        materials=site.materials,
        lots=tuple(
            _lot(str(each.name), number, each.packed_kg)
            for each in site.materials
            if each.raw
            for number in range(_LOTS)
        ),
        times=reference_times(),
        recipe=master,
        specification=site.products[master.product],
        mass_kg=tonnes * 1000.0,
    )


def _lot(material: str, number: int, packed_kg: float) -> Lot:
    return Lot(
        LotId(f"{material}-{number + 1}"),
        MaterialName(material),
        _LOT_KG,
        packed_kg,
        Certificate(_WATER.get(material, 0.003), _MOLES[material]),
        LotStatus.RELEASED,
        PlaceId("store"),
    )
