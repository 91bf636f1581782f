"""A closed month computed again after late refunds: adjustments in the open month, the closed one stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from twofour.problems import Refused
from twofour.sources import import_files
from twofour.web.actions import periods as actions
from twofour.web.bridge import lake, periods
from twofour.web.models import Account, AuditEntry, Job
from twofour.web.worker import work_off
from web.closed_shop import JUNE, MAY, acting

SignedIn = Callable[..., Client]


def _refund_may(shop: str, folder: Path) -> None:
    """A yuan back of every order paid in May, known only now."""
    paid = lake.snapshot().scan("orders", shop_ids=[shop], months=["2026-05"]).collect()
    rows = paid.filter(pl.col("paid_at").is_not_null()).select(
        ("LATE" + pl.col("order_id")).alias("refund_id"),
        "shop_id",
        "order_id",
        pl.lit("refund_only").alias("kind"),
        pl.lit("1.00").alias("amount"),
        pl.lit("2026-05-30 10:00:00").alias("requested_at"),
        pl.lit("2026-05-31 10:00:00").alias("completed_at"),
        pl.lit("success").alias("status"),
    )
    path = folder / "refunds.csv"
    rows.write_csv(path)
    import_files([path], lake.data())


@pytest.mark.django_db(transaction=True)
def test_late_refunds_become_adjustments_in_the_open_month(
    closing_shop: str, tmp_path: Path, signed_in: SignedIn
) -> None:
    finance = signed_in("finance")
    before = periods.payroll(closing_shop, MAY, "csv")
    _refund_may(closing_shop, tmp_path)
    shown = finance.get(reverse("periods-show", args=(closing_shop, JUNE))).content.decode()
    assert "上次核算之后又导入了数据" in shown
    for _ in range(2):
        finance.post(reverse("periods-recompute", args=(closing_shop, MAY)), {"into": JUNE})
        work_off()
    assert list(Job.objects.values_list("state", flat=True)) == ["done", "done"]
    posted = periods.book(closing_shop).period(JUNE).posted
    commissions = [one.adjustment for one in posted if one.adjustment.line == "commission"]
    assert commissions and {one.cause for one in commissions} == {"late_refund"}
    assert {one.of for one in posted} == {MAY} and sum(one.adjustment.fen for one in posted) < 0
    assert periods.payroll(closing_shop, MAY, "csv") == before
    acts = list(AuditEntry.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["ask_recompute", "adjust_period", "ask_recompute"]
    shown = finance.get(reverse("periods-show", args=(closing_shop, JUNE))).content.decode()
    assert "晚到退款" in shown and "有效销售额" in shown


def test_recomputing_an_open_month_is_refused(closing_shop: str, people: dict[str, Account]) -> None:
    with pytest.raises(Refused, match="needs no adjustment"):
        actions.ask_recompute(actor=acting(people, "finance"), key=JUNE, into=JUNE)
    assert not AuditEntry.objects.exists() and not Job.objects.exists()


@pytest.mark.parametrize("who", ["lead", "agent", "auditor"])
def test_recomputing_is_not_for_everybody(closed_shop: str, signed_in: SignedIn, who: str) -> None:
    url = reverse("periods-recompute", args=(closed_shop, MAY))
    assert signed_in(who).post(url, {"into": JUNE}).status_code == 403
    assert not Job.objects.exists()
