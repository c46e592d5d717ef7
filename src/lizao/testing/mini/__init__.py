"""A plant of ten units and a recipe for it, small enough to read in one go."""

from lizao.testing.mini.plant import (
    START,
    lot,
    mini_lots,
    mini_materials,
    mini_plant,
    mini_times,
)
from lizao.testing.mini.recipe import (
    block,
    empty,
    mini_recipe,
    mini_specification,
    phase,
    service,
    signal,
    transfer,
)

__all__ = [
    "START",
    "block",
    "empty",
    "lot",
    "mini_lots",
    "mini_materials",
    "mini_plant",
    "mini_recipe",
    "mini_specification",
    "mini_times",
    "phase",
    "service",
    "signal",
    "transfer",
]
