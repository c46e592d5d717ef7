"""The gas of a kiln in its sections: oxygen, reaction gas and pressure.

Nitrogen enters every section; all gas leaves where the rows come in, over the main exhaust.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from lizao.plant.compiled import compiled

AIR_OXYGEN_PPM: Final = 209_000.0

SECTIONS: Final = ("inlet", "ramp", "soak", "cooling")
"""In the order of the rows: dewater and debind; reaction and ramp; soak; cooling."""
INLET: Final = 0
RAMP: Final = 1

OXYGEN_PPM: Final = 0
NITROGEN_SHARE: Final = 1
"""Share of the kiln's nitrogen that enters here."""
LEAK_SHARE: Final = 2
"""Share of the kiln's air leak that enters here."""
VOLUME_NM3: Final = 3
END_M: Final = 4
"""Where the section ends, from the inlet."""
GAS_NM3_PER_KG_H: Final = 5
"""Gas in Nm3/h that a kg of powder gives off while it is here."""
GAS_NM3_PER_H: Final = 6
"""Reaction gas that is given off here now."""
FLOW_NM3_PER_H: Final = 7
"""What leaves the section towards the inlet."""
SECTION_WIDTH: Final = 8


@compiled
def settled_ppm(
    arriving_nm3_per_h: float,
    arriving_ppm: float,
    nitrogen_nm3_per_h: float,
    supply_ppm: float,
    leak_nm3_per_h: float,
    gas_nm3_per_h: float,
) -> float:
    """Return a section's steady oxygen in ppm by what comes in, in Nm3/h.

    That is gas from the section behind, nitrogen, an air leak and reaction gas without oxygen.
    Source: mass balance.
    """
    flow = arriving_nm3_per_h + nitrogen_nm3_per_h + leak_nm3_per_h + gas_nm3_per_h
    if flow <= 0.0:
        return AIR_OXYGEN_PPM
    carried = arriving_nm3_per_h * arriving_ppm + nitrogen_nm3_per_h * supply_ppm
    return (carried + leak_nm3_per_h * AIR_OXYGEN_PPM) / flow


@compiled
def followed(
    now: float, rest: float, flow_nm3_per_h: float, volume_nm3: float, dt_s: float
) -> float:
    """Return a stirred section's share or ppm after `dt_s` on its way to rest, exact.

    Source: mass balance.
    """
    return rest + (now - rest) * math.exp(-flow_nm3_per_h * dt_s / 3600.0 / volume_nm3)


@compiled
def section_at(sections: npt.NDArray[np.float64], position_m: float) -> int:
    """Return the section (row of `sections`) of a position in m (definition)."""
    for section in range(len(sections) - 1):
        if position_m < sections[section, END_M]:
            return section
    return len(sections) - 1


@compiled
def flow_through(
    sections: npt.NDArray[np.float64],
    nitrogen_nm3_per_h: float,
    leak_nm3_per_h: float,
    supply_ppm: float,
    dt_s: float,
) -> float:
    """Let the gas of all sections (section, SECTION_WIDTH) flow to the inlet for `dt_s`.

    Returns the highest oxygen in ppm; an infinite `dt_s` gives the kiln at rest.
    Source: mass balance.
    """
    flow = 0.0
    behind_ppm = 0.0
    highest_ppm = 0.0
    for section in range(len(sections) - 1, -1, -1):
        here = sections[section]
        nitrogen = nitrogen_nm3_per_h * here[NITROGEN_SHARE]
        leak = leak_nm3_per_h * here[LEAK_SHARE]
        gas = here[GAS_NM3_PER_H]
        rest_ppm = settled_ppm(flow, behind_ppm, nitrogen, supply_ppm, leak, gas)
        flow += nitrogen + leak + gas
        here[OXYGEN_PPM] = followed(here[OXYGEN_PPM], rest_ppm, flow, here[VOLUME_NM3], dt_s)
        here[FLOW_NM3_PER_H] = flow
        behind_ppm = here[OXYGEN_PPM]
        highest_ppm = max(highest_ppm, behind_ppm)
    return highest_ppm


@compiled
def pressure_pa(design_pa: float, flow_share: float, opening: float) -> float:
    """Return the chamber's pressure over the room's in Pa: flow squared over the exhaust's opening.

    `flow_share` (1) is the gas leaving over that for which an opening of 1 gives `design_pa`.
    Source: orifice.
    """
    ratio = flow_share / opening
    return design_pa * ratio * ratio
