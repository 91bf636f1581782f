"""The metric catalogue and the kernel: events to integer facts."""

from twofour.metrics.catalogue import METRICS, Metric
from twofour.metrics.measure import Measure, SubjectKind
from twofour.metrics.measuring import measure_events

__all__ = ["METRICS", "Measure", "Metric", "SubjectKind", "measure_events"]
