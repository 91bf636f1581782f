"""A shop's own metrics in a YAML file: ``metrics.yaml`` in its data folder, or any other that is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Annotated, Any

from pydantic import Field

from twofour.documents import Located, Strict, parse, read_file, scheme_error, validated
from twofour.metrics.own.book import metric_book
from twofour.metrics.own.definition import OwnMetric
from twofour.metrics.own.entry import CATALOGUE, MetricBook

METRICS_FILE = "metrics.yaml"


class MetricsDocument(Strict):
    """The whole file."""

    metrics: Annotated[tuple[OwnMetric, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class ShopMetrics:
    """A shop's own metrics. ``written``: each as its file has it; ``book``: they and the built-in ones."""

    written: Mapping[str, Any] = field(default_factory=dict)
    book: MetricBook = field(default_factory=lambda: CATALOGUE)

    def needed_for(self, metrics: Collection[str]) -> dict[str, Any]:
        """Of ``metrics`` and all that they are composed of, the shop's own, as written, in their order."""
        reached, waiting = set[str](), [metric for metric in metrics if metric in self.written]
        while waiting:
            metric = waiting.pop()
            if metric in self.written and metric not in reached:
                reached.add(metric)
                waiting.extend(self.book[metric].parts)
        return {metric: plain for metric, plain in self.written.items() if metric in reached}


NO_SHOP = ShopMetrics()
"""A shop without metrics of its own."""


def shop_metrics(data: File, file: File | None = None) -> ShopMetrics:
    """The own metrics of ``file``, or of the data folder; none if it holds no such file.

    Raises ``SchemeError`` with file, line and column for a mistake, ``UsageError`` if a file cannot be read.
    """
    path = file or data / METRICS_FILE
    if file is None and not path.exists():
        return NO_SHOP
    return read_metrics(read_file(path), str(path))


def read_metrics(text: str, file: str) -> ShopMetrics:
    """The own metrics written in ``text``; ``file`` is the name that messages show."""
    document = parse(text, file)
    plain = document.plain()
    own = validated(MetricsDocument, document, plain).metrics
    book = book_in(document, own)
    return ShopMetrics({m.metric: written for m, written in zip(own, plain["metrics"], strict=True)}, book)


def book_in(document: Located, own: tuple[OwnMetric, ...], base: MetricBook = CATALOGUE) -> MetricBook:
    """``base`` and the metrics under ``metrics:`` of a document. Raises ``SchemeError`` with their place."""
    try:
        return metric_book(own, base)
    except ValueError as error:
        context = getattr(error, "context", None) or {}
        place = document.find(("metrics", *context["at"]))
        raise scheme_error(place, context["wrong"], context["right"]) from None
