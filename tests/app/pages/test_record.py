"""A batch record tells what ran, needs nothing but itself, and hides nothing abnormal."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lizao.app.pages import record_html
from lizao.app.record_data import (
    ActionRow,
    BalanceRow,
    Band,
    ChargeRow,
    DeviationRow,
    PhaseRow,
    Plot,
    Record,
    Series,
)
from lizao.model.equipment import Actor
from lizao.model.quality import Disposition
from lizao.model.states import State
from lizao.texts import LANGUAGES, Language, Texts
from tests.app.pages import examples
from tests.app.pages.reading import marked_rows, read, section, words

EN = Texts("en")
EMPTY = Record(
    batch="B-0002",
    product="lfp-24",
    recipe="lfp-24",
    version="1",
    state=State.RUNNING,
    simulated=False,
    head="main@0",
    started=examples.START,
)
LISTS = tuple(each.name for each in fields(Record) if getattr(EMPTY, each.name) == ())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_needs_neither_script_nor_network(lang: Language) -> None:
    """The page can be kept for years and opened anywhere."""
    page = record_html(examples.record(Texts(lang)), Texts(lang))

    assert read(page).attrib["lang"] == lang
    assert "<script" not in page
    assert "http" not in page
    assert "@import" not in page
    assert "src=" not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_entry_of_the_contents_leads_to_a_section(lang: Language) -> None:
    """A reader reaches each part by its name."""
    tree = read(record_html(examples.record(Texts(lang)), Texts(lang)))

    for link in tree.iterfind(".//nav//a"):
        part = section(tree, link.attrib["href"].removeprefix("#"))
        assert words(part.find("h2")) == words(link)


def test_a_record_tells_the_batch_at_a_glance() -> None:
    """State, judgement, mass and duration stand at the top."""
    tree = read(record_html(examples.record(EN), EN))

    summary = words(tree.find(".//section[@class='summary']"))

    for told in ("complete", "released", "6.004 t", "2 d 13 h", "2026-01-05 08:00", "▲ 1"[2:]):
        assert told in summary


def test_every_paper_of_a_virtual_plant_is_stamped() -> None:
    """Nobody takes simulated material for real."""
    page = record_html(examples.record(EN), EN)

    assert page.count("SIMULATED 仿真") == 2
    assert "SIMULATED" not in record_html(examples.record(EN, simulated=False), EN)


def test_the_ledger_head_stands_on_the_record() -> None:
    """A reader can hold the paper against the ledger."""
    tree = read(record_html(examples.record(EN), EN))

    assert examples.HEAD in words(tree.find(".//footer"))


def test_what_was_set_for_this_batch_is_marked() -> None:
    """A formula value that is not the recipe's own is seen."""
    tree = read(record_html(examples.record(EN), EN))

    marked = [words(each) for each in section(tree, "formula").iterfind(".//td/b")]

    assert marked == ["set for this batch"]


def test_a_refused_bag_stands_out_with_its_reason() -> None:
    """The bag that was refused is marked, the others are not."""
    tree = read(record_html(examples.record(EN), EN))

    (row,) = marked_rows(section(tree, "charges"))

    assert "LC-2512-31-04" in row
    assert "refused (wrong material)" in row


def test_alarms_stand_out_with_who_acknowledged_them() -> None:
    """Value and limit in their unit; what nobody has done yet is a dash."""
    tree = read(record_html(examples.record(EN), EN))

    oxygen, held = marked_rows(section(tree, "alarms"))

    assert "kiln-1.oxygen_highhigh112 ppm100 ppm" in oxygen
    assert oxygen.endswith("li.wei")
    assert "B-0001.batch_heldmedium–––––" in held


def test_a_phase_that_did_not_complete_stands_out() -> None:
    """A stopped phase is marked, with what it was told and what it reported."""
    tree = read(record_html(examples.record(EN), EN))
    phases = section(tree, "phases")

    (row,) = marked_rows(phases)

    assert row.startswith("fire/feed kiln-1") or "fire/feed" in row
    assert "specific energy 62 kWh/t" in words(phases)
    assert "D50 0.331 µm" in words(phases)
    assert "manual" in words(phases)


def test_a_balance_that_does_not_close_stands_out() -> None:
    """A gap beyond what is allowed is marked."""
    balances = (BalanceRow("plant", 2e-9, 1e-9), BalanceRow("measured", 0.002, 0.01))
    tree = read(record_html(replace(EMPTY, balances=balances), EN))

    (row,) = marked_rows(section(tree, "balances"))

    assert "elements in the plant" in row


@pytest.mark.parametrize(
    ("state", "abnormal"), [(State.HELD, True), (State.ABORTED, True), (State.RUNNING, False)]
)
def test_a_batch_that_is_not_well_says_so_at_the_top(state: State, *, abnormal: bool) -> None:
    """Held, stopped and aborted batches are marked, a running one is not."""
    tree = read(record_html(replace(EMPTY, state=state), EN))

    mark = tree.find(".//section[@class='summary']//span")

    assert mark is not None
    assert ("abnormal" in mark.attrib["class"]) is abnormal


def test_a_blocked_lot_stands_out() -> None:
    """The judgement of a blocked lot is marked at the top and in its section."""
    blocked = examples.judgement(Disposition.BLOCKED)
    page = record_html(replace(EMPTY, judgements=(blocked,)), EN)

    assert page.count('<span class="mark abnormal">blocked</span>') == 2


def test_a_long_table_is_folded_and_a_short_one_is_open() -> None:
    """A reader is not buried under movements."""
    tree = read(record_html(examples.record(EN), EN))

    assert words(section(tree, "movements").find("details/summary")) == "180 entries"
    assert section(tree, "charges").find("details") is None


def test_a_record_of_a_batch_that_just_began_is_a_page_too() -> None:
    """What is not there yet is said to be none."""
    tree = read(record_html(EMPTY, EN))

    for name in LISTS:
        part = section(tree, {"judgements": "judgement"}.get(name, name))
        assert words(part.find("p")) == "None."


@settings(max_examples=40)
@given(st.text(), st.text())
def test_whatever_a_person_types_stays_text(first: str, second: str) -> None:
    """No lot, reason or name can put markup on the page."""
    hostile = f"<script>{first}</script>&\"'"
    record = replace(
        EMPTY,
        batch=hostile,
        product=second,
        head=hostile,
        phases=(PhaseRow(hostile, second, 0, None, State.RUNNING, Actor.MANUAL, {first: hostile}),),
        charges=(ChargeRow(hostile, second, first, None, None, None, hostile),),
        deviations=(DeviationRow(0, hostile),),
        actions=(ActionRow(0, hostile, first, second),),
        plots=(Plot(hostile, second, first, (Series(hostile, [0.0, 1.0], [2.0, 3.0]),)),),
    )

    page = record_html(record, EN)

    assert "<script" not in page
    assert read(page).find(".//script") is None


@settings(max_examples=40)
@given(st.lists(st.floats(allow_nan=True), max_size=30), st.floats(0, 10), st.floats(10, 20))
def test_whatever_was_measured_can_be_drawn(values: list[float], low: float, high: float) -> None:
    """Gaps, endless values and single points make a page, not a failure."""
    hours = [float(index) for index in range(len(values))]
    finite = [value for value in values if abs(value) < 1e300]
    plot = Plot("p", "ppm", "h", (Series("s", hours[: len(finite)], finite),))
    gaps = Plot(
        "p", "ppm", "h", (Series("s", hours, [v if v in finite else v * 0 for v in values]),)
    )
    band = Band("limits", low, high, binding=True)

    page = record_html(replace(EMPTY, plots=(plot, replace(gaps, bands=(band,)))), EN)

    assert "nan" not in words(section(read(page), "plots"))
