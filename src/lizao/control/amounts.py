"""How much of which lot: the recipe's charges trimmed by the certificates of the lots at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lizao.control.run import Run
from lizao.model.errors import MaterialMissingError
from lizao.model.facts import Portion
from lizao.model.identifiers import LotId, MaterialName, Role
from lizao.model.instants import Instant
from lizao.model.material import Lot, LotStatus
from lizao.model.recipe import Charge, ChargeRule, ControlRecipe
from lizao.model.states import FINAL

NOTHING_KG: Final = 1e-9
"""Less than this is nothing (kg, or the measure of the rule)."""
_TOLERANCE: Final = 1e-6
_ORDER = (ChargeRule.DRY, ChargeRule.RATIO, ChargeRule.SOLIDS)


@dataclass(slots=True)
class _Vessel:
    """What is planned into one vessel so far."""

    dry_kg: float = 0.0
    wet_kg: float = 0.0
    moles: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Plan:
    """Portions so far, and what of each lot is still free."""

    free_kg: dict[LotId, float]
    portions: list[Portion] = field(default_factory=list)
    vessels: dict[Role, _Vessel] = field(default_factory=dict)
    trims: dict[str, float] = field(default_factory=dict)
    missing: list[MaterialMissingError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChargePlan:
    """Portions in kg as delivered, and what the trim by certificates found.

    ``vessels_kg`` is what goes into each vessel, with what is ``missing``.
    """

    portions: tuple[Portion, ...]
    trims: Mapping[str, float]
    vessels_kg: Mapping[Role, float]
    missing: tuple[MaterialMissingError, ...]


def plan_charges(run: Run, recipe: ControlRecipe, now: Instant) -> ChargePlan:
    """Portions for every charge of ``recipe``; lots are used by expiry, then by name."""
    plan = _Plan(free_kilograms(run))
    for rule in _ORDER:
        for charge in recipe.charges:
            if charge.rule is rule:
                _plan_charge(run, recipe, charge, plan, now)
    order = {charge.name: position for position, charge in enumerate(recipe.charges)}
    plan.portions.sort(key=lambda each: order[each.charge])
    vessels_kg = {role: vessel.wet_kg for role, vessel in plan.vessels.items()}
    return ChargePlan(tuple(plan.portions), plan.trims, vessels_kg, tuple(plan.missing))


def free_kilograms(run: Run) -> dict[LotId, float]:
    """What is left of each lot after what was charged and what open batches have planned."""
    free = {lot.id: lot.mass_kg - run.charged_kg.get(lot.id, 0.0) for lot in run.lots.values()}
    for batch in run.batches.values():
        if batch.state in FINAL:
            continue
        for portion in batch.portions:
            charged_kg = batch.charged_kg.get((portion.charge, portion.lot), 0.0)
            free[portion.lot] -= max(0.0, portion.mass_kg - charged_kg)
    return free


def _plan_charge(
    run: Run, recipe: ControlRecipe, charge: Charge, plan: _Plan, now: Instant
) -> None:
    vessel = plan.vessels.setdefault(charge.vessel, _Vessel())
    needed = _needed(recipe, charge, vessel, plan)
    taken_wet = 0.0
    for lot in _usable(run, charge.material, now):
        if needed <= NOTHING_KG:
            break
        per_kg = _supply(charge, lot)
        if per_kg <= 0:
            continue
        wet_kg = min(plan.free_kg[lot.id], needed / per_kg)
        if wet_kg <= NOTHING_KG:
            continue
        needed -= wet_kg * per_kg
        taken_wet += wet_kg
        plan.free_kg[lot.id] -= wet_kg
        plan.portions.append(Portion(charge.name, charge.material, lot.id, wet_kg))
        _add(vessel, lot, wet_kg)
    if needed > _TOLERANCE:
        _miss(run, charge, plan, needed, taken_wet)


def _needed(recipe: ControlRecipe, charge: Charge, vessel: _Vessel, plan: _Plan) -> float:
    """What a charge must supply: kg dry, moles, or kg of water, by its rule."""
    target = recipe.formula[charge.formula]
    if charge.rule is ChargeRule.DRY:
        share = recipe.formula[charge.share] if charge.share else 1.0
        return target * (1.0 - share if charge.complement else share)
    if charge.rule is ChargeRule.SOLIDS:
        return max(0.0, vessel.dry_kg / target - vessel.wet_kg)
    top = vessel.moles.get(charge.numerator, 0.0)
    bottom = vessel.moles.get(charge.denominator, 0.0)
    if vessel.moles.get(charge.supplies, 0.0) > 0 and bottom > 0:
        plan.trims[f"{charge.numerator}/{charge.denominator}"] = top / bottom
    if charge.supplies == charge.numerator:
        return max(0.0, target * bottom - top)
    return max(0.0, top / target - bottom)


def _supply(charge: Charge, lot: Lot) -> float:
    """What one kilogram of a lot as delivered gives to the rule of a charge."""
    dry = 1.0 - lot.certificate.water
    if charge.rule is ChargeRule.DRY:
        return dry
    if charge.rule is ChargeRule.SOLIDS:
        return 1.0
    return lot.certificate.elements_mol_per_kg.get(charge.supplies, 0.0) * dry


def _add(vessel: _Vessel, lot: Lot, wet_kg: float) -> None:
    dry_kg = wet_kg * (1.0 - lot.certificate.water)
    vessel.dry_kg += dry_kg
    vessel.wet_kg += wet_kg
    for element, moles in lot.certificate.elements_mol_per_kg.items():
        vessel.moles[element] = vessel.moles.get(element, 0.0) + moles * dry_kg


def _usable(run: Run, material: MaterialName, now: Instant) -> list[Lot]:
    lots = [
        lot
        for lot in run.lots.values()
        if lot.material == material
        and lot.status is LotStatus.RELEASED
        and (lot.expires_at is None or lot.expires_at > now)
    ]
    return sorted(lots, key=lambda lot: (lot.expires_at or 1 << 62, lot.id))


def _miss(run: Run, charge: Charge, plan: _Plan, needed: float, taken_kg: float) -> None:
    """Note what is missing, and go on as if it were there with any known lot's certificate."""
    known = [lot for lot in run.lots.values() if lot.material == charge.material]
    lot = next((each for each in known if _supply(charge, each) > 0), None)
    missing_kg = needed if lot is None else needed / _supply(charge, lot)
    plan.missing.append(MaterialMissingError(charge.material, missing_kg, taken_kg + missing_kg))
    if lot is not None:
        _add(plan.vessels[charge.vessel], lot, missing_kg)
