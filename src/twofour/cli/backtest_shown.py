"""A backtest in the terminal: cost, who gains and loses, who stands at a cliff, what moves the cost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text as Styled

from twofour.cli.backtest_words import (
    CURRENT,
    DIFFERENCE,
    DRAFT,
    MEMBER,
    METRIC,
    MONTH,
    PEOPLE,
    notes,
    total,
)
from twofour.cli.console import console, lang
from twofour.cli.ledger_options import plain
from twofour.cli.tables import heading, plain_table
from twofour.cli.wrapping import wrapped
from twofour.explain.render_terminal import printable
from twofour.money import divide, format_fen, round_half_up
from twofour.plan import Backtest
from twofour.plan.backtest import MemberPast
from twofour.plan.fit import shown
from twofour.text import Text

_MOST, _MONTHS_BESIDE = 20, 3
_TOTAL, _YUAN = Text("合计", "total"), Text("(元)", "(yuan)")


def print_backtest(found: Backtest, draft: Path, against: Path | None) -> None:
    """Everything, most important first; long lists are cut and say where the rest is."""
    span = f"{found.costs[0].period}"
    if len(found.costs) > 1:
        span = Text(f"{span} 至 {found.looked_at}", f"{span} to {found.looked_at}").say(lang())
    head = f"{Text('方案回测', 'Backtest').say(lang())}  {found.shop_id}  {span}"
    console().print(Styled(printable(head), style="bold"), soft_wrap=True)
    _print_dim(f"{DRAFT.say(lang())}  {draft}")
    if against is not None:
        _print_dim(f"{CURRENT.say(lang())}  {against}")
    console().print()
    _print_costs(found)
    _print_people(found)
    _print_cliffs(found)
    _print_sensitivity(found)
    console().print()
    for note in notes(found):
        console().print(Styled(wrapped(printable(note.say(lang())), console().width), style="dim"))


def _print_costs(found: Backtest) -> None:
    draft = sum(one.draft for one in found.costs)
    current = None if found.current is None else sum(one.current or 0 for one in found.costs)
    table = plain_table(Text("月成本", "Cost by month").say(lang()), footer=len(found.costs) > 1)
    table.add_column(MONTH.say(lang()), _TOTAL.say(lang()), no_wrap=True)
    table.add_column(PEOPLE.say(lang()), justify="right")
    table.add_column(heading(DRAFT, "yuan"), format_fen(draft), justify="right", no_wrap=True)
    if current is not None:
        table.add_column(heading(CURRENT, "yuan"), format_fen(current), justify="right", no_wrap=True)
        table.add_column(heading(DIFFERENCE, "yuan"), _signed(draft - current), justify="right", no_wrap=True)
        table.add_column("%", _share(draft - current, current), justify="right", no_wrap=True)
    for one in found.costs:
        cells: list[str | Styled] = [str(one.period), str(one.people), format_fen(one.draft)]
        if one.current is not None:
            cells += [
                format_fen(one.current),
                _signed(one.draft - one.current),
                _share(one.draft - one.current, one.current),
            ]
        table.add_row(*cells)
    console().print(table)
    console().print()


def _print_people(found: Backtest) -> None:
    if found.current is not None:
        _print_verdict(found)
    months = [one.period for one in found.costs]
    beside = months if 1 < len(months) <= _MONTHS_BESIDE else []
    people, cut = _chosen(found)
    what = Text("每人差额", "Differences") if found.current is not None else Text("每人薪资", "Pay")
    table = plain_table(what.say(lang()))
    table.add_column(MEMBER.say(lang()), overflow="fold", min_width=4)
    for period in beside:
        table.add_column(f"{period}\n{_YUAN.say(lang())}", justify="right", no_wrap=True)
    columns = [DRAFT, CURRENT, DIFFERENCE] if found.current is not None else [_TOTAL]
    for title in columns:
        table.add_column(heading(title, "yuan"), justify="right", no_wrap=True)
    for one in people:
        by_month = {month.period: month for month in one.months}
        cells: list[str | Styled] = [plain(one.member.name)]
        for period in beside:
            month = by_month.get(period)
            if found.current is None:
                cells.append(_money(month.draft if month else None))
            else:
                cells.append(_signed(month.difference if month else None))
        cells.append(_money(one.draft))
        if found.current is not None:
            cells += [_money(one.current), _signed(one.difference)]
        table.add_row(*cells)
    console().print(table)
    if cut:
        _print_dim(_rest(cut).say(lang()))
    console().print()


def _print_verdict(found: Backtest) -> None:
    more, less = found.winners, found.losers
    words = Text(
        f"涨 {len(more)} 人，合计 {format_fen(total(more))} 元；"
        f"跌 {len(less)} 人，合计 {format_fen(total(less))} 元；不变 {len(found.unchanged)} 人",
        f"{len(more)} get more, {format_fen(total(more))} yuan together; {len(less)} get less,"
        f" {format_fen(total(less))} yuan; {len(found.unchanged)} the same",
    )
    console().print(Styled(wrapped(words.say(lang()), console().width), style="bold"))
    console().print()


def _chosen(found: Backtest) -> tuple[Sequence[MemberPast], int]:
    """Whom the terminal shows, those who lose most first, and how many it leaves out of the middle."""
    people = sorted(found.people, key=lambda one: (one.difference or 0, one.member.member_id))
    if found.current is None:
        people = sorted(found.people, key=lambda one: (-(one.draft or 0), one.member.member_id))
    if len(people) <= _MOST:
        return people, 0
    half = _MOST // 2
    return [*people[:half], *people[-half:]], len(people) - _MOST


def _print_cliffs(found: Backtest) -> None:
    month = found.looked_at
    if not found.cliffs:
        _print_dim(
            Text(
                f"台阶：{month} 没有人站在 50 元以上的台阶边上（比率差不到 2 个百分点，其他差不到 5%）",
                f"Cliffs: in {month} nobody stands within 2 points or 5% of a threshold that moves "
                "50 yuan or more",
            ).say(lang())
        )
        console().print()
        return
    caption = Text(
        f"{month}，比率差不到 2 个百分点、其他差不到 5%；差额是刚过线那一刻薪资的变化",
        f"{month}, within 2 points or 5% of a threshold; the jump is what crossing it does to the pay",
    )
    table = plain_table(Text("站在台阶边上的人", "At a cliff").say(lang()))
    table.add_column(MEMBER.say(lang()), overflow="fold", min_width=4)
    table.add_column(METRIC.say(lang()), overflow="fold")
    for title in (Text("现在", "now"), Text("门槛", "threshold")):
        table.add_column(title.say(lang()), justify="right", no_wrap=True)
    table.add_column(heading(Text("过线差额", "jump"), "yuan"), justify="right", no_wrap=True)
    for one in found.cliffs[:_MOST]:
        metric, jumps = one.entry.title.say(lang()), one.titles.say(lang())
        named = metric if jumps == metric else f"{metric} · {jumps}"
        table.add_row(
            plain(one.member.name),
            plain(named),
            shown(one.entry, one.figure).say(lang()),
            shown(one.entry, one.bound).say(lang()),
            _signed(one.fen),
        )
    console().print(table)
    _print_dim(caption.say(lang()))
    if len(found.cliffs) > _MOST:
        _print_dim(_rest(len(found.cliffs) - _MOST).say(lang()))
    console().print()


def _print_sensitivity(found: Backtest) -> None:
    caption = Text(
        f"{found.looked_at}，所有人的这项指标一起变、别的不变时，新方案的月成本变多少",
        f"{found.looked_at}: what the draft costs more if everybody moves in this metric alone",
    )
    table = plain_table(Text("成本敏感度", "Sensitivity of the cost").say(lang()))
    table.add_column(METRIC.say(lang()), overflow="fold")
    table.add_column(Text("变动", "change").say(lang()), no_wrap=True)
    table.add_column(heading(Text("月成本", "cost a month"), "yuan"), justify="right", no_wrap=True)
    for one in sorted(found.sensitivity, key=lambda one: -abs(one.fen)):
        table.add_row(plain(one.entry.title.say(lang())), one.step.say(lang()), _signed(one.fen))
    console().print(table)
    _print_dim(caption.say(lang()))


def _rest(count: int) -> Text:
    return Text(
        f"还有 {count} 行没有列出：加 --out 文件.xlsx 看全部", f"{count} more: --out FILE.xlsx has them all"
    )


def _print_dim(words: str) -> None:
    console().print(Styled(wrapped(printable(words), console().width), style="dim"), soft_wrap=True)


def _money(fen: int | None) -> str:
    return "–" if fen is None else format_fen(fen)


def _signed(fen: int | None) -> Styled:
    if not fen:
        return Styled("–" if fen is None else format_fen(fen))
    return Styled(f"{'+' if fen > 0 else ''}{format_fen(fen)}", style="green" if fen > 0 else "red")


def _share(fen: int, of: int) -> str:
    if of == 0:
        return "–"
    share = round_half_up(divide(fen * 100, of), 1)
    return f"{'+' if share > 0 else ''}{share}%"
