"""What is broken in the plant of a home, and breaking more: a way the controller never sees."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import lizao.equipment.frames as wire
from lizao.app.home import HOME
from lizao.documents.site import load_site
from lizao.equipment.address import call
from lizao.ledger.store import Ledger
from lizao.model.disturbances import Fault
from lizao.model.equipment import Plant
from lizao.model.errors import NoPlantError, NothingToDoError, UnknownNameError
from lizao.model.facts import HomeMade
from lizao.model.identifiers import UnitId

FAULT: Final = "fault"
UNIT: Final = "unit"
PATIENCE_S: Final = 60.0
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class KnownFault:
    """A fault that a unit can have; ``broken`` is None where nobody can say."""

    unit: UnitId
    fault: Fault
    broken: bool | None


def known_faults(
    home: Path, database_url: str | None, site: Path | None, plant: str | None
) -> list[KnownFault]:
    """Every fault of the plant of a home, or of a site where no home was made yet."""
    made = _made(home, database_url)
    found = load_site(site, with_recipes=False).plant(plant) if made is None else made
    broken = None if made is None else _broken(home)
    return [
        KnownFault(unit.id, each, None if broken is None else (unit.id, each.code) in broken)
        for unit in found.units
        for each in unit.faults
    ]


def break_plant(
    home: Path, database_url: str | None, unit: str, code: str, *, cured: bool
) -> Sequence[tuple[UnitId, str]]:
    """Let a fault strike a unit of a running home, or cure it; what is broken then.

    NothingToDoError without a home, NoPlantError where its plant does not run, UnknownNameError for
    a unit or a fault that the plant does not know.
    """
    plant = _made(home, database_url)
    if plant is None:
        raise NothingToDoError(HOME, str(home))
    found = plant.unit(UnitId(unit))
    if found is None:
        raise UnknownNameError(UNIT, unit, ", ".join(each.id for each in plant.units))
    codes = [each.code for each in found.faults]
    if code not in codes:
        raise UnknownNameError(FAULT, f"{unit} {code}", ", ".join(codes))
    told = _asked(home, UnitId(unit), code, cured=cured)
    if told is None:
        raise NoPlantError(str(home))
    return told


def _made(home: Path, database_url: str | None) -> Plant | None:
    """The plant for which a home was made."""
    if not home.exists():
        return None
    with suppress(NothingToDoError), Ledger.read(home, database_url=database_url) as ledger:
        made = next((fact for _, fact in ledger.facts(kinds=(HomeMade,))), None)
        return made.plant if isinstance(made, HomeMade) else None
    return None


def _broken(home: Path) -> frozenset[tuple[UnitId, str]] | None:
    told = _asked(home, UnitId(""), "", cured=False)
    return None if told is None else frozenset(told)


def _asked(
    home: Path, unit: UnitId, code: str, *, cured: bool
) -> Sequence[tuple[UnitId, str]] | None:
    """What the plant process of a home says; None where there is none."""
    called = call(home, PATIENCE_S)
    if called is None:
        return None
    link, token = called
    splitter = wire.Splitter()
    with link, suppress(OSError, wire.FrameError):
        link.sendall(wire.frame(wire.Break(wire.PROTOCOL, token, unit, code, cured)))
        while arrived := link.recv(_PIECE):
            for body in splitter.feed(arrived):
                message = wire.message_of(body)
                return list(message.faults) if isinstance(message, wire.Broken) else None
    return None
