"""What a plant file says of what moves and breaks in its virtual units."""

from pathlib import Path

import pytest

from lizao.documents.plant_file import load_plant
from lizao.documents.site import reference_site
from lizao.model.alarms import Bilingual
from lizao.model.disturbances import Course, Movement, Sign
from lizao.model.errors import DocumentError
from lizao.model.identifiers import UnitId

LINE = reference_site() / "plants" / "line.yaml"
PACKER = "  packer:\n    title: {en: Bag packer, zh: 吨袋包装机}\n"
TITLE = "{title: {en: swing, zh: 波动}, movements: ["


def written(folder: Path, lines: str) -> Path:
    """The reference plant with a few lines more in the class of its packer."""
    text = LINE.read_text(encoding="utf-8")
    assert text.count(PACKER) == 1
    path = folder / "line.yaml"
    path.write_text(text.replace(PACKER, PACKER + lines), encoding="utf-8")
    return path


def test_a_disturbance_moves_numbers_in_their_own_units(tmp_path: Path) -> None:
    """A difference of temperatures is in kelvin; NN stands for each number."""
    lines = (
        f"    disturbances:\n      swing: {TITLE}"
        "{number: ambient_c, added: 5 K, course: swing, over: 1 d, peak: 15 h, source: EE}, "
        "{number: zone_NN.sensor_offset_k, first: 8, count: 2, share: 0.1, source: EE}]}\n"
    )
    plant = load_plant(written(tmp_path, lines), "lfp")
    packer = plant.unit(UnitId("packer-1"))
    assert packer is not None
    (found,) = packer.disturbances
    assert (found.name, found.title) == ("swing", Bilingual("swing", "波动"))
    assert found.movements == (
        Movement("ambient_c", Course.SWING, 5.0, 0.0, 86_400.0, 54_000.0),
        Movement("zone_08.sensor_offset_k", share=0.1),
        Movement("zone_09.sensor_offset_k", share=0.1),
    )


def test_a_fault_has_a_cure_and_signs() -> None:
    """The reference kiln's open heater: what breaks, how it shows, what heals it."""
    kiln = load_plant(LINE, "lfp").unit(UnitId("kiln-1"))
    assert kiln is not None
    heater = next(each for each in kiln.faults if each.code == "F1")
    assert heater.movements == (Movement("zone_18.heater_w", share=-1.0),)
    assert heater.signs[0] == Sign("zone_18_temperature_c", -20.0, -8.0, 2400.0)
    assert heater.cure_s == 4 * 3600.0


def test_a_fault_may_be_told_by_the_laboratory() -> None:
    """Iron phosphate of another lot: the powder is less dense, as the laboratory finds later."""
    premix = load_plant(LINE, "lfp").unit(UnitId("premix-1"))
    assert premix is not None
    wrong = next(each for each in premix.faults if each.code == "F11")
    slurry, powder = wrong.signs
    assert (slurry.signal, slurry.result) == ("ph", False)
    assert powder == Sign("compaction_density", -0.06, -0.04, 360_000.0, result=True)


@pytest.mark.parametrize(
    ("movement", "reason", "value"),
    [
        ("{number: ambient_c, source: EE}", "either_or", "added, share"),
        ("{number: ambient_c, added: 1 K, share: 1.0, source: EE}", "either_or", "added, share"),
        ("{number: ambient_c, added: 1 kg, source: EE}", "wrong_dimension", "1 kg"),
        ("{number: ambient_c, added: 1 K, course: swing, source: EE}", "missing_key", "ambient_c"),
        ("{number: ambient_c, added: 1 K}", "missing_key", "movements"),
    ],
)
def test_a_movement_that_says_too_little_or_too_much_is_refused(
    tmp_path: Path, movement: str, reason: str, value: str
) -> None:
    """With the file, the line and what was written."""
    path = written(tmp_path, f"    disturbances:\n      swing: {TITLE}{movement}]}}\n")
    with pytest.raises(DocumentError) as refused:
        load_plant(path, "lfp")
    assert (refused.value.reason, refused.value.value) == (reason, value)


def test_a_sign_on_a_signal_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The signals of the class are named."""
    lines = (
        f"    faults:\n      F9: {TITLE}{{number: ambient_c, added: 5 K, source: EE}}], "
        "per_year: {value: 1, source: EE}, cure: {title: {en: mend, zh: 修}, takes: 1 h}, "
        "signs: [{signal: noise_db, low: 3, within: 1 h}]}\n"
    )
    with pytest.raises(DocumentError) as refused:
        load_plant(written(tmp_path, lines), "lfp")
    assert (refused.value.reason, refused.value.value) == ("unknown_signal", "noise_db")
