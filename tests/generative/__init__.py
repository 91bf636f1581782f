"""Hostile event streams, made by Hypothesis, put to the kernel and the oracle."""
