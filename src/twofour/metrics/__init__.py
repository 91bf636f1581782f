"""The metric catalogue and the kernel: events to integer facts."""

from twofour.metrics.catalogue import METRICS, Metric, sum_title, sum_unit
from twofour.metrics.engine import count_lake, facts_of, records_of
from twofour.metrics.evidence import EvidenceRow, evidence
from twofour.metrics.measure import Measure, SubjectKind, quantity_of, summed
from twofour.metrics.measuring import measure_events, measures
from twofour.metrics.question import Question, ask

__all__ = [
    "METRICS",
    "EvidenceRow",
    "Measure",
    "Metric",
    "Question",
    "SubjectKind",
    "ask",
    "count_lake",
    "evidence",
    "facts_of",
    "measure_events",
    "measures",
    "quantity_of",
    "records_of",
    "sum_title",
    "sum_unit",
    "summed",
]
