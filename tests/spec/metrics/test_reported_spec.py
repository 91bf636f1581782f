"""Reports: figures that a platform has added up already, in place of counted ones (§7)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from twofour.metrics.own import Sources, behind, measure_book, read_metrics
from twofour.metrics.reported import Recipe, ReportFigure, ask_reports, reported_book, reports_of
from twofour.metrics.reported.measuring import reported_measure
from twofour.metrics.reported.places import Place
from twofour.metrics.reported.rows import Said
from twofour.text import Text

title = "Reports"

STAFF = """
    agent | member | team | name | from       | to
    a1    | m1     | t1   | 小美 |            | 2026-06-10
    a1    | m2     | t1   | 阿哲 | 2026-06-11 |
    a2    | m1     | t1   | 小美 |            |
    """
OWN = read_metrics(
    """
metrics:
  - {metric: per_head, title: 人均, unit: yuan, direction: higher, category: sales, ratio: [sales, received]}
  - {metric: exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: mean}
    """,
    "metrics.yaml",
).book


@pytest.fixture
def reported(question_about):
    """Load report rows, measure them, compare with tables; a subject not listed must have none.

    A cell is ``numerator/denominator``, with the pending count behind it; weighted means are shown divided by
    the million that both sides are kept in.
    """

    def check(indicators, expect, *, source="chitu", staff=STAFF, period="2026-06", **more):
        there = question_about(staff=staff, indicators=indicators, period=period, **more)
        question = ask_reports(there.snapshot, "s1", source, there.rules, there.period)
        people = question.snapshot.scan("staff", shop_ids=["s1"]).collect()
        entered = question.snapshot.scan("indicators").collect()
        reports, book = reports_of(question, source), reported_book(source, OWN)
        sources = Sources((), {}, entered, people, question.rules, reports)
        for block in re.split(r"\n\s*\n", expect.strip()):
            header, *lines = [[cell.strip() for cell in line.split("|")] for line in block.splitlines()]
            kind, grain = header[0], "day" if "day" in header else "total"
            names = [name for name in header[1:] if name != "day"]
            found = measure_book(reports, people, entered, book, question.period, kind, grain)
            rows = [dict(zip(header, line, strict=True)) for line in lines]
            wanted = {
                (row[kind], row.get("day", ""), name): row[name]
                for row in rows
                for name in names
                if row[name]
            }
            got = {
                (m.subject_id, f"{m.day:%m-%d}" if m.day else "", m.metric): shown(m, book[m.metric].scale)
                for m in found
                if m.metric in names
            }
            assert got == wanted
            for subject, day, name in wanted:
                if not day:
                    adds_up(behind(sources, book, name, (kind, subject), question.period), found)
        return [
            behind(sources, book, name, (kind, row[kind]), question.period) for row in rows for name in names
        ]

    return check


def shown(measure, scale):
    numerator, denominator = measure.numerator / scale, measure.denominator / scale
    pending = f" ({measure.pending})" if measure.pending else ""
    return f"{numerator:g}/{denominator:g}{pending}"


def adds_up(figure, found):
    """The rows sum to the figure, which is the measure."""
    assert figure.measure in found
    assert sum(row.numerator for row in figure.rows) == figure.measure.numerator
    assert sum(row.pending for row in figure.rows) == figure.measure.pending
    if figure.denominator:
        assert sum(row.denominator for row in figure.rows) == figure.measure.denominator


def test_counts_of_days_add_up(reported):
    """Daily rows are summed; those of other months and of other sources are not."""
    reported(
        """
        metric              | value | subject_id | day
        chitu.received      | 30    | a1         | 2026-06-01
        chitu.received      | 50    | a1         | 2026-06-02
        chitu.received      | 70    | a1         | 2026-05-31
        sycm.received       | 90    | a1         | 2026-06-02
        chitu.transferred   | 9     | a1         | 2026-06-02
        """,
        """
        agent | received
        a1    | 80/1

        agent | day   | received
        a1    | 06-01 | 30/1
        a1    | 06-02 | 50/1
        """,
    )


def test_money_is_entered_in_yuan_and_measured_in_fen(reported):
    """What is finer than a fen is rounded HALF_UP, row by row."""
    reported(
        """
        metric      | value     | subject_id | day
        chitu.sales | 1234.56   | a1         | 2026-06-01
        chitu.sales | 0.105     | a1         | 2026-06-02
        """,
        """
        agent | sales
        a1    | 123467/1
        """,
    )


def test_rate_of_a_month_is_count_over_count(reported):
    """Where the report gives both counts, they are summed and divided once: 1/2 and 3/10 make 4/12."""
    reported(
        """
        metric                 | value | subject_id | day
        chitu.inquiries        | 2     | a1         | 2026-06-01
        chitu.inquiry_paid     | 1     | a1         | 2026-06-01
        chitu.inquiry_pay_rate | 0.5   | a1         | 2026-06-01
        chitu.inquiries        | 10    | a1         | 2026-06-02
        chitu.inquiry_paid     | 3     | a1         | 2026-06-02
        chitu.inquiry_pay_rate | 0.3   | a1         | 2026-06-02
        """,
        """
        agent | inquiry_pay_rate
        a1    | 4/12
        """,
    )


def test_mean_is_weighted_by_a_count(reported):
    """10 s for 30 customers and 20 s for 10 are 12.5 s; a day without either of the two says nothing."""
    reported(
        """
        metric              | value | subject_id | day
        chitu.mean_response | 10    | a1         | 2026-06-01
        chitu.received      | 30    | a1         | 2026-06-01
        chitu.mean_response | 20    | a1         | 2026-06-02
        chitu.received      | 10    | a1         | 2026-06-02
        chitu.mean_response | 99    | a1         | 2026-06-03
        chitu.received      | 5     | a1         | 2026-06-04
        chitu.reply_rate    | 0.975 | a1         | 2026-06-01
        """,
        """
        agent | mean_response | reply_rate | received
        a1    | 500/40        | 29.25/30   | 45/1
        """,
    )


def test_late_figures_are_pending(reported):
    """A day whose payments have not settled (延迟统计) stays in the denominator, all of it pending."""
    reported(
        """
        metric             | value | subject_id | day
        chitu.inquiries    | 20    | a1         | 2026-06-29
        chitu.inquiry_paid | 8     | a1         | 2026-06-29
        chitu.inquiries    | 30    | a1         | 2026-06-30
        """,
        """
        agent | inquiry_pay_rate
        a1    | 8/50 (30)
        """,
    )


def test_figure_that_the_report_never_gives_is_missing(reported):
    """Without a single numerator nothing is pending either: the report has no such column, which is not 0."""
    reported(
        """
        metric          | value | subject_id | day
        chitu.inquiries | 20    | a1         | 2026-06-29
        chitu.inquiries | 30    | a1         | 2026-06-30
        """,
        """
        agent | inquiry_pay_rate | effective_sales | inquiries
        a1    |                  |                 | 50/1
        """,
    )


def test_row_of_a_range_counts_for_the_period_of_its_last_day(reported):
    """A week that ends in June is June's."""
    reported(
        """
        metric         | value | subject_id | day        | evidence
        chitu.received | 70    | a1         | 2026-05-31 | week.xlsx:4 2026-05-25..2026-05-31
        chitu.received | 90    | a1         | 2026-06-07 | week.xlsx:9 2026-06-01..2026-06-07
        chitu.received | 10    | a1         | 2026-06-08 | day.xlsx:4
        """,
        """
        agent | received
        a1    | 100/1
        """,
    )


def test_row_of_a_range_stands_for_the_days_that_it_sums_up(reported):
    """Days and weeks inside a month's row would count twice, whoever owned the account on them; the day on
    which the month ends is overwritten by the import itself. Other figures of those days still count.
    """
    reported(
        """
        metric          | value | subject_id | day        | evidence
        chitu.received  | 10    | a1         | 2026-06-02 | day.xlsx:4
        chitu.received  | 90    | a1         | 2026-06-14 | week.xlsx:4 2026-06-08..2026-06-14
        chitu.received  | 400   | a1         | 2026-06-30 | month.xlsx:4 2026-06-01..2026-06-30
        chitu.inquiries | 7     | a1         | 2026-06-02 | day.xlsx:4
        chitu.received  | 5     | a2         | 2026-06-02 | day.xlsx:5
        """,
        """
        agent | received | inquiries
        a1    | 400/1    | 7/1
        a2    | 5/1      |

        member | received | inquiries
        m1     | 5/1      | 7/1
        m2     | 400/1    |
        """,
    )


def test_members_and_teams_have_the_rows_of_their_accounts(reported):
    """By the staff rows of each row's day; an account that nobody owns counts for the shop alone."""
    reported(
        """
        metric         | value | subject_id | day
        chitu.received | 30    | a1         | 2026-06-10
        chitu.received | 50    | a1         | 2026-06-11
        chitu.received | 7     | a2         | 2026-06-11
        chitu.received | 2     | a9         | 2026-06-11
        """,
        """
        member | received
        m1     | 37/1
        m2     | 50/1

        team   | received
        t1     | 87/1

        shop   | received
        s1     | 89/1
        """,
    )


def test_shop_has_its_own_rows_where_the_report_has_any(reported):
    """A customer who talked with two agents is one customer of the shop; what only agents have is summed."""
    reported(
        """
        metric         | value | subject_kind | subject_id | day
        sycm.received  | 30    | agent        | a1         | 2026-06-01
        sycm.received  | 30    | agent        | a2         | 2026-06-01
        sycm.received  | 55    | shop         | s1         | 2026-06-01
        sycm.received  | 99    | shop         | s2         | 2026-06-01
        sycm.unreplied | 1     | agent        | a1         | 2026-06-01
        sycm.unreplied | 2     | agent        | a2         | 2026-06-01
        """,
        """
        shop | received | unreplied
        s1   | 55/1     | 3/1
        """,
        source="sycm",
    )


def test_own_metrics_rest_on_the_report(reported):
    """A shop's formulas are made of the report's figures; what people enter stays what they entered."""
    reported(
        """
        metric         | value  | subject_id | day
        chitu.received | 4      | a1         | 2026-06-01
        chitu.sales    | 100.00 | a1         | 2026-06-01
        exam           | 90     | a1         | 2026-06-01
        """,
        """
        agent | per_head | exam
        a1    | 10000/4  | 90/1
        """,
    )


def test_accounts_of_other_shops_are_theirs(reported):
    """Reports name no shop: in a lake of several, an account is of the shop whose staff rows know it."""
    reported(
        """
        metric         | value | subject_id | day
        chitu.received | 4     | a1         | 2026-06-01
        chitu.received | 6     | b1         | 2026-06-01
        """,
        """
        shop | received
        s1   | 4/1

        agent | received
        a1    | 4/1
        """,
        staff="""
        shop | agent | member
        s1   | a1    | m1
        s2   | b1    | m2
        """,
    )


def test_measure_names_files_and_rows(reported):
    """In runs of rows. Evidence in other words stands as it is."""
    few, other = reported(
        """
        metric          | value | subject_id | day        | evidence
        chitu.received  | 4     | a1         | 2026-06-01 | 绩效.xlsx:4
        chitu.received  | 6     | a1         | 2026-06-02 | 绩效.xlsx:5
        chitu.received  | 6     | a1         | 2026-06-03 | 绩效.xlsx:9
        chitu.inquiries | 1     | a1         | 2026-06-01 | 手工抄录
        """,
        """
        agent | received | inquiries
        a1    | 16/1     | 1/1
        """,
    )
    assert few.measure.places == ("绩效.xlsx:4–5,9",)
    assert [row.reference for row in few.rows] == ["绩效.xlsx:4", "绩效.xlsx:5", "绩效.xlsx:9"]
    assert other.measure.places == ("手工抄录",)


def test_measure_of_many_scattered_rows_says_from_which_to_which(reported):
    """A report by day has an agent in every so many rows."""
    days = [f"chitu.received | 1 | a1 | 2026-06-{day:02} | 绩效.xlsx:{day * 3}" for day in range(1, 31)]
    (month,) = reported(
        "\n".join(["metric | value | subject_id | day | evidence", *days]),
        """
        agent | received
        a1    | 30/1
        """,
    )
    assert month.measure.places == ("绩效.xlsx:3…90 (30)",)


def test_row_says_what_the_report_says(reported):
    """Its own column names, the days of a row over several, and what has not settled."""
    rows = reported(
        """
        metric             | value | subject_id | day        | evidence
        chitu.inquiries    | 20    | a1         | 2026-06-07 | 绩效.xlsx:4 2026-06-01..2026-06-07
        chitu.inquiry_paid | 8     | a1         | 2026-06-07 | 绩效.xlsx:4 2026-06-01..2026-06-07
        chitu.inquiries    | 30    | a1         | 2026-06-30 | 绩效.xlsx:9
        """,
        """
        agent | inquiry_pay_rate
        a1    | 8/50 (30)
        """,
    )[0].rows
    assert [row.detail.zh for row in rows] == [
        "赤兔报表 06-01–06-07：询单最终付款人数 8，询单人数 20",
        "赤兔报表：询单最终付款人数还没出数（延迟统计），询单人数 30",
    ]
    assert rows[0].detail.en == "the Chitu report 06-01–06-07: inquiries paid in the end 8, inquiries 20"
    assert [(row.family, row.agent_name, row.chat_days) for row in rows] == [
        ("reports", "小美", ()),
        ("reports", "阿哲", ()),
    ]


def test_figure_that_stands_for_itself_is_the_last():
    """A score as of a day replaces earlier ones and adds up over neither days nor people."""
    score = ReportFigure("chitu.score", Text("服务分", "service score"), "point")
    recipe = Recipe("chitu", Text("赤兔", "Chitu"), "point", "last", (score,))
    rows = [
        Said("a1", "a1", date(2026, 6, day), (Decimal(amount),), (Place("绩效.xlsx", day),))
        for day, amount in ((1, "4.5"), (2, "4.75"))
    ]
    measure = reported_measure(recipe, "rating_score", ("agent", "a1"), rows)
    assert (measure.numerator / measure.denominator, measure.places) == (4.75, ("绩效.xlsx:2",))
