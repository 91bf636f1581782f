"""The scoreboard as a manager reads it: headline figures, a ranked table, the month's line, findings."""

from __future__ import annotations

from decimal import Decimal

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Styled

from twofour.demo.board import NOTHING, Board, Standing, percent, quotient, seconds, whole_yuan
from twofour.demo.findings import CONVERSION, findings
from twofour.money import divide, format_fen, round_half_up
from twofour.statements.words import period_words
from twofour.text import Lang, Text

WIDE = 104  # from this width on there is room for more columns
_BLOCKS = "▁▂▃▄▅▆▇█"


def scoreboard(board: Board, lang: Lang, width: int) -> RenderableType:
    """The whole scoreboard for a terminal of ``width`` columns (80 or more)."""
    title = Text("客服成绩单", "customer-service scoreboard")
    heading = Styled.assemble(
        (board.shop, "bold"), " · ", period_words(board.period).say(lang), " · ", title.say(lang), "  ",
        (Text(" 合成数据 SYNTHETIC ", " SYNTHETIC DATA ").say(lang), "bold black on yellow"),
    )  # fmt: skip
    return Group(
        Panel(
            Group(_headline(board, lang), Styled(), _month(board, lang)),
            title=heading,
            border_style="cyan",
            padding=(1, 2),
        ),
        _ranking(board, lang, width),
        Panel(
            _bullets([finding.say(lang) for finding in findings(board)]),
            title=Styled(Text("本月看点", "What stands out").say(lang), style="bold"),
            title_align="left",
            border_style="magenta",
            padding=(0, 1),
        ),
    )


def _headline(board: Board, lang: Lang) -> Table:
    """Eight figures, four in a row."""
    sold = board.total("effective_sales")
    cost = percent(divide(board.payroll, sold)) if sold > 0 else NOTHING
    silent = board.shop_figures.get("silent_sales")
    tiles = (
        (Text("接待人数", "received"), f"{board.shop_figures['received'].numerator:,}"),
        (Text("询单人数", "inquiries"), f"{board.shop_figures['inquiries'].numerator:,}"),
        (Text("付款转化率", "paid of inquiries"), percent(quotient(board.shop_figures[CONVERSION]))),
        (Text("平均响应", "mean response"), seconds(quotient(board.shop_figures["mean_response"]), lang)),
        (Text("参评客服有效销售", "appraised sales"), f"¥{whole_yuan(sold)}"),
        (Text("静默销售", "silent sales"), f"¥{whole_yuan(silent.numerator)}" if silent else NOTHING),
        (Text("薪酬合计", "payroll"), f"¥{whole_yuan(board.payroll)}"),
        (Text("薪酬占有效销售", "payroll / sales"), cost),
    )
    grid = Table.grid(expand=True, padding=(0, 1))
    for _ in range(4):
        grid.add_column(justify="center", ratio=1)
    for row in (tiles[:4], tiles[4:]):
        grid.add_row(*(Styled(name.say(lang), style="dim") for name, _ in row))
        grid.add_row(*(Styled(figure, style="bold bright_cyan") for _, figure in row))
    return grid


def _month(board: Board, lang: Lang) -> RenderableType:
    """The shop's sales day by day as a line of blocks, and its best day."""
    most = max((fen for _, fen in board.daily), default=0)
    blocks = "".join(_BLOCKS[min(7, fen * 8 // most)] if most else _BLOCKS[0] for _, fen in board.daily)
    day, fen = max(board.daily, key=lambda one: one[1])
    best = Text(f"最高 {day.month}月{day.day}日 ¥{whole_yuan(fen)}", f"best {day:%m-%d}: ¥{whole_yuan(fen)}")
    line = Styled.assemble(
        (Text("每日销售 ", "daily sales ").say(lang), "dim"), (blocks, "green"), "  ", (best.say(lang), "dim")
    )
    line.justify = "center"
    return line


def _ranking(board: Board, lang: Lang, width: int) -> Table:
    """One row per member: those whom the scheme pays by score, the others below them."""
    wide = width >= WIDE
    table = Table(
        expand=wide,
        box=box.ROUNDED if wide else None,  # 80 columns leave no room for borders
        pad_edge=wide,
        padding=(0, 1, 0, 0),
        header_style="bold" if wide else "bold underline",
        border_style="dim",
        caption=_caption(board).say(lang) if board.others else None,
        caption_justify="left",
    )
    table.add_column("#", justify="right")
    for title in (Text("客服", "member"), Text("团队", "team")):
        table.add_column(title.say(lang), no_wrap=True)
    for title in _titles(wide):
        table.add_column(title.say(lang), justify="right", no_wrap=True)
    mean = board.ratio(CONVERSION)
    best = max((s.quotient(CONVERSION) or Decimal(0) for s in board.everybody if s.sells), default=Decimal(0))
    for rank, standing in enumerate(board.paid, 1):
        table.add_row(str(rank), *_row(standing, mean, best, lang, wide))
    if board.others:
        table.add_section()
    for standing in board.others:
        table.add_row("", *_row(standing, mean, best, lang, wide), style="dim")
    return table


def _caption(board: Board) -> Text:
    return Text(
        f"按得分排名；灰色 {len(board.others)} 人（组长、售后）不在本方案核薪范围。",
        f"By score. The {len(board.others)} dim ones (leads, after-sales) are outside this scheme.",
    )


def _titles(wide: bool) -> list[Text]:
    """Heads of the columns of figures."""
    titles = [
        Text("接待", "recv"),
        Text("询单", "inq"),
        Text("付款转化率", "paid of inq"),
        Text("有效销售", "sales"),
        Text("响应", "resp"),
    ]
    if wide:
        titles += [Text("客单价", "ticket"), Text("3分钟回复", "≤ 3 min")]
    return [*titles, Text("评分", "stars"), Text("得分", "score"), Text("工资(元)", "pay, yuan")]


def _row(
    standing: Standing, mean: Decimal | None, best: Decimal, lang: Lang, wide: bool
) -> list[RenderableType]:
    sells = standing.sells
    slip = standing.payslip
    stars = standing.quotient("rating_score")
    cells: list[RenderableType] = [
        Styled(standing.member.name, style="bold" if slip else ""),
        standing.member.team or "",
        f"{standing.count('received'):,}",
        f"{standing.count('inquiries'):,}" if sells else NOTHING,
        _bar(standing.quotient(CONVERSION), mean, best, 12 if wide else 9) if sells else NOTHING,
        whole_yuan(standing.count("effective_sales")) if sells else NOTHING,
        seconds(standing.quotient("mean_response"), lang),
    ]
    if wide:
        ticket = standing.quotient("average_ticket")
        cells += [
            f"{round_half_up(ticket, 0)}" if ticket is not None and sells else NOTHING,
            percent(standing.quotient("response_within_180s")),
        ]
    cells += [
        NOTHING if stars is None else f"{round_half_up(stars, 2)}",
        f"{round_half_up(slip.scorecard.score, 1)}" if slip else NOTHING,
        Styled(format_fen(slip.total), style="bold green") if slip else NOTHING,
    ]
    return cells


def _bar(rate: Decimal | None, mean: Decimal | None, best: Decimal, length: int) -> Styled:
    """A bar as long as the rate is of the best one, green above the mean, red when far below it."""
    if rate is None or mean is None or not best:
        return Styled(NOTHING)
    filled = int(round_half_up(divide(rate * length, best), 0))
    colour = "green" if rate >= mean else "red" if rate < mean * Decimal("0.8") else "yellow"
    return Styled.assemble(("█" * filled, colour), ("░" * (length - filled), "dim"), f" {percent(rate):>5}")


def _bullets(lines: list[str]) -> Table:
    """A list whose lines wrap beside their marks."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, line in enumerate(lines, 1):
        grid.add_row(Styled(f"{number}.", style="bold magenta"), line)
    return grid
