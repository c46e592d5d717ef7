"""A person is told in their own language, with units they know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.model import errors
from lizao.model.instants import DAY, HOUR, MINUTE, SECOND
from lizao.texts import LANGUAGES, Language, Texts, language, numbers
from lizao.texts.keys import united

EN, ZH = Texts("en"), Texts("zh")


@pytest.mark.parametrize(
    ("preference", "environment", "expected"),
    [
        ("zh", {"LANG": "en_GB.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_locale(
    preference: str | None, environment: dict[str, str], expected: Language
) -> None:
    """A reader need not say what their locale says already."""
    assert language(preference, environment) == expected


def test_a_language_that_nobody_wrote_is_refused_with_those_that_exist() -> None:
    """French is refused, and the two languages are named."""
    with pytest.raises(errors.UnknownNameError) as caught:
        language("fr", {})

    assert EN.error(caught.value) == "There is no language called fr; there are: en, zh."
    assert ZH.error(caught.value) == "没有名为 fr 的语言；现有：en, zh。"


def test_a_key_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    """Nothing is shown in place of a missing text."""
    with pytest.raises(KeyError):
        EN("no.such.key")


def test_a_missing_field_is_a_mistake_of_the_program() -> None:
    """A sentence with a hole is not shown."""
    with pytest.raises(KeyError):
        EN("error.home_locked")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1234.5, None, "1,234.5"),
        (6.0, None, "6"),
        (0.0, None, "0"),
        (-0.0, 1, "0.0"),
        (-2.5, None, "−2.5"),
        (1_234_567.0, None, "1,234,567"),
        (2.6, 2, "2.60"),
        (3.1e-12, None, "3.1×10⁻¹²"),
        (float("nan"), None, "–"),
        (float("inf"), None, "∞"),
        (float("-inf"), 2, "−∞"),
    ],
)
def test_a_number_is_written_for_people(value: float, digits: int | None, expected: str) -> None:
    """Thousands apart, no more figures than mean something."""
    assert EN.number(value, digits) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("degC", "°C"), ("m3", "m³"), ("m**3", "m³"), ("kWh/t", "kWh/t"), ("Nm3/t", "Nm³/t"),
        ("g/cm3", "g/cm³"), ("m2/g", "m²/g"), ("mAh/g", "mAh/g"), ("um", "µm"), ("ppm", "ppm"),
        ("mPa*s", "mPa·s"), ("1", ""), ("mol/mol", ""), ("percent", "%"), ("kW/K", "kW/K"),
        ("1/K", "1/K"), ("um/h", "µm/h"),
    ],
)  # fmt: skip
def test_a_unit_is_printed_as_in_a_textbook(unit: str, expected: str) -> None:
    """Degrees, powers and the micrometre have their signs."""
    assert numbers.unit_sign(unit) == expected


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (0, "0 s", "0 秒"),
        (1500 * SECOND // 1000, "1.5 s", "1.5 秒"),
        (3 * MINUTE + 20 * SECOND, "3 min 20 s", "3 分 20 秒"),
        (14 * HOUR + 20 * MINUTE, "14 h 20 min", "14 小时 20 分"),
        (2 * DAY, "2 d", "2 天"),
        (2 * DAY + 3 * HOUR, "2 d 3 h", "2 天 3 小时"),
        (-HOUR, "−1 h", "−1 小时"),
        (59 * MINUTE + 59 * SECOND + 900_000, "60 min", "60 分"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(
    length: int, english: str, chinese: str
) -> None:
    """Nobody reads 51,600 seconds."""
    assert EN.duration(length) == english
    assert ZH.duration(length) == chinese


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 8) | st.none())
def test_every_number_can_be_written(value: float, digits: int | None) -> None:
    """No number breaks a page, and a nought has no sign."""
    written = numbers.number(value, digits)

    assert written
    assert not written.startswith("-")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1.0, 1.3, "1–1.3 %"),
        (2.58, None, "≥ 2.58 %"),
        (None, 400.0, "≤ 400 %"),
        (None, None, "–"),
    ],
)
def test_limits_are_read_at_a_glance(low: float | None, high: float | None, expected: str) -> None:
    """One limit has its sign, two have a dash."""
    assert EN.limits(low, high, "%") == expected


def test_a_question_without_one_of_its_values_is_still_asked() -> None:
    """A gap in an old ledger is a dash, not a failure."""
    asked = EN.question("service_failed", {"unit": "kiln-1", "state": "STOPPED"})

    assert asked == ("kiln-1: – is stopped (interlock: –). Put it right, then restart the batch.")


def test_a_question_of_a_site_is_asked_in_its_own_words() -> None:
    """What the catalogue does not hold is shown with all it names."""
    assert EN.question("is_it_safe", {"unit": "kiln-1"}) == "is_it_safe unit kiln-1"
    assert EN.question("is_it_safe", {}) == "is_it_safe"


def test_a_name_that_a_site_made_up_stays_as_it_is() -> None:
    """A service without a word is shown by its name."""
    assert ZH.word("service", "polish") == "polish"
    assert EN.named("polish_s", 12) == "polish 12 s"
    assert EN.named("lot", "FP-7") == "lot FP-7"


def test_what_is_not_known_is_a_dash() -> None:
    """Nothing looks like a value that is none."""
    assert EN.shown("unit", None) == "–"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dates_are_the_same_in_both_languages(lang: Language) -> None:
    """Plant time is shown in UTC, to the minute."""
    assert Texts(lang).instant(1_767_621_780_000_000) == "2026-01-05 14:03"


def test_a_persons_own_reason_is_left_as_it_is() -> None:
    """What a person typed is not taken for a key, colons and all."""
    assert EN.reason("filter full: see shift book; call Li") == (
        "filter full: see shift book; call Li"
    )
    assert ZH.reason("expired") == "批号已过期"


def test_a_catalogue_with_a_bare_text_is_refused() -> None:
    """A text in one language only is found when the catalogue is read."""
    with pytest.raises(TypeError, match="hello"):
        united([{"hello": "hello"}])


def test_a_key_with_two_texts_is_refused() -> None:
    """Two files cannot say the same thing differently."""
    table = {"word": {"yes": {"en": "yes", "zh": "是"}}}

    with pytest.raises(ValueError, match=r"word\.yes"):
        united([table, table])
