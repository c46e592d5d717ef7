"""A fact is one line of the record, in the reader's language."""

import pytest

from lizao.model.alarms import AlarmEvent, AlarmPriority
from lizao.model.conditions import Comparison, WatchedCondition
from lizao.model.equipment import Plant
from lizao.model.facts import (
    AlarmChanged,
    AlarmRaised,
    AlarmWatched,
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
    AlarmId,
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
from lizao.model.material import Certificate, Lot, LotStatus
from lizao.model.quality import Disposition, Specification
from lizao.model.recipe import ControlRecipe
from lizao.model.states import Command, State
from lizao.texts import Texts

EN, ZH = Texts("en"), Texts("zh")
BATCH, STEP, LOT = BatchId("B-1"), StepPath("dose/charge"), LotId("FP-7")
OXYGEN = AlarmId("kiln-1.oxygen_high")
JUDGED = AttributeJudged("carbon", 1.42, "%", 1.0, 1.3, passed=False, gating=True)


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
        QuestionAsked(
            0,
            QuestionId("Q1"),
            BATCH,
            STEP,
            "recipe",
            {"text_en": "Good?", "text_zh": "好吗？", "options": "good / again"},
            ("good", "again"),
        ),
        "Asked at dosing / charging: Good? (good / again)",
        "在 配料 / 投料 提问：好吗？（good / again）",
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
        AlarmRaised(0, OXYGEN, AlarmPriority.HIGH, 104.0, 100.0, SignalId("kiln-1.oxygen_ppm")),
        "Alarm kiln-1.oxygen_high raised, priority high (kiln-1.oxygen_ppm 104 ppm / 100 ppm)",
        "报警 kiln-1.oxygen_high 触发，优先级高（kiln-1.oxygen_ppm 104 ppm / 100 ppm）",
    ),
    (
        AlarmRaised(0, AlarmId("line.link_lost"), AlarmPriority.LOW),
        "Alarm line.link_lost raised, priority low",
        "报警 line.link_lost 触发，优先级低",
    ),
    (
        AlarmChanged(0, OXYGEN, AlarmEvent.SHELVE, "operator", "analyser is serviced", 60),
        "Alarm kiln-1.oxygen_high: shelve, by operator (analyser is serviced)",
        "报警 kiln-1.oxygen_high：搁置，操作者 操作员（analyser is serviced）",
    ),
    (
        AlarmWatched(
            0,
            OXYGEN,
            WatchedCondition(
                ConditionId("c2"), SignalId("kiln-1.oxygen_ppm"), Comparison.AT_LEAST, 100.0
            ),
        ),
        "Alarm kiln-1.oxygen_high watches for kiln-1.oxygen_ppm to be at least 100 ppm",
        "报警 kiln-1.oxygen_high 监视 kiln-1.oxygen_ppm 不低于 100 ppm",
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
