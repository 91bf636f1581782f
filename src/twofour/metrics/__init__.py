"""The metric catalogue and the kernel: events to integer facts."""

from twofour.metrics.catalogue import METRICS, Metric
from twofour.metrics.measure import Measure, SubjectKind

__all__ = ["METRICS", "Measure", "Metric", "SubjectKind"]
