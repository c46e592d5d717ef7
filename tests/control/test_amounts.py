"""How much of which lot: dry mass, molar ratio and solids, trimmed by the certificates."""

from dataclasses import replace

import pytest

from lizao.control.amounts import free_kilograms, plan_charges
from lizao.control.apply import apply
from lizao.control.run import EMPTY_RUN, Run
from lizao.control.scaling import control_recipe
from lizao.model.facts import HomeMade, LotReceived, Portion, PortionCharged
from lizao.model.identifiers import MaterialName, Role
from lizao.model.instants import HOUR
from lizao.model.material import Lot, LotStatus
from lizao.model.recipe import Charge, ChargeRule, ControlRecipe
from lizao.testing.mini import (
    START,
    lot,
    mini_lots,
    mini_materials,
    mini_plant,
    mini_recipe,
    mini_specification,
)
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from tests.control.recipes import of


def _store(*lots: Lot) -> Run:
    run = apply(EMPTY_RUN, HomeMade(START, "test", mini_plant(), mini_materials(), 1))
    for each in lots:
        run = apply(run, LotReceived(START, each))
    return run


def _recipe(*charges: Charge, **overrides: float) -> ControlRecipe:
    master = mini_recipe()
    if charges:
        master = replace(master, charges=charges)
    return control_recipe(master, mini_plant(), mini_specification(), 1000.0, overrides, START)


def _charge(name: str, rule: ChargeRule, formula: str, **more: object) -> Charge:
    material = MaterialName(name.split("-", maxsplit=1)[0])
    return Charge(name, material, Role("mixer"), rule, formula, **more)  # type: ignore[arg-type]


def _masses(run: Run, recipe: ControlRecipe) -> dict[tuple[str, str], float]:
    portions = plan_charges(run, recipe, START).portions
    return {(each.charge, each.lot): each.mass_kg for each in portions}


def test_dry_mass_takes_the_water_of_the_lot_into_account() -> None:
    """1,000 kg dry of a lot with 2 % water are 1,020.4 kg."""
    wet = lot("P9", "powder", 5000.0, 500.0, {"Fe": 6.0}, water=0.02)
    masses = _masses(_store(wet), _recipe(_charge("powder", ChargeRule.DRY, "powder_dry")))
    assert masses == {("powder", "P9"): pytest.approx(1000.0 / 0.98)}


def test_two_lots_are_blended_and_the_ratio_follows_both() -> None:
    """700 kg of one lot and the rest of the next; lithium follows the iron of the blend."""
    masses = _masses(_store(*mini_lots()), _recipe())
    assert masses["powder", "P1"] == 700.0
    assert masses["powder", "P2"] == pytest.approx(300.0)
    iron = 700.0 * 6.0 + 300.0 * 6.1
    assert masses["additive", "A1"] == pytest.approx(1.03 * iron / (27.0 * 0.99))


def test_water_brings_the_charge_to_its_solids() -> None:
    """Dry solids are half of everything, the water in the lots included."""
    masses = _masses(_store(*mini_lots()), _recipe())
    dry = 1000.0 + masses["additive", "A1"] * 0.99
    assert dry / sum(masses.values()) == pytest.approx(0.5)


def test_portions_come_in_the_order_of_the_charges() -> None:
    """Water is planned last and charged first."""
    portions = plan_charges(_store(*mini_lots()), _recipe(), START).portions
    assert [each.charge for each in portions] == ["water", "powder", "powder", "additive"]


def test_a_share_divides_a_charge_between_two_places() -> None:
    """A third here, the complement there."""
    recipe = replace(
        _recipe(
            _charge("powder-a", ChargeRule.DRY, "powder_dry", share="part"),
            _charge("powder-b", ChargeRule.DRY, "powder_dry", share="part", complement=True),
        ),
        formula={"powder_dry": 900.0, "part": 1 / 3},
    )
    masses = _masses(_store(mini_lots()[1]), recipe)
    assert masses == {
        ("powder-a", "P2"): pytest.approx(300.0),
        ("powder-b", "P2"): pytest.approx(600.0),
    }


def test_the_denominator_is_trimmed_up_to_the_ratio_and_the_trim_is_told() -> None:
    """Fe/P stands at 0.968 before phosphorus is added to bring it to 0.95."""
    recipe = replace(
        _recipe(
            _charge("powder", ChargeRule.DRY, "powder_dry"),
            _charge(
                "acid", ChargeRule.RATIO, "fe_p", numerator="Fe", denominator="P", supplies="P"
            ),
        ),
        formula={"powder_dry": 100.0, "fe_p": 0.95},
    )
    run = _store(
        lot("P2", "powder", 5000.0, 500.0, {"Fe": 6.0, "P": 6.2}),
        lot("H", "acid", 500.0, 0.0, {"P": 10.0}, water=0.15),
    )
    plan = plan_charges(run, recipe, START)
    portions, trims = plan.portions, plan.trims
    assert trims == {"Fe/P": pytest.approx(6.0 / 6.2)}
    assert portions[1].mass_kg == pytest.approx((600.0 / 0.95 - 620.0) / 8.5)


def test_what_is_enough_already_needs_nothing() -> None:
    """A ratio that the powder alone has reached asks for no portion."""
    recipe = replace(
        _recipe(
            _charge("powder", ChargeRule.DRY, "powder_dry"),
            _charge(
                "acid", ChargeRule.RATIO, "fe_p", numerator="Fe", denominator="P", supplies="P"
            ),
        ),
        formula={"powder_dry": 100.0, "fe_p": 0.99},
    )
    run = _store(lot("P2", "powder", 5000.0, 500.0, {"Fe": 6.0, "P": 6.2}))
    assert _masses(run, recipe) == {("powder", "P2"): 100.0}


def test_lots_are_used_by_expiry_and_then_by_name() -> None:
    """The one that expires first goes first; expired, blocked and quarantined ones never."""
    later = lot("P0", "powder", 100.0, 50.0, {"Fe": 6.0}, expires_at=START + 2 * HOUR)
    sooner = lot("P9", "powder", 100.0, 50.0, {"Fe": 6.0}, expires_at=START + HOUR)
    spoiled = (
        lot("S1", "powder", 100.0, 50.0, {"Fe": 6.0}, expires_at=START),
        lot("S2", "powder", 100.0, 50.0, {"Fe": 6.0}, status=LotStatus.BLOCKED),
        lot("S3", "powder", 100.0, 50.0, {"Fe": 6.0}, status=LotStatus.QUARANTINE),
        lot("N4", "powder", 100.0, 50.0, {"Fe": 6.0}, water=1.0),
    )
    run = _store(later, sooner, *spoiled, mini_lots()[1])
    masses = _masses(run, _recipe(_charge("powder", ChargeRule.DRY, "powder_dry")))
    assert masses == {
        ("powder", "P9"): 100.0,
        ("powder", "P0"): 100.0,
        ("powder", "P2"): pytest.approx(800.0),
    }


def test_missing_material_is_named_in_kilograms_as_delivered() -> None:
    """The store holds 700 of the 1,000 kg."""
    plan = plan_charges(_store(mini_lots()[0], *mini_lots()[2:]), _recipe(), START)
    (missing,) = plan.missing
    assert missing.material == "powder"
    assert missing.missing_kg == pytest.approx(300.0)
    assert missing.needed_kg == pytest.approx(1000.0)


def test_missing_moles_are_told_in_kilograms_too() -> None:
    """By the lot that is there, be it blocked; without any lot by the measure itself."""
    ratio = _charge(
        "additive", ChargeRule.RATIO, "li_fe", numerator="Li", denominator="Fe", supplies="Li"
    )
    recipe = _recipe(_charge("powder", ChargeRule.DRY, "powder_dry"), ratio)
    powder = lot("P", "powder", 1000.0, 500.0, {"Fe": 10.0})
    blocked = lot("A", "additive", 10.0, 5.0, {"Li": 20.0}, status=LotStatus.BLOCKED)
    for lots, missing in (((powder, blocked), 515.0), ((powder,), 10_300.0)):
        (found,) = plan_charges(_store(*lots), recipe, START).missing
        assert found.missing_kg == pytest.approx(missing)


def test_what_other_batches_have_planned_is_not_free() -> None:
    """The second batch takes what the first leaves; what is charged counts once."""
    story = Story(Scene(lots=mini_lots()))
    first, second = story.start(), story.start()
    portions = story.batch(first).portions, story.batch(second).portions
    assert [each.lot for each in portions[0] if each.charge == "powder"] == ["P1", "P2"]
    assert [each.lot for each in portions[1] if each.charge == "powder"] == ["P2"]
    free = free_kilograms(story.run)
    assert free[portions[0][1].lot] == pytest.approx(0.0)
    story.finish(first, second)
    charged = sum(each.mass_kg for each in of(story.facts, PortionCharged) if each.lot == "P2")
    assert free_kilograms(story.run) == {
        **free,
        portions[1][1].lot: pytest.approx(5000.0 - charged),
    }


def test_a_batch_that_was_only_ordered_reserves_its_lots_too() -> None:
    """Nothing was decided yet, and still its portions are taken."""
    story = Story()
    run = story.run
    for fact in story.scene.order(run, story.now):
        run = apply(run, fact)
    assert free_kilograms(run)[mini_lots()[0].id] == pytest.approx(0.0)


def test_a_portion_says_charge_material_lot_and_mass() -> None:
    """Enough for a person with a fork-lift."""
    portions = plan_charges(_store(*mini_lots()), _recipe(), START).portions
    assert isinstance(portions[1], Portion)
    assert (portions[1].charge, portions[1].material, portions[1].lot) == ("powder", "powder", "P1")
