"""The storm soak: many batches at once through every kind of fault, drawn from one seed."""

from lizao.testing.storm.figures import Figures, Limits, Order, Violation
from lizao.testing.storm.soak import storm_soak

__all__ = ["Figures", "Limits", "Order", "Violation", "storm_soak"]
