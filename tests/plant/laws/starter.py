"""The coefficients of the reference plant, as the tests of the laws use them."""

from typing import Final

from lizao.plant.laws.coefficients import (
    Bags,
    Bed,
    Capacity,
    CarbonUse,
    Compaction,
    Controller,
    DryerHeat,
    Firing,
    Gradation,
    Grain,
    Granules,
    Holdup,
    JetMill,
    Line,
    LithiumLoss,
    MillDrive,
    Pickup,
    RateLaw,
    Reaction,
    ResidualMoisture,
    Rheology,
    Scorch,
    Screen,
    SizeLaw,
    Stressing,
    Surface,
    Tail,
    Upset,
    Wear,
    ZoneHeat,
)

RHEOLOGY: Final = Rheology(1.0, 25.0, 0.02, 0.52, 0.6, 0.35)
UPSET: Final = Upset(2.0, 0.0154, 24.0, 0.0125)
SCREEN: Final = Screen(0.12, 2.4, 0.8)
SIZE_LAW: Final = SizeLaw(1.0, 60.0, 0.64, 0.08, -1.0)
COARSE_STRESS: Final = Stressing(6000.0, 2.0e-4, 3.0)
MILL_DRIVE: Final = MillDrive(400.0, 0.12, 12.0, 0.80, 0.5)
WEAR: Final = Wear(0.1, 0.70, 0.01)
DRYER_HEAT: Final = DryerHeat(1.02, 1.9, 4.18, 2500.0, 0.05)
RESIDUAL_MOISTURE: Final = ResidualMoisture(0.2, 12.0, 1.5, 0.2, 15.0)
BAGS: Final = Bags(1.0, 3.7, 0.5, 0.2)
SCORCH: Final = Scorch(8.0, 115.0, 2.0)
GRANULES: Final = Granules(15.0, 14000.0, -0.9, 0.40, 0.35, 0.15)
ZONE_CONTROL: Final = Controller(0.03, 900.0, -1.0, 1.0)
ZONE_HEAT: Final = ZoneHeat(0.2e6, 3.5e6, 278.0, 7.0, 45.0)
BED: Final = Bed(0.15, 800.0, 900.0, 0.035, 1.9, 0.0)
DEHYDRATION: Final = Reaction(22.1, 83_400.0, 1.5)
FORMATION: Final = Reaction(28.3, 184_200.0, 4.0)
GRAIN: Final = Grain(3.0, 80.0, 235_500.0, 2.5e18, 1.5, 1.751)
LITHIUM_LOSS: Final = LithiumLoss(0.001, 750.0, 40.0)
CARBON: Final = CarbonUse(0.5, 1.0, 0.0056, 520.0, 1.0)
FIRING: Final = Firing(BED, DEHYDRATION, FORMATION, GRAIN, LITHIUM_LOSS, 700.0)
COMPACTION: Final = Compaction(
    2.20, 0.22, 150.0, 0.15, -0.10, 1.3, 8.0, 0.968, 0.15, 0.06, 720.0, 40.0
)
GRADATION: Final = Gradation(0.30, 0.12)
SURFACE: Final = Surface(3.56, 250.0)
CAPACITY: Final = Capacity(162.5, -7.5, 1.2, -25.0, 1.03, -80.0, 0.972, -0.008, 260.0, -0.5, -0.5)
RATE_LAW: Final = RateLaw(0.7, 0.013, 0.010, 300.0)
JET_MILL: Final = JetMill(1.2, 180.0, -0.75, -0.9)
TAIL: Final = Tail(6.0, 25.0, 0.008)
HOLDUP: Final = Holdup(1500.0, 90.0)
LINE: Final = Line(4000.0, 28.0, 14.0, 9.0, 60.0)
PICKUP: Final = Pickup(270.0, 60.0, 40.0)

PROFILE_C: Final = (
    *(100.0, 150.0, 200.0, 250.0, 300.0, 350.0),
    *(390.0, 430.0, 465.0, 500.0),
    *(560.0, 620.0, 680.0, 740.0),
    *(755.0, 760.0, 760.0, 760.0, 760.0, 760.0, 760.0, 755.0),
    *(680.0, 600.0, 520.0, 450.0),
    *(380.0, 310.0, 250.0, 190.0, 140.0, 100.0, 80.0, 60.0),
)
"""Zone set-points in °C for a soak at 760 °C; zones 12 to 24 shift with the soak."""

KILN_M: Final = 65.0
ZONES: Final = len(PROFILE_C)
