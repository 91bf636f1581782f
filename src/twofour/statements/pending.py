"""Pending measures (延迟统计) of a payslip: which of the numbers behind it may still change, and how."""

from __future__ import annotations

from dataclasses import dataclass

from twofour.explain import Node
from twofour.metrics import METRICS, Measure
from twofour.pay import Payslip
from twofour.statements.run_record import Run
from twofour.text import Text

# What may still happen to the rows that a daily sum counts as pending.
_MAY_STILL = {
    "ordered_pending": Text("{} 个询单仍可能下单", "inquiries that may still order: {}"),
    "paid_pending": Text("{} 个询单仍可能付款", "inquiries that may still pay: {}"),
    "ordered_same_day_pending": Text("{} 个询单当天仍可能下单", "inquiries that may order that day: {}"),
    "paid_same_day_pending": Text("{} 个询单当天仍可能付款", "inquiries that may pay that day: {}"),
    "paid_next_day_pending": Text("{} 个询单次日内仍可能付款", "inquiries that may pay by the next day: {}"),
    "paid_7d_pending": Text("{} 个询单七日内仍可能付款", "inquiries that may pay within 7 days: {}"),
    "order_paid_pending": Text("{} 个已下单的询单仍可能付款", "ordered inquiries that may still pay: {}"),
    "within_30s_pending": Text("{} 次等待仍可能在 30 秒内回复", "waits that may be answered in 30 s: {}"),
    "within_180s_pending": Text("{} 次等待仍可能在 3 分钟内回复", "waits that may be answered in 3 min: {}"),
    "urged_pending": Text("{} 单催付后仍可能付款", "urged orders that may still be paid: {}"),
    "refund_pending": Text(
        "{} 单付款未满 30 天，仍可能退款", "orders under 30 days old, may be refunded: {}"
    ),
}
_ANY = Text("{} 项仍可能变化", "rows that may still change: {}")


@dataclass(frozen=True, slots=True)
class Pending:
    """One measure behind a payslip that may still change: its metric's title, and what may still happen."""

    metric: Text
    note: Text


def pending_of(run: Run, payslip: Payslip) -> tuple[Pending, ...]:
    """The pending measures that ``payslip``'s trees lead down to, each once, in the order met."""
    found: dict[str, Pending] = {}
    trees = [payslip.scorecard.node, *(line.node for line in payslip.lines)]
    for node in (node for tree in trees for node in tree.walk()):
        measure = run.by_source.get(node.source or "")
        if measure is not None and measure.pending > 0:
            found.setdefault(node.source or "", _pending(measure, node))
    return tuple(found.values())


def _pending(measure: Measure, node: Node) -> Pending:
    metric = METRICS.get(measure.metric)
    words = _MAY_STILL.get(metric.pending or "", _ANY) if metric else _ANY
    count = f"{measure.pending:,}"
    return Pending(
        metric.title if metric else node.label, Text(words.zh.format(count), words.en.format(count))
    )
