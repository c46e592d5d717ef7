"""Each kind of fault in a recipe gives its one error: file, line, thing, value, limit, reason."""

from pathlib import Path
from typing import NamedTuple

import pytest

from lizao.documents.check import check_recipe
from lizao.documents.recipe_file import load_recipe
from lizao.model.errors import DocumentError
from tests.documents.papers import (
    RECIPE,
    faults_in,
    line_of,
    recipe_path,
    replaced,
    small_plant,
)


class Case(NamedTuple):
    """One fault: what was changed, on which line it shows, and what the error says."""

    old: str
    new: str
    marker: str
    reason: str
    thing: str
    value: str
    limit: str


CASES = {
    "unknown key": Case(
        "scaling: linear", "scalling: linear", "scalling", "unknown_key", "scalling", "powder_dry",
        "unit, default, low, high, scaling, title, source",
    ),
    "unknown key of a step": Case(
        "speed_rpm: 300 rpm}}", "speed_rpm: 300 rpm}, speed: 3}", "speed: 3", "unknown_key",
        "speed", "stir", "phase, service, unit, set, until",
    ),
    "missing key": Case(
        "status: draft\n", "", "recipe: small", "missing_key", "status", "small.yaml",
        "recipe, version, status, product, title, size, units, hold_level, formula, charges, "
        "procedure",
    ),
    "step without work": Case(
        "- {phase: water, charge: water}", "- {phase: wash}", "phase: wash", "missing_key", "phase",
        "wash", "phase, service, unit, set, until, charge, transfer, campaign, wait, sample, "
        "from, lot, ask, quarantine, concession, parallel, name, sequence, if, steps, repeat",
    ),
    "wrong type": Case(
        "at_most: 3,", "at_most: many,", "many", "wrong_type", "at_most", "many", "integer",
    ),
    "below what counts": Case(
        "at_most: 3,", "at_most: 0,", "at_most: 0,", "outside_limits", "at_most", "0", "≥ 1",
    ),
    "loop without count": Case(
        "at_most: 3, ", "", "repeat:", "missing_key", "at_most", "repeat", "at_most, until",
    ),
    "default that is not offered": Case(
        "- {phase: sample, sample: [solids], from: vessel}",
        "- {phase: q, ask: {text: {en: Ok?, zh: 好?}, options: [a, b], default: c, within: 5 min}}",
        "phase: q", "unknown_value", "default", "c", "a, b",
    ),
    "default without a time": Case(
        "- {phase: sample, sample: [solids], from: vessel}",
        "- {phase: q, ask: {text: {en: Ok?, zh: 好?}, options: [a, b], default: a}}",
        "phase: q", "missing_key", "within", "q", "default: a",
    ),
    "time that is over at once": Case(
        "- {phase: sample, sample: [solids], from: vessel}",
        "- {phase: q, ask: {text: {en: Ok?, zh: 好?}, options: [a, b], within: 0 s}}",
        "phase: q", "outside_limits", "within", "0 s", "> 0 s",
    ),
    "answer offered twice": Case(
        "- {phase: sample, sample: [solids], from: vessel}",
        "- {phase: q, ask: {text: {en: Ok?, zh: 好?}, options: [a, a]}}",
        "phase: q", "duplicate", "a", "q", "q",
    ),
    "answer that is not offered": Case(
        "- {phase: sample, sample: [solids], from: vessel}",
        "- {phase: q, ask: {text: {en: Ok?, zh: 好?}, options: [a, b]}}\n"
        "          - {if: {step: mix/stir/q, report: answer, equals: c}, steps: "
        "[{phase: s, service: stir, set: {duration_s: 600}}]}",
        "equals: c", "unknown_value", "mix/stir/q", "c", "a, b",
    ),
    "answer with a limit": Case(
        "- {phase: sample, sample: [solids], from: vessel}",
        "- {phase: q, ask: {text: {en: Ok?, zh: 好?}, options: [a, b]}}\n"
        "          - {if: {step: mix/stir/q, report: answer, equals: a, at_most: 1}, steps: "
        "[{phase: s, service: stir, set: {duration_s: 600}}]}",
        "equals: a", "unknown_condition", "if", "answer", "at_least, at_most, equals",
    ),
    "exception of an unknown role": Case(
        "    when: {role: buffer", "    when: {role: bowl", "when: {role: bowl", "unknown_role",
        "role", "bowl", "vessel, buffer, oven",
    ),
    "exception on an unknown signal": Case(
        "signal: mass_kg, at_most: 10 kg", "signal: level, at_most: 10", "signal: level",
        "unknown_signal", "buffer", "level", "mass_kg",
    ),
    "exception on a step that is not below": Case(
        "when: {step: fire/fire/feed", "when: {step: mix/stir/stir", "when: {step: mix",
        "not_below", "wet", "mix/stir/stir", "fire/fire",
    ),
    "exception on the formula": Case(
        "when: {step: fire/fire/feed, report: moisture_ppm, at_least: 900}",
        "when: {formula: solids, at_least: 40 %}", "when: {formula", "unknown_condition", "when",
        "formula", "empty, signal, report, result",
    ),
    "branch that needs what is held": Case(
        "            then: repeat",
        "              - {phase: more, service: feed, until: {empty: buffer}}\n"
        "            then: repeat", "meanwhile: hold", "held_service", "fire/fire/starved", "feed",
        "oven: feed",
    ),
    "concession that nobody makes": Case(
        "- {phase: fine, ask:", "- {phase: lets, concession: fire/fire/out}\n"
        "          - {phase: fine, ask:", "phase: lets", "no_person", "concession", "fire/fire/out",
        "fire/fire/starved/refill",
    ),
    "concession of a step that is not there": Case(
        "- {phase: fine, ask:", "- {phase: lets, concession: fire/fire/x}\n"
        "          - {phase: fine, ask:", "phase: lets", "unknown_step", "after", "fire/fire/x",
        "mix, move, fire",
    ),
    "severity below one": Case(
        "severity: 3", "severity: 0", "severity: 0", "outside_limits", "severity", "0", "≥ 1",
    ),
    "repeat without a count": Case(
        "            at_most: 2\n", "", "exception: starved", "missing_key", "at_most", "starved",
        "then: repeat",
    ),
    "exception that does nothing": Case(
        "            then: hold", "            then: continue", "exception: wet", "missing_key",
        "steps", "wet", "then: continue",
    ),
    "exception with another disposition": Case(
        "then: repeat", "then: hope", "then: hope", "unknown_value", "then", "hope",
        "continue, repeat, stop, hold",
    ),
    "more than the formula allows": Case(
        "duration_s: stirring", "duration_s: {formula: stirring, plus: 55 min}", "plus: 55 min",
        "outside_limits", "stirring", "65 min", "5 … 60 min",
    ),
    "more of nothing": Case(
        "duration_s: stirring", "duration_s: {formula: stirred, plus: 5 min}", "plus: 5 min",
        "unknown_formula", "duration_s", "stirred",
        "powder_dry, salt_ratio, solids, stirring, soak",
    ),
    "unknown word": Case(
        "status: draft", "status: maybe", "maybe", "unknown_value", "status", "maybe",
        "draft, approved, obsolete",
    ),
    "name with a slash": Case(
        "operation: charge", "operation: a/b", "a/b", "wrong_form", "operation", "a/b",
        "a-z, 0-9, -, _",
    ),
    "key with a capital": Case(
        "  vessel: tank", "  vessel: tank\n  Vessel: tank", "  Vessel: tank", "wrong_form", "units",
        "Vessel", "a-z, 0-9, -, _",
    ),
    "no steps": Case(
        "steps:\n              - {phase: more, service: stir, set: {duration_s: 600}}", "steps: []",
        "steps: []", "empty", "steps", "", "≥ 1",
    ),
    "key twice": Case(
        'version: "1"', 'version: "1"\nversion: "2"', 'version: "2"', "duplicate", "version",
        "small.yaml", "small.yaml:2",
    ),
    "step twice": Case(
        "phase: note", "phase: salt", "{text: salt is in}", "duplicate",
        "mix/charge/parallel-2/sequence-2/salt",
        "procedure", "small.yaml:31",
    ),
    "not YAML": Case(
        "status: draft", "status: [draft", "product: paste", "not_yaml", "small.yaml",
        "expected ',' or ']', but got ':'", "mapping",
    ),
    "unknown unit of measure": Case(
        "unit: min,", "unit: fortnight,", "fortnight", "unknown_unit", "stirring", "fortnight",
        "kg, °C, kWh/t, …",
    ),
    "default outside limits": Case(
        "default: 400", "default: 600", "default: 600", "outside_limits", "powder_dry", "600",
        "300 … 500 kg",
    ),
    "wrong dimension of a quantity": Case(
        "reference: 1 t", "reference: 9 min", "9 min", "wrong_dimension", "reference",
        "9 min", "kg",
    ),
    "no quantity": Case(
        "reference: 1 t", "reference: much", "much", "not_a_quantity", "reference", "much", "kg",
    ),
    "sizes the wrong way round": Case(
        "low: 100 kg", "low: 3 t", "low: 3 t", "outside_limits", "size", "3 t", "0 … 2000 kg",
    ),
    "unknown class": Case(
        "oven: oven", "oven: furnace", "oven: furnace", "unknown_class", "oven", "furnace",
        "tank, pipe, oven",
    ),
    "missing capability": Case(
        "oven: oven", "oven: {class: oven, needs: [vacuum]}", "vacuum", "missing_capability",
        "oven", "vacuum", "",
    ),
    "preferred unit of another class": Case(
        "oven: oven", "oven: {class: oven, prefer: tank-1}", "prefer", "unknown_unit_name",
        "oven", "tank-1", "oven-1",
    ),
    "unknown key of a role": Case(
        "oven: oven", "oven: {class: oven, like: oven-1}", "like", "unknown_key", "like", "oven",
        "class, needs, prefer, choose",
    ),
    "unknown rule of choice": Case(
        "oven: oven", "oven: {class: oven, choose: best}", "choose", "unknown_value", "choose",
        "best", "first_available, longest_idle, least_changeover",
    ),
    "unknown role": Case(
        "uses: [buffer]", "uses: [bowl]", "bowl", "unknown_role", "uses", "bowl",
        "vessel, buffer, oven",
    ),
    "unknown material": Case(
        "material: salt", "material: sugar", "sugar", "unknown_material", "salt", "sugar",
        "paste, powder, salt, water",
    ),
    "unknown product": Case(
        "product: paste", "product: glue", "glue", "unknown_material", "small", "glue",
        "paste, powder, salt, water",
    ),
    "unknown charge": Case(
        "charge: salt}", "charge: pepper}", "pepper", "unknown_charge", "charge", "pepper",
        "powder, salt, water",
    ),
    "unknown formula of a charge": Case(
        "formula: salt_ratio", "formula: salt", "formula: salt,", "unknown_formula", "formula",
        "salt", "powder_dry, salt_ratio, solids, stirring, soak",
    ),
    "formula of a charge in a wrong unit": Case(
        "formula: powder_dry}", "formula: stirring}", "formula: stirring}", "wrong_dimension",
        "stirring", "min", "kg",
    ),
    "ratio that supplies nothing": Case(
        ", supplies: Na", "", "denominator: Fe", "missing_key", "supplies", "salt", "rule: ratio",
    ),
    "dry charge with a ratio": Case(
        "rule: dry,", "rule: dry, numerator: Fe,", "numerator: Fe,", "unknown_key", "numerator",
        "powder", "rule: dry",
    ),
    "unknown formula of a setting": Case(
        "duration_s: stirring", "duration_s: stirring_time", "stirring_time,", "unknown_formula",
        "duration_s",
        "stirring_time", "powder_dry, salt_ratio, solids, stirring, soak",
    ),
    "complement of nothing": Case(
        "duration_s: stirring", "duration_s: {complement: rest}", "rest", "unknown_formula",
        "duration_s", "rest", "powder_dry, salt_ratio, solids, stirring, soak",
    ),
    "formula in a wrong dimension": Case(
        "duration_s: stirring", "duration_s: powder_dry", "duration_s: powder_dry",
        "wrong_dimension", "duration_s", "powder_dry (kg)", "s",
    ),
    "text for a number": Case(
        "duration_s: stirring", "duration_s: {text: long}", "long", "wrong_dimension", "duration_s",
        "", "s",
    ),
    "setting in a wrong dimension": Case(
        "speed_rpm: 300 rpm", "speed_rpm: 300 kg", "300 kg", "wrong_dimension", "speed_rpm",
        "300 kg", "rpm",
    ),
    "setting outside the service": Case(
        "speed_rpm: 300 rpm", "speed_rpm: 900 rpm", "900 rpm", "outside_limits", "speed_rpm",
        "900 rpm", "100 … 600 rpm",
    ),
    "formula that may leave the service": Case(
        "default: 10, low: 5, high: 60", "default: 10, low: 5, high: 90", "high: 90",
        "outside_limits", "stirring", "90 min", "duration_s 60 … 3600 s",
    ),
    "unknown parameter": Case(
        "speed_rpm: 300 rpm", "speed: 300", "speed: 300", "unknown_parameter", "stir", "speed",
        "duration_s, speed_rpm",
    ),
    "missing parameter": Case(
        "set: {duration_s: 600}", "set: {}", "phase: more", "missing_parameter", "stir",
        "duration_s", "duration_s, speed_rpm",
    ),
    "parameter the batches do not share": Case(
        "campaign: {soak_c: soak}", "campaign: {soak_c: soak, ramp_k_per_min: 3}", "ramp_k",
        "unknown_parameter", "oven", "ramp_k_per_min", "soak_c",
    ),
    "missing service": Case(
        "service: feed", "service: roast", "roast", "missing_service", "oven", "roast",
        "oven: prepare, feed",
    ),
    "campaign on a tank": Case(
        "campaign: {soak_c: soak}", "campaign: {soak_c: soak}, unit: vessel",
        "campaign: {soak_c: soak}",
        "missing_service", "tank", "prepare", "tank: charge, stir, note, send, receive",
    ),
    "endless service": Case(
        "            until: {empty: buffer, heel: 30 kg, after: [move]}\n", "", "phase: feed",
        "missing_key", "until", "feed", "feed: on_command",
    ),
    "impossible path": Case(
        "from: vessel, to: buffer", "from: buffer, to: oven", "to: oven", "impossible_path",
        "transfer", "buffer → oven", "tank-1 → tank-2",
    ),
    "charge into an oven": Case(
        "material: salt, into: vessel", "material: salt, into: oven", "into: oven",
        "missing_service", "oven", "charge", "oven: prepare, feed",
    ),
    "sample of a pipe": Case(
        "sample: [solids], from: vessel", "sample: [solids], from: oven", "from: oven",
        "unknown_place", "oven", "oven-1", "tank-1, tank-2",
    ),
    "more units than there are": Case(
        "uses: [buffer]", "split: 2", "split: 2", "outside_limits", "split", "2", "1 … 1",
    ),
    "unknown step": Case(
        "after: [mix]", "after: [mixing]", "mixing", "unknown_step", "after", "mixing",
        "mix, move, fire",
    ),
    "unknown step of a report": Case(
        "step: mix/stir/again/more", "step: mix/stir/moore", "moore", "unknown_step", "after",
        "mix/stir/moore", "mix, move, fire",
    ),
    "report of no step": Case(
        "step: mix/stir/again/more, ", "", "repeat:", "missing_key", "step", "until",
        "report, step",
    ),
    "cycle of unit procedures": Case(
        "unit: vessel\n    operations", "unit: vessel\n    after: [move]\n    operations",
        "after: [mix]", "cycle", "move", "mix", "repeat: at_most",
    ),
    "waiting for oneself": Case(
        "after: [move]}", "after: [fire]}", "after: [fire]}", "cycle", "fire/fire/feed", "fire",
        "repeat: at_most",
    ),
    "waiting for what comes later": Case(
        "until: {empty: vessel}", "until: {empty: vessel, after: [fire]}", "after: [move]}",
        "cycle", "fire/fire/feed", "move", "repeat: at_most",
    ),
    "condition without a subject": Case(
        "if: {formula: solids, at_least: 40 %}", "if: {at_least: 40 %}", "if: {at_least",
        "unknown_condition", "if", "", "empty, signal, report, result, formula, cleared",
    ),
    "condition with two subjects": Case(
        "wait: {cleared: oven}", "wait: {cleared: oven, empty: buffer}", "empty: buffer}}",
        "unknown_condition", "wait", "empty, cleared",
        "empty, signal, report, result, formula, cleared",
    ),
    "condition without a limit": Case(
        "signal: mass_kg, at_least: 0.1 t, ", "signal: mass_kg, ", "start_when",
        "unknown_condition", "start_when", "mass_kg", "at_least, at_most",
    ),
    "condition on an unknown formula": Case(
        "if: {formula: solids", "if: {formula: solid", "if: {formula", "unknown_formula", "if",
        "solid", "powder_dry, salt_ratio, solids, stirring, soak",
    ),
    "condition on an unknown role": Case(
        "start_when: {role: buffer", "start_when: {role: silo", "start_when", "unknown_role",
        "role", "silo", "vessel, buffer, oven",
    ),
    "condition on an unknown signal": Case(
        "signal: mass_kg, at_least", "signal: gross_kg, at_least", "gross_kg", "unknown_signal",
        "buffer", "gross_kg", "mass_kg",
    ),
    "limit of a signal in a wrong dimension": Case(
        "at_least: 0.1 t", "at_least: 0.1 m", "at_least: 0.1 m", "wrong_dimension", "mass_kg",
        "0.1 m", "kg",
    ),
    "rows in a tank": Case(
        "wait: {cleared: oven}", "wait: {cleared: buffer}", "cleared: buffer", "wrong_use",
        "buffer", "exclusive", "line",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_fault_gives_its_one_error(case: Case, tmp_path: Path) -> None:
    """One change, one error, on the line where a person must put it right."""
    text = replaced(RECIPE, case.old, case.new)

    faults = faults_in(tmp_path, text)

    said = [(e.reason, e.thing, e.value, e.limit) for e in faults]
    assert said == [(case.reason, case.thing, case.value, case.limit)]
    marker = case.marker.rstrip("\n")
    assert faults[0].line == line_of(text, marker)
    assert faults[0].file == str(tmp_path / "small.yaml")


def test_loading_raises_the_first_fault_of_the_file(tmp_path: Path) -> None:
    """A person who loads a file is told the first mistake, in the order of the file."""
    text = replaced(RECIPE, "after: [mix]", "after: [mixing]")
    text = replaced(text, "default: 400", "default: 900")

    with pytest.raises(DocumentError) as raised:
        load_recipe(recipe_path(tmp_path, text))

    assert raised.value.reason == "outside_limits"
    assert len(faults_in(tmp_path, text)) == 2


@pytest.mark.parametrize("number", [".inf", ".nan", "0b2", "1e999"])
def test_no_number_is_without_end(number: str, tmp_path: Path) -> None:
    """Infinity, no-number and a slip in a binary number are refused where a number is needed."""
    (fault,) = faults_in(tmp_path, replaced(RECIPE, "default: 400", f"default: {number}"))

    assert (fault.thing, fault.line) == ("powder_dry", line_of(RECIPE, "powder_dry: {"))
    assert fault.reason in {"not_a_quantity", "wrong_dimension"}


def test_names_of_materials_are_checked_where_the_site_is_known(tmp_path: Path) -> None:
    """A recipe alone may name what it likes."""
    text = replaced(RECIPE, "material: salt", "material: sugar")

    assert check_recipe(recipe_path(tmp_path, text), small_plant()) == []


def test_a_transfer_between_unknown_classes_is_one_error(tmp_path: Path) -> None:
    """What follows from a missing class is not told again."""
    (fault,) = faults_in(tmp_path, replaced(RECIPE, "buffer: tank", "buffer: barrel"))

    assert (fault.reason, fault.value) == ("unknown_class", "barrel")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The error names the file and the folder in which it was looked for."""
    with pytest.raises(DocumentError) as raised:
        load_recipe(tmp_path / "none.yaml")

    error = raised.value
    assert (error.reason, error.thing, error.limit) == ("no_file", "none.yaml", str(tmp_path))


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"\xff\xfe", "UnicodeDecodeError"),
        (b"- a list", "SequenceNode"),
        (b"", "NoneType"),
        (b"a: *b", "found undefined alias 'b'"),
        (b"a: &x [*x]", "*"),
        (b"a: 1\n---\nb: 2", "but found another document"),
    ],
)
def test_what_is_not_a_yaml_mapping_is_refused(content: bytes, value: str, tmp_path: Path) -> None:
    """A paper is one mapping in UTF-8."""
    path = tmp_path / "small.yaml"
    path.write_bytes(content)

    with pytest.raises(DocumentError) as raised:
        load_recipe(path)

    assert (raised.value.reason, raised.value.value) == ("not_yaml", value)
