"""Canonical event tables, the lake that keeps them, and the counting rules."""
