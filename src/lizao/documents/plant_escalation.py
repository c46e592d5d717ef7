"""What a plant file says about commands that do not come to their end, and what it must not say."""

from typing import Final

from lizao.documents.plant_schema import ClassFile
from lizao.documents.reading import quantity
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.equipment import Escalation
from lizao.model.states import Command

_ORDER: Final = ("ask", "pause", "hold", "stop", "abort")
"""From the mildest to the strongest."""
_ENDING: Final = frozenset({"stop", "abort"})
_PREPARE: Final = "prepare"
_THERMAL_MODELS: Final = frozenset({"dryer", "kiln"})


def is_thermal(file: ClassFile) -> bool:
    """Whether a class is a line that is brought to temperature: a dryer, a kiln."""
    heats = file.model in _THERMAL_MODELS or _PREPARE in file.services
    return file.use == "line" and heats


def escalation_of(paper: Paper, spot: Spot, file: ClassFile) -> dict[str, Escalation]:
    """The escalations of a class, by command.

    Noted as faults: what is no stronger than the command it follows, and for thermal lines any
    stop, abort or pause, because only their own controls may end or interrupt a firing.
    """
    found: dict[str, Escalation] = {}
    for command, each in file.escalation.items():
        at = (*spot, "escalation", command)
        _check(paper, (*at, "then"), file, command, each.then)
        within_s = quantity(paper, (*at, "within"), "within", each.within, "s")
        then = None if each.then == "ask" else Command(each.then.upper())
        found[Command(command.upper())] = Escalation(within_s, then)
    if is_thermal(file):
        for name, service in file.services.items():
            if service.pause:
                place: Spot = (*spot, "services", name, "pause")
                paper.fault(place, "pause", name, "pause: false", "never_on_thermal")
    return found


def _check(paper: Paper, spot: Spot, file: ClassFile, command: str, then: str) -> None:
    if then in _ENDING and is_thermal(file):
        paper.fault(spot, f"escalation {command}", then, "ask, hold", "never_on_thermal")
    elif then != "ask" and _ORDER.index(then) <= _ORDER.index(command):
        stronger = ", ".join(("ask", *_ORDER[_ORDER.index(command) + 1 :]))
        paper.fault(spot, f"escalation {command}", then, stronger, "not_stronger")
