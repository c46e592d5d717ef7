"""A certificate of one sheet: what the lot is, what it was made of, who says so."""

from dataclasses import replace

import pytest

from lizao.app.pages import certificate_html
from lizao.app.record_data import LotCertificate, RecallRow
from lizao.texts import LANGUAGES, Language, Texts
from tests.app.pages import examples
from tests.app.pages.reading import marked_rows, read, words

EN = Texts("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_certificate_needs_neither_script_nor_network(lang: Language) -> None:
    """The sheet can be sent to a customer and printed."""
    page = certificate_html(examples.certificate(), Texts(lang))

    assert read(page).attrib["lang"] == lang
    assert "<script" not in page
    assert "http" not in page
    assert "size: A4" in page


def test_a_certificate_says_what_the_lot_is_and_what_it_was_made_of() -> None:
    """Attributes with limits and verdict, raw lots with shares, bags, head and a place to sign."""
    told = words(read(certificate_html(examples.certificate(), EN)))

    for part in (
        examples.LOT,
        "6.004 t, bags: 15",
        "compaction density2.617 g/cm³≥ 2.58 g/cm³passedyes",
        "specific discharge capacity at 1C–≥ 146 mAh/gpendingno",
        "FePO4FP-2601-0762.00 %0.5931 kg",
        f"{examples.LOT}-15400.2 kg",
        "Quality, name and signature",
        examples.HEAD,
        "SIMULATED 仿真",
    ):
        assert part in told


def test_pending_results_are_explained_only_where_there_are_any() -> None:
    """A complete certificate does not speak of results to come."""
    certificate = examples.certificate()
    assert certificate.judgement is not None
    known = tuple(each for each in examples.ATTRIBUTES if each.value is not None)
    complete = replace(certificate, judgement=replace(certificate.judgement, attributes=known))

    assert "reported later" in certificate_html(certificate, EN)
    assert "reported later" not in certificate_html(complete, EN)


def test_a_recall_is_the_first_thing_on_the_certificate() -> None:
    """A lot that failed after its release says so."""
    recall = RecallRow(examples.START, "bet", 12.4, "m2/g")
    tree = read(certificate_html(replace(examples.certificate(), recalls=(recall,)), EN))

    assert words(tree.find(".//h2")) == "Recall"
    assert "12.4 m²/g" in marked_rows(tree)[0]


def test_a_lot_that_was_not_judged_and_packed_has_no_verdict() -> None:
    """Nothing is claimed of a lot that is still under way, and a real one bears no stamp."""
    page = certificate_html(
        LotCertificate(
            lot="L-1",
            product="lfp-26",
            batch="B-1",
            mass_kg=10.0,
            specification="lfp-26 2",
            simulated=False,
            head="main@1",
            packed_at=None,
            judgement=None,
        ),
        EN,
    )
    tree = read(page)

    assert tree.find(".//table") is None
    assert "released" not in words(tree.find(".//main"))
    assert "SIMULATED" not in page
