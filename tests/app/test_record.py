"""The record of a batch tells what happened in it, and nothing of any other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import isnan
from pathlib import Path

import pytest

from lizao.app.home import Home, reading_home, working_home
from lizao.app.record import batch_record, lot_certificate
from lizao.app.record_data import LineStyle, Record
from lizao.model.alarms import AlarmEvent, AlarmPriority
from lizao.model.equipment import Actor, SignalSpecification
from lizao.model.errors import NothingToDoError, UnknownNameError
from lizao.model.facts import (
    AlarmChanged,
    AlarmRaised,
    ControllerStarted,
    Fact,
    Flow,
    LateResultJudged,
    LinkLost,
    LotJudged,
    LotMade,
    ModeChanged,
    RecallOpened,
    SampleResult,
    SampleTaken,
    StepReleased,
    StepRepeated,
    StepSkipped,
)
from lizao.model.identifiers import AlarmId, LotId, ServiceName, SignalId, StepPath, UnitId
from lizao.model.image import Samples
from lizao.model.instants import HOUR, MINUTE
from lizao.model.quality import Disposition
from lizao.model.states import Command, Mode, State
from lizao.testing.mini import START, mini_plant, mini_recipe
from lizao.testing.scene import Scene
from lizao.testing.story import Story
from lizao.texts import Texts
from tests.alarms.alarm_plant import LATCHED, alarm_plant

EN, ZH = Texts("en"), Texts("zh")
BATCH, LOT = "mini-001", "mini-001-L1"


def record(home: Home, texts: Texts = EN) -> Record:
    """The record of the batch, without its curves."""
    return batch_record(home, BATCH, texts, mini_recipe(), with_plots=False)


@contextmanager
def home_of(story: Story, folder: Path, samples: Samples | None = None) -> Iterator[Home]:
    """The home that a story would have left behind."""
    with working_home(folder / "home", None, folder / "state") as home:
        if samples is not None:
            home.ledger.record(samples)
        home.keep(story.facts, START)
    with reading_home(folder / "home", None) as home:
        yield home


def finished(scene: Scene | None = None) -> Story:
    """A batch that ran from Start to the last result."""
    story = Story(scene)
    story.finish(story.start())
    story.until(lambda: not story.run.samples)
    return story


def test_a_record_names_batch_recipe_and_head(made_home: Home) -> None:
    """Whoever holds the paper can find the recipe and check the ledger."""
    found = record(made_home)

    assert (found.batch, found.product, found.recipe, found.version) == (BATCH, "mini", "mini", "1")
    assert found.state is State.COMPLETE
    assert found.simulated
    assert found.head == made_home.ledger.head().text
    assert found.started == START
    assert found.ended is not None
    assert found.mass_kg == pytest.approx(sum(each.mass_kg for each in found.bags))


def test_an_unknown_batch_is_refused(made_home: Home) -> None:
    """The error lists the batches that there are."""
    with pytest.raises(UnknownNameError) as refused:
        batch_record(made_home, "mini-007", EN, with_plots=False)

    assert refused.value.known == BATCH


def test_formula_values_have_limits_and_titles_of_the_recipe(made_home: Home) -> None:
    """Limits are scaled as the values are."""
    rows = {each.name: each for each in record(made_home).formula}

    assert (rows["soak"].low, rows["soak"].high, rows["soak"].unit) == (740.0, 790.0, "degC")
    assert rows["powder_dry"].low == 900.0
    assert record(made_home, ZH).formula[0].title == "powder_dry"


def test_without_the_master_recipe_values_stand_alone(made_home: Home) -> None:
    """A recipe that the site no longer has leaves the values without limits."""
    rows = batch_record(made_home, BATCH, EN, with_plots=False).formula

    assert all(each.low is None and each.high is None for each in rows)
    assert {each.title for each in rows} == {each.name for each in rows}


def test_every_phase_tells_what_it_was_told_and_who_did_it(made_home: Home) -> None:
    """Hook-up is done by hand, the rest by itself; a phase without a service is there too."""
    rows = {(each.path, each.unit): each for each in record(made_home).phases}

    hook_up = rows["dose/charge/solids/powder/hook-up", "mixer-1"]
    assert hook_up.actor is Actor.MANUAL
    campaign = rows["fire#1/heat/campaign", "oven-1"]
    assert campaign.parameters == {"soak_c": 760.0}
    assert campaign.actor is Actor.AUTOMATIC
    sample = rows["pack/pack/sample", "bin-1"]
    assert (sample.state, sample.actor) == (State.COMPLETE, Actor.MANUAL)
    assert rows["to-tank/move/move/send", "mixer-1"].reports["mass_kg"] != 0.0
    assert all(each.state is State.COMPLETE for each in rows.values())
    assert all(each.ended is not None and each.ended >= each.started for each in rows.values())


def test_phases_come_in_the_order_of_their_start(made_home: Home) -> None:
    """A reader follows the batch from top to bottom."""
    starts = [each.started for each in record(made_home).phases]

    assert starts == sorted(starts)


def test_every_bag_is_told_with_plan_and_weight(made_home: Home) -> None:
    """Bags were scanned before they were charged; water was piped."""
    rows = record(made_home).charges

    powder = [each for each in rows if each.material == "powder"]
    assert sum(each.charged_kg or 0.0 for each in powder) == pytest.approx(1000.0)
    assert all(each.scanned_at is not None and each.planned_kg for each in powder)
    (water,) = [each for each in rows if each.material == "water"]
    assert (water.bag, water.scanned_at) == ("–", None)


def test_movements_are_those_of_the_batch(made_home: Home) -> None:
    """What left the ovens as gas is a loss."""
    rows = record(made_home).movements

    assert {each.flow for each in rows} >= {Flow.PRODUCT, Flow.LOSS}
    assert any(each.destination == "off-gas" for each in rows)


def test_laboratory_judgement_balances_and_use_are_there(made_home: Home) -> None:
    """Each has its section."""
    found = record(made_home)

    assert {each.attribute: each.unit for each in found.results} == {"carbon": "%", "bet": "m2/g"}
    (judgement,) = found.judgements
    assert judgement.disposition is Disposition.RELEASED
    assert [each.attribute for each in judgement.attributes] == ["carbon", "bet"]
    assert all(each.passed for each in judgement.attributes)
    assert [each.name for each in found.balances] == ["genealogy", "measured"]
    assert all(each.gap <= each.allowed for each in found.balances)
    assert found.utilities[-1].name == "energy_idle"


def test_a_person_and_the_rule_are_told_apart(made_home: Home) -> None:
    """Start came from a person, the judgement from the rule."""
    rows = [(each.by, each.what) for each in record(made_home).actions]

    assert rows[0] == ("tester", "start")
    assert ("rule", f"{LOT}: released") in rows


def test_a_batch_without_deviation_has_none(made_home: Home) -> None:
    """Nothing is made up."""
    assert record(made_home).deviations == ()


def test_alarms_are_those_of_what_the_batch_worked_with(tmp_path: Path) -> None:
    """Raised on its units, its questions, itself and the plant while it ran; no other's."""
    story = Story(Scene(plant=alarm_plant()))
    batch = story.start()
    story.plant.stuck.add((UnitId("mill-1"), ServiceName("recirculate")))
    story.until(lambda: bool(story.run.questions))
    story.forward(20)
    story.plant.stuck.clear()
    story.say(batch, Command.RESTART)
    story.until(lambda: story.rooms.alarms.alarms[LATCHED].annunciated)
    shown = AlarmChanged(story.now, LATCHED, AlarmEvent.ACKNOWLEDGE, "li.wei")
    strange = AlarmRaised(story.now, AlarmId("B-9.batch_held"), AlarmPriority.LOW)
    story.tell(strange, shown, LinkLost(story.now))
    story.finish(batch)
    late = AlarmRaised(story.now, LATCHED, AlarmPriority.LOW)
    story.tell(late, AlarmChanged(story.now, LATCHED, AlarmEvent.RETURN, "rule"))
    with home_of(story, tmp_path) as home:
        rows = {each.alarm: each for each in record(home).alarms}

    assert set(rows) == {
        *("silo-1.mass_high", "tank-1.mass_high", "mixer-1.mass_high", "mini.link_lost"),
        *("mill-1.command_unanswered", f"{batch}.batch_held", "Q1.overdue"),
        *("oven-1.hot", "oven-2.hot"),
    }
    silo = rows["silo-1.mass_high"]
    assert (silo.signal, silo.limit, silo.acknowledged_by) == ("silo-1.mass_kg", 500.0, "li.wei")
    assert silo.acknowledged_at == shown.at
    assert rows["tank-1.mass_high"].returned_at is not None


def test_refusals_holds_questions_and_restarts_are_deviations(tmp_path: Path) -> None:
    """What a reader must see is told in the order it happened, in the reader's language."""
    story = Story()
    story.plant.presented[UnitId("mixer-1")] = [LotId("A1")] * 3
    batch = story.start()
    story.until_state(batch, State.HELD)
    story.say(batch, Command.RESTART)
    story.forward(30)
    story.tell(ControllerStarted(story.now, "test", "again"))
    mill = (UnitId("mill-1"), ServiceName("recirculate"))
    story.plant.stuck.add(mill)
    story.until(lambda: bool(story.run.questions))
    with home_of(story, tmp_path) as home:
        found, chinese = record(home), record(home, ZH)

    told = [each.text for each in found.deviations]
    assert [each.refused for each in found.charges if each.refused] == ["wrong_material"] * 3
    assert found.charges[1].material == "powder"
    assert sum("refused" in each for each in told) >= 3
    assert any("took over" in each for each in told)
    assert any("did not answer" in each for each in told)
    assert any("is held" in each for each in told)
    assert len(chinese.deviations) == len(told)
    assert any(each.by == "rule" and "wrong" not in each.what for each in found.actions)
    assert [each.at for each in found.deviations] == sorted(each.at for each in found.deviations)
    stuck = next(each for each in found.phases if each.unit == "mill-1")
    assert (stuck.state, stuck.ended) == (State.STARTING, None)


def test_what_was_done_by_hand_stands_among_the_actions(tmp_path: Path) -> None:
    """Mode, release, skip and repeat, each with the person; what a rule skipped is none of them."""
    story = Story()
    batch = story.start()
    story.tell(
        ModeChanged(story.now, batch, Mode.SEMI_AUTOMATIC, "li.wei", "trial"),
        StepReleased(story.now, batch, StepPath("dose/charge/solids/powder"), "li.wei"),
        StepSkipped(story.now, batch, StepPath("mill#2"), "", "li.wei"),
        StepSkipped(story.now, batch, StepPath("pack/pack/sample"), "work_done"),
        StepRepeated(story.now, batch, StepPath("pack/pack/sample"), "li.wei"),
    )
    with home_of(story, tmp_path) as home:
        told = [each.what for each in record(home).actions if each.by == "li.wei"]
    assert told[0] == "li.wei set batch mini-001 to semi-automatic (trial)"
    assert [each.rpartition(" ")[2] for each in told[2:]] == ["skipped", "repeated"]
    assert len(told) == 4


def test_a_batch_on_its_way_has_a_record(tmp_path: Path) -> None:
    """What is not there yet is left open."""
    story = Story()
    story.start()
    story.forward(30)
    with home_of(story, tmp_path) as home:
        found = record(home)

    assert found.state is State.RUNNING
    assert (found.ended, found.mass_kg, found.judgements) == (None, None, ())
    assert any(each.ended is None for each in found.phases)


def with_signals(*names: str) -> Scene:
    """The mini plant with recorded signals, and an oven of three zones."""
    zones = (f"oven-1.zone_{n:02d}_{end}" for n in (1, 2, 3) for end in ENDS)
    plain = SignalSpecification("degC")
    signals = dict.fromkeys((*zones, *names), plain)
    signals["oven-1.oxygen_ppm"] = SignalSpecification("ppm", high=100.0)
    signals["oven-2.outlet_setpoint_c"] = plain
    signals["oven-2.outlet_temperature_c"] = SignalSpecification("degC", low=90.0, high=120.0)
    return Scene(plant=replace(mini_plant(), signals=signals))


ENDS = ("temperature_c", "setpoint_c")


def test_curves_show_what_was_recorded_while_the_unit_worked(tmp_path: Path) -> None:
    """Profile and soak of an oven, oxygen with its limit, energy of a tank, outlet air."""
    scene = with_signals("tank-1.specific_energy_kwh_per_t", "tank-1.d50_um")
    story = finished(scene)
    at = [START + n * 10 * MINUTE for n in range(80)]
    values = {SignalId(name): [float(n) for n in range(80)] for name in scene.plant.signals}
    for number, told in ((1, 500.0), (2, 760.0), (3, 759.0)):
        values[SignalId(f"oven-1.zone_{number:02d}_setpoint_c")] = [told] * 80
    with home_of(story, tmp_path, Samples(at, values)) as home:
        found = batch_record(home, BATCH, EN, with_plots=True).plots

    plots = {each.title: each for each in found}
    profile = plots["Temperature profile of oven-1"]
    measured, told_by_recipe = profile.series
    assert measured.xs == [1.0, 2.0, 3.0]
    assert told_by_recipe.ys == [500.0, 760.0, 759.0]
    assert told_by_recipe.style is LineStyle.RECIPE
    soak = plots["Soak zones of oven-1"]
    assert [each.name for each in soak.series] == ["zone 2", "zone 3", "set point"]
    oxygen = plots["Oxygen in oven-1"]
    assert [(each.low, each.high, each.binding) for each in oxygen.bands] == [(0.0, 100.0, True)]
    hours = oxygen.series[0].xs
    assert hours[0] > 1.0
    assert hours == sorted(hours)
    assert hours[-1] <= (story.now - START) / HOUR
    assert plots["Specific milling energy in tank-1"].bands == ()
    assert "D50 in tank-1" in plots
    outlet = plots["Outlet air temperature of oven-2"]
    assert [each.style for each in outlet.series] == [LineStyle.MEASURED, LineStyle.SETPOINT]


def test_a_signal_that_was_never_recorded_draws_nothing(tmp_path: Path) -> None:
    """A plant that knows a signal but kept none of it breaks no record."""
    with home_of(finished(with_signals()), tmp_path) as home:
        found = batch_record(home, BATCH, EN, with_plots=True).plots

    profile, soak, *_ = found
    assert all(isnan(value) for value in profile.series[0].ys)
    assert soak.series == ()


def test_the_certificate_states_judgement_origin_and_bags(made_home: Home) -> None:
    """A customer sees what was measured, from which lots it came and in which bags."""
    found = lot_certificate(made_home, LOT)

    assert (found.lot, found.batch, found.product) == (LOT, BATCH, "mini")
    assert found.specification == "mini 1"
    assert found.judgement is not None
    assert found.simulated
    assert [each.lot for each in found.bags] == [LOT] * len(found.bags)
    assert found.packed_at == found.bags[-1].at
    shares: dict[str, float] = {}
    for each in found.raw_lots:
        shares[each.material] = shares.get(each.material, 0.0) + each.share
    assert set(shares) == {"powder", "additive", "water"}
    assert all(total == pytest.approx(1.0, abs=1e-9) for total in shares.values())
    assert found.recalls == ()


@pytest.mark.parametrize("name", ["mini-009-L1", "P1"])
def test_only_a_judged_lot_has_a_certificate(made_home: Home, name: str) -> None:
    """A raw lot and a lot that nobody made have none."""
    with pytest.raises(NothingToDoError):
        lot_certificate(made_home, name)


def test_a_recall_stands_on_record_and_certificate(tmp_path: Path) -> None:
    """A late result outside its limits is seen on both papers."""
    story = finished()
    sample = next(each.sample for each in story.facts if isinstance(each, SampleTaken))
    story.tell(SampleResult(story.now, sample, "bet", 99.0))
    assert any(isinstance(each, RecallOpened) for each in story.facts)
    assert any(isinstance(each, LotMade) for each in story.facts)
    with home_of(story, tmp_path) as home:
        paper, found = lot_certificate(home, LOT), record(home)

    assert [(each.attribute, each.value, each.unit) for each in paper.recalls] == [
        ("bet", 99.0, "m2/g")
    ]
    assert any("Recall" in each.text for each in found.deviations)


def test_what_the_laboratory_owes_is_open(tmp_path: Path) -> None:
    """An attribute without a result stands on the paper as pending."""
    story = finished()
    story.book.facts[:] = [_without_bet(each) for each in story.facts if not _is_bet(each)]
    with home_of(story, tmp_path) as home:
        (judgement,) = record(home).judgements

    assert [(each.attribute, each.passed) for each in judgement.attributes] == [
        ("carbon", True),
        ("bet", None),
    ]


def _is_bet(fact: Fact) -> bool:
    if isinstance(fact, LateResultJudged):
        return fact.attribute.attribute == "bet"
    return isinstance(fact, SampleResult) and fact.attribute == "bet"


def _without_bet(fact: Fact) -> Fact:
    if not isinstance(fact, LotJudged):
        return fact
    return replace(fact, attributes=tuple(e for e in fact.attributes if e.attribute != "bet"))
