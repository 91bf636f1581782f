"""``twofour losses``: inquiries that did not order, orders that were not paid, and the reasons that show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from twofour.cli.console import lang
from twofour.cli.files import Cell, Form, FormOption, OutFile, Sheet, form_of, write_rows
from twofour.cli.losses_shown import KINDS, Found, joined, reasons_of, share, shown
from twofour.cli.losses_table import print_losses
from twofour.cli.measure import By
from twofour.cli.options import DEFAULT_DATA, AsOf, DataDir, First, Last, Month, RulesFile, Shop, question_of
from twofour.cli.subjects import Agent, Member, Team, Unmasked, subject_of, subject_words
from twofour.explain import Quantity
from twofour.metrics.calendar import as_date
from twofour.metrics.losses import losses
from twofour.text import Text

_SPEAKERS = {
    "customer_first": Text("买家首句", "customer, first words"),
    "customer_last": Text("买家末句", "customer, last words"),
    "agent_first": Text("客服首句", "agent, first words"),
    "agent_last": Text("客服末句", "agent, last words"),
}


class Kind(Enum):
    """What was lost."""

    inquiry = "inquiry"
    payment = "payment"


def show_losses(
    kind: Annotated[Kind, typer.Option("--kind", help="询单流失或付款流失 / what was lost")] = Kind.inquiry,
    by: Annotated[By | None, typer.Option("--by", help="按谁汇总 / count by", show_default=False)] = None,
    agent: Agent = None,
    member: Member = None,
    team: Team = None,
    shop: Shop = None,
    first: First = None,
    last: Last = None,
    period: Month = None,
    rules: RulesFile = None,
    as_of: AsOf = None,
    form: FormOption = None,
    out: OutFile = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="表格最多显示行数 / rows shown in a table")
    ] = 20,
    unmasked: Unmasked = False,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """流失分析：谁没下单、没付款，为什么 / who did not order or pay, and why."""
    chosen = form_of(form, out)
    question = question_of(data, shop, (first, last, period), rules, as_of)
    subject = subject_of(agent, member, team, question.shop_ids[0])
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    lost = losses(question, staff, kind.value, subject)
    found = Found(lost, question, staff, subject_words(subject, staff, question))
    if chosen is Form.table:
        print_losses(found, by, limit, unmasked)
        return
    rows = shown(found, lost.rows, unmasked)
    summary = _reasons_sheet(found) if by is None else _subjects_sheet(found, by)
    write_rows(_sheet(found, rows), chosen, out, period=question.period, summary=summary)


def _reasons_sheet(found: Found) -> Sheet:
    """One row per reason; a loss with several reasons stands in each of them."""
    total = found.losses.total()
    columns = {
        "reason": Text("原因", "reason id"),
        "title": Text("原因名称", "reason"),
        "losses": Text("流失", "losses"),
        "share": Text("占流失", "of the losses"),
    }
    rows: list[dict[str, Cell]] = [
        {
            "reason": name,
            "title": title.say(lang()),
            "losses": total[name],
            "share": share(total[name], total["lost"]),
        }
        for name, title in found.reasons.items()
    ]
    return Sheet(Text("原因汇总", "reasons"), columns, rows)


def _subjects_sheet(found: Found, by: By) -> Sheet:
    """One row per subject: what was counted, reached, pending, lost, and losses by reason."""
    _, counted, reached = KINDS[found.losses.kind]
    columns = {
        "subject_id": Text("对象", "subject"),
        "counted": counted,
        "reached": reached,
        "pending": Text("延迟统计", "pending"),
        "lost": Text("流失", "lost"),
        "lost_rate": Text("流失率", "lost rate"),
        **found.reasons,
    }
    rows: list[dict[str, Cell]] = [
        {"subject_id": subject, **sums, "lost_rate": share(sums["lost"], sums["counted"])}
        for subject, sums in found.losses.by(found.staff, by.value).items()
    ]
    return Sheet(Text("汇总", "summary"), columns, rows)


def _sheet(found: Found, rows: Iterable[dict[str, Any]]) -> Sheet:
    """Every loss; ``reasons`` in words, and a column of truths per reason to count them by."""
    zone = ZoneInfo(found.question.rules.timezone)
    columns = {
        "shop_id": Text("店铺", "shop"),
        "day": Text("业务日", "day"),
        "first_asked": Text("首次咨询", "first asked"),
        "customer_id": Text("买家", "customer"),
        "agent_id": Text("客服账号", "agent id"),
        "agent_name": Text("客服", "agent"),
        "reasons": Text("原因", "reasons"),
        "waits": Text("等待次数", "waits"),
        "longest": Text("最长等待（秒）", "longest wait (s)"),
        "unanswered_waits": Text("未获回复", "unanswered"),
        "products": Text("咨询的商品", "products asked about"),
        **_SPEAKERS,
        **found.reasons,
    }
    cells: list[dict[str, Cell]] = [
        {
            **{key: row[key] for key in columns if key in row},
            "day": as_date(row["day"]),
            "first_asked": datetime.fromtimestamp(row["first_asked"], UTC).astimezone(zone),
            "longest": None if row["longest"] is None else Quantity(row["longest"], "second"),
            "products": joined(row["products"]),
            "reasons": joined([title.say(lang()) for title in reasons_of(found, row)]),
        }
        for row in rows
    ]
    return Sheet(KINDS[found.losses.kind][0], columns, cells)
