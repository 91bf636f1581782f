"""Lint findings of a draft with line and column, for the editor's margin and the list beside it."""

from __future__ import annotations

from typing import NamedTuple

from cachetools import LRUCache

from twofour.documents import parse
from twofour.metrics.own import METRICS_FILE
from twofour.plan.lint import PAINS, Severity, Template, lint
from twofour.plan.past import PastMonths
from twofour.problems import SchemeError, TwoFourError
from twofour.scheme import Scheme
from twofour.text import Text
from twofour.web.bridge import lake, schemes, schemes_templates
from twofour.web.bridge.kept import kept
from twofour.web.bridge.schemes_months import past

MONTHS = 6
_WRITING = Text("写法", "writing")
_DATA = Text("数据", "data")


class Finding(NamedTuple):
    """One finding beside its line; line and column count from 1. ``proposal`` is empty for a mistake in the
    writing, whose one sentence says what would be right.
    """

    line: int
    column: int
    severity: Severity
    pain: Text
    said: Text
    proposal: Text


def findings(shop_id: str, text: str) -> list[Finding]:
    """What is wrong with a draft: the mistake that keeps it from being read, or what the linter finds on the
    shop's past months; the gravest first.
    """
    metrics = lake.data() / METRICS_FILE
    stamp = metrics.stat().st_mtime_ns if metrics.exists() else 0
    return _findings(str(lake.data()), lake.newest(), stamp, shop_id, text)


@kept(LRUCache(64))
def _findings(folder: str, number: int, stamp: int, shop_id: str, text: str) -> list[Finding]:
    try:
        scheme = schemes.read(text)
    except SchemeError as error:
        spot = schemes.mistake_of(error)
        return [Finding(spot.line, spot.column, "error", _WRITING, spot.said, Text("", ""))]
    try:
        return _linted(shop_id, scheme, text)
    except TwoFourError as error:
        return [Finding(1, 1, "note", _DATA, error.message, Text("", ""))]


def _linted(shop_id: str, scheme: Scheme, text: str) -> list[Finding]:
    months = past(shop_id, [scheme], MONTHS)
    if not any(PastMonths(months, scheme.book, scheme.applies_to).people):
        said = Text(
            "往月数据里没有方案适用的人；请核对 applies_to 和人员表",
            "nobody whom the scheme pays worked in the past months; check applies_to and the staff table",
        )
        return [Finding(1, 1, "warning", _DATA, said, Text("", ""))]
    templates = [Template(one.name, one.scheme) for one in schemes_templates.ready()]
    document = parse(text, schemes.FILE)
    found = []
    for one in lint(scheme, months, templates):
        place = document.find(one.at)
        found.append(Finding(place.line, place.column, one.severity, PAINS[one.pain], one.said, one.proposal))
    return found
