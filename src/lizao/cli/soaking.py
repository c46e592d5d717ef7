"""The soak at the keyboard: storms on a plant, and what they came to."""

import os
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of, print_json
from lizao.model.errors import UnknownNameError

if TYPE_CHECKING:
    from lizao.documents.site import Site
    from lizao.testing.storm.figures import Fault, Figures, Violation

PAPER: Final = "paper"
FAULT: Final = "fault"
NONE: Final = "none"
"""Written for no kind of fault at all: a promise may be broken without any."""

Runs = Annotated[int, typer.Option("--runs", metavar="N", min=1, help="cli.option.runs")]
Hours = Annotated[float, typer.Option("--hours", metavar="H", min=0.01, help="cli.option.hours")]
SoakSeed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="cli.option.soak_seed")]


def soak(
    context: typer.Context,
    runs: Runs = 4,
    hours: Hours = 48.0,
    seed: SoakSeed = 0,
    plant: Annotated[
        str, typer.Option("--plant", metavar="paper|NAME|FILE", help="cli.option.soak_plant")
    ] = PAPER,
    site: options.Site = None,
    faults: Annotated[
        str, typer.Option("--faults", metavar="KIND,KIND", help="cli.option.soak_faults")
    ] = "",
    batches: Annotated[
        int | None, typer.Option("--batches", metavar="N", min=1, help="cli.option.soak_batches")
    ] = None,
    *,
    json: options.Json = False,
) -> int:
    """Run batches through every kind of fault and hold the promises against what happened."""
    from lizao.testing.storm import Limits, Order, storm_soak
    from lizao.testing.storm.soak import paper_scenes
    from lizao.testing.storm.virtual import VirtualScenes

    door = door_of(context)
    scenes = paper_scenes if plant == PAPER else VirtualScenes(plant, door.settings(site).site)
    if isinstance(scenes, VirtualScenes):
        _refuse_unknown(scenes.site, plant)
    began_s = door.clock.elapsed_s()
    order = Order(runs, hours, seed, Limits(_spared(faults), batches))
    found = storm_soak(order, workers=os.cpu_count() or 1, scenes=scenes)
    wall_s = door.clock.elapsed_s() - began_s
    if json:
        print_json({**found.values, "wall_seconds": round(wall_s, 3)})
    else:
        _say(door, found, plant, wall_s)
    return FAILED if found.violations else DONE


def _say(door: Door, found: "Figures", plant: str, wall_s: float) -> None:
    """What the storms came to, and how each that broke a promise is played again."""
    door.say(
        "cli.soak.done",
        runs=found.runs,
        hours=round(found.plant_hours),
        facts=found.facts,
        faults=sum(found.faults.values()),
        restarts=found.restarts,
        utilisation=round(100 * found.utilisation),
        seconds=round(wall_s),
    )
    for each in found.violations:
        _say_violation(door, each, plant)
    if not found.violations:
        door.say("cli.soak.held")


def _say_violation(door: Door, violation: "Violation", plant: str) -> None:
    door.say("cli.soak.violation", seed=violation.seed, broken=violation.broken)
    for line in violation.story:
        door.say("cli.soak.story", line=line)
    door.say("cli.soak.left", faults=", ".join(violation.faults) or "–", batches=violation.made)
    door.say(
        "cli.soak.again",
        seed=violation.seed,
        hours=f"{violation.hours:g}",
        plant=plant,
        limits=_limits(violation),
    )


def _spared(written: str) -> "frozenset[Fault]":
    """All kinds of faults but those that were written; UnknownNameError for one there is not."""
    from lizao.testing.storm.figures import Fault

    if written.strip() == NONE:
        return frozenset(Fault)
    names = {each.strip() for each in written.split(",") if each.strip()}
    for each in sorted(names - set(Fault)):
        raise UnknownNameError(FAULT, each, ", ".join(Fault))
    return frozenset(each for each in Fault if names and each not in names)


def _limits(violation: "Violation") -> str:
    """How a storm that was spared something is asked for again."""
    faults = f" --faults {','.join(violation.allowed) or NONE}" if violation.without else ""
    batches = "" if violation.batches is None else f" --batches {violation.batches}"
    return faults + batches


def _refuse_unknown(site: "Site", plant: str) -> None:
    """UnknownNameError for a plant that there is not; the paper plant is one of those there are."""
    try:
        site.plant(plant)
    except UnknownNameError as error:
        raise UnknownNameError(error.kind, error.value, f"{PAPER}, {error.known}") from None
