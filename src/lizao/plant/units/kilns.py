"""Roller-hearth kilns: zones, and saggar rows in plug flow."""

from typing import Final, NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.laws import kiln
from lizao.plant.laws import rows as row_laws
from lizao.plant.laws.coefficients import CarbonUse, Controller, Firing, HeatLimits, ZoneHeat
from lizao.plant.records import Floats
from lizao.plant.units.atmosphere import step_atmosphere
from lizao.plant.units.kiln_record import Kiln

ROW_STEP_S = 10
ZONE_STEP_S = 2
SOAK_BAND_K: Final = 1.0


class KilnLaws(NamedTuple):
    """What the kilns' laws need."""

    firing: Firing
    carbon: CarbonUse


@compiled
def _dummies(unit: Kiln, rows: Floats, zone_c: Floats, load_w: Floats) -> None:
    """Add what the saggars of empty rows draw from each zone (W) as they follow it."""
    zones = len(zone_c)
    count = len(rows)
    empty_share = 1.0 - unit.rows_product / count
    rows_per_s = unit.speed_m_per_h / 3600.0 / (unit.zone_m * zones / count)
    for zone in range(zones):
        before_c = zone_c[zone - 1] if zone > 0 else unit.room_c
        rise_k = zone_c[zone] - before_c
        load_w[zone] += empty_share * unit.dummy_j_per_k * rise_k * rows_per_s


@compiled
def _turn(unit: Kiln, rows: Floats) -> None:
    """Say how hard the rollers turn: the weight of the rows, and what is jammed."""
    load = unit.torque_load_percent * unit.rows_product / len(rows)
    unit.roller_torque_percent = unit.torque_empty_percent + load + unit.jam_percent


@compiled
def step_rows(
    unit: Kiln,
    zones: Floats,
    sections: Floats,
    rows: Floats,
    load_w: Floats,
    burn: Floats,
    laws: KilnLaws,
    table: Floats,
    step: int,
) -> int:
    """Move and fire the rows for ten seconds; return 1 when an interlock stops the feed."""
    _turn(unit, rows)
    flags = step_atmosphere(unit, sections, zones, rows, burn, laws.carbon, table, step)
    zone_c = zones[:, kiln.FACE_C].copy()
    row_laws.advance_rows(
        rows,
        zone_c,
        burn,
        load_w,
        unit.zone_m,
        unit.speed_m_per_h,
        laws.firing,
        float(ROW_STEP_S),
        unit.jam_m,
    )
    _dummies(unit, rows, zone_c, load_w)
    return flags


@compiled
def zone_heat(unit: Kiln) -> ZoneHeat:
    """Return the heat data of a kiln's zones."""
    return ZoneHeat(
        unit.face_j_per_k,
        unit.lining_j_per_k,
        unit.face_to_lining_w_per_k,
        unit.loss_w_per_k,
        unit.neighbour_w_per_k,
    )


@compiled
def _show_zones(unit: Kiln, zones: Floats) -> None:
    """Sum up the heaters, and say how far the soak is from its set-point at most."""
    soak_c = zones[:, kiln.SETPOINT_C].max()
    heaters_kw = 0.0
    soak_kw = 0.0
    widest_k = 0.0
    unit.heaters_cut = zones[:, kiln.CUT].sum()
    for zone in range(len(zones)):
        heaters_kw += zones[zone, kiln.HEATER_KW]
        setpoint_c = zones[zone, kiln.SETPOINT_C]
        if setpoint_c >= soak_c - SOAK_BAND_K:
            soak_kw += zones[zone, kiln.HEATER_KW]
            widest_k = max(widest_k, abs(zones[zone, kiln.SEEN_C] - setpoint_c))
    unit.heaters_kw = heaters_kw
    unit.soak_kw = soak_kw
    unit.soak_deviation_k = widest_k


@compiled
def step_zones(unit: Kiln, zones: Floats, delay: Floats, load_w: Floats, rows: int) -> None:
    """Control and heat the zones for two seconds; share the energy over the row places."""
    gas = kiln.nitrogen_w_per_k(unit.nitrogen_nm3_per_h)
    pi = Controller(unit.controller_gain_per_k, unit.controller_integral_s, -1.0, 1.0)
    unit.cursor = float(
        kiln.advance_zones(
            zones,
            delay,
            int(unit.cursor),
            load_w,
            unit.room_c,
            gas,
            zone_heat(unit),
            pi,
            float(ZONE_STEP_S),
            HeatLimits(unit.heater_over_k, unit.limiter_c),
        )
    )
    _show_zones(unit, zones)
    power = unit.running * unit.base_kw + unit.heaters_kw
    unit.power_kw = power
    hours = ZONE_STEP_S / 3600.0
    unit.row_kwh += power * hours / rows
    unit.row_nitrogen_nm3 += unit.nitrogen_nm3_per_h * hours / rows
    idle = (rows - unit.rows_product) / rows
    unit.idle_kwh += power * hours * idle
    unit.idle_nitrogen_nm3 += unit.nitrogen_nm3_per_h * hours * idle
