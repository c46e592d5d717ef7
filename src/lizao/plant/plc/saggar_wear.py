"""The saggars of a kiln as they age: passes, cracks, coating that wears off into the powder."""

from collections.abc import Callable

from lizao.plant.floor import Coefficients, Floor
from lizao.plant.laws import saggars
from lizao.plant.plc.saggars import KilnState
from lizao.plant.units.kiln_record import Kiln


class SaggarWear:
    """Counts the passes of a kiln's saggars; what cracks is replaced by a new one."""

    def __init__(
        self,
        unit: str,
        record: Kiln,
        state: Callable[[], KilnState],
        numbers: Coefficients,
        floor: Floor,
    ) -> None:
        """Saggars as old as the plant file says, on the average."""
        self._unit = unit
        self._record = record
        self._state = state
        self._numbers = numbers
        self._floor = floor
        state().until_crack = self._next()

    def passed(self) -> None:
        """A row of saggars has made one pass more."""
        record, state, numbers = self._record, self._state(), self._numbers
        per_row, pool = numbers["saggars_per_row"], numbers["saggars_pool"]
        worn = saggars.worn_share(float(record.saggar_passes), numbers["saggar_life_passes"])
        share = saggars.aged(worn, numbers["crack_new_share"], numbers["crack_worn_share"])
        record.coating_ppm = saggars.aged(
            worn, numbers["coating_new_ppm"], numbers["coating_worn_ppm"]
        )
        record.saggar_passes += per_row / pool
        state.until_crack -= per_row * share
        while state.until_crack <= 0.0:
            record.saggars_cracked += 1.0
            record.saggar_passes -= record.saggar_passes / pool
            state.until_crack += self._next()

    def _next(self) -> float:
        """How many cracks are to be expected until the next one comes: one, on the average."""
        name = f"crack/{self._unit}/{round(self._record.saggars_cracked)}"
        return float(self._floor.chance.generator(name).exponential())
