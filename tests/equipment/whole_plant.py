"""A paper plant in which nothing breaks, for a server that asks."""

from collections.abc import Sequence

from lizao.model.errors import UnknownNameError
from lizao.model.identifiers import UnitId
from lizao.plant.breakdowns import FaultKey
from lizao.testing.paper import PaperPlant


class WholePlant(PaperPlant):
    """Paper knows no faults."""

    @property
    def faults(self) -> Sequence[FaultKey]:
        """None."""
        return ()

    def refuse_unknown(self, unit: UnitId, code: str) -> None:
        """Whatever it is."""
        kind = "fault"
        raise UnknownNameError(kind, f"{unit} {code}", "")

    def strike(self, unit: UnitId, code: str) -> None:
        """Nothing happens."""

    def cure(self, unit: UnitId, code: str) -> None:
        """Nothing was broken."""
