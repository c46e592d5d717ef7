"""A batch as a reader would meet it: six tonnes, one refused bag, one hour too cold."""

import math
from random import Random

from lizao.app.record_data import (
    ActionRow,
    AlarmRow,
    BagRow,
    BalanceRow,
    Band,
    ChargeRow,
    DeviationRow,
    FormulaRow,
    JudgedRow,
    Judgement,
    LineStyle,
    LotCertificate,
    MovementRow,
    PhaseRow,
    Plot,
    RawLotRow,
    Record,
    ResultRow,
    Series,
    UtilityRow,
)
from lizao.model.alarms import AlarmPriority
from lizao.model.equipment import Actor
from lizao.model.facts import Flow
from lizao.model.instants import HOUR, MINUTE
from lizao.model.quality import Disposition
from lizao.model.states import State
from lizao.texts import Texts

START = 1_767_600_000_000_000
LOT = "LFP26-260105-01"
HEAD = "main@18422:9f2c4be1d07a5f3368f2b1a0c9d4e7755b86aa0f31e29c7d604b8e1f93a2d5c7"

KILN_PROFILE = (
    *(100, 150, 200, 250, 300, 350, 390, 430, 465, 500, 560, 620, 680, 740, 765, 770, 770),
    *(770, 770, 770, 770, 765, 690, 610, 530, 460, 380, 310, 250, 190, 140, 100, 80, 60),
)

ATTRIBUTES = (
    JudgedRow("compaction_density", 2.617, "g/cm3", 2.58, None, True, True),
    JudgedRow("carbon", 1.158, "%", 1.0, 1.3, True, True),
    JudgedRow("d50", 1.214, "um", 1.0, 1.8, True, True),
    JudgedRow("moisture", 296.0, "ppm", None, 400.0, True, True),
    JudgedRow("magnetic", 12.6, "ppb", None, 100.0, True, True),
    JudgedRow("bet", 8.93, "m2/g", 7.0, 11.0, True, False),
    JudgedRow("capacity_01c", None, "mAh/g", 158.0, None, None, False),
    JudgedRow("capacity_1c", None, "mAh/g", 146.0, None, None, False),
)

FORMULA = (
    ("li_fe", "Li/Fe molar ratio", "锂铁比", 1.035, "mol/mol", 1.02, 1.05),
    ("fe_p", "Fe/P molar ratio", "铁磷比", 0.961, "mol/mol", 0.95, 0.975),
    ("solids", "Solids content", "固含量", 40.0, "%", 36.0, 44.0),
    ("mill_energy", "Specific milling energy", "研磨比能耗", 62.0, "kWh/t", 40.0, 90.0),
    ("dryer_outlet", "Outlet air temperature", "出风温度", 100.0, "degC", 92.0, 112.0),
    ("soak1_temperature", "First soak temperature", "一烧保温温度", 775.0, "degC", 740.0, 790.0),
    ("soak2_temperature", "Second soak temperature", "二烧保温温度", 720.0, "degC", 690.0, 750.0),
    ("fines_share", "Fines share", "细粉份额", 0.35, "1", 0.2, 0.5),
)


def record(texts: Texts, *, simulated: bool = True) -> Record:
    """The record of one batch, its titles in the language of the page."""
    return Record(
        batch="B-0001",
        product="lfp-26",
        recipe="lfp-26",
        version="3",
        state=State.COMPLETE,
        simulated=simulated,
        head=HEAD,
        started=START,
        ended=START + 61 * HOUR + 12 * MINUTE,
        mass_kg=6004.0,
        formula=_formula(texts),
        phases=_phases(),
        charges=_charges(),
        movements=tuple(_movement(index) for index in range(180)),
        deviations=_deviations(texts),
        alarms=_alarms(),
        results=_results(),
        judgements=(judgement(),),
        balances=(
            BalanceRow("plant", 3.1e-13, 1e-9),
            BalanceRow("genealogy", 0.0, 1e-9),
            BalanceRow("measured", 0.0047, 0.01),
        ),
        utilities=_utilities(),
        bags=bags(),
        actions=_actions(texts),
        plots=plots(texts),
    )


def certificate(*, judged: bool = True, simulated: bool = True) -> LotCertificate:
    """The certificate of the lot that the batch made."""
    return LotCertificate(
        lot=LOT,
        product="lfp-26",
        batch="B-0001",
        mass_kg=6004.0,
        specification="lfp-26 2",
        simulated=simulated,
        head=HEAD,
        packed_at=START + 60 * HOUR,
        judgement=judgement() if judged else None,
        bags=bags(),
        raw_lots=(
            RawLotRow("FePO4", "FP-2601-07", 0.62, 0.5931),
            RawLotRow("FePO4", "FP-2601-08", 0.38, 0.3636),
            RawLotRow("Li2CO3", "LC-2512-31", 1.0, 0.2398),
            RawLotRow("glucose", "GL-2512-02", 1.0, 0.1062),
            RawLotRow("PEG", "PE-2511-04", 1.0, 0.0201),
            RawLotRow("TiO2", "TI-2510-01", 1.0, 0.004),
            RawLotRow("H3PO4", "PA-2512-11", 1.0, 0.0068),
        ),
    )


def judgement(disposition: Disposition = Disposition.RELEASED) -> Judgement:
    """The judgement over the lot."""
    return Judgement(LOT, disposition, START + 60 * HOUR, "rule", ATTRIBUTES)


def bags() -> tuple[BagRow, ...]:
    """Fifteen bags of 400 kg, one every six minutes."""
    return tuple(
        BagRow(f"{LOT}-{number:02}", LOT, 400.2, START + 60 * HOUR + number * 6 * MINUTE)
        for number in range(1, 16)
    )


def _formula(texts: Texts) -> tuple[FormulaRow, ...]:
    return tuple(
        FormulaRow(
            name=name,
            title=en if texts.lang == "en" else zh,
            value=value,
            unit=unit,
            low=low,
            high=high,
            overridden=name == "soak1_temperature",
        )
        for name, en, zh, value, unit, low, high in FORMULA
    )


def _phases() -> tuple[PhaseRow, ...]:
    told: tuple[tuple[str, str, dict[str, float | str], dict[str, float | str]], ...] = (
        ("dose/charge/water", "premix-1", {"lot": "W-1", "mass_kg": 9612.4}, {"mass_kg": 9608.1}),
        ("dose/charge/iron-phosphate/hook-up", "premix-1", {"lot": "FP-2601-07"}, {}),
        ("dose/disperse", "premix-1", {"duration_s": 1800.0, "speed_rpm": 900.0}, {}),
        (
            "mill/fine",
            "fine-mill-1",
            {"specific_energy_kwh_per_t": 62.0, "temperature_limit_c": 42.0},
            {"energy_kwh": 388.2, "d50_um": 0.331},
        ),
        ("dry/feed", "dryer-1", {"outlet_temperature_c": 100.0}, {"energy_kwh": 1204.0}),
        ("fire/feed", "kiln-1", {"load_kg": 5.5}, {}),
        ("blend/blend", "blender-1", {"duration_s": 1200.0}, {"mass_kg": 6021.7}),
    )
    return tuple(
        PhaseRow(
            path=path,
            unit=unit,
            started=START + index * 3 * HOUR,
            ended=START + (index * 3 + 2) * HOUR,
            state=State.STOPPED if path == "fire/feed" else State.COMPLETE,
            actor=Actor.MANUAL if "hook-up" in path else Actor.AUTOMATIC,
            parameters=parameters,
            reports=reports,
        )
        for index, (path, unit, parameters, reports) in enumerate(told)
    )


def _charges() -> tuple[ChargeRow, ...]:
    at = START + 20 * MINUTE
    return (
        ChargeRow("FePO4", "FP-2601-07", "FP-2601-07-01", 1000.0, 999.6, at),
        ChargeRow("FePO4", "LC-2512-31", "LC-2512-31-04", None, None, at, "wrong_material"),
        ChargeRow("FePO4", "FP-2601-07", "FP-2601-07-02", 1000.0, 1000.3, at + 10 * MINUTE),
        ChargeRow("Li2CO3", "LC-2512-31", "LC-2512-31-04", 500.0, 500.1, at + 20 * MINUTE),
        ChargeRow("water", "W-1", "–", 9612.4, 9608.1, None),
    )


def _movement(index: int) -> MovementRow:
    at = START + 10 * HOUR + index * 5 * MINUTE
    row = f"kiln-1/row/{index}"
    if index % 3:
        return MovementRow(at, row, "fired-silo-1", 45.31, Flow.PRODUCT)
    return MovementRow(at, row, "off-gas", 20.69, Flow.LOSS)


def _deviations(texts: Texts) -> tuple[DeviationRow, ...]:
    refused = texts(
        "fact.BagRefused",
        bag="LC-2512-31-04",
        lot="LC-2512-31",
        step="dose/charge/iron-phosphate",
        because=texts("record.because", reason=texts("reason.wrong_material")),
        expected="FP-2601-07",
    )
    return (DeviationRow(START + 20 * MINUTE, refused),)


def _alarms() -> tuple[AlarmRow, ...]:
    at, signal = START + 12 * HOUR, "kiln-1.oxygen_ppm"
    acknowledged = (at + 12 * MINUTE, at + 2 * MINUTE, "li.wei")
    return (
        AlarmRow(at, "kiln-1.oxygen_high", AlarmPriority.HIGH, signal, 112.0, 100.0, *acknowledged),
        AlarmRow(at + HOUR, "B-0001.batch_held", AlarmPriority.MEDIUM),
    )


def _results() -> tuple[ResultRow, ...]:
    return tuple(
        ResultRow(START + 58 * HOUR, "S-0007", "pack-bin-1", each.attribute, each.value, each.unit)
        for each in ATTRIBUTES
        if each.value is not None
    )


def _utilities() -> tuple[UtilityRow, ...]:
    return (
        UtilityRow("energy", 21_820.0, "kWh", 3634.0),
        UtilityRow("energy_idle", 9_310.0, "kWh"),
        UtilityRow("nitrogen", 4_950.0, "Nm3", 824.0),
    )


def _actions(texts: Texts) -> tuple[ActionRow, ...]:
    start, hold = texts("command.START"), texts("command.HOLD")
    return (
        ActionRow(START, "operator", start),
        ActionRow(START + 5 * HOUR, "Zhang Wei", hold, "shift handover"),
        ActionRow(START + 60 * HOUR, "rule", texts("disposition.released")),
    )


def plots(texts: Texts) -> tuple[Plot, ...]:
    """What a process engineer looks at first."""
    return (_kiln(texts), _oxygen(texts), _mill(texts), _dryer(texts))


def _kiln(texts: Texts) -> Plot:
    chance = Random(1)
    zones = [float(zone) for zone in range(1, 35)]
    measured = [value + chance.gauss(0.0, 3.0) for value in KILN_PROFILE]
    return Plot(
        texts("record.plot.kiln_profile", unit="kiln-1"),
        "degC",
        texts("record.plot.zone"),
        (
            Series(texts("record.series.measured"), zones, measured),
            Series(texts("record.series.recipe"), zones, KILN_PROFILE, LineStyle.RECIPE),
        ),
    )


def _oxygen(texts: Texts) -> Plot:
    chance = Random(2)
    hours = [index / 60 for index in range(60 * 61)]
    peak = [190.0 * math.exp(-(((hour - 31.0) / 0.4) ** 2)) for hour in hours]
    values = [50.0 + chance.gauss(0.0, 4.0) + rise for rise in peak]
    return Plot(
        texts("record.plot.kiln_oxygen", unit="kiln-1"),
        "ppm",
        texts("record.plot.hours"),
        (Series(texts("record.series.measured"), hours, values),),
        (Band(texts("record.series.limit"), 0.0, 100.0, binding=True),),
    )


def _mill(texts: Texts) -> Plot:
    hours = [index / 30 for index in range(240)]
    d50 = [0.30 + 5.2 * math.exp(-hour / 0.9) for hour in hours]
    other = [0.32 + 5.0 * math.exp(-hour / 1.3) if hour > 1 else math.nan for hour in hours]
    return Plot(
        texts("record.plot.mill_d50", unit="mill-tank-1"),
        "um",
        texts("record.plot.hours"),
        (Series("fine-mill-1", hours, d50), Series("fine-mill-2", hours, other)),
        (Band(texts("record.series.limit"), 0.30, 0.36),),
    )


def _dryer(texts: Texts) -> Plot:
    chance = Random(3)
    hours = [8 + index / 60 for index in range(600)]
    values = [100 + 4 * math.exp(-(hour - 8)) + chance.gauss(0.0, 0.6) for hour in hours]
    return Plot(
        texts("record.plot.dryer_outlet", unit="dryer-1"),
        "degC",
        texts("record.plot.hours"),
        (
            Series(texts("record.series.measured"), hours, values),
            Series(
                texts("record.series.setpoint"),
                [8.0, 13.0, 18.0],
                [102.0, 100.0, 100.0],
                LineStyle.SETPOINT,
            ),
        ),
    )
