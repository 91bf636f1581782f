"""Checks of staff rows against the chats: agents nobody owns, days nobody owns, rows that contradict."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import polars as pl

from twofour.metrics.belonging import assign
from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.finding import MOST_EXAMPLES, Check, Found, listed
from twofour.metrics.doctor.gather import ends
from twofour.text import Text

_PLACE = ["shop_id", "agent_id"]


def find_unknown(chart: Chart) -> Iterator[Found]:
    """Agent ids that chat or are rated and stand in no staff row of the shop."""
    unknown = chart.active.join(chart.staff, on=_PLACE, how="anti")
    silent = _silent(chart)
    for shop, agents in _by_shop(_per_agent(unknown), chart):
        ids = agents.get_column("agent_id").to_list()
        spare = silent.filter(pl.col("shop_id") == shop).get_column("agent_id").to_list()
        rows = int(agents.get_column("rows").sum())
        yield Found(
            shop,
            len(ids),
            Text(
                f"{len(ids)} 个客服账号不在人员表里，{rows:,} 条消息和评价不归任何员工",
                f"agents in no staff row: {len(ids)}, with {rows:,} messages and ratings that belong to "
                "nobody",
            ),
            *ends(agents, "first", "last"),
            _shown(agents),
            _alike(ids, spare),
        )


def find_unstaffed_days(chart: Chart) -> Iterator[Found]:
    """Days on which an agent chats although no staff row of theirs is valid."""
    known = chart.active.join(chart.staff, on=_PLACE, how="semi")
    numbered = known.with_columns(pl.col("day").cast(pl.Int32))
    owned = assign(numbered, chart.staff, "member")
    unowned = numbered.join(owned, on=[*_PLACE, "day"], how="anti").with_columns(pl.col("day").cast(pl.Date))
    for shop, agents in _by_shop(_per_agent(unowned), chart):
        days, rows = int(agents.get_column("days").sum()), int(agents.get_column("rows").sum())
        yield Found(
            shop,
            days,
            Text(
                f"{agents.height} 个客服有 {days} 天没有生效的人员行，这些天的 {rows:,} "
                "条消息和评价不归任何员工",
                f"days without a valid staff row: {days}, of agents: {agents.height}; their {rows:,} "
                "messages and ratings belong to nobody",
            ),
            *ends(agents, "first", "last"),
            _shown(agents),
        )


def find_silent(chart: Chart) -> Iterator[Found]:
    """Agent ids of the staff table that neither chat nor are rated."""
    for shop, agents in _by_shop(_silent(chart), chart):
        ids = agents.get_column("agent_id").to_list()
        yield Found(
            shop,
            len(ids),
            Text(
                f"人员表里有 {len(ids)} 个客服账号没有任何聊天",
                f"agents of the staff table who never chat: {len(ids)}",
            ),
            examples=tuple(ids),
        )


def find_overlaps(chart: Chart) -> Iterator[Found]:
    """An agent's staff row that has not ended when the next one begins, with another member or team."""
    rows = _successive(chart)
    begun = pl.col("next_from").is_not_null()
    other_member = pl.col("member_id") != pl.col("next_member")
    other_team = pl.col("team").ne_missing(pl.col("next_team"))
    left = (pl.col("left_on") < pl.col("next_from")).fill_null(False)
    # A row without an end that a later row of the same person replaces is how a change of team is written.
    open_end = pl.col("valid_to").is_null() & other_member & ~left
    written = (pl.col("valid_to") >= pl.col("next_from")) & (other_member | other_team)
    for shop, agents in _by_shop(rows.filter(begun & (open_end | written.fill_null(False))), chart):
        yield Found(
            shop,
            agents.height,
            Text(
                f"{agents.height} 处人员行重叠：前一行没结束，后一行已开始，员工或团队不同；以后开始的为准",
                f"{agents.height} staff rows overlap: one has not ended when the next begins with another "
                "member or team; the later one counts",
            ),
            *ends(agents, "next_from", "next_from"),
            tuple(
                f"{row['agent_id']} {row['next_from']}: {row['member_id']} → {row['next_member']}"
                for row in agents.head(MOST_EXAMPLES).iter_rows(named=True)
            ),
        )


def find_gaps(chart: Chart) -> Iterator[Found]:
    """Days between the end of an agent's staff row and the beginning of the next."""
    apart = (pl.col("next_from") - pl.col("valid_to")).dt.total_days()
    for shop, agents in _by_shop(_successive(chart).filter(apart > 1), chart):
        yield Found(
            shop,
            agents.height,
            Text(
                f"{agents.height} 处人员行之间有空档，空档里的聊天不归任何员工",
                f"gaps between staff rows: {agents.height}; chats inside belong to nobody",
            ),
            *ends(agents, "valid_to", "next_from"),
            tuple(
                f"{row['agent_id']} {row['valid_to']} … {row['next_from']}"
                for row in agents.head(MOST_EXAMPLES).iter_rows(named=True)
            ),
        )


def _per_agent(active: pl.DataFrame) -> pl.DataFrame:
    """shop_id, agent_id, days, rows, first, last; the busiest first."""
    return (
        active.group_by(_PLACE)
        .agg(
            days=pl.len().cast(pl.Int64),
            rows=pl.col("rows").sum(),
            first=pl.col("day").min(),
            last=pl.col("day").max(),
        )
        .sort("shop_id", "rows", "agent_id", descending=[False, True, False])
    )


def _silent(chart: Chart) -> pl.DataFrame:
    """Staff agents without activity, in shops where others have some and on days that the data has."""
    active = chart.active
    span = active.group_by("shop_id").agg(first=pl.col("day").min(), last=pl.col("day").max())
    valid = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("last"))) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("first"))
    )
    here = chart.staff.join(span, on="shop_id").filter(valid)
    return here.join(active, on=_PLACE, how="anti").select(_PLACE).unique().sort(_PLACE)


def _successive(chart: Chart) -> pl.DataFrame:
    """Each staff row with the agent's next one, if there is one."""
    following = {"next_from": "valid_from", "next_member": "member_id", "next_team": "team"}
    rows = chart.staff.sort(*_PLACE, "valid_from", "seq", nulls_last=False)
    return rows.with_columns(
        pl.col(column).shift(-1).over(_PLACE).alias(name) for name, column in following.items()
    )


def _by_shop(rows: pl.DataFrame, chart: Chart) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each shop that has staff at all: a shop without any is another check's matter."""
    staffed = set(chart.staff.get_column("shop_id").unique().to_list())
    for (shop,), part in rows.group_by("shop_id", maintain_order=True):
        if shop in staffed:
            yield str(shop), part


def _shown(agents: pl.DataFrame) -> tuple[str, ...]:
    few = agents.head(MOST_EXAMPLES)
    return tuple(f"{agent} ({rows:,})" for agent, rows in few.select("agent_id", "rows").iter_rows())


def _alike(unknown: list[str], silent: list[str]) -> Text | None:
    """A remedy for ids that look like misspelt ids of the staff table."""
    folded = {agent.casefold().strip(): agent for agent in silent}
    pairs = [
        f"{agent} → {folded[near[0]]}"
        for agent in unknown
        if (near := get_close_matches(agent.casefold().strip(), folded, n=1, cutoff=0.8))
    ]
    if not pairs:
        return None
    shown = listed(pairs[:MOST_EXAMPLES], len(pairs))
    return Text(
        f"人员表里的账号可能写错了，聊天里的写法 → 人员表里的写法：{shown.zh}。改好人员表再导入",
        f"The staff table may misspell them; as in the chats → as in the staff table: {shown.en}. Mend the "
        "staff table and import it",
    )


CHECKS = (
    Check(
        "agent_unknown",
        "error",
        Text("客服没有人认领", "agents nobody owns"),
        "An agent id that chats with customers or is rated, and stands in no staff row of its shop. Not "
        "asked of a shop without any staff.",
        Text(
            "在人员表 staff 里给每个账号补一行（agent_id、member_id、team …）并导入",
            "Give each of them a row in the staff table (agent_id, member_id, team …) and import it",
        ),
        find_unknown,
    ),
    Check(
        "agent_unstaffed",
        "error",
        Text("聊天当天没有人员行", "chats without a staff row"),
        "A day on which an agent chats or is rated, and none of the agent's staff rows is valid.",
        Text(
            "改人员行的 valid_from、valid_to，让它们盖住这些天，再导入",
            "Let valid_from and valid_to of the staff rows cover these days, and import them",
        ),
        find_unstaffed_days,
    ),
    Check(
        "agent_silent",
        "note",
        Text("人员表里没有聊天的账号", "agents that never chat"),
        "An agent id of the staff table, valid on days that the shop's chats cover, that neither chats nor "
        "is rated.",
        Text("核对账号写法；确实没上线就不用管", "Check the spelling; leave it if they were not at work"),
        find_silent,
    ),
    Check(
        "staff_overlap",
        "warning",
        Text("人员行重叠", "staff rows overlap"),
        "A staff row ends on or after the day on which the agent's next row begins, and member or team "
        "differ; or it has no end, the next row names another member, and the first one had not left. A row "
        "without an end that a later row of the same member replaces is in order.",
        Text(
            "给前一行写上 valid_to（后一行 valid_from 的前一天）再导入；两人共用一个账号就没法分清业绩",
            "Write valid_to into the first row (the day before the next valid_from) and import it; two "
            "people on one agent id cannot be told apart",
        ),
        find_overlaps,
    ),
    Check(
        "staff_gap",
        "note",
        Text("人员行之间有空档", "gaps between staff rows"),
        "A staff row ends more than a day before the agent's next row begins.",
        Text(
            "账号那几天没人用就不用管；否则补上",
            "Leave it if nobody used the agent id then; else close the gap",
        ),
        find_gaps,
    ),
)
