"""The shop that ``pages.py`` is read in: 300 agents, 90 days, closed months, accounts; made once per version.

Run as a program it makes the shop in the folder that it is given.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import django
import polars as pl

from shops import shop_events

SHOP, PASSWORD = "shop-000", "bench-pass-phrase"
AGENTS, DAYS, MESSAGES, PER_TEAM = 300, 90, 1_300_000, 12
APRIL = int(datetime(2026, 4, 1, 16, tzinfo=UTC).timestamp())  # 2026-04-02 00:00 in Shanghai
MAY, JUNE = "2026-05", "2026-06"
SCHEME = Path(__file__).parents[1] / "examples" / "presales-two-four" / "scheme.yaml"
READERS = {
    "owner": None,
    "manager": None,
    "finance": None,
    "lead": f"{SHOP}:member-0",
    "agent": f"{SHOP}:member-7",
}


def make(folder: Path) -> None:
    """Events, accounts, a scheme in force since April, May locked, June run."""
    from twofour.events.lake import Lake  # noqa: PLC0415

    events = shop_events(0, MESSAGES, agents=AGENTS, days=DAYS, start=APRIL)
    Lake.create_or_open(folder).commit({**events, "staff": _staff()}, source={"bench": "pages"})
    os.environ |= {"DJANGO_SETTINGS_MODULE": "twofour.web.settings", "TWOFOUR_DATA": str(folder)}
    (folder / "web").mkdir(exist_ok=True)
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    _people()
    _schemes(folder)
    _months()


def _staff() -> pl.DataFrame:
    numbers = pl.DataFrame({"n": list(range(AGENTS))})
    return numbers.select(
        pl.format(f"{SHOP}:agent-{{}}", "n").alias("agent_id"),
        pl.lit(SHOP).alias("shop_id"),
        pl.format(f"{SHOP}:member-{{}}", "n").alias("member_id"),
        pl.format("员工{}", "n").alias("name"),
        pl.format("第{}组", pl.col("n") // PER_TEAM).alias("team"),
        pl.lit("pre_sales").alias("role"),
        pl.lit("middle").alias("grade"),
        pl.lit(date(2026, 1, 1)).alias("valid_from"),
    )


def _people() -> None:
    from twofour.web.models import Account, Grant, Role  # noqa: PLC0415

    for username, member in READERS.items():
        account = Account.objects.open(username=username, name=username, password=PASSWORD)
        team = "第0组" if member else ""
        Grant.objects.create(
            account=account, role=Role(username), shop_id=SHOP, team=team, member_id=member or ""
        )


def _schemes(folder: Path) -> None:
    from twofour.ledger import Registry  # noqa: PLC0415
    from twofour.scheme import read_scheme  # noqa: PLC0415
    from twofour.web.models import ShopRules  # noqa: PLC0415

    text = SCHEME.read_text(encoding="utf-8").replace("missing: renormalise", "missing: zero")
    text = text.replace("valid_from: 2026-06-01", "valid_from: 2026-04-01")
    Registry(folder).approve(read_scheme(text, "scheme.yaml"), "owner")
    ShopRules.objects.create(shop_id=SHOP, document='auto_reply_prefixes: ["【自动回复】"]\n')


def _months() -> None:
    from twofour.period import parse_period  # noqa: PLC0415
    from twofour.web.bridge import periods, periods_schemes, periods_writing  # noqa: PLC0415

    for key in (MAY, JUNE):
        period = parse_period(key)
        periods_writing.open_period(SHOP, "finance", period)
        for one in periods_schemes.in_force(SHOP, period):
            run = periods_writing.compute(SHOP, one.version, period, lambda done, total: None)
            periods_writing.attach(SHOP, "finance", key, run)
        if key == MAY:
            for by, to in (("finance", "reviewed"), ("owner", "approved"), ("finance", "locked")):
                periods_writing.move(SHOP, by, key, to, periods.book(SHOP).head)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
