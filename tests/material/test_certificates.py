"""A certificate from the few values on a supplier's paper."""

import pytest

from lizao.material.certificates import certificate_like
from lizao.model import elements
from lizao.model.material import Certificate

RATIO = 0.972
GRAMS = {"Fe": elements.FE_G_PER_MOL, "P": elements.P_G_PER_MOL, "O": elements.O_G_PER_MOL}


def iron_phosphate(ratio: float) -> dict[str, float]:
    """Moles in a dry kilogram of iron(III) phosphate, by its formula."""
    formula = {"Fe": ratio, "P": 1.0, "O": 1.5 * ratio + 2.5}
    mass_g = sum(each * GRAMS[element] for element, each in formula.items())
    return {element: 1000.0 * each / mass_g for element, each in formula.items()}


def test_another_fe_p_is_another_formula_of_the_same_mass() -> None:
    """Iron and phosphorus, each with its oxygen, weigh what they weighed."""
    known = Certificate(0.003, iron_phosphate(RATIO), {"fe_p": RATIO})
    made = certificate_like(known, 0.004, {"fe_p": 0.96})
    assert made.water == 0.004
    assert made.attributes == {"fe_p": 0.96}
    assert dict(made.elements_mol_per_kg) == pytest.approx(iron_phosphate(0.96))


def test_a_purer_lot_has_more_of_every_element() -> None:
    """In the ratio of the purities; a certificate that said none was of the pure material."""
    known = Certificate(0.001, {"Li": 27.0, "C": 13.5}, {"purity": 0.995})
    purer = certificate_like(known, 0.001, {"purity": 0.999})
    scale = 0.999 / 0.995
    assert purer.elements_mol_per_kg == pytest.approx({"Li": 27.0 * scale, "C": 13.5 * scale})
    pure = Certificate(0.001, {"Li": 27.0}, {})
    assert certificate_like(pure, 0.0, {"purity": 0.5}).elements_mol_per_kg == {"Li": 13.5}


def test_what_a_paper_does_not_say_stays_as_it_was_known() -> None:
    """Neither a ratio of elements that are not there, nor an attribute that is not named."""
    known = Certificate(0.1, {"C": 33.0}, {"purity": 0.99})
    assert certificate_like(known, 0.2, {}) == Certificate(0.2, {"C": 33.0}, {"purity": 0.99})
    assert certificate_like(known, 0.1, {"fe_p": 0.97}).elements_mol_per_kg == {"C": 33.0}
    without_oxygen = Certificate(0.0, {"Fe": 6.0, "P": 6.2}, {"fe_p": 6.0 / 6.2})
    made = certificate_like(without_oxygen, 0.0, {"fe_p": 1.0}).elements_mol_per_kg
    assert made["Fe"] == made["P"]
    assert set(made) == {"Fe", "P"}
