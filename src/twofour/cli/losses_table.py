"""The tables of ``twofour losses`` in the terminal: totals, reasons, subjects, rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from twofour.cli.console import console, lang, say
from twofour.cli.losses_shown import KINDS, NO_REASON, Found, joined, reasons_of, share, shown
from twofour.cli.measure import By
from twofour.cli.subjects import days_words
from twofour.cli.tables import heading, plain_table, short
from twofour.events.roster import roster
from twofour.explain.render_terminal import printable
from twofour.metrics.agent_names import AgentNames
from twofour.metrics.calendar import day_number
from twofour.text import Text

_SHORT = 24  # characters of a quotation in the terminal


def print_losses(found: Found, by: By | None, limit: int, unmasked: bool) -> None:
    title, counted, reached = KINDS[found.losses.kind]
    days, total = days_words(found.question), found.losses.total()
    say(
        Text(
            f"{title.zh} · {found.name.zh} · {days.zh}",
            f"{title.en} · {found.name.en} · {days.en}",
        ),
        style="bold",
    )
    rate = share(total["lost"], total["counted"])
    numbers = {name: f"{total[name]:,}" for name in ("counted", "reached", "pending", "lost")}
    say(
        Text(
            f"{counted.zh} {numbers['counted']}，{reached.zh} {numbers['reached']}，延迟统计 "
            f"{numbers['pending']}，流失 {numbers['lost']}（{short(rate)}）",
            f"{counted.en} {numbers['counted']}, {reached.en} {numbers['reached']}, pending "
            f"{numbers['pending']}, lost {numbers['lost']} ({short(rate)})",
        )
    )
    if not total["lost"]:
        say(Text("期间内没有流失", "nothing was lost in the period"))
        return
    console().print()
    _printreasons_of(found)
    if by is not None:
        console().print()
        _print_subjects(found, by)
    if limit:
        console().print()
        _print_rows(found, limit, unmasked)


def _printreasons_of(found: Found) -> None:
    total = found.losses.total()
    table = plain_table()
    table.add_column(Text("原因", "reason").say(lang()))
    table.add_column(Text("流失", "losses").say(lang()), justify="right")
    table.add_column(Text("占流失", "of the losses").say(lang()), justify="right")
    for name, title in found.reasons.items():
        table.add_row(title.say(lang()), f"{total[name]:,}", short(share(total[name], total["lost"])))
    console().print(table)
    say(
        Text(
            "一次流失可以有几个原因，各行之和可能大于流失数",
            "a loss may have several reasons, so these may add up to more than the losses",
        )
    )


def _print_subjects(found: Found, by: By) -> None:
    table = plain_table()
    table.add_column(Text("对象", "subject").say(lang()), overflow="fold", min_width=8)
    for title in (Text("流失", "lost"), Text("流失率", "lost rate"), *found.reasons.values()):
        # A word a line in English: so many columns fit only if they are narrow.
        words = heading(title, "count") if lang() == "zh" else title.en.replace(" ", "\n")
        table.add_column(words, justify="right", no_wrap=True)
    names = _names(found, by)
    for subject, sums in found.losses.by(found.staff, by.value).items():
        rate = short(share(sums["lost"], sums["counted"]))
        counts = [f"{sums[name]:,}" for name in found.reasons]
        table.add_row(printable(names.get(subject, subject)), f"{sums['lost']:,}", rate, *counts)
    console().print(table)


def _names(found: Found, by: By) -> dict[str, str]:
    """What people are called; an agent on the period's last day, by name alone where no other has it."""
    period, shop = found.question.period, found.question.shop_ids[0]
    if by is By.member:
        return {member.member_id: member.name for member in roster(found.staff, period)}
    if by is not By.agent:
        return {}
    names, last = AgentNames(found.staff), day_number(period.last)
    called = {agent: names.of(shop, agent, last) for agent in found.losses.by(found.staff, "agent")}
    often = Counter(called.values())
    return {agent: name for agent, name in called.items() if name and often[name] == 1}


def _print_rows(found: Found, limit: int, unmasked: bool) -> None:
    lost = found.losses.rows
    table = plain_table()
    table.add_column(Text("首次咨询", "first asked").say(lang()), no_wrap=True)
    table.add_column(Text("买家、客服", "customer, agent").say(lang()), overflow="fold", max_width=18)
    table.add_column(Text("等待", "waits").say(lang()), overflow="fold", max_width=14)
    table.add_column(Text("说了什么、原因", "what was said, reasons").say(lang()), overflow="fold", ratio=1)
    zone = ZoneInfo(found.question.rules.timezone)
    for row in shown(found, lost.head(limit), unmasked):
        at = datetime.fromtimestamp(row["first_asked"], UTC).astimezone(zone)
        who = f"{row['customer_id']}\n{row['agent_name'] or row['agent_id']}"
        table.add_row(
            f"{at:%m-%d %H:%M}",
            "\n".join(map(printable, who.split("\n"))),
            _waits(row).say(lang()),
            "\n".join(_story(found, row)),
        )
    console().print(table)
    rest = lost.height - limit
    if rest > 0:
        say(
            Text(
                f"另有 {rest} 行；--limit 或 --out FILE.xlsx 看全部",
                f"{rest} more rows; see all with --limit or --out FILE.xlsx",
            )
        )
    say(
        Text(
            "看一段完整聊天：twofour chat --customer 买家 --day 日期",
            "read a whole chat: twofour chat --customer C --day D",
        )
    )


def _waits(row: Mapping[str, Any]) -> Text:
    zh, en = [f"{row['waits']} 次"], [f"{row['waits']}"]
    if row["longest"] is not None:
        zh.append(f"最长 {row['longest']} 秒")
        en.append(f"longest {row['longest']} s")
    if row["unanswered_waits"]:
        zh.append(f"未回 {row['unanswered_waits']} 次")
        en.append(f"unanswered {row['unanswered_waits']}")
    return Text("\n".join(zh), "\n".join(en))


def _story(found: Found, row: Mapping[str, Any]) -> list[str]:
    """First and last words of both sides, what was asked about, the reasons; the same words once."""
    colon, dots, arrow = (Text("：", ": "), Text("……", " … "), Text("→", "→ "))
    lines = []
    for side, title in (("customer", Text("买家", "customer")), ("agent", Text("客服", "agent"))):
        said = [row[f"{side}_first"], row[f"{side}_last"]]
        words = dots.say(lang()).join(_cut(text) for text in dict.fromkeys(text for text in said if text))
        lines += [f"{title.say(lang())}{colon.say(lang())}{words}"] if words else []
    if row["products"]:
        asked = Text("咨询", "asked about").say(lang())
        lines.append(f"{asked}{colon.say(lang())}{joined(_cut(product) for product in row['products'])}")
    reasons = joined(title.say(lang()) for title in reasons_of(found, row)) or NO_REASON.say(lang())
    return [*lines, f"{arrow.say(lang())}{reasons}"]


def _cut(words: str) -> str:
    plain = printable(" ".join(words.split()))
    return plain if len(plain) <= _SHORT else f"{plain[: _SHORT - 1]}…"
