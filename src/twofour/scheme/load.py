"""Load a scheme: read, validate, and turn the first mistake into one message with its place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path as File
from typing import Any

from pydantic import TypeAdapter, ValidationError

from twofour.documents import Located, first_mistake, parse, read_file, scheme_error, validated
from twofour.events.rules_file import rules_in
from twofour.metrics.own import NO_SHOP, OwnMetric, ShopMetrics, book_in
from twofour.metrics.reported import report_names, reported_book, unknown_report
from twofour.problems import SchemeError
from twofour.scheme.base import Vocabulary
from twofour.scheme.metric_book import MetricBook
from twofour.scheme.own_metrics import with_metrics
from twofour.scheme.scheme import MEASURES_FROM, Needs, Scheme
from twofour.text import Text

_OWN_METRICS = TypeAdapter(tuple[OwnMetric, ...])


def load_scheme(path: File, shop: ShopMetrics = NO_SHOP) -> Scheme:
    """The scheme in a YAML file. It may name the own metrics of ``shop``; its source then holds them.

    Raises ``SchemeError`` with one message (file, line, column, what is wrong, what would be right), or
    ``UsageError`` if the file cannot be read.
    """
    return read_scheme(read_file(path), str(path), shop)


def read_scheme(text: str, file: str, shop: ShopMetrics = NO_SHOP) -> Scheme:
    """The scheme written in ``text``; ``file`` is the name that messages show."""
    document = parse(text, file)
    words = _words(document, document.plain(), shop)
    scheme = _scheme_in(document, words)
    own = {metric.metric for metric in scheme.metrics}
    named = words.named | {part for metric in own for part in words.book[metric].parts}
    borrowed = {metric: plain for metric, plain in shop.needed_for(named).items() if metric not in own}
    if borrowed:
        return read_scheme(with_metrics(text, document, borrowed.values()), file)
    scheme._source = text
    return scheme


def scheme_in(document: Located, shop: ShopMetrics = NO_SHOP) -> Scheme:
    """The scheme that a document, or a part of one, holds. Raises ``SchemeError``."""
    return _scheme_in(document, _words(document, document.plain(), shop))


def _scheme_in(document: Located, words: Vocabulary) -> Scheme:
    plain = document.plain()
    scheme = validated(Scheme, document, plain, words)
    scheme._digest = _digest(plain)
    settings = {key: one for key, one in plain.get("counting", {}).items() if key != MEASURES_FROM}
    scheme._rules = rules_in(document, settings, ("counting",), beside=(MEASURES_FROM,))
    scheme._book = words.book
    if scheme.measures_from is not None and words.events:
        raise _no_events(document, sorted(words.events))
    metrics = tuple(sorted(words.used))
    indicators = sorted({metric for _, metric in metrics if words.book[metric].indicator})
    scheme._needs = Needs(
        metrics,
        tuple(indicators),
        words.history_months,
        tuple(sorted(words.events)),
        tuple(sorted(words.compared)),
    )
    return scheme


def _words(document: Located, plain: Any, shop: ShopMetrics) -> Vocabulary:
    """The vocabulary: its own metrics are read before anything that may name them."""
    if not isinstance(plain, dict):
        raise scheme_error(
            document.place,
            Text("这不是考核方案", "this is no scheme"),
            Text(
                "方案是一组 key: value，以 scheme: 和 title: 开头",
                "A scheme is key: value, beginning with scheme:",
            ),
        )
    book = _book(document, plain.get("metrics", []), _reported(document, plain.get("counting"), shop.book))
    return Vocabulary(book, scored=bool(plain.get("incentive")))


def _reported(document: Located, counting: Any, base: MetricBook) -> MetricBook:
    """``base``, its built-in metrics taken from the report that ``counting`` names, if it names one."""
    if not isinstance(counting, dict) or MEASURES_FROM not in counting:
        return base
    source = counting[MEASURES_FROM]
    if source not in report_names():
        raise scheme_error(document.find(("counting", MEASURES_FROM)), *unknown_report(str(source)))
    return reported_book(source, base)


def _no_events(document: Located, metrics: list[str]) -> SchemeError:
    """Pay order by order needs orders; a report holds sums."""
    listed = ", ".join(metrics)
    return scheme_error(
        document.find(("counting", MEASURES_FROM)),
        Text(
            f"报表只有汇总数，没有逐单明细，{listed} 不能逐单计提",
            f"a report holds sums and no single orders, so {listed} cannot be paid event by event",
        ),
        Text(
            "请改成按期间累计计提，或删去 measures_from 并导入订单",
            "Pay by the accumulated figure, or drop measures_from and import orders",
        ),
    )


def _book(document: Located, plain: Any, base: MetricBook) -> MetricBook:
    try:
        own = _OWN_METRICS.validate_python(plain)
    except ValidationError as error:
        raise first_mistake(error, document, ("metrics",)) from None
    return book_in(document, own, base)


def _digest(plain: Any) -> str:
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
