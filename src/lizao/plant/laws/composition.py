"""What raw materials are made of: element masses of a charge, in kg."""

from typing import Final, NamedTuple

from lizao.model.elements import (
    C_G_PER_MOL,
    FE_G_PER_MOL,
    H_G_PER_MOL,
    LI_G_PER_MOL,
    O_G_PER_MOL,
    P_G_PER_MOL,
    TI_G_PER_MOL,
)
from lizao.plant.compiled import compiled

ELEMENTS: Final = ("Fe", "P", "Li", "C", "H", "O", "Ti")


class Elements(NamedTuple):
    """Element masses in kg, in the order of ELEMENTS."""

    fe_kg: float
    p_kg: float
    li_kg: float
    c_kg: float
    h_kg: float
    o_kg: float
    ti_kg: float


@compiled
def total_kg(e: Elements) -> float:
    """Return the mass of all elements in kg (definition)."""
    return e.fe_kg + e.p_kg + e.li_kg + e.c_kg + e.h_kg + e.o_kg + e.ti_kg


@compiled
def added(a: Elements, b: Elements) -> Elements:
    """Return the sum of two element masses in kg (definition)."""
    return Elements(
        a.fe_kg + b.fe_kg,
        a.p_kg + b.p_kg,
        a.li_kg + b.li_kg,
        a.c_kg + b.c_kg,
        a.h_kg + b.h_kg,
        a.o_kg + b.o_kg,
        a.ti_kg + b.ti_kg,
    )


@compiled
def scaled(e: Elements, share: float) -> Elements:
    """Return `share` (1) of element masses in kg (definition)."""
    return Elements(
        e.fe_kg * share,
        e.p_kg * share,
        e.li_kg * share,
        e.c_kg * share,
        e.h_kg * share,
        e.o_kg * share,
        e.ti_kg * share,
    )


@compiled
def _from_moles(
    fe: float, p: float, li: float, c: float, h: float, o: float, ti: float, mass_kg: float
) -> Elements:
    """Return the element masses in kg of `mass_kg` of the given formula.

    Source: atomic weights, IUPAC 2021.
    """
    fe_g = fe * FE_G_PER_MOL
    p_g = p * P_G_PER_MOL
    li_g = li * LI_G_PER_MOL
    c_g = c * C_G_PER_MOL
    h_g = h * H_G_PER_MOL
    o_g = o * O_G_PER_MOL
    ti_g = ti * TI_G_PER_MOL
    k = mass_kg / (fe_g + p_g + li_g + c_g + h_g + o_g + ti_g)
    return Elements(fe_g * k, p_g * k, li_g * k, c_g * k, h_g * k, o_g * k, ti_g * k)


@compiled
def water(mass_kg: float) -> Elements:
    """Return the element masses in kg of water (formula H2O)."""
    return _from_moles(0.0, 0.0, 0.0, 0.0, 2.0, 1.0, 0.0, mass_kg)


@compiled
def iron_phosphate(mass_kg: float, iron_per_phosphorus: float, water_share: float) -> Elements:
    """Return the element masses in kg of wet iron(III) phosphate of the given Fe/P in mol/mol.

    Source: charge balance.
    """
    oxygen = (3.0 * iron_per_phosphorus + 5.0) / 2.0
    dry = _from_moles(
        iron_per_phosphorus, 1.0, 0.0, 0.0, 0.0, oxygen, 0.0, mass_kg * (1.0 - water_share)
    )
    return added(dry, water(mass_kg * water_share))


@compiled
def lithium_carbonate(mass_kg: float, water_share: float) -> Elements:
    """Return the element masses in kg of wet lithium carbonate (formula Li2CO3)."""
    dry = _from_moles(0.0, 0.0, 2.0, 1.0, 0.0, 3.0, 0.0, mass_kg * (1.0 - water_share))
    return added(dry, water(mass_kg * water_share))


@compiled
def glucose(mass_kg: float, water_share: float) -> Elements:
    """Return the element masses in kg of glucose with its crystal and free water.

    Source: formula C6H12O6.
    """
    dry = _from_moles(0.0, 0.0, 0.0, 6.0, 12.0, 6.0, 0.0, mass_kg * (1.0 - water_share))
    return added(dry, water(mass_kg * water_share))


@compiled
def polyethylene_glycol(mass_kg: float, water_share: float) -> Elements:
    """Return the element masses in kg of wet PEG without its end groups.

    Source: formula C2H4O, 54.5 % C.
    """
    dry = _from_moles(0.0, 0.0, 0.0, 2.0, 4.0, 1.0, 0.0, mass_kg * (1.0 - water_share))
    return added(dry, water(mass_kg * water_share))


@compiled
def titanium_dioxide(mass_kg: float, water_share: float) -> Elements:
    """Return the element masses in kg of wet titanium dioxide (formula TiO2)."""
    dry = _from_moles(0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 1.0, mass_kg * (1.0 - water_share))
    return added(dry, water(mass_kg * water_share))


@compiled
def phosphoric_acid(mass_kg: float, strength_share: float) -> Elements:
    """Return the element masses in kg of phosphoric acid of the given H3PO4 mass share.

    Source: formula H3PO4.
    """
    acid = _from_moles(0.0, 1.0, 0.0, 0.0, 3.0, 4.0, 0.0, mass_kg * strength_share)
    return added(acid, water(mass_kg * (1.0 - strength_share)))


@compiled
def iron_per_phosphorus(e: Elements) -> float:
    """Return Fe/P in mol/mol of a charge that holds phosphorus (definition)."""
    return (e.fe_kg / FE_G_PER_MOL) / (e.p_kg / P_G_PER_MOL)


@compiled
def lithium_per_iron(e: Elements) -> float:
    """Return Li/Fe in mol/mol of a charge that holds iron (definition)."""
    return (e.li_kg / LI_G_PER_MOL) / (e.fe_kg / FE_G_PER_MOL)


@compiled
def titanium_percent(e: Elements) -> float:
    """Return titanium in atom percent of the iron of a charge that holds iron (definition)."""
    return 100.0 * (e.ti_kg / TI_G_PER_MOL) / (e.fe_kg / FE_G_PER_MOL)
