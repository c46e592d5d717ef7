"""The atmosphere of a kiln as it goes: gas, nitrogen, doors, damper, and its interlocks."""

import math
from typing import Final

from lizao.plant.compiled import compiled
from lizao.plant.laws import atmosphere, firing, kiln
from lizao.plant.laws import rows as row_laws
from lizao.plant.laws.coefficients import CarbonUse
from lizao.plant.noise import normal
from lizao.plant.records import OFF, Floats
from lizao.plant.units.kiln_record import Kiln

STEP_S: Final = 10.0
LEAK_STEP_S: Final = 600
LEAK_SCATTER_SHARE: Final = 0.1

# Why a kiln takes no more feed, as its interlocks say.
OXYGEN: Final = 1.0
NITROGEN: Final = 2.0
EXHAUST: Final = 3.0
TORQUE: Final = 4.0


@compiled
def _give_off(sections: Floats, rows: Floats) -> None:
    """Sum up the reaction gas of the rows by section."""
    for section in range(len(sections)):
        sections[section, atmosphere.GAS_NM3_PER_H] = 0.0
    for row in range(len(rows)):
        powder_kg = rows[row, row_laws.POWDER_KG]
        if powder_kg > 0.0:
            section = atmosphere.section_at(sections, rows[row, row_laws.POSITION_M])
            per_kg = sections[section, atmosphere.GAS_NM3_PER_KG_H]
            sections[section, atmosphere.GAS_NM3_PER_H] += powder_kg * per_kg


@compiled
def _flow(unit: Kiln, sections: Floats, table: Floats, step: int) -> None:
    """Let nitrogen, leaks and reaction gas flow; follow oxygen and carbon monoxide."""
    asked = 1.0 + max(unit.purging * unit.purge_share, unit.boosting * unit.boost_share)
    unit.nitrogen_nm3_per_h = unit.nitrogen_setpoint_nm3_per_h * unit.nitrogen_share * asked
    wobble = LEAK_SCATTER_SHARE * normal(table, int(unit.channel), step // LEAK_STEP_S)
    unit.oxygen_ppm = atmosphere.flow_through(
        sections,
        unit.nitrogen_nm3_per_h,
        unit.leak_nm3_per_h * (1.0 + wobble),
        unit.supply_ppm,
        STEP_S,
    )
    ramp = sections[atmosphere.RAMP]
    flow = ramp[atmosphere.FLOW_NM3_PER_H]
    made = unit.carbon_monoxide_share * ramp[atmosphere.GAS_NM3_PER_H]
    unit.carbon_monoxide_percent = atmosphere.followed(
        unit.carbon_monoxide_percent,
        100.0 * made / max(flow, 1.0),
        flow,
        ramp[atmosphere.VOLUME_NM3],
        STEP_S,
    )


@compiled
def _press(unit: Kiln, sections: Floats) -> None:
    """Let the damper hold the chamber's pressure; an open door takes some of it for a while."""
    flow = sections[atmosphere.INLET, atmosphere.FLOW_NM3_PER_H] / unit.exhaust_nm3_per_h
    opening = unit.damper * unit.exhaust_share
    whole_pa = atmosphere.pressure_pa(unit.pressure_setpoint_pa, flow, opening)
    unit.door_pa *= math.exp(-STEP_S / unit.door_s)
    unit.pressure_pa = whole_pa - unit.door_pa
    error = whole_pa / unit.pressure_setpoint_pa - 1.0
    pace = STEP_S / unit.damper_integral_s * max(-1.0, min(1.0, error))
    if unit.running != OFF:
        unit.damper = max(unit.damper_low, min(unit.damper_high, unit.damper * (1.0 + pace)))


@compiled
def _cause(unit: Kiln) -> float:
    """Return why the kiln must take no more feed now, zero when it may."""
    if unit.purging != OFF:
        return OXYGEN
    if unit.nitrogen_share < unit.nitrogen_low_share:
        return NITROGEN
    if unit.exhaust_share < unit.exhaust_low_share:
        return EXHAUST
    if unit.roller_torque_percent >= unit.torque_trip_percent:
        return TORQUE
    return 0.0


@compiled
def _guard(unit: Kiln) -> int:
    """Purge, boost and stop the feed where a limit is passed; return 1 when the PLC must act."""
    if unit.oxygen_ppm >= unit.oxygen_trip_ppm:
        unit.purging = 1.0
    elif unit.oxygen_ppm <= unit.oxygen_clear_ppm:
        unit.purging = OFF
    if unit.pressure_pa < unit.pressure_low_pa:
        unit.boosting = 1.0
    elif unit.pressure_pa >= 0.5 * unit.pressure_setpoint_pa:
        unit.boosting = OFF
    cause = _cause(unit)
    stopped = unit.blocked == OFF and cause != OFF
    unit.blocked = cause
    if stopped:
        unit.flag = cause
        return 1
    return 0


@compiled
def step_atmosphere(
    unit: Kiln,
    sections: Floats,
    zones: Floats,
    rows: Floats,
    burn: Floats,
    carbon: CarbonUse,
    table: Floats,
    step: int,
) -> int:
    """Follow the gas for ten seconds and say how fast it burns carbon in each zone (%/h).

    Returns 1 when an interlock has just stopped the feed.
    """
    _give_off(sections, rows)
    _flow(unit, sections, table, step)
    _press(unit, sections)
    for zone in range(len(burn)):
        around_ppm = sections[int(zones[zone, kiln.SECTION]), atmosphere.OXYGEN_PPM]
        most = firing.burnt_percent(around_ppm, unit.burn_nitrogen_nm3_per_t, carbon)
        burn[zone] = most * zones[zone, kiln.BURN_PER_H]
    return _guard(unit)


@compiled
def open_door(unit: Kiln, sections: Floats) -> None:
    """Let the inlet lock's air in with a push, and some of the chamber's pressure out."""
    inlet = sections[atmosphere.INLET]
    brought = unit.door_air_nm3 * atmosphere.AIR_OXYGEN_PPM
    inlet[atmosphere.OXYGEN_PPM] += brought / inlet[atmosphere.VOLUME_NM3]
    unit.door_pa += unit.door_dip_pa
