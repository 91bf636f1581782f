"""Indicators: figures that people enter, or another tool counts (§7)."""

from __future__ import annotations

import re

import pytest

from twofour.metrics import count_lake, facts_of, records_of
from twofour.metrics.own import Sources, behind, entered_of, measure_book, read_metrics

title = "Indicators"

BOOK = read_metrics(
    """
metrics:
  - {metric: exam, title: 考试, unit: point, direction: higher, category: knowledge, indicator: mean}
  - {metric: praises, title: 表扬, unit: count, direction: higher, category: attitude, indicator: sum}
  - {metric: typing, title: 打字, unit: number, direction: higher, category: knowledge, indicator: last}
  - {metric: bonus_pool, title: 奖金池, unit: yuan, direction: higher, category: sales, indicator: sum}
  - {metric: accuracy, title: 准确率, unit: ratio, direction: higher, category: knowledge, indicator: last}
  - {metric: both, title: 和, unit: point, direction: higher, category: quality, sum: [exam, rating_score]}
    """,
    "metrics.yaml",
).book
STAFF = """
    agent | member | team | name | from       | to
    a1    | m1     | t1   | 小美 |            | 2026-06-10
    a1    | m2     | t1   | 阿哲 | 2026-06-11 |
    a2    | m1     | t1   | 小美 |            |
    """


@pytest.fixture
def entered(question_about):
    """Enter figures, measure the book, compare with tables; a subject that is not listed must have none."""

    def check(indicators, expect, *, staff=STAFF, **more):
        question = question_about(staff=staff, indicators=indicators, **more)
        people = question.snapshot.scan("staff").collect()
        counted, values = count_lake(question), entered_of(question)
        sources = Sources(list(facts_of(question)), records_of(question), values, people, question.rules)
        for block in re.split(r"\n\s*\n", expect.strip()):
            header, *lines = [[cell.strip() for cell in line.split("|")] for line in block.splitlines()]
            kind, grain = header[0], "day" if "day" in header else "total"
            metrics = [name for name in header[1:] if name != "day"]
            found = measure_book(counted, people, values, BOOK, question.period, kind, grain)
            wanted = {}
            for line in lines:
                row = dict(zip(header, line, strict=True))
                wanted |= {(row[kind], row.get("day", ""), name): row[name] for name in metrics if row[name]}
            assert {
                (m.subject_id, f"{m.day:%m-%d}" if m.day else "", m.metric): f"{m.numerator}/{m.denominator}"
                for m in found
                if m.metric in metrics
            } == wanted
            for subject, day, name in wanted:
                if not day:
                    _check_rows(behind(sources, BOOK, name, (kind, subject), question.period))

    return check


def _check_rows(figure):
    assert sum(row.numerator for row in figure.rows) == figure.measure.numerator
    if figure.denominator:
        assert sum(row.denominator for row in figure.rows) == figure.measure.denominator


def test_mean_sum_or_last_of_the_values_of_the_period(entered):
    """As its definition says; decimals are scaled to integers, with the scale in the denominator."""
    entered(
        """
        metric  | value | subject_id | day
        exam    | 92.5  | a1         | 2026-06-03
        exam    | 88    | a1         | 2026-06-20
        exam    | 60    | a1         | 2026-05-31
        praises | 2     | a1         | 2026-06-03
        praises | 3     | a1         | 2026-06-04
        typing  | 110   | a1         | 2026-06-03
        typing  | 95.25 | a1         | 2026-06-20
        """,
        """
        agent | exam    | praises | typing
        a1    | 1805/20 | 5/1     | 9525/100
        """,
    )


def test_money_is_entered_in_yuan_and_kept_in_fen(entered):
    """A ratio is entered as the number that it is: 0.95 is 95 %."""
    entered(
        """
        metric     | value   | subject_kind | subject_id | day
        bonus_pool | 1200.50 | shop         | s1         | 2026-06-30
        accuracy   | 0.95    | shop         | s1         | 2026-06-30
        """,
        """
        shop | bonus_pool | accuracy
        s1   | 1200500/10 | 95/100
        """,
    )


def test_member_also_has_what_was_entered_for_the_own_agent_ids_on_their_days(entered):
    """The id a1 passed from m1 to m2 after the tenth."""
    entered(
        """
        metric  | value | subject_kind | subject_id | day
        praises | 1     | agent        | a1         | 2026-06-10
        praises | 10    | agent        | a1         | 2026-06-11
        praises | 100   | agent        | a2         | 2026-06-11
        praises | 1000  | member       | m1         | 2026-06-12
        """,
        """
        agent  | praises
        a1     | 11/1
        a2     | 100/1

        member | praises
        m1     | 1101/1
        m2     | 10/1
        """,
    )


def test_teams_and_the_shop_have_what_was_entered_for_them(entered):
    """A team's exam is the team's, not its people's: nobody said how one makes the other."""
    entered(
        """
        metric  | value | subject_kind | subject_id | day
        praises | 1     | agent        | a1         | 2026-06-10
        praises | 5     | team         | t1         | 2026-06-10
        praises | 7     | shop         | s1         | 2026-06-10
        """,
        """
        team | praises
        t1   | 5/1

        shop | praises
        s1   | 7/1
        """,
    )


def test_day_has_the_value_of_that_day(entered):
    """By day a mean or last is of that day's values alone."""
    entered(
        """
        metric | value | subject_kind | subject_id | day
        exam   | 90    | agent        | a1         | 2026-06-10
        exam   | 70    | agent        | a2         | 2026-06-10
        exam   | 80    | agent        | a1         | 2026-06-11
        """,
        """
        member | day   | exam
        m1     | 06-10 | 160/2
        m2     | 06-11 | 80/1
        """,
    )


def test_corrected_value_replaces_the_old_one(entered):
    """The same metric, subject and day, entered again."""
    entered(
        """
        metric | value | subject_id | day
        exam   | 50    | a1         | 2026-06-10
        exam   | 90    | a1         | 2026-06-10
        """,
        """
        agent | exam
        a1    | 90/1
        """,
    )


def test_nothing_entered_is_no_value(entered):
    """Not 0: who has not sat the exam has no mark, and no sum that needs it."""
    entered(
        """
        metric | value | subject_id | day
        exam   | 4     | a1         | 2026-06-10
        """,
        """
        agent | exam | rating_score | both
        a1    | 4/1  | 5/1          | 9/1
        a2    |      | 3/1          |
        """,
        ratings="""
            at       | agent | score
            10:00:00 | a1    | 5
            10:00:00 | a2    | 3
            """,
    )


def test_value_for_somebody_of_another_shop_is_left_out(entered):
    """Indicators name no shop; the staff rows and the events of the shop say whose is whose."""
    entered(
        """
        metric  | value | subject_kind | subject_id | day
        praises | 1     | agent        | a1         | 2026-06-10
        praises | 1     | agent        | a9         | 2026-06-10
        praises | 1     | shop         | s9         | 2026-06-10
        """,
        """
        agent | praises
        a1    | 1/1

        shop  | praises
        """,
    )


def test_value_of_a_day_after_the_chosen_watermark_does_not_exist(entered):
    """Asked as of the tenth, the eleventh has not come."""
    entered(
        """
        metric  | value | subject_id | day
        praises | 1     | a2         | 2026-06-10
        praises | 1     | a2         | 2026-06-11
        """,
        """
        agent | praises
        a2    | 1/1
        """,
        as_of="06-10 12:00:00",
    )


def test_evidence_says_what_was_entered_by_whom(question_about):
    """Each value is a row; of a last value only the last."""
    question = question_about(
        staff=STAFF,
        indicators="""
            metric | value | subject_id | day        | evidence | entered_by
            typing | 100   | a1         | 2026-06-03 |          | 组长
            typing | 110.5 | a1         | 2026-06-20 | 月考     | 组长
            exam   | 90    | a1         | 2026-06-03 |          |
            """,
    )
    people = question.snapshot.scan("staff").collect()
    sources = Sources([], records_of(question), entered_of(question), people, question.rules)

    def rows(metric):
        return behind(sources, BOOK, metric, ("agent", "a1"), question.period).rows

    assert [row.detail for row in rows("typing")] == [
        ("录入 110.5（组长）：月考", "entered 110.5 by 组长: 月考")
    ]
    assert [row.detail for row in rows("exam")] == [("录入 90", "entered 90")]
