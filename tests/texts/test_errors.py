"""An error is one sentence that says what is wrong and what would be right."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from lizao.model import errors
from lizao.texts import Texts

EN, ZH = Texts("en"), Texts("zh")


ERRORS: list[tuple[errors.LizaoError, str, str]] = [
    (
        errors.MaterialMissingError("FePO4", 3100.0, 5800.0),
        "3.1 t FePO4 missing: 5.8 t needed, 2.7 t there and free. "
        "A delivery is taken in under Lots.",
        "缺少 FePO4 3.1 t：需要 5.8 t，现有可用 2.7 t。可在“批号”中登记到货。",
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
        errors.AnswerNotOfferedError("Q7", "maybe", "good, again"),
        "Q7 cannot be answered with maybe; it offers: good, again.",
        "Q7 不能回答为 maybe；可选：good, again。",
    ),
    (
        errors.QuestionClosedError("Q7", "again", "li"),
        "Q7 is closed; it was answered with again (by: li).",
        "Q7 已关闭；先前的回答为“again”（li）。",
    ),
    (
        errors.QuestionTimedOutError("Q7", "again"),
        "Q7 is closed: the time to answer was over, and again was taken.",
        "Q7 已关闭：回答时限已过，系统已采用“again”。",
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
        """An error that this program does not know."""

        key: ClassVar[str] = "of_tomorrow"
        thing: str

    assert EN.error(NewError("kiln-1")) == "of_tomorrow: thing='kiln-1'"
