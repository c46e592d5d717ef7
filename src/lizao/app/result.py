"""What came of a batch, as one plain object; the same after ``make`` and after ``resume``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lizao.app.answers.wall import PerTonne
from lizao.app.days import DayFigures
from lizao.app.home import Home
from lizao.app.views import BatchFigures
from lizao.control.run import BatchRun
from lizao.material.balance import balances
from lizao.model.identifiers import BatchId
from lizao.model.instants import Instant, in_hours
from lizao.model.quality import Disposition
from lizao.model.states import State
from lizao.quality.register import LotFile

NITROGEN_FACTOR: Final = "utilities.nitrogen_kwh_per_nm3"
HVAC_FACTOR: Final = "utilities.hvac_kwh_per_t"


@dataclass(frozen=True, slots=True)
class Effort:
    """What it took: the wall time in all, and until the lot was judged (s)."""

    wall_seconds: float
    judged_after_s: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one batch in the words of the JSON that ``make`` prints."""

    values: dict[str, Any]

    @property
    def good(self) -> bool:
        """Whether the batch is complete and its lot released."""
        outcome = (self.values["state"], self.values["disposition"])
        return outcome == (State.COMPLETE.value, Disposition.RELEASED.value)


def result(home: Home, batch: BatchId, now: Instant, plant_gap: float, effort: Effort) -> Result:
    """Read the outcome of ``batch`` out of the rooms; ``plant_gap`` is the plant's own balance."""
    run = home.rooms.run.batches[batch]
    figures = home.rooms.views.batches[batch]
    lots = [each for each in home.rooms.register.lots.values() if each.batch == batch]
    tonnes = sum(bag.mass_kg for bag in figures.bags) / 1000.0
    book = balances(home.rooms.book, batch)
    steps = figures.automatic + figures.manual
    end = figures.ended or now
    plant = home.foundation.plant
    return Result(
        {
            "batch": batch,
            "product": run.recipe.product,
            "recipe": run.recipe.name,
            "recipe_version": run.recipe.version,
            "state": run.state.value,
            "tonnes_packed": tonnes,
            "bags": [bag.bag for bag in figures.bags],
            "lots": [each.lot for each in lots],
            "disposition": _disposition(lots),
            "reasons": _reasons(lots),
            "questions": [
                {"text": each.text, "details": dict(each.details)}
                for each in home.rooms.run.questions.values()
                if each.batch == batch
            ],
            "quality": _quality(run, lots),
            "automation_rate": figures.automatic / steps if steps else None,
            "balances": {
                "plant": plant_gap,
                "genealogy": book.genealogy,
                "measured": book.measured,
            },
            **utilities_per_tonne(figures, tonnes, plant.coefficients),
            "consumption_kg": _consumption(home, run),
            "energy_idle_kwh": home.rooms.views.idle_kwh(figures.started, end),
            "plant_hours": in_hours(end - figures.started),
            "plant_hours_to_last_result": in_hours(now - figures.started),
            "wall_seconds": effort.wall_seconds,
            "wall_seconds_to_judgement": effort.judged_after_s,
            "facts": home.rooms.views.facts,
            "seed": home.foundation.seed,
            "simulated": plant.simulated,
        }
    )


def utilities_per_tonne(
    figures: BatchFigures | DayFigures, tonnes: float, coefficients: Mapping[str, float]
) -> PerTonne:
    """Per tonne packed; energy with the shares of nitrogen plant, heating and ventilation."""
    if tonnes <= 0:
        return {
            "energy_kwh_per_t": None,
            "nitrogen_nm3_per_t": None,
            "gas_nm3_per_t": None,
            "water_kg_per_t": None,
        }
    nitrogen = figures.nitrogen_nm3 * coefficients.get(NITROGEN_FACTOR, 0.0)
    energy = (figures.energy_kwh + nitrogen) / tonnes + coefficients.get(HVAC_FACTOR, 0.0)
    return {
        "energy_kwh_per_t": energy,
        "nitrogen_nm3_per_t": figures.nitrogen_nm3 / tonnes,
        "gas_nm3_per_t": figures.gas_nm3 / tonnes,
        "water_kg_per_t": figures.water_kg / tonnes,
    }


def _consumption(home: Home, run: BatchRun) -> dict[str, float]:
    """What was charged of each raw material, in kg as delivered."""
    used: dict[str, float] = {}
    for (_, lot), mass_kg in run.charged_kg.items():
        material = home.rooms.run.lots[lot].material
        used[material] = used.get(material, 0.0) + mass_kg
    return used


def _disposition(lots: list[LotFile]) -> str | None:
    judged = {each.disposition for each in lots}
    if not lots or None in judged:
        return None
    blocked = Disposition.BLOCKED in judged
    return (Disposition.BLOCKED if blocked else Disposition.RELEASED).value


def _reasons(lots: list[LotFile]) -> list[str]:
    return [
        attribute.attribute
        for each in lots
        for attribute in each.attributes.values()
        if not attribute.passed
    ]


def _quality(run: BatchRun, lots: list[LotFile]) -> dict[str, dict[str, Any]]:
    judged = {name: each for lot in lots for name, each in lot.attributes.items()}
    quality: dict[str, dict[str, Any]] = {}
    for limits in run.recipe.specification.attributes:
        found = judged.get(limits.attribute)
        quality[limits.attribute] = {
            "value": found.value if found else None,
            "unit": limits.unit,
            "low": limits.low,
            "high": limits.high,
            "pass": found.passed if found else None,
            "gating": limits.gating,
        }
    return quality
