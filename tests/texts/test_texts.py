"""A person is told in their own language, with units they know."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lizao.model import errors
from lizao.model.conditions import Comparison, WatchedCondition
from lizao.model.equipment import Plant
from lizao.model.facts import (
    AttributeJudged,
    BagRefused,
    BatchCommanded,
    BatchCreated,
    BatchStateChanged,
    CampaignOpened,
    ChargesPlanned,
    ConditionArmed,
    Fact,
    HomeMade,
    LateResultJudged,
    LotJudged,
    LotReceived,
    LotStatusChanged,
    MaterialMoved,
    Portion,
    QuestionAnswered,
    QuestionAsked,
    RecallOpened,
    SampleResult,
    SampleTaken,
    StepCompleted,
    StepStarted,
    UnitRequested,
)
from lizao.model.identifiers import (
    BatchId,
    CampaignId,
    ConditionId,
    LotId,
    MaterialName,
    PlaceId,
    QuestionId,
    Role,
    SampleId,
    SignalId,
    StepPath,
    UnitId,
)
from lizao.model.instants import DAY, HOUR, MINUTE, SECOND
from lizao.model.material import Certificate, Lot, LotStatus
from lizao.model.quality import Disposition, Specification
from lizao.model.recipe import ControlRecipe
from lizao.model.states import Command, State
from lizao.texts import LANGUAGES, Language, Texts, language, numbers
from lizao.texts.keys import united

EN, ZH = Texts("en"), Texts("zh")
BATCH, STEP, LOT = BatchId("B-1"), StepPath("dose/charge"), LotId("FP-7")
JUDGED = AttributeJudged("carbon", 1.42, "%", 1.0, 1.3, passed=False, gating=True)


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


ERRORS: list[tuple[errors.LizaoError, str, str]] = [
    (
        errors.MaterialMissingError("FePO4", 3100.0, 5800.0),
        "3.1 t FePO4 missing; 5.8 t needed.",
        "缺少 FePO4 3.1 t；需要 5.8 t。",
    ),
    (
        errors.ValueOutsideLimitsError("soak1_temperature", 900.0, 740.0, 790.0, "degC"),
        "soak1_temperature is 900 °C; its limits are 740 °C to 790 °C.",
        "soak1_temperature 为 900 °C，超出限值 740 °C 至 790 °C。",
    ),
    (
        errors.QuantityError("soak1_temperature", "775 kg", "degC"),
        "soak1_temperature: 775 kg is not a quantity in °C.",
        "soak1_temperature：775 kg 不是以 °C 为单位的数值。",
    ),
    (
        errors.VesselTooSmallError("premix-1", 31_000.0, 21_024.0, 6.8),
        "A batch of 31 t does not fit into premix-1, which holds 21.024 t; "
        "the largest batch is 6.8 t.",
        "premix-1 容量为 21.024 t，装不下 31 t 的批次；最大批量为 6.8 t。",
    ),
    (
        errors.CommandRefusedError("B-1", "RESTART", "RUNNING"),
        "B-1 is running and cannot take the command restart.",
        "B-1 处于“运行”状态，不能执行“重启”。",
    ),
    (
        errors.NoUnitError("first-kiln", 2, 1),
        "The recipe needs 2 of the class roller-hearth kiln, first firing; the plant has 1.",
        "配方需要 2 台一烧辊道窑，工厂只有 1 台。",
    ),
    (
        errors.HomeMismatchError("seed", "2", "1"),
        "This home was made for the seed 1, not 2; use another home.",
        "该数据目录是为随机种子 1 建立的，不能用于 2；请换一个数据目录。",
    ),
    (
        errors.LedgerBrokenError("main", 17, "altered"),
        "The ledger does not hold: main at number 17: an entry was altered.",
        "账本不完整：main 第 17 条：条目被改动。",
    ),
    (
        errors.DocumentError("a.yaml", 14, "d50", "9 um", "1 to 2 um", "outside_limits"),
        "a.yaml, line 14: d50 is 9 um; its limits are 1 to 2 um.",
        "a.yaml 第 14 行：d50 为 9 um，超出限值 1 to 2 um。",
    ),
    (
        errors.DocumentError("a.yaml", 0, "spee", "", "speed", "unknown_key"),
        "a.yaml: There is no entry spee here (allowed: speed).",
        "a.yaml：此处没有条目 spee（可用：speed）。",
    ),
    (
        errors.DocumentError("a.yaml", 3, "x", "abc", "number", "wrong_type"),
        "a.yaml, line 3: x is abc, which does not fit (allowed: a number).",
        "a.yaml 第 3 行：x 为 abc，类型不符（可用：数字）。",
    ),
    (
        errors.DocumentError("a.yaml", 3, "x", "abc", "", "of_tomorrow"),
        "a.yaml, line 3: x: abc (of_tomorrow).",
        "a.yaml 第 3 行：x：abc（of_tomorrow）。",
    ),
]


@pytest.mark.parametrize(("error", "english", "chinese"), ERRORS, ids=lambda each: str(each)[:30])
def test_an_error_names_the_thing_the_value_and_the_limit(
    error: errors.LizaoError, english: str, chinese: str
) -> None:
    """One sentence says what is wrong and what would be right."""
    assert EN.error(error) == english
    assert ZH.error(error) == chinese


def test_an_error_of_another_program_is_shown_with_its_details() -> None:
    """An error that has no sentence still says all it knows."""

    @dataclass(eq=False)
    class NewError(errors.LizaoError):
        key: ClassVar[str] = "of_tomorrow"
        thing: str

    assert EN.error(NewError("kiln-1")) == "of_tomorrow: thing='kiln-1'"


def moved() -> MaterialMoved:
    """Four hundred kilograms on their way."""
    return MaterialMoved(0, 0, PlaceId("premix-1"), PlaceId("dust"), 400.25)


FACTS: list[tuple[Fact, str, str]] = [
    (
        BagRefused(0, BATCH, STEP, LOT, "FP-7-01", "wrong_material", "LC-3"),
        "Bag FP-7-01 of lot FP-7 refused at dosing / charging (wrong material); expected: LC-3",
        "配料 / 投料 拒收批号 FP-7 的料袋 FP-7-01（物料错误）；应为：LC-3",
    ),
    (
        BatchStateChanged(0, BATCH, State.HELD, "service_failed"),
        "Batch B-1 is held (a service failed)",
        "批次 B-1 进入“已保持”（服务故障）",
    ),
    (
        BatchStateChanged(0, BATCH, State.COMPLETE),
        "Batch B-1 is complete",
        "批次 B-1 进入“已完成”",
    ),
    (
        BatchCommanded(0, BATCH, Command.HOLD, "operator", "shift handover"),
        "operator gave batch B-1 the command hold (shift handover)",
        "操作员对批次 B-1 下达“保持”命令（shift handover）",
    ),
    (
        StepStarted(0, BATCH, STEP, UnitId("premix-1")),
        "Step dosing / charging started on premix-1",
        "步骤 配料 / 投料 启动（premix-1）",
    ),
    (StepStarted(0, BATCH, STEP), "Step dosing / charging started", "步骤 配料 / 投料 启动"),
    (
        StepCompleted(0, BATCH, STEP, {"energy_kwh": 388.2, "d50_um": 0.331}),
        "Step dosing / charging complete (energy 388.2 kWh, D50 0.331 µm)",
        "步骤 配料 / 投料 完成（电能 388.2 kWh、D50 0.331 µm）",
    ),
    (
        UnitRequested(0, BATCH, Role("kiln"), "first-kiln"),
        "Batch B-1 waits for a roller-hearth kiln, first firing as kiln",
        "批次 B-1 等待一烧辊道窑（角色 辊道窑）",
    ),
    (
        SampleTaken(0, SampleId("S-1"), BATCH, STEP, UnitId("blender-1"), ("carbon", "d50")),
        "Sample S-1 taken from blender-1: carbon, particle size D50",
        "从 blender-1 取样 S-1，检测碳含量、粒度 D50",
    ),
    (
        CampaignOpened(
            0, CampaignId("C-1"), UnitId("kiln-1"), {"soak_temperature_c": 770.0}, BATCH
        ),
        "Campaign C-1 opened on kiln-1 for batch B-1: soak temperature 770 °C",
        "kiln-1 为批次 B-1 开启生产周期 C-1：保温温度 770 °C",
    ),
    (
        ConditionArmed(
            0,
            WatchedCondition(ConditionId("c1"), SignalId("a.b_c"), Comparison.AT_LEAST, 5.0),
            BATCH,
            STEP,
        ),
        "Waiting at dosing / charging for a.b_c to be at least 5",
        "配料 / 投料 等待 a.b_c 不低于 5",
    ),
    (
        ChargesPlanned(0, BATCH, (Portion("iron", MaterialName("FePO4"), LOT, 5700.0),)),
        "Charges planned: FP-7 5.7 t",
        "投料计划：FP-7 5.7 t",
    ),
    (
        LotReceived(
            0,
            Lot(
                LOT,
                MaterialName("FePO4"),
                30_000.0,
                1000.0,
                Certificate(0.003),
                LotStatus.RELEASED,
                PlaceId("store"),
            ),
        ),
        "Lot FP-7 of FePO4 received: 30 t, released",
        "收到 FePO4 批号 FP-7：30 t，已放行",
    ),
    (moved(), "400.25 kg moved from premix-1 to dust", "400.25 kg 从 premix-1 转移至 粉尘"),
    (
        SampleResult(0, SampleId("S-1"), "compaction_density", 2.61),
        "Sample S-1: compaction density 2.61 g/cm³",
        "样品 S-1：压实密度 2.61 g/cm³",
    ),
    (
        LotJudged(0, LOT, Disposition.BLOCKED, (JUDGED,), "rule"),
        "Lot FP-7 judged by rule: blocked (carbon)",
        "规则判定批号 FP-7：冻结（碳含量）",
    ),
    (
        LotStatusChanged(0, LOT, LotStatus.BLOCKED, "rule", "recall: outside_limits: bet, d50"),
        "Lot FP-7 blocked by rule "
        "(recall: outside its limits: specific surface area (BET), particle size D50)",
        "规则将批号 FP-7 置为“已冻结”（召回: 超出限值: 比表面积（BET）、粒度 D50）",
    ),
    (
        LateResultJudged(0, LOT, JUDGED),
        "Late result of lot FP-7: carbon 1.42 %, failed",
        "批号 FP-7 的后到结果：碳含量 1.42 %，不合格",
    ),
    (
        RecallOpened(0, LOT, "bet", 12.4),
        "Recall of lot FP-7 opened: specific surface area (BET) 12.4 m²/g",
        "批号 FP-7 启动召回：比表面积（BET） 12.4 m²/g",
    ),
    (
        QuestionAsked(
            0,
            QuestionId("Q1"),
            BATCH,
            STEP,
            "bag_refused",
            {"bag": "FP-7-01", "expected": "LC-3", "reason": "expired"},
        ),
        "Asked at dosing / charging: Bag FP-7-01 was refused: the lot has expired. "
        "Bring a bag of lot LC-3, then restart the batch.",
        "在 配料 / 投料 提问：料袋 FP-7-01 被拒收：批号已过期。"
        "请取批号 LC-3 的料袋，然后重启批次。",
    ),
    (
        QuestionAnswered(0, QuestionId("Q1"), "RESTART", "Zhang Wei"),
        "Zhang Wei answered: restart",
        "Zhang Wei回答：重启",
    ),
]


@pytest.mark.parametrize(
    ("fact", "english", "chinese"), FACTS, ids=[type(each[0]).__name__ for each in FACTS]
)
def test_a_fact_is_one_line_of_the_record(fact: Fact, english: str, chinese: str) -> None:
    """What happened is told, with its reason where it has one."""
    assert EN.fact(fact) == english
    assert ZH.fact(fact) == chinese


def test_a_question_without_one_of_its_values_is_still_asked() -> None:
    """A gap in an old ledger is a dash, not a failure."""
    asked = EN.question("service_failed", {"unit": "kiln-1", "state": "STOPPED"})

    assert asked == "kiln-1: – is stopped. Put it right, then restart the batch."


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


def test_a_home_and_a_batch_are_told_by_their_names() -> None:
    """The record names the plant and the recipe, not all they hold."""
    plant = Plant("line", "lfp", True, (), ())
    specification = Specification(MaterialName("lfp-26"), "2", ())
    recipe = ControlRecipe(
        "lfp-26", "3", MaterialName("lfp-26"), 6000.0, {}, {}, (), {}, (), specification
    )

    assert EN.fact(HomeMade(0, "lfp", plant, (), 7)) == (
        "Home made for site lfp, plant line, seed 7"
    )
    assert ZH.fact(BatchCreated(0, BATCH, recipe, "operator")) == (
        "由配方 lfp-26 3 创建批次 B-1：lfp-26 6 t，操作者 操作员"
    )


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
