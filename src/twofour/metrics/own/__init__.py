"""A shop's own metrics: entered by people or composed of others, defined in a file or in a scheme."""

from twofour.metrics.own.book import metric_book
from twofour.metrics.own.definition import OwnMetric
from twofour.metrics.own.entry import (
    CATALOGUE,
    SCORE,
    Combine,
    Composition,
    MetricBook,
    MetricEntry,
    check_unit,
    leaves,
    unknown_metric,
)
from twofour.metrics.own.evidence import Behind, Sources, behind
from twofour.metrics.own.file import METRICS_FILE, NO_SHOP, ShopMetrics, book_in, read_metrics, shop_metrics
from twofour.metrics.own.measuring import entered_of, measure_book

__all__ = [
    "CATALOGUE",
    "METRICS_FILE",
    "NO_SHOP",
    "SCORE",
    "Behind",
    "Combine",
    "Composition",
    "MetricBook",
    "MetricEntry",
    "OwnMetric",
    "ShopMetrics",
    "Sources",
    "behind",
    "book_in",
    "check_unit",
    "entered_of",
    "leaves",
    "measure_book",
    "metric_book",
    "read_metrics",
    "shop_metrics",
    "unknown_metric",
]
