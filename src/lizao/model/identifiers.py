"""The kinds of identifier; each is a string at run time and its own type to the checker."""

from typing import NewType

UnitId = NewType("UnitId", str)
"""A unit of the process cell, e.g. ``kiln-1``."""
ServiceName = NewType("ServiceName", str)
"""A service of a unit (MTP), e.g. ``feed``."""
SignalId = NewType("SignalId", str)
"""A signal, ``<unit>.<name with unit suffix>``, e.g. ``dryer-1.outlet_temperature_c``."""
PlaceId = NewType("PlaceId", str)
"""Anything that holds material: a vessel by its unit's name, a row ``kiln-1/row/17``."""
PoolId = NewType("PoolId", str)
"""A pool of saggars: by the name of its line, or of what its lines have in common."""
MaterialName = NewType("MaterialName", str)
LotId = NewType("LotId", str)
BagId = NewType("BagId", str)
BatchId = NewType("BatchId", str)
CampaignId = NewType("CampaignId", str)
SampleId = NewType("SampleId", str)
ConditionId = NewType("ConditionId", str)
QuestionId = NewType("QuestionId", str)
AlarmId = NewType("AlarmId", str)
"""An alarm, ``<what it is about>.<its name>``, e.g. ``kiln-1.oxygen_high``."""
Role = NewType("Role", str)
"""The name under which a recipe speaks of a unit; bound to a unit when the batch acquires it."""
StepPath = NewType("StepPath", str)
"""A recipe element of one batch, from the unit procedure down: ``dose/charge/water``."""


def signal_id(unit: UnitId, name: str) -> SignalId:
    """The signal ``name`` of ``unit``."""
    return SignalId(f"{unit}.{name}")


def row_place(unit: UnitId, row: int) -> PlaceId:
    """The place of saggar row number ``row`` inside the line service ``unit``."""
    return PlaceId(f"{unit}/row/{row}")


def bag_place(bag: BagId) -> PlaceId:
    """The place that a packed bag is."""
    return PlaceId(f"bag/{bag}")
