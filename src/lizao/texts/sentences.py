"""What a sentence about a fact or an error names: its fields, and the values that lie deeper."""

from dataclasses import fields
from functools import singledispatch

from lizao.model.errors import LizaoError, QuantityError, ValueOutsideLimitsError
from lizao.model.facts import (
    AlarmRaised,
    AlarmWatched,
    BatchCreated,
    ChargesPlanned,
    ConditionArmed,
    Fact,
    HomeMade,
    LateResultJudged,
    LotJudged,
    LotReceived,
    RecallOpened,
    RecipeRegistered,
    RecipeStatusChanged,
    SampleResult,
    StepSkipped,
    UnitStatusChanged,
)
from lizao.model.quality import ATTRIBUTE_UNITS
from lizao.texts.numbers import instant, mass, quantity, split_unit, unit_sign

Details = dict[str, object]


def fact_details(fact: Fact) -> Details:
    """The values that the sentence about ``fact`` may name."""
    return _fields(fact) | _deeper(fact)


def error_details(error: LizaoError) -> Details:
    """The values that the sentence about ``error`` may name."""
    details: Details = dict(error.details())
    if isinstance(error, QuantityError | ValueOutsideLimitsError):
        details["unit"] = unit_sign(error.unit)
    if isinstance(error, ValueOutsideLimitsError):
        details |= {
            each: quantity(getattr(error, each), error.unit) for each in ("value", "low", "high")
        }
    return details


def _fields(fact: Fact) -> Details:
    return {each.name: getattr(fact, each.name) for each in fields(fact) if each.name != "at"}


@singledispatch
def _deeper(_fact: object) -> Details:
    return {}


@_deeper.register
def _(fact: HomeMade) -> Details:
    return {"plant": fact.plant.name}


@_deeper.register
def _(fact: BatchCreated) -> Details:
    recipe = fact.recipe
    return {
        "recipe": recipe.name,
        "version": recipe.version,
        "product": recipe.product,
        "mass_kg": float(recipe.mass_kg),
    }


@_deeper.register
def _(fact: ConditionArmed) -> Details:
    watched = fact.condition
    return {
        "condition": watched.id,
        "signal": watched.signal,
        "comparison": watched.comparison,
        "limit": watched.limit,
    }


@_deeper.register
def _(fact: AlarmWatched) -> Details:
    watched = fact.condition
    unit = split_unit(watched.signal)[1]
    return {
        "condition": watched.id,
        "signal": watched.signal,
        "comparison": watched.comparison,
        "limit": quantity(watched.limit, unit),
    }


@_deeper.register
def _(fact: AlarmRaised) -> Details:
    if fact.signal is None or fact.value is None or fact.limit is None:
        return {"reason": ""}
    unit = split_unit(fact.signal)[1]
    shown = (fact.signal, quantity(fact.value, unit), quantity(fact.limit, unit))
    return {"reason": "{} {} / {}".format(*shown)}


@_deeper.register
def _(fact: LotReceived) -> Details:
    lot = fact.lot
    return {
        "lot": lot.id,
        "material": lot.material,
        "mass_kg": lot.mass_kg,
        "lot_status": lot.status,
        "supplier_lot": lot.supplier_lot,
    }


@_deeper.register
def _(fact: ChargesPlanned) -> Details:
    return {"portions": tuple(f"{each.lot} {mass(each.mass_kg)}" for each in fact.portions)}


@_deeper.register
def _(fact: StepSkipped) -> Details:
    return {"reason": fact.reason or ("" if fact.by else "condition_false")}


@_deeper.register
def _(fact: UnitStatusChanged) -> Details:
    return {"until": None if fact.until is None else instant(fact.until)}


@_deeper.register
def _(fact: SampleResult) -> Details:
    unit = ATTRIBUTE_UNITS.get(fact.attribute, "")
    return {"value": quantity(fact.value, unit)}


@_deeper.register
def _(fact: RecallOpened) -> Details:
    unit = ATTRIBUTE_UNITS.get(fact.attribute, "")
    return {"value": quantity(fact.value, unit)}


@_deeper.register
def _(fact: LateResultJudged) -> Details:
    judged = fact.attribute
    return {
        "attribute": judged.attribute,
        "value": quantity(judged.value, judged.unit),
        "verdict": "passed" if judged.passed else "failed",
    }


@_deeper.register
def _(fact: LotJudged) -> Details:
    return {
        "failed": tuple(
            each.attribute for each in fact.attributes if each.gating and not each.passed
        )
    }


@_deeper.register
def _(fact: RecipeRegistered) -> Details:
    return {"recipe": fact.recipe.name, "version": fact.recipe.version}


@_deeper.register
def _(fact: RecipeStatusChanged) -> Details:
    return {"recipe_status": fact.status}
