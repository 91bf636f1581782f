"""Freeze a run: immutable, hashed, rendered as terminal, HTML and XLSX."""
