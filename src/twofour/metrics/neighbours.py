"""Comparing a row with the one above it: what sorted rows allow instead of grouping."""

from __future__ import annotations

import polars as pl


def changes(*columns: str) -> pl.Expr:
    """Whether a row differs from the one above it in any of ``columns``; the first row does."""
    return pl.any_horizontal(pl.col(c) != pl.col(c).shift(1) for c in columns).fill_null(True)
