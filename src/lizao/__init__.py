"""Lizao 锂造: batch control for battery-material plants, from parameters to packed bags."""

__version__ = "0.1.0"
