"""From the flat numbers of a plant file to the coefficients of laws and the fields of records."""

from typing import TypeVar

from lizao.plant.floor import Coefficients
from lizao.plant.grid import Laws
from lizao.plant.laws.coefficients import (
    Acidity,
    Bags,
    Bed,
    CarbonUse,
    DryerHeat,
    Firing,
    Grain,
    Granules,
    JetMill,
    LithiumLoss,
    Pickup,
    Reaction,
    ResidualMoisture,
    Rheology,
    Scorch,
    SizeLaw,
    Tail,
    Upset,
    Wear,
)
from lizao.plant.records import names_of
from lizao.plant.units.dryers import DryerLaws
from lizao.plant.units.jetmills import JetLaws
from lizao.plant.units.kilns import KilnLaws
from lizao.plant.units.vessels import Slurry, SlurryLaws

G = TypeVar("G")


def group(kind: type[G], numbers: Coefficients, name: str) -> G:
    """A group of law coefficients, each read as ``<name>.<member>``."""
    members: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    return kind(*(numbers[f"{name}.{member}"] for member in members))


def laws_of(numbers: Coefficients) -> Laws:
    """The coefficients that all units of a plant share."""
    return Laws(
        tanks=SlurryLaws(
            group(SizeLaw, numbers, "size_law"),
            group(Rheology, numbers, "rheology"),
            group(Upset, numbers, "upset"),
            group(Acidity, numbers, "acidity"),
        ),
        wear=group(Wear, numbers, "wear"),
        slurry=group(Slurry, numbers, "slurry"),
        dryer=DryerLaws(
            group(DryerHeat, numbers, "dryer_heat"),
            group(ResidualMoisture, numbers, "residual_moisture"),
            group(Granules, numbers, "granules"),
            group(Bags, numbers, "dryer_bags"),
            group(Scorch, numbers, "scorch"),
        ),
        kiln=KilnLaws(
            Firing(
                group(Bed, numbers, "bed"),
                group(Reaction, numbers, "dehydration"),
                group(Reaction, numbers, "formation"),
                group(Grain, numbers, "grain"),
                group(LithiumLoss, numbers, "lithium_loss"),
                numbers["kinetics.hot_c"],
            ),
            group(CarbonUse, numbers, "carbon_use"),
        ),
        jet=JetLaws(
            group(JetMill, numbers, "jet_mill"),
            group(Tail, numbers, "jet_tail"),
            group(Bags, numbers, "jet_bags"),
        ),
        pickup=group(Pickup, numbers, "pickup"),
    )


def fill(record: object, kind: type, numbers: Coefficients, **renamed: str) -> None:
    """Give a record every field that the plant file has a number for, some under another name."""
    for field in names_of(kind):
        value = numbers.find(renamed.get(field, field))
        if value is not None:
            setattr(record, field, value)
