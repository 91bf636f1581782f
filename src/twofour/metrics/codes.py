"""Agents as codes: they are few and compared everywhere, so facts hold categories and sums hold names."""

from __future__ import annotations

import polars as pl

AGENT = pl.col("agent_id").cast(pl.Categorical)
"""The agent as facts hold it."""

AGENT_NAME = pl.col("agent_id").cast(pl.String)
"""The agent as sums and evidence hold it."""
