"""A fen of a locked month opens to the very rows that it was computed from, whatever comes later."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from twofour.events.lake import Lake
from twofour.events.privacy import Due, apply_retention, due, forget, load_retention
from twofour.metrics import Measure
from twofour.money import format_fen
from twofour.period import parse_period
from twofour.plan.recompute import recompute
from twofour.sources import import_files
from twofour.statements import Run
from twofour.web.bridge import lake, periods, periods_later, rules, run_evidence
from twofour.web.models import ShopRules
from web.closed_shop import JUNE, MAY, attach, close
from web.conftest import AGENT, TEAM

SignedIn = Callable[..., Client]


def may_run(shop: str) -> tuple[str, Run]:
    (attached,) = periods.book(shop).period(MAY).runs.values()
    return attached.run, periods.run_of(attached)


def refund(shop: str, folder: Path, month: str) -> str:
    """A yuan back of every order paid in a month, completed in it; gives the import's id."""
    paid = lake.snapshot().scan("orders", shop_ids=[shop], months=[month]).collect()
    rows = paid.filter(pl.col("paid_at").is_not_null()).select(
        ("LATE" + pl.col("order_id")).alias("refund_id"),
        "shop_id",
        "order_id",
        pl.lit("refund_only").alias("kind"),
        pl.lit("1.00").alias("amount"),
        pl.lit(f"{month}-28 10:00:00").alias("requested_at"),
        pl.lit(f"{month}-29 10:00:00").alias("completed_at"),
        pl.lit("success").alias("status"),
    )
    path = folder / f"refunds-{month}.csv"
    rows.write_csv(path)
    import_files([path], lake.data())
    return Lake.open(lake.data()).imports()[-1].import_id


def move_everybody(shop: str, folder: Path) -> None:
    """All of the staff into another team, from their first day on."""
    staff = lake.snapshot().scan("staff", shop_ids=[shop]).drop("seq").collect()
    path = folder / "staff.csv"
    money = (pl.col("base_wage").cast(pl.Decimal(12, 2)) / 100).cast(pl.Decimal(12, 2)).alias("base_wage")
    staff.with_columns(pl.lit("新组").alias("team"), money).write_csv(path)
    import_files([path], lake.data())
    assert {one.team for one in lake.people(shop, parse_period(MAY))} == {"新组"}


def check_every_figure(shop: str, key: str, name: str, run: Run, members: set[str]) -> dict[str, Measure]:
    """The rows of every figure of some members, teams and the shop add up to what the run recorded."""
    checked = {}
    for one in run.measures:
        if one.subject_kind == "member" and one.subject_id not in members:
            continue
        subject = (one.subject_kind, one.subject_id)
        found = run_evidence.opened(shop, name, run, one.metric, subject, parse_period(key))
        assert found.then.refused is None and found.then.found is not None
        assert found.agrees, one
        rows = found.then.found.rows
        assert sum(row.numerator for row in rows) == one.numerator, one
        if any(side.name == "denominator" for side in found.then.found.sides):
            assert sum(row.denominator for row in rows) == one.denominator, one
        assert sum(row.pending for row in rows) == one.pending, one
        checked[f"{one.metric}@{one.subject_id}"] = one
    return checked


def links(page: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in re.findall(r'class="tf-evidence" href="([^"]+)"', page)]


def test_a_locked_month_opens_the_same_after_later_imports_moves_and_rules(
    closing_shop: str, tmp_path: Path, signed_in: SignedIn
) -> None:
    name, run = may_run(closing_shop)
    auditor = signed_in("auditor")
    statement = reverse("periods-statement", args=(closing_shop, MAY, AGENT))
    before = links(auditor.get(statement).content.decode())
    assert before and all(f"run={name}" in one for one in before)
    then = [auditor.get(one).context["found"] for one in before]

    refund(closing_shop, tmp_path, MAY)
    move_everybody(closing_shop, tmp_path)
    document = "preset: taobao\nattribution_days: 0\nidle_minutes: 1\n"
    ShopRules.objects.create(shop_id=closing_shop, document=document)
    assert rules.of(closing_shop).idle_minutes == 1

    assert links(auditor.get(statement).content.decode()) == before
    assert [auditor.get(one).context["found"] for one in before] == then
    assert check_every_figure(closing_shop, MAY, name, run, {AGENT})


def test_an_import_that_was_taken_back_still_stands_behind_the_month_that_used_it(
    closing_shop: str, tmp_path: Path, signed_in: SignedIn
) -> None:
    id = refund(closing_shop, tmp_path, JUNE)
    attach(JUNE)
    close(JUNE)
    (attached,) = periods.book(closing_shop).period(JUNE).runs.values()
    run = periods.run_of(attached)
    Lake.open(lake.data()).undo(id)
    url = reverse("metrics-evidence", args=(closing_shop, "effective_sales", "member", AGENT))
    page = signed_in("auditor").get(url, {"period": JUNE, "run": attached.run})
    late = [one for one in page.context["found"].rows if (one.reference or "").startswith("LATE")]
    assert late and page.context["opened"].agrees and page.context["opened"].moved
    newer = signed_in("auditor").get(url, {"period": JUNE, "run": attached.run, "now": 1}).context["found"]
    assert not [one for one in newer.rows if (one.reference or "").startswith("LATE")]
    assert "effective_sales@" + AGENT in check_every_figure(closing_shop, JUNE, attached.run, run, {AGENT})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh-hans", ("明细合计与工资单一致", "按最新数据（第 2 号）是", "差额怎么处理")),
        ("en", ("add up to the statement", "by the newest (version 2) it is", "about the difference")),
    ],
)
def test_where_newer_data_say_otherwise_both_numbers_are_shown(
    closing_shop: str, tmp_path: Path, signed_in: SignedIn, lang: str, said: tuple[str, ...]
) -> None:
    name, _ = may_run(closing_shop)
    refund(closing_shop, tmp_path, MAY)
    url = reverse("metrics-evidence", args=(closing_shop, "effective_sales", "member", AGENT))
    page = signed_in("finance", lang).get(url, {"period": MAY, "run": name})
    opened, text = page.context["opened"], page.content.decode()
    assert opened.now.value != opened.said
    language = "en" if lang == "en" else "zh"
    for words in (*said, opened.said.show(language), opened.now.value.show(language)):
        assert words in text, words
    received = reverse("metrics-evidence", args=(closing_shop, "inquiry_pay_rate", "member", AGENT))
    same = signed_in("finance", lang).get(received, {"period": MAY, "run": name})
    assert not same.context["opened"].moved and same.context["opened"].now is not None


def test_a_statement_says_what_computing_it_again_would_pay(
    closing_shop: str, tmp_path: Path, signed_in: SignedIn
) -> None:
    url = reverse("periods-later", args=(closing_shop, MAY, AGENT))
    finance = signed_in("finance")
    assert "没有新的数据" in finance.get(url).content.decode()
    refund(closing_shop, tmp_path, MAY)
    book = periods.book(closing_shop)
    (again,) = recompute(
        periods.ledger(closing_shop),
        Lake.open(lake.data()),
        lake.snapshot(),
        book,
        MAY,
        day=date(2026, 6, 30),
    )
    (posted,) = [one for one in again.adjustments if (one.member, one.line) == (AGENT, "commission")]
    statement = finance.get(reverse("periods-statement", args=(closing_shop, MAY, AGENT)))
    assert f'hx-get="{url}"' in statement.content.decode()
    page = finance.get(url)
    (line,) = [one for one in page.context["lines"] if one["title"].zh == posted.title.zh]
    assert line["fen"] == posted.fen < 0
    text = page.content.decode()
    for amount in (line["before"], line["after"], posted.fen):
        assert format_fen(amount) in text
    figure = line["figures"][0]
    for where, quantity in (("then_url", figure["before"]), ("now_url", figure["after"])):
        assert finance.get(figure[where]).context["found"].value == quantity
    part = finance.get(url, {"line": "commission"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and format_fen(posted.fen) in part
    assert signed_in("other_agent").get(url).status_code == 403
    assert signed_in("agent").get(url).status_code == 200


def test_a_chat_opens_as_the_run_read_it(closing_shop: str, tmp_path: Path, signed_in: SignedIn) -> None:
    name, _ = may_run(closing_shop)
    url = reverse("metrics-evidence", args=(closing_shop, "received", "member", AGENT))
    auditor = signed_in("auditor")
    page = auditor.get(url, {"period": MAY, "run": name})
    row = page.context["found"].rows[0]
    (day,) = row.chat_days[:1]
    chat = reverse("metrics-chat", args=(closing_shop, row.customer_id))
    asked = {"at": day.isoformat(), "run": name}
    assert f"{chat}?at={day}&amp;run={name}" in page.content.decode()
    before = auditor.get(chat, asked).context["found"]
    path = tmp_path / "messages.csv"
    path.write_text(
        "shop_id,customer_id,agent_id,sender,sent_at,text\n"
        f"{closing_shop},{row.customer_id},{row.agent_id},customer,{day} 23:58:00,后来补的一句\n",
        encoding="utf-8",
    )
    import_files([path], lake.data())
    assert auditor.get(chat, asked).context["found"] == before
    assert "后来补的一句" in auditor.get(chat, {"at": day.isoformat()}).content.decode()
    assert signed_in("agent").get(chat, asked).status_code == 200
    assert signed_in("other_agent").get(chat, asked).status_code == 403
    assert auditor.get(chat, {**asked, "run": "none"}).status_code == 404


def test_rows_that_retention_removed_are_said_in_words(closing_shop: str, signed_in: SignedIn) -> None:
    name, _ = may_run(closing_shop)
    url = reverse("metrics-evidence", args=(closing_shop, "inquiry_pay_rate", "member", AGENT))
    auditor = signed_in("auditor")
    assert auditor.get(url, {"period": MAY, "run": name}).context["found"]
    (lake.data() / "retention.yaml").write_text("tables: {messages: {retain_days: 31}}", encoding="utf-8")
    found: list[Due] = due(lake.data(), load_retention(lake.data()), date(2027, 6, 1))
    assert found
    apply_retention(lake.data(), found, by="店主")
    page = auditor.get(url, {"period": MAY, "run": name})
    text = page.content.decode()
    assert page.status_code == 200 and page.context["found"] is None
    assert "按保存期限" in text and "第 1 号数据" in text
    assert page.context["opened"].said.show("zh") in text


def test_a_forgotten_customer_is_said_in_words_and_no_sum_moves(
    closing_shop: str, signed_in: SignedIn
) -> None:
    name, _ = may_run(closing_shop)
    url = reverse("metrics-evidence", args=(closing_shop, "inquiry_pay_rate", "member", AGENT))
    auditor = signed_in("auditor")
    before = auditor.get(url, {"period": MAY, "run": name}).context["found"]
    gone = before.rows[0].customer_id
    forget(lake.data(), gone, by="店主", reason="本人要求")
    page = auditor.get(url, {"period": MAY, "run": name})
    after = page.context["found"]
    assert (after.value, [one.total for one in after.sides]) == (
        before.value,
        [one.total for one in before.sides],
    )
    assert gone not in {one.customer_id for one in after.rows} and page.context["opened"].agrees
    assert "按要求删除 1 位买家" in page.content.decode()


def test_data_that_were_cleaned_away_are_said_in_words(
    closing_shop: str, tmp_path: Path, signed_in: SignedIn
) -> None:
    name, run = may_run(closing_shop)
    url = reverse("metrics-evidence", args=(closing_shop, "effective_sales", "member", AGENT))
    then = lake.snapshot()
    move_everybody(closing_shop, tmp_path)
    now = {file.path for file in lake.snapshot().files("staff")}
    cleaned = [file.path for file in then.files("staff") if file.path not in now]
    assert cleaned
    for path in cleaned:
        (then.folder("staff") / path).unlink()
    page = signed_in("auditor").get(url, {"period": MAY, "run": name})
    text = page.content.decode()
    assert page.status_code == 200 and f"第 {run.lake.snapshot} 号数据，现在打不开" in text
    assert page.context["opened"].said.show("zh") in text
    assert page.context["opened"].now.value.show("zh") in text


@pytest.mark.parametrize(
    ("who", "own", "status"),
    [("agent", True, 200), ("other_agent", True, 403), ("lead", True, 200), ("lead", False, 403)],
)
def test_evidence_of_a_run_is_for_whom_the_figures_are(
    closed_shop: str, signed_in: SignedIn, who: str, own: bool, status: int
) -> None:
    name, run = may_run(closed_shop)
    whose = next(
        slip.member.member_id
        for slip in run.payslips
        if (slip.member.member_id == AGENT if own else slip.member.team != TEAM)
    )
    metric = next(one.metric for one in run.measures if one.subject_id == whose)
    url = reverse("metrics-evidence", args=(closed_shop, metric, "member", whose))
    assert signed_in(who).get(url, {"period": MAY, "run": name}).status_code == status
    assert signed_in(who).get(url, {"period": MAY, "run": "none"}).status_code == 404


def test_nothing_is_newer_where_nothing_came_in(closed_shop: str, signed_in: SignedIn) -> None:
    slip = periods.slip(periods.book(closed_shop).period(MAY), AGENT)
    assert slip is not None and not periods_later.is_newer(slip)
    text = signed_in("agent").get(reverse("periods-statement", args=(closed_shop, MAY, AGENT))).content
    assert "后来的数据" not in text.decode()
