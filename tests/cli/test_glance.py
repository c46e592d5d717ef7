"""The live view shows what is going on, and only what is going on."""

import io

import pytest
from rich.console import Console

from lizao.app.progress import Stage, remaining, stages
from lizao.cli.glance import Glance, UnitGlance, in_use, key_values
from lizao.cli.live import drawing
from lizao.documents.site import load_site
from lizao.model.equipment import LineState
from lizao.model.identifiers import SignalId, StepPath, UnitId
from lizao.model.instants import HOUR
from lizao.model.states import State
from lizao.testing.story import Story
from lizao.texts import LANGUAGES, Language, Texts

SHOWN = Glance(
    batch="lfp-26-001",
    product="lfp-26",
    state=State.HOLDING,
    at=1_767_621_780_000_000,
    elapsed=5 * HOUR,
    remaining=45 * HOUR,
    packed_kg=400.0,
    wanted_kg=6000.0,
    stages=(
        Stage(StepPath("dose"), State.COMPLETE, 1.0),
        Stage(StepPath("fine#1"), State.RUNNING, 0.5),
    ),
    units=(
        UnitGlance(UnitId("mill-tank-1"), (("send", State.HELD),), None),
        UnitGlance(UnitId("kiln-1"), (), LineState.PRODUCING),
    ),
    material_kg={"mill-tank-1": 1500.0},
    values=((UnitId("kiln-1"), "soak_temperature_c", 770.04),),
    questions=(("service_failed", {"unit": "kiln-1", "service": "feed", "state": "HELD"}),),
    simulated=True,
)


def drawn(shown: Glance, lang: Language, width: int = 160) -> str:
    """The view as the text of a screen."""
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(drawing(shown, Texts(lang), wall_left=90_000_000))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_view_shows_everything_in_one_place() -> None:
    """Batch, stamp, times, stages, units, material, values, questions and the way to hold."""
    told = drawn(SHOWN, "en")

    for words in (
        "lfp-26-001", "SIMULATED 仿真", "2026-01-05 14:03", "5 h", "about 1 d 21 h",
        "here 1 min 30 s", "400 kg / 6 t", "dosing", "fine milling 1", "mill-tank-1", "held",
        "producing", "1.50", "770.04 °C", "kiln-1: feed is held", "Ctrl-C holds the batch.",
    ):  # fmt: skip
        assert words in told, words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_view_fits_a_small_screen(lang: Language) -> None:
    """Eighty columns are enough not to break."""
    assert "lfp-26-001" in drawn(SHOWN, lang, 80)


def test_stages_follow_the_recipe() -> None:
    """A stage counts the phases that are done."""
    story = Story()
    batch = story.start()
    before = stages(story.batch(batch))
    story.forward(20)
    during = stages(story.batch(batch))
    story.finish(batch)

    assert [each.progress for each in before[1:]] == [0.0] * (len(before) - 1)
    assert 0.0 < during[0].progress < 1.0
    assert {each.progress for each in stages(story.batch(batch))} == {1.0}


def test_units_that_were_given_back_are_not_in_use() -> None:
    """The mixer is free again while the mills run."""
    story = Story()
    batch = story.start()
    story.until(lambda: story.batch(batch).step(StepPath("mill#1")).state is State.RUNNING)
    story.forward(5)

    assert "mixer-1" not in in_use(story.batch(batch))
    assert "mill-1" in in_use(story.batch(batch))


def test_nobody_knows_at_the_beginning_how_long_it_takes() -> None:
    """An estimate needs a tenth of the work, and there is none at the end."""
    path, running = StepPath("dose"), State.RUNNING

    assert remaining((Stage(path, running, 0.05),), HOUR) is None
    assert remaining((Stage(path, running, 0.5),), HOUR) == HOUR
    assert remaining((Stage(path, State.COMPLETE, 1.0),), HOUR) is None


def test_the_values_that_matter_are_shown_of_units_in_use() -> None:
    """The hottest zone of a kiln, its oxygen, the dryer's outlet; nothing of a unit at rest."""
    plant = load_site(with_recipes=False).plant()
    values = {SignalId(name): float(n) for n, name in enumerate(plant.signals)}

    found = key_values(plant, values, frozenset({UnitId("kiln-1"), UnitId("dryer-1")}))

    assert [(unit, name) for unit, name, _ in found] == [
        ("dryer-1", "outlet_temperature_c"),
        ("kiln-1", "soak_temperature_c"),
        ("kiln-1", "oxygen_ppm"),
    ]
    zones = [values[name] for name in values if name.startswith("kiln-1.zone_")]
    assert found[1][2] in zones
