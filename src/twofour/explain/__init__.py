"""The tree that every number carries, recorded while computing, and its renderers."""

from twofour.explain.node import Node, leaf
from twofour.explain.quantity import Quantity, Unit

__all__ = ["Node", "Quantity", "Unit", "leaf"]
