"""Commands that show the units of a running home, and take them out of use."""

import typer

from lizao.cli import options
from lizao.cli.asking import ask
from lizao.cli.door import DONE, Door, door_of, print_json
from lizao.model.equipment import UnitStatus


def units(context: typer.Context, *, json: options.Json = False) -> int:
    """List the units with their status."""
    from lizao.app.requests import AskStatus
    from lizao.cli.standing import print_units

    door = door_of(context)
    told = ask(door, AskStatus())
    if json:
        print_json({"units": told["units"]})
    else:
        print_units(door, told["units"])
    return DONE


def out_of_service(
    context: typer.Context, unit: options.Unit, reason: options.Why, until: options.Until = ""
) -> int:
    """Take a unit out of service."""
    return _change(door_of(context), unit, UnitStatus.OUT_OF_SERVICE, reason, until)


def cleaning(
    context: typer.Context, unit: options.Unit, reason: options.Why, until: options.Until = ""
) -> int:
    """Have a unit cleaned."""
    return _change(door_of(context), unit, UnitStatus.CLEANING, reason, until)


def calibration(
    context: typer.Context, unit: options.Unit, reason: options.Why, until: options.Until = ""
) -> int:
    """Have a unit calibrated."""
    return _change(door_of(context), unit, UnitStatus.CALIBRATION, reason, until)


def maintenance(
    context: typer.Context, unit: options.Unit, reason: options.Why, until: options.Until = ""
) -> int:
    """Have a unit maintained."""
    return _change(door_of(context), unit, UnitStatus.MAINTENANCE, reason, until)


def give_back(context: typer.Context, unit: options.Unit, reason: options.Reason = "") -> int:
    """Put a unit back into use."""
    return _change(door_of(context), unit, UnitStatus.AVAILABLE, reason)


def empty(context: typer.Context, unit: options.Unit, reason: options.Why) -> int:
    """Have a unit emptied into the rework."""
    from lizao.app.requests import EmptyUnit

    door = door_of(context)
    told = ask(door, EmptyUnit(unit, reason))
    door.say("cli.unit.empty.done", unit=told["unit"], batch=told["batches"][0])
    return DONE


def take(context: typer.Context, unit: options.Unit, reason: options.Why) -> int:
    """Take a unit over."""
    from lizao.app.requests import TakeUnit

    door = door_of(context)
    told = ask(door, TakeUnit(unit, reason))
    door.say("cli.unit.take.done", unit=told["unit"])
    return DONE


def hand_back(context: typer.Context, unit: options.Unit, reason: options.Why) -> int:
    """Give a unit back to the program."""
    from lizao.app.requests import GiveBackUnit

    door = door_of(context)
    told = ask(door, GiveBackUnit(unit, reason))
    door.say("cli.unit.give-back.done", unit=told["unit"])
    return DONE


def _change(door: Door, unit: str, status: UnitStatus, reason: str, until: str = "") -> int:
    from lizao.app.requests import ChangeUnit

    told = ask(door, ChangeUnit(unit, status, reason, until))
    door.say("cli.unit.done", unit=told["unit"], status=status)
    return DONE
