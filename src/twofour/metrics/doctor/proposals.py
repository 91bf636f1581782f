"""Checks of counting rules against the data: settings that the chats ask for."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.finding import Check, Found
from twofour.metrics.doctor.gather import ends
from twofour.metrics.doctor.habits import PREFIX_LETTERS, QUICK_SECONDS
from twofour.text import Text

_LEAST_OPENINGS, _QUICK_PERCENT = 20, 80


def find_own_people(chart: Chart) -> Iterator[Found]:
    """Customers who are agents: own staff that write to the shop or buy from it."""
    agents = chart.messages.select("shop_id", "agent_id").drop_nulls().unique()
    owned = chart.staff.select("shop_id", "agent_id")
    # The main account is the part before the colon of its sub-accounts.
    accounts = pl.concat([agents, owned]).unique()
    main = accounts.with_columns(pl.col("agent_id").str.extract(r"^(.+)[:：]"))
    names = pl.concat([accounts, main]).drop_nulls().unique().rename({"agent_id": "customer_id"})
    known = names.filter(~pl.col("customer_id").is_in(list(chart.rules.excluded_customers)))
    own = []
    for table in ("messages", "orders"):
        rows = chart.scan(table).select("shop_id", "customer_id", "day")
        here = rows.join(known.lazy(), on=["shop_id", "customer_id"], how="semi")
        own.append(
            here.group_by("shop_id", "customer_id")
            .agg(rows=pl.len(), first=pl.col("day").min(), last=pl.col("day").max())
            .collect(engine="streaming")
        )
    every = (
        pl.concat(own)
        .group_by("shop_id", "customer_id")
        .agg(pl.col("rows").sum(), pl.col("first").min(), pl.col("last").max())
    )
    for (shop,), part in every.sort("shop_id", "customer_id").group_by("shop_id", maintain_order=True):
        ids = part.get_column("customer_id").to_list()
        first, last = ends(part, "first", "last")
        setting = f"excluded_customers: [{', '.join(ids)}]"
        yield Found(
            str(shop),
            len(ids),
            Text(f"{len(ids)} 个买家是自己的客服账号", f"customers who are agents of the shop: {len(ids)}"),
            first,
            last,
            tuple(ids),
            Text(f"写进口径：{setting}", f"Write into the counting rules: {setting}"),
        )


def find_automatic(chart: Chart) -> Iterator[Found]:
    """First replies that always begin alike and come at once: machines that count as people."""
    for habits in chart.habits:
        machine = pl.col("quick") * 100 >= pl.col("rows") * _QUICK_PERCENT
        rows = habits.openings.filter((pl.col("rows") >= _LEAST_OPENINGS) & machine)
        for (shop,), part in rows.group_by("shop_id", maintain_order=True):
            prefixes, count = part.get_column("prefix").to_list(), int(part.get_column("rows").sum())
            written = ", ".join(f'"{prefix}"' for prefix in prefixes)
            yield Found(
                str(shop),
                count,
                Text(
                    f"{count:,} 次首次回复的开头一模一样，而且买家一说话就到：是自动回复，却算成了人工",
                    f"first replies that begin alike and come at once, machines counted as people: {count:,}",
                ),
                examples=tuple(
                    f"{prefix} ({rows:,})" for prefix, rows in part.select("prefix", "rows").iter_rows()
                ),
                remedy=Text(
                    f"写进口径：auto_reply_prefixes: [{written}]",
                    f"Write into the counting rules: auto_reply_prefixes: [{written}]",
                ),
            )


CHECKS = (
    Check(
        "own_people",
        "warning",
        Text("买家是自己人", "customers who are agents"),
        "A customer_id of messages or orders that is an agent id of the shop, or the part before the colon "
        "of one, and is not among excluded_customers.",
        Text("写进口径的 excluded_customers", "Add them to excluded_customers in the counting rules"),
        find_own_people,
    ),
    Check(
        "automatic_replies",
        "warning",
        Text("没认出的自动回复", "automatic replies not known"),
        f"In the shop's latest busy month {_LEAST_OPENINGS} or more first replies to a new conversation "
        f"begin with the same words in brackets, or else the same {PREFIX_LETTERS} characters, "
        f"{_QUICK_PERCENT}% or more of them within {QUICK_SECONDS} seconds; what auto_reply_prefixes names "
        "is left out.",
        Text("写进口径的 auto_reply_prefixes", "Add them to auto_reply_prefixes in the counting rules"),
        find_automatic,
    ),
)
