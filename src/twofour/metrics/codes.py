"""Agents and shops as codes: few and grouped everywhere, so facts hold categories, sums hold names."""

from __future__ import annotations

import polars as pl

AGENT = pl.col("agent_id").cast(pl.Categorical)
"""The agent as facts hold it."""

SHOP = pl.col("shop_id").cast(pl.Categorical)
"""The shop as the many facts hold it that messages leave."""

SHOP_NAME = pl.col("shop_id").cast(pl.String)
"""The shop as sums and evidence hold it."""

AGENT_NAME = pl.col("agent_id").cast(pl.String)
"""The agent as sums and evidence hold it."""
