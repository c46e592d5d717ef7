"""The one key: make a batch, or go on with it, under the eyes of a person."""

from typing import TYPE_CHECKING, Final

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of, print_json
from lizao.cli.interruption import Interruption
from lizao.model.errors import QuantityError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lizao.app.house import Presence
    from lizao.app.making import Ending
    from lizao.app.result import Result

MAX, REAL, TIMES = "max", "real", "x"
SPEEDS: Final = f"{MAX}, {REAL}, {TIMES}N"


def make(
    context: typer.Context,
    recipe: options.RecipeName,
    tonnes: options.Tonnes,
    site: options.Site = None,
    plant: options.PlantName = None,
    setting: options.Setting = None,
    seed: options.Seed = None,
    speed: options.Speed = MAX,
    *,
    disturbances: options.Disturbances = None,
    fault_rate: options.FaultRate = None,
    fault: options.ScheduledFault = None,
    json: options.Json = False,
) -> int:
    """Make one batch, from parameters to packed bags, and say what came of it."""
    door = door_of(context)
    factor = speed_of(speed)
    overrides = settings_of(setting or ())
    from lizao.app.adversity import Adversity
    from lizao.app.house import MakeOrder
    from lizao.app.making import Pace

    adversity = Adversity(disturbances, fault_rate, fault or ())
    order = MakeOrder(recipe, tonnes, plant, seed, overrides, adversity=adversity)
    house = door.open_house()
    settings = door.settings(site)
    return _attended(
        door,
        lambda presence: house.make(order, settings, door.clock, Pace(factor), presence),
        json=json,
    )


def resume(
    context: typer.Context, speed: options.Speed = MAX, *, json: options.Json = False
) -> int:
    """Go on with the batch of a home that was held or cut off; it ends as `make` does."""
    door = door_of(context)
    factor = speed_of(speed)
    from lizao.app.making import Pace

    house, settings = door.open_house(), door.settings()
    return _attended(
        door,
        lambda presence: house.resume(settings, door.clock, Pace(factor), presence),
        json=json,
    )


def speed_of(written: str) -> float | None:
    """Plant seconds per wall second; None for as fast as the machine can.

    >>> speed_of("real"), speed_of("x3600"), speed_of("max")
    (1.0, 3600.0, None)
    """
    if written == MAX:
        return None
    if written == REAL:
        return 1.0
    try:
        factor = float(written.removeprefix(TIMES))
    except ValueError:
        factor = 0.0
    if not 0.0 < factor < float("inf"):
        raise UnknownNameError(kind="speed", value=written, known=SPEEDS)
    return factor


def settings_of(written: "Iterable[str]", option: str = "--set") -> dict[str, str]:
    """Values by name, as they were written with an option: ``NAME=VALUE``."""
    values: dict[str, str] = {}
    for each in written:
        name, equals, value = each.partition("=")
        if not (name.strip() and equals and value.strip()):
            raise QuantityError(thing=option, value=each, unit="NAME=VALUE")
        values[name.strip()] = value.strip()
    return values


def watched(
    door: Door, work: "Callable[[Presence], tuple[Ending, Result]]", *, json: bool
) -> "tuple[Ending, Result]":
    """Work while a person may watch and interrupt."""
    from lizao.app.house import Presence
    from lizao.cli.watching import watching

    with Interruption() as interruption, watching(door, interruption, json=json) as watch:
        return work(Presence(lambda: interruption.asked, watch))


def _attended(
    door: Door, work: "Callable[[Presence], tuple[Ending, Result]]", *, json: bool
) -> int:
    """Work under the eyes of a person, then say how it ended."""
    from lizao.app.making import Ending

    ending, result = watched(door, work, json=json)
    values = result.values
    if json:
        print_json(values)
    else:
        from lizao.cli.summary import print_result

        print_result(door, values)
    for each in values["questions"]:
        asked = door.texts.question(each["text"], each["details"])
        door.say("cli.waits", stderr=json, question=asked)
    if ending is Ending.HELD:
        door.say("cli.held", stderr=json, batch=values["batch"])
        return FAILED
    return DONE if result.good else FAILED
