"""How a kiln comes from cold to hot and back: no faster than its brickwork bears."""

from collections.abc import Callable
from typing import Final

from lizao.model.equipment import LineState
from lizao.plant.floor import Coefficients, Floor
from lizao.plant.laws import atmosphere
from lizao.plant.laws import kiln as kiln_laws
from lizao.plant.plc.saggars import Beside, KilnState
from lizao.plant.records import OFF
from lizao.plant.units.kiln_record import Kiln
from lizao.plant.units.kilns import zone_heat

STEP_S: Final = 600.0
"""Set-points move every ten minutes."""
ARRIVED_K: Final = 1.0e-6
WARM: Final = "warm"
"""What a warming kiln is woken for."""


class Warming:
    """The thermal state of a kiln, kept in its PLC's state: hot, or cold, heating or cooling."""

    def __init__(
        self,
        record: Kiln,
        beside: Beside,
        state: Callable[[], KilnState],
        numbers: Coefficients,
        floor: Floor,
    ) -> None:
        """A kiln that is hot; ``state`` gives what is kept now."""
        self._record = record
        self._beside = beside
        self._state = state
        self._numbers = numbers
        self._floor = floor
        self._nitrogen_nm3_per_h = float(record.nitrogen_setpoint_nm3_per_h)

    @property
    def state(self) -> KilnState:
        """What the kiln's PLC remembers."""
        return self._state()

    @property
    def hot(self) -> bool:
        """Whether the kiln stands at its campaign's profile and may be fed."""
        return self.state.line is LineState.READY_EMPTY

    def settle(self) -> None:
        """Put all zones at rest on their set-points."""
        kiln_laws.settle_zones(
            self._beside.zones,
            self._beside.delay,
            self._beside.load_w,
            self._record.room_c,
            kiln_laws.nitrogen_w_per_k(self._record.nitrogen_nm3_per_h),
            zone_heat(self._record),
        )

    def stand_cold(self) -> None:
        """Stand at the room's temperature, full of air, nothing running."""
        record = self._record
        self._beside.zones[:, kiln_laws.SETPOINT_C] = record.soak_c = record.room_c
        self._beside.sections[:, atmosphere.OXYGEN_PPM] = atmosphere.AIR_OXYGEN_PPM
        record.oxygen_ppm = atmosphere.AIR_OXYGEN_PPM
        self._rest()
        record.nitrogen_nm3_per_h = record.pressure_pa = 0.0
        self.settle()

    def _rest(self) -> None:
        """Turn off drives and nitrogen."""
        self.state.line = LineState.COLD
        self._record.running = OFF
        self._record.nitrogen_setpoint_nm3_per_h = 0.0

    def heat(self, unit: str) -> None:
        """Turn on drives and nitrogen and begin to heat; say it twice and it is said once."""
        if self.state.line is LineState.COLD:
            self._record.running = 1.0
            self._record.nitrogen_setpoint_nm3_per_h = self._nitrogen_nm3_per_h
        self._begin(unit, LineState.HEATING)

    def cool(self, unit: str) -> None:
        """Begin to cool, once the last row is out."""
        if self.state.line is not LineState.COLD:
            self._begin(unit, LineState.COOLING)

    def _begin(self, unit: str, line: LineState) -> None:
        waking = self.state.line in {LineState.HEATING, LineState.COOLING}
        self.state.line = line
        if not waking:
            self._floor.wake(unit, STEP_S, WARM)

    def step(self, unit: str, profile_c: Callable[[int], float]) -> None:
        """Move all set-points for ten minutes, and see whether the kiln has arrived."""
        if self.state.line is LineState.HEATING:
            self._move(profile_c, self._numbers["heat_up_k_per_h"])
            if self._heated(profile_c):
                self.state.line = LineState.READY_EMPTY
        elif not self.state.rows:
            self._move(lambda _: float(self._record.room_c), self._numbers["cool_down_k_per_h"])
            if self._beside.zones[:, kiln_laws.SEEN_C].max() < self._numbers["cold_c"]:
                self._rest()
        if self.state.line in {LineState.HEATING, LineState.COOLING}:
            self._floor.wake(unit, STEP_S, WARM)

    def _move(self, target_c: Callable[[int], float], k_per_h: float) -> None:
        most_k = k_per_h * STEP_S / 3600.0
        for zone, numbers in enumerate(self._beside.zones):
            away_k = target_c(zone) - float(numbers[kiln_laws.SETPOINT_C])
            numbers[kiln_laws.SETPOINT_C] += max(-most_k, min(most_k, away_k))

    def _heated(self, profile_c: Callable[[int], float]) -> bool:
        """Whether all set-points are there, the soak with them, and the gas is nitrogen."""
        zones, record = self._beside.zones, self._record
        there = all(
            abs(each[kiln_laws.SETPOINT_C] - profile_c(zone)) < ARRIVED_K
            for zone, each in enumerate(zones)
        )
        near = record.soak_deviation_k < self._numbers["heated_k"]
        return there and near and record.blocked == OFF
