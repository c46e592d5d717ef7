"""A certificate from the few values that stand on a supplier's paper."""

from collections.abc import Mapping
from typing import Final

from lizao.model.elements import FE_G_PER_MOL, O_G_PER_MOL, P_G_PER_MOL
from lizao.model.material import Certificate

FE_P: Final = "fe_p"
"""Moles of iron for each mole of phosphorus, as an attribute of a certificate."""
PURITY: Final = "purity"
"""The share of the material itself in what is dry."""
_IRON_OXIDE_G_PER_MOL: Final = FE_G_PER_MOL + 1.5 * O_G_PER_MOL
_PHOSPHORUS_OXIDE_G_PER_MOL: Final = P_G_PER_MOL + 2.5 * O_G_PER_MOL


def certificate_like(
    known: Certificate, water: float, attributes: Mapping[str, float]
) -> Certificate:
    """A certificate of the material of a ``known`` one, with other values.

    ``water`` is a share of what is delivered, ``attributes`` those of the known certificate: a
    purity scales its elements, an Fe/P puts iron in the place of phosphorus, both as oxides.
    """
    moles = dict(known.elements_mol_per_kg)
    if PURITY in attributes:
        scale = attributes[PURITY] / known.attributes.get(PURITY, 1.0)
        moles = {element: scale * each for element, each in moles.items()}
    if FE_P in attributes and {"Fe", "P"} <= moles.keys():
        moles |= _iron_phosphate(moles, attributes[FE_P])
    return Certificate(water, moles, {**known.attributes, **attributes})


def _iron_phosphate(moles: Mapping[str, float], fe_p: float) -> dict[str, float]:
    """Iron, phosphorus and their oxygen in the same mass of iron(III) phosphate of another Fe/P.

    Source: charge balance.
    """
    before = moles["Fe"] / moles["P"] * _IRON_OXIDE_G_PER_MOL + _PHOSPHORUS_OXIDE_G_PER_MOL
    phosphorus = moles["P"] * before / (fe_p * _IRON_OXIDE_G_PER_MOL + _PHOSPHORUS_OXIDE_G_PER_MOL)
    made = {"Fe": fe_p, "P": 1.0, "O": 1.5 * fe_p + 2.5}
    return {element: each * phosphorus for element, each in made.items() if element in moles}
