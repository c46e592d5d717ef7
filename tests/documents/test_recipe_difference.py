"""Two versions of a recipe differ by what was changed, and by nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from lizao.documents.recipe_changes import Change, ChangeKind
from lizao.documents.recipe_difference import recipe_difference
from lizao.documents.recipe_file import load_recipe
from lizao.documents.site import load_site, reference_site
from lizao.model.recipe import MasterRecipe
from lizao.texts import Texts
from tests.documents.drawn_recipes import recipes
from tests.documents.papers import FOLDER, RECIPE, recipe_in, replaced

SMALL = load_recipe(FOLDER / "small.yaml")
Kind = ChangeKind

EDITS: dict[str, tuple[str, str, tuple[Change, ...]]] = {
    "severity": (
        "severity: 3",
        "severity: 4",
        (Change(Kind.STEP_HANDLING, "fire/fire/starved", "3, hold, repeat", "4, hold, repeat"),),
    ),
    "when": (
        "at_most: 10 kg",
        "at_most: 20 kg",
        (
            Change(
                Kind.STEP_CONDITION,
                "fire/fire/starved",
                "signal(buffer, mass_kg) <= 10.0 for 300.0 s",
                "signal(buffer, mass_kg) <= 20.0 for 300.0 s",
            ),
        ),
    ),
    "a new exception": (
        "          - exception: wet",
        "          - exception: dry\n            when: {result: solids, at_least: 90 %}\n"
        "            then: stop\n          - exception: wet",
        (Change(Kind.STEP_ADDED, "fire/fire/dry"),),
    ),
    "more than the formula": (
        "duration_s: stirring",
        "duration_s: {formula: stirring, plus: 5 min}",
        (
            Change(
                Kind.SETTING_CHANGED, "mix/stir/stir", "stirring", "stirring + 5", "duration_s"
            ),
        ),
    ),
    "a question": (
        "- {phase: sample, sample: [solids], from: vessel}",
        "- {phase: sample, ask: {text: {en: Ok, zh: 好}, "
        "options: [a, b], default: a, within: 60 s}}",
        (
            Change(
                Kind.STEP_WORK,
                "mix/stir/sample",
                "sample solids",
                "ask Ok / 好 [a, b], 60 s > a",
            ),
        ),
    ),
    "product": ("product: paste", "product: glue", (Change(Kind.PRODUCT, "", "paste", "glue"),)),
    "title": ("title: {en: Paste, zh", "title: {en: Glue, zh", (
        Change(Kind.TITLE, "", "Paste / 膏", "Glue / 膏"),
    )),
    "size": ("high: 2 t", "high: 3 t", (Change(Kind.SIZE_HIGH, "", "2000 kg", "3000 kg"),)),
    "class": ("oven: oven", "oven: tank", (
        Change(Kind.ROLE_CLASS, "oven", "oven", "tank", "oven"),
    )),
    "demand": (
        "oven: oven",
        "oven: {class: oven, needs: [a, b], prefer: oven-1, choose: longest_idle}",
        (
            Change(
                Kind.ROLE_DEMAND, "oven", "", "needs: a, b; prefer: oven-1; choose: longest_idle"
            ),
        ),
    ),
    "role": ("  oven: oven", "  oven: oven\n  spare: tank", (
        Change(Kind.ROLE_ADDED, "spare", "", "tank", "spare"),
    )),
    "value": ("default: 10, low: 5", "default: 12, low: 6", (
        Change(Kind.FORMULA_VALUE, "stirring", "10 min", "12 min"),
        Change(Kind.FORMULA_LIMITS, "stirring", "5 … 60 min", "6 … 60 min"),
    )),
    "scaling": ("high: 60, scaling: fixed", "high: 60, scaling: linear", (
        Change(Kind.FORMULA_SCALING, "stirring", "fixed", "linear"),
    )),
    "parameter title": ("{en: Stirring, zh", "{en: Mixing, zh", (
        Change(Kind.FORMULA_TITLE, "stirring", "Stirring / 搅拌", "Mixing / 搅拌"),
    )),
    "new parameter": (
        "charges:\n",
        '  more: {unit: "1", default: 1, low: 0, high: 2, scaling: fixed, title: {en: M, zh: M}}\n'
        "charges:\n",
        (Change(Kind.FORMULA_ADDED, "more", "", "1 (0 … 2)"),),
    ),
    "charge": ("numerator: Na, denominator: Fe", "numerator: Na, denominator: P", (
        Change(
            Kind.CHARGE_CHANGED,
            "salt",
            "salt > vessel, ratio salt_ratio (Na/Fe, Na)",
            "salt > vessel, ratio salt_ratio (Na/P, Na)",
            "salt",
        ),
    )),
    "new charge": (
        "procedure:\n",
        "  rest: {material: powder, into: vessel, rule: dry, formula: powder_dry, "
        "share: solids, complement: true}\nprocedure:\n",
        (
            Change(
                Kind.CHARGE_ADDED,
                "rest",
                "",
                "powder > vessel, dry powder_dry × 1 − solids",
                "rest",
            ),
        ),
    ),
    "new phase": (
        "          - {phase: water, charge: water}\n",
        "          - {phase: water, charge: water}\n          - {phase: again, charge: water}\n",
        (Change(Kind.STEP_ADDED, "mix/charge/again"),),
    ),
    "setting": ("speed_rpm: 300 rpm", "speed_rpm: 350", (
        Change(Kind.SETTING_CHANGED, "mix/stir/stir", "300 rpm", "350 rpm", "speed_rpm"),
    )),
    "setting from the formula": ("duration_s: stirring", "duration_s: {text: long}", (
        Change(Kind.SETTING_CHANGED, "mix/stir/stir", "stirring", "long", "duration_s"),
    )),
    "setting to the lot": ("{text: salt is in}", "{lot: product}", (
        Change(
            Kind.SETTING_CHANGED,
            "mix/charge/parallel-2/sequence-2/note",
            "salt is in",
            "lot: product",
            "remark",
        ),
    )),
    "setting gone": (", set: {gas_velocity_m_per_s: 25 m/s}", "", (
        Change(Kind.SETTING_REMOVED, "move/move/move", "25 m/s", "", "gas_velocity_m_per_s"),
    )),
    "new setting": ("{duration_s: 600}", "{duration_s: 600, share: {complement: solids}}", (
        Change(Kind.SETTING_ADDED, "mix/stir/again/more", "", "1 − solids", "share"),
    )),
    "end": ("heel: 30 kg, after: [move]", "heel: 40 kg", (
        Change(
            Kind.STEP_END,
            "fire/fire/feed",
            "signal(buffer, mass_kg) <= 30.0 for 30.0 s after move",
            "signal(buffer, mass_kg) <= 40.0 for 30.0 s",
        ),
    )),
    "start": (
        "    start_when: {role: buffer, signal: mass_kg, at_least: 0.1 t, hold: 1 min}\n",
        "",
        (
            Change(
                Kind.STEP_CONDITION,
                "fire",
                "signal(buffer, mass_kg) >= 100.0 for 60.0 s",
                "",
            ),
        ),
    ),
    "after": ("    after: [mix]\n", "", (Change(Kind.STEP_AFTER, "move", "mix", ""),)),
    "uses": ("uses: [buffer]", "uses: [buffer, vessel]", (
        Change(Kind.STEP_USES, "fire", "buffer", "buffer, vessel"),
    )),
    "split": ("    uses: [buffer]\n", "    uses: [buffer]\n    split: 2\n", (
        Change(Kind.STEP_SPLIT, "fire", "1", "2"),
    )),
    "rounds": ("at_most: 3, until", "at_most: 4, until", (
        Change(Kind.STEP_ROUNDS, "mix/stir/again", "3", "4"),
    )),
    "task": ("sample: [solids], from", "sample: [solids, carbon], from", (
        Change(Kind.STEP_WORK, "mix/stir/sample", "sample solids", "sample solids, carbon"),
    )),
    "role of a phase": ("lot: product, unit: vessel", "lot: product, unit: buffer", (
        Change(Kind.STEP_ROLE, "fire/fire/lot", "vessel", "buffer"),
    )),
    "kind": ("phase: out, wait: {cleared: oven}", "name: out, sequence: [{phase: a, lot: product}]",
    (
        Change(Kind.STEP_FORM, "fire/fire/out", "phase", "sequence"),
        Change(Kind.STEP_ADDED, "fire/fire/out/a"),
    )),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_as_what_it_is(tmp_path: Path, name: str) -> None:
    """One edit, the changes it makes, and the same the other way round."""
    old, new, expected = EDITS[name]
    edited = recipe_in(tmp_path, replaced(RECIPE, old, new))

    assert recipe_difference(SMALL, edited) == expected
    assert len(recipe_difference(edited, SMALL)) == len(expected)


def test_what_went_is_told(tmp_path: Path) -> None:
    """Removed roles, parameters, charges and steps."""
    added = replaced(RECIPE, "  oven: oven", "  oven: oven\n  spare: tank")
    for name in ("new parameter", "new charge", "new phase"):
        old, new, _ = EDITS[name]
        added = replaced(added, old, new)

    kinds = [each.kind for each in recipe_difference(recipe_in(tmp_path, added), SMALL)]

    assert kinds == [
        Kind.ROLE_REMOVED,
        Kind.FORMULA_REMOVED,
        Kind.CHARGE_REMOVED,
        Kind.STEP_REMOVED,
    ]


def test_a_step_in_another_place_has_moved(tmp_path: Path) -> None:
    """To another operation with all that is in it, or to another place in its own."""
    extra = """          - sequence:
              - {phase: one, service: stir, set: {duration_s: 1}}
              - {phase: two, service: stir, set: {duration_s: 2}}
            name: both
"""
    water = "          - {phase: water, charge: water}\n"
    sample = "          - {phase: sample, sample: [solids], from: vessel}\n"
    before = recipe_in(tmp_path, replaced(RECIPE, water, water + extra))
    after = recipe_in(tmp_path, replaced(RECIPE, sample, sample + extra))

    changes = recipe_difference(before, after)

    moved = Change(Kind.STEP_MOVED, "mix/stir/both", "mix/charge/both", "mix/stir/both")
    assert moved in changes
    assert not [each for each in changes if each.thing.startswith("mix/stir/both/")]


def test_steps_that_change_places_are_told_once(tmp_path: Path) -> None:
    """The order inside a sequence matters, that inside a parallel does not."""
    settings = "{duration_s: stirring, speed_rpm: 300 rpm}"
    stir = f"          - {{phase: stir, service: stir, set: {settings}}}\n"
    sample = "          - {phase: sample, sample: [solids], from: vessel}\n"
    turned = recipe_in(tmp_path, replaced(RECIPE, stir + sample, sample + stir))

    (change,) = recipe_difference(SMALL, turned)

    assert change.kind is Kind.STEP_ORDER
    assert change.thing in {"mix/stir/stir", "mix/stir/sample"}
    assert Texts("en")(change.key, **change.details()).count("after") == 2


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(recipes(), recipes())
def test_any_two_recipes_can_be_compared(old: MasterRecipe, new: MasterRecipe) -> None:
    """No difference to itself; every difference has its words in both languages."""
    assert recipe_difference(old, old) == ()
    assert recipe_difference(old, replace(old, version="9", status="obsolete", name="x")) == ()
    for change in recipe_difference(old, new):
        for language in (Texts("en"), Texts("zh")):
            assert language(change.key, **change.details())


def test_the_reference_recipes_differ_as_one_reads_it() -> None:
    """From one firing to two: roles, phases and a temperature."""
    found = load_site(reference_site()).recipes
    told = [
        Texts("zh")(each.key, **each.details())
        for each in recipe_difference(found["lfp-24"], found["lfp-26"])
    ]

    assert any(each.startswith("新增角色") for each in told)
    assert len(told) == len(set(told))


def test_every_kind_of_change_has_its_words() -> None:
    """A kind is the key of a text."""
    assert all(Texts("en").has(each.value) for each in ChangeKind)
