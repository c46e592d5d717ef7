"""The fixed grid: one compiled loop steps every unit until something happens or time is up."""

from typing import NamedTuple

from lizao.plant.compiled import compiled
from lizao.plant.content import Store
from lizao.plant.laws.coefficients import Pickup, Wear
from lizao.plant.movements import MOVE_STEP_S, Movements, move
from lizao.plant.records import Floats
from lizao.plant.sensors import (
    Sensors,
    Trend,
    Watches,
    check_watches,
    read_sensors,
    record,
)
from lizao.plant.units.dryers import DryerLaws, step_dryer
from lizao.plant.units.feeders import step_feeder
from lizao.plant.units.jetmills import JetLaws, step_jet_mill
from lizao.plant.units.kilns import ROW_STEP_S, ZONE_STEP_S, KilnLaws, step_rows, step_zones
from lizao.plant.units.lines import step_slurry_line
from lizao.plant.units.mills import step_coarse_mill, step_fine_mill
from lizao.plant.units.packers import step_packer
from lizao.plant.units.pneumatic import step_pneumatic
from lizao.plant.units.sieve import step_sieve
from lizao.plant.units.vessels import Slurry, SlurryLaws, step_powder_vessel, step_tank

POWDER_STEP_S = 10


class Machines(NamedTuple):
    """The records of every kind, and the arrays that lie beside them."""

    feeders: Floats
    raw: Floats
    tanks: Floats
    coarse_mills: Floats
    fine_mills: Floats
    slurry_lines: Floats
    dryers: Floats
    dryer_delay: Floats
    pneumatics: Floats
    kilns: Floats
    zones: Floats
    kiln_sections: Floats
    zone_delay: Floats
    zone_load: Floats
    zone_burn: Floats
    rows: Floats
    row_content: Floats
    jet_mills: Floats
    powder_vessels: Floats
    sieves: Floats
    packers: Floats


class Laws(NamedTuple):
    """The coefficients of the laws, one set for the plant."""

    tanks: SlurryLaws
    wear: Wear
    slurry: Slurry
    dryer: DryerLaws
    kiln: KilnLaws
    jet: JetLaws
    pickup: Pickup


class Arrays(NamedTuple):
    """Everything the loop reads and writes."""

    flat: Floats
    store: Store
    machines: Machines
    sensors: Sensors
    watches: Watches
    trend: Trend
    normals: Floats
    movements: Movements


@compiled
def _wet_end(arrays: Arrays, laws: Laws, step: int) -> int:
    """Step charging, slurry and dryer for one second; return how many flags were raised."""
    m = arrays.machines
    store = arrays.store
    flags = 0
    for k in range(len(m.feeders)):
        flags += step_feeder(m.feeders[k], m.raw[k], store, arrays.normals, step)
    for k in range(len(m.coarse_mills)):
        flags += step_coarse_mill(m.coarse_mills[k], store, laws.tanks.size, laws.wear, laws.slurry)
    for k in range(len(m.fine_mills)):
        flags += step_fine_mill(m.fine_mills[k], store, laws.tanks.size, laws.wear, laws.slurry)
    for k in range(len(m.slurry_lines)):
        flags += step_slurry_line(m.slurry_lines[k], store)
    for k in range(len(m.tanks)):
        step_tank(m.tanks[k], store, laws.tanks, laws.slurry)
    for k in range(len(m.dryers)):
        flags += step_dryer(m.dryers[k], m.dryer_delay[k], store, laws.dryer, arrays.normals, step)
    return flags


@compiled
def _dry_end(arrays: Arrays, laws: Laws, step: int) -> int:
    """Step powder lines, jet mills, vessels, packer for one second; return the flags raised."""
    m = arrays.machines
    store = arrays.store
    flags = 0
    for k in range(len(m.pneumatics)):
        flags += step_pneumatic(m.pneumatics[k], store, laws.pickup, arrays.normals, step)
    for k in range(len(m.jet_mills)):
        flags += step_jet_mill(m.jet_mills[k], store, laws.jet, arrays.normals, step)
    for k in range(len(m.sieves)):
        flags += step_sieve(m.sieves[k], store)
    for k in range(len(m.packers)):
        flags += step_packer(m.packers[k], store)
    if step % POWDER_STEP_S == 0:
        for k in range(len(m.powder_vessels)):
            step_powder_vessel(m.powder_vessels[k], store, laws.pickup, float(POWDER_STEP_S))
    return flags


@compiled
def _kilns(arrays: Arrays, laws: Laws, step: int) -> int:
    """Step the kilns where their zones or rows are due; return how many flags were raised."""
    m = arrays.machines
    flags = 0
    for k in range(len(m.kilns)):
        if step % ROW_STEP_S == 0:
            flags += step_rows(
                m.kilns[k],
                m.zones[k],
                m.kiln_sections[k],
                m.rows[k],
                m.zone_load[k],
                m.zone_burn[k],
                laws.kiln,
                arrays.normals,
                step,
            )
        if step % ZONE_STEP_S == 0:
            rows = m.rows.shape[1]
            step_zones(m.kilns[k], m.zones[k], m.zone_delay[k], m.zone_load[k], rows)
    return flags


@compiled
def run(arrays: Arrays, laws: Laws, step: int, until: int) -> int:
    """Step the plant second by second up to ``until``, or until something happened."""
    while step < until:
        if step % MOVE_STEP_S == 0:
            move(arrays.movements, arrays.flat, arrays.sensors, arrays.normals, step)
        happened = _wet_end(arrays, laws, step)
        happened += _dry_end(arrays, laws, step)
        happened += _kilns(arrays, laws, step)
        step += 1
        read_sensors(arrays.sensors, arrays.flat, arrays.normals, step)
        happened += check_watches(arrays.watches, arrays.sensors.shown, 1.0)
        for place in range(len(arrays.store.emptied)):
            happened += arrays.store.emptied[place]
        happened += record(arrays.trend, arrays.sensors, step)
        if happened > 0:
            break
    return step
