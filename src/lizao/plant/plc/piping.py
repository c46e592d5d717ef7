"""Where a line draws from and delivers to: the batch says it at the start of a run."""

from dataclasses import replace
from typing import NamedTuple

from lizao.model.equipment import Unit
from lizao.plant.service import Service, Work


class Ends(NamedTuple):
    """The places a run works between; "" where the unit has no such piping."""

    source: str
    destination: str


class Piping:
    """The places a line unit is piped to."""

    def __init__(self, unit: Unit) -> None:
        """The piping of ``unit`` as the plant file says it."""
        self._from = tuple(str(each) for each in unit.draws_from)
        self._to = tuple(str(each) for each in unit.delivers_to)

    def ends(self, service: Service) -> Ends:
        """What the run of a service asked for; the first pipe where it asked for nothing."""
        return Ends(
            service.text("source") or next(iter(self._from), ""),
            service.text("destination") or next(iter(self._to), ""),
        )

    def guarded(self, work: Work) -> Work:
        """The same work; a run that asks for a place without a pipe is held by the interlock."""

        def begin(service: Service) -> bool:
            return work.begin(service) if self._leads(service) else True

        def go(service: Service) -> None:
            if self._leads(service):
                work.go(service)
            else:
                service.trip("piping")

        def halt(service: Service) -> None:
            if self._leads(service):
                work.halt(service)

        return replace(work, begin=begin, go=go, halt=halt)

    def _leads(self, service: Service) -> bool:
        source, destination = self.ends(service)
        return source in {"", *self._from} and destination in {"", *self._to}
