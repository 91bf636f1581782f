"""A ready scheme for a shop whose figures come from a report: it says so, and asks what is there."""

from __future__ import annotations

import re
from typing import NamedTuple

from twofour.metrics.own import CATALOGUE, leaves
from twofour.metrics.reported import given, report_source, reported_book
from twofour.scheme import Scheme
from twofour.scheme.scheme import MEASURES_FROM
from twofour.text import Text

_COUNTING = re.compile(r"^counting: *\{ *", re.MULTILINE)
_NEXT = re.compile(r"^(?:missing|metrics|incentive|duties|pay):", re.MULTILINE)
_REFUNDED = {
    "effective_sales": "sales",
    "有效销售额": "销售额",
    "effective sales": "sales",
    "Effective sales": "Sales",
}
"""Where a report knows no refunds: the figure to take, and what ready schemes call it."""


def for_report(text: str, source: str) -> str:
    """The document of a ready scheme with ``measures_from``, and with sales in the place of effective sales
    where the report has only these; a comment says so.
    """
    if MEASURES_FROM in text:
        return text
    title = report_source(source).title
    notes = [f"数字取自{title.zh}报表（counting 里的 measures_from），不由聊天和订单统计。"]
    here = given(reported_book(source))
    if "effective_sales" in text and "effective_sales" not in here and "sales" in here:
        for word, instead in _REFUNDED.items():
            text = text.replace(word, instead)
        notes.append(f"{title.zh}报表没有退款金额，有效销售额换成了销售额，门槛请重看。")
    if _COUNTING.search(text):
        text = _COUNTING.sub(f"counting: {{{MEASURES_FROM}: {source}, ", text, count=1)
    else:
        at = _NEXT.search(text)
        place = at.start() if at else len(text)
        text = f"{text[:place]}counting: {{{MEASURES_FROM}: {source}}}\n{text[place:]}"
    return "".join(f"# {note}\n" for note in notes) + text


class Asked(NamedTuple):
    """What a scheme asks that a report does not give: ``lacking`` are platform figures that it does not have,
    ``entered`` those that people enter in any case.
    """

    lacking: tuple[Text, ...]
    entered: tuple[Text, ...]


def asked(scheme: Scheme, source: str) -> Asked:
    """What ``scheme`` asks beside the report of ``source``; sales will do for effective sales."""
    here = set(given(reported_book(source)))
    if "sales" in here:
        here.add("effective_sales")
    book = scheme.book
    used = {leaf for metric in scheme.metrics_used if metric in book for leaf in leaves(book, metric)}
    return Asked(
        tuple(entry.title for id, entry in CATALOGUE.items() if id in used and id not in here),
        tuple(book[id].title for id in sorted(used) if book[id].own),
    )
