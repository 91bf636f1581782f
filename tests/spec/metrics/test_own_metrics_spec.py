"""Own metrics: sums, differences and quotients of others, exact to the last integer (§7)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from twofour.metrics import Measure, count_lake, facts_of, records_of
from twofour.metrics.own import Sources, behind, entered_of, measure_book, read_metrics
from twofour.metrics.own.composing import compose
from twofour.problems import SchemeError

title = "Own metrics"

SALES = "unit: yuan, direction: higher, category: sales"
RATIO = "unit: ratio, direction: higher, category: conversion"
COUNT = "unit: count, direction: neither, category: workload"
NUMBER = "unit: number, direction: neither, category: workload"
SECOND = "unit: second, direction: lower, category: speed"

BUYERS = """
    at             | customer | agent | sender
    06-01 10:00:00 | c1       | a1    | customer
    06-01 10:00:10 | c1       | a1    | agent
    06-01 11:00:00 | c2       | a1    | customer
    06-01 11:00:30 | c2       | a1    | agent
    06-02 12:00:00 | c3       | a2    | customer
    06-02 12:00:20 | c3       | a2    | agent
    """
ORDERS = """
    order | customer | created        | paid           | amount | items
    o1    | c1       | 06-01 10:00:05 | 06-01 10:00:08 | 5000   | 2
    o2    | c2       | 06-01 11:00:05 | 06-01 11:00:08 | 3000   | 1
    o3    | c3       | 06-02 12:00:05 | 06-02 12:00:08 | 1000   | 1
    """
REFUNDS = """
    order | amount | requested      | completed
    o1    | 500    | 06-02 08:00:00 | 06-02 09:00:00
    o3    | 1000   | 06-03 08:00:00 | 06-03 09:00:00
    """


@pytest.fixture
def own(question_about):
    """Measure a shop's own metrics, compare with a table, and add up the rows behind each figure.

    A cell is ``numerator``, ``numerator/denominator``, with ``(n)`` behind it where n rows are pending, or
    empty where the subject has no such figure.
    """

    def check(definitions, expect, **tables):
        book = read_metrics("metrics:\n" + definitions, "metrics.yaml").book
        question = question_about(**tables)
        staff = question.snapshot.scan("staff").collect()
        counted, entered = count_lake(question), entered_of(question)
        sources = Sources(list(facts_of(question)), records_of(question), entered, staff, question.rules)
        for block in re.split(r"\n\s*\n", expect.strip()):
            header, *lines = [[cell.strip() for cell in line.split("|")] for line in block.splitlines()]
            kind, grain = header[0], "day" if "day" in header else "total"
            found = measure_book(counted, staff, entered, book, question.period, kind, grain)
            shown = {(m.subject_id, f"{m.day:%m-%d}" if m.day else "", m.metric): _cell(m) for m in found}
            for line in lines:
                row = dict(zip(header, line, strict=True))
                day, subject = row.pop("day", ""), row.pop(kind)
                assert {name: shown.get((subject, day, name), "") for name in row} == row
                if grain == "total":
                    figures = {
                        name: behind(sources, book, name, (kind, subject), question.period) for name in row
                    }
                    assert {name: _sums(figure) for name, figure in figures.items()} == row

    return check


def _cell(measure):
    parted = f"{measure.numerator}" + (f"/{measure.denominator}" if measure.denominator != 1 else "")
    return parted + (f" ({measure.pending})" if measure.pending else "")


def _sums(figure):
    """The rows' sums in the form of a cell; where no rows make up the denominator, the measure's own."""
    if figure is None:
        return ""
    numerator, pending = (sum(getattr(row, side) for row in figure.rows) for side in ("numerator", "pending"))
    denominator = (
        sum(row.denominator for row in figure.rows) if figure.denominator else figure.measure.denominator
    )
    assert (numerator, denominator, pending) == (
        figure.measure.numerator,
        figure.measure.denominator,
        figure.measure.pending,
    )
    return _cell(figure.measure)


def test_difference_takes_the_second_from_the_first(own):
    """Integers stay integers; a difference may be negative."""
    own(
        f"  - {{metric: net, title: 净额, {SALES}, minus: [sales, refunds_credited]}}",
        """
        agent | net
        a1    | 7500
        a2    | 0

        agent | day   | net
        a1    | 06-01 | 8000
        a1    | 06-02 | -500
        a2    | 06-02 | 1000
        a2    | 06-03 | -1000
        """,
        messages=BUYERS, orders=ORDERS, refunds=REFUNDS,
    )  # fmt: skip


def test_sum_adds_any_number_of_metrics(own):
    """Two or more, each as often as it is named."""
    own(
        f"  - {{metric: load, title: 负荷, {COUNT}, sum: [received, sales_orders, sales_items, received]}}",
        """
        agent | load
        a1    | 9
        a2    | 4

        shop  | load
        s1    | 13
        """,
        messages=BUYERS, orders=ORDERS,
    )  # fmt: skip


def test_ratio_divides_the_first_by_the_second(own):
    """Sums are divided anew for every subject and period; nothing to divide by is no value."""
    own(
        f"  - {{metric: per_order, title: 单均额, {SALES}, ratio: [sales, sales_orders]}}",
        """
        member | per_order
        m1     | 9000/3
        m2     | 0/0

        agent  | day   | per_order
        a1     | 06-01 | 8000/2
        a2     | 06-02 | 1000
        """,
        staff="""
            agent | member
            a1    | m1
            a2    | m1
            a3    | m2
            """,
        messages=BUYERS, orders=ORDERS,
    )  # fmt: skip


def test_own_metric_builds_on_own_metrics(own):
    """In any order of writing."""
    own(
        f"""
  - {{metric: per_head, title: 人均净额, {SALES}, ratio: [net, received]}}
  - {{metric: net, title: 净额, {SALES}, minus: [sales, refunds_credited]}}
        """,
        """
        agent | net  | per_head
        a1    | 7500 | 7500/2
        a2    | 0    | 0
        """,
        messages=BUYERS, orders=ORDERS, refunds=REFUNDS,
    )  # fmt: skip


def test_ratios_with_other_denominators_are_brought_to_the_least_common_one(own):
    """1/2 + 1/4 are 3/4, and 1/2 − 2/3 are −1/6: exact, never rounded on the way."""
    own(
        f"""
  - {{metric: more, title: 和, {RATIO}, sum: [satisfied_rate, inquiry_pay_rate]}}
  - {{metric: less, title: 差, {RATIO}, minus: [satisfied_rate, reply_rate]}}
        """,
        """
        agent | satisfied_rate | inquiry_pay_rate | more | reply_rate | less
        a1    | 1/4            | 1/2              | 3/4  | 2/3        | -5/12
        """,
        ratings="""
            at       | agent | score
            10:00:00 | a1    | 5
            10:00:00 | a1    | 3
            10:00:00 | a1    | 2
            10:00:00 | a1    | 1
            """,
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a1    | customer
            10:00:10 | c1       | a1    | agent
            11:00:00 | c2       | a1    | customer
            11:00:10 | c2       | a1    | agent
            12:00:00 | c3       | a1    | customer
            """,
        orders="""
            order | customer | created  | paid
            o1    | c1       | 10:00:05 | 10:00:08
            """,
    )  # fmt: skip


def test_ratio_of_ratios_cancels_what_both_are_divided_by(own):
    """Ordered of the same inquiries ÷ paid of the same inquiries: the inquiries drop out."""
    own(
        f"  - {{metric: kept, title: 付款占下单, {RATIO}, ratio: [inquiry_pay_rate, inquiry_order_rate]}}",
        """
        agent | inquiry_pay_rate | inquiry_order_rate | kept
        a1    | 1/2              | 2/2                | 1/2
        """,
        messages=BUYERS,
        orders="""
            order | customer | created        | paid
            o1    | c1       | 06-01 10:00:05 | 06-01 10:00:08
            o2    | c2       | 06-01 11:00:05 |
            """,
    )


def test_part_without_a_value_leaves_none(own):
    """Nothing is never 0: not in a sum, not in a difference, not above or below a line."""
    own(
        f"""
  - {{metric: both, title: 和, {SECOND}, sum: [first_response, mean_response]}}
  - {{metric: gap, title: 差, {SECOND}, minus: [mean_response, first_response]}}
  - {{metric: share, title: 比, {NUMBER}, ratio: [mean_response, received]}}
        """,
        """
        agent | first_response | mean_response | both | gap | share
        a1    | 0/0            | 0/0           | 0/0  | 0/0 | 0/0
        """,
        messages="""
            at       | customer | agent | sender
            10:00:00 | c1       | a1    | customer
            """,
    )


def test_pending_rows_of_one_kind_count_once(own):
    """Who may still order may also still pay: one inquiry, once. Inquiries and refunds are two things."""
    own(
        f"""
  - {{metric: unpaid, title: 下单未付, {RATIO}, minus: [inquiry_order_rate, inquiry_pay_rate]}}
  - {{metric: mixed, title: 两样, {RATIO}, sum: [inquiry_pay_rate, refund_rate]}}
        """,
        """
        agent | inquiry_order_rate | inquiry_pay_rate | unpaid  | refund_rate | mixed
        a1    | 1/2 (1)            | 1/2 (1)          | 0/2 (1) | 0/5000 (1)  | 2500/5000 (2)
        """,
        messages=BUYERS.split("    06-02", maxsplit=1)[0],
        orders="""
            order | customer | created        | paid           | amount
            o1    | c1       | 06-01 10:00:05 | 06-01 10:00:08 | 5000
            """,
        as_of="06-01 12:00:00",
    )


def test_snapshot_counts_for_the_period_and_not_by_day(own):
    """What does not add up over days has a figure of the whole period only."""
    own(
        f"  - {{metric: per_peak, title: 每并发接待, {NUMBER}, ratio: [received, peak_concurrent]}}",
        """
        agent | received | per_peak
        a1    | 2        | 2

        agent | day   | received | per_peak
        a1    | 06-01 | 2        |
        """,
        messages=BUYERS,
    )


def test_what_only_the_shop_has_stays_the_shops(own):
    """A metric is for whom all its parts are for."""
    own(
        f"  - {{metric: seen, title: 非静默额, {SALES}, minus: [sales, silent_sales]}}",
        """
        shop  | seen
        s1    | 8000

        agent | sales | seen
        a1    | 8000  |
        """,
        messages=BUYERS.split("    06-02", maxsplit=1)[0],
        orders=ORDERS,
    )


def test_what_only_people_have_stays_theirs(own):
    """Sales per day on duty."""
    own(
        f"  - {{metric: per_day, title: 日均销售, {SALES}, ratio: [sales, duty_days]}}",
        """
        member | per_day
        m1     | 8000/2

        agent  | sales | per_day
        a1     | 8000  |
        """,
        staff="""
            agent | member
            a1    | m1
            """,
        shifts="""
            member | day   | start
            m1     | 06-01 | 09:00
            m1     | 06-02 | 09:00
            """,
        messages=BUYERS, orders=ORDERS,
    )  # fmt: skip


def test_evidence_of_a_difference_takes_away(question_about):
    """The rows of what is taken away are negative, and one order that counts above and below is one row."""
    book = read_metrics(
        f"""
metrics:
  - {{metric: net, title: 净额, {SALES}, minus: [sales, refunds_credited]}}
  - {{metric: kept, title: 留存率, {RATIO}, ratio: [net, sales]}}
        """,
        "metrics.yaml",
    ).book
    question = question_about(messages=BUYERS, orders=ORDERS, refunds=REFUNDS)
    staff = question.snapshot.scan("staff").collect()
    facts = list(facts_of(question))
    sources = Sources(facts, records_of(question), entered_of(question), staff, question.rules)

    def rows(metric):
        figure = behind(sources, book, metric, ("agent", "a1"), question.period)
        return [(row.family, row.reference, row.numerator, row.denominator) for row in figure.rows]

    assert rows("net") == [("orders", "o1", 5000, 0), ("orders", "o2", 3000, 0), ("refunds", "0", -500, 0)]
    assert rows("kept") == [
        ("orders", "o1", 5000, 5000),
        ("orders", "o2", 3000, 3000),
        ("refunds", "0", -500, 0),
    ]


def test_integers_that_outgrow_every_table_are_refused():
    """Exact or not at all; no shop counts that far."""
    line = f"  - {{metric: share, title: 比, {NUMBER}, ratio: [mean_response, rating_score]}}"
    book = read_metrics("metrics:\n" + line, "metrics.yaml").book
    upper = Measure("shop", "s1", "mean_response", 10**20, 7, 0, "second")
    lower = Measure("shop", "s1", "rating_score", 3, 10**17, 0, "point")
    assert compose(book, "share", {"mean_response": upper, "rating_score": lower}).numerator == 10**37
    lower = replace(lower, denominator=10**18)
    with pytest.raises(SchemeError, match="more than 38 digits"):
        compose(book, "share", {"mean_response": upper, "rating_score": lower})
