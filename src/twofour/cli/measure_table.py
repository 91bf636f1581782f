"""Measures in the terminal: a row per subject, in pieces that fit, and how far the data reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text as Styled

from twofour.cli.console import console, lang, say
from twofour.cli.tables import heading, plain_table, short
from twofour.explain import Quantity
from twofour.explain.render_terminal import printable
from twofour.metrics import Measure, Question, SubjectKind, quantity_of
from twofour.metrics.own import MetricBook, MetricEntry
from twofour.period import business_day, day_start
from twofour.text import Text

SUBJECTS: dict[SubjectKind, Text] = {
    "agent": Text("客服", "agent"),
    "member": Text("员工", "member"),
    "team": Text("团队", "team"),
    "shop": Text("店铺", "shop"),
}
_DAY = Text("日期", "day")
_TARGET = Text("目标", "target")
_SIGNS = {"higher": "≥", "lower": "≤", "neither": ""}
_WIDEST_NAME = 24
_BETWEEN = 2  # blanks that a column costs beside its width


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of one question. ``names``: what people are called, by subject id."""

    found: Sequence[Measure]
    book: MetricBook
    names: Mapping[str, str]
    by: SubjectKind
    rows: dict[tuple[str, date | None], dict[str, Measure]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for measure in self.found:
            self.rows.setdefault((measure.subject_id, measure.day), {})[measure.metric] = measure

    @property
    def by_day(self) -> bool:
        """Whether the figures are of single days."""
        return any(day is not None for _, day in self.rows)

    def present(self, wanted: Sequence[str]) -> list[str]:
        """Those of ``wanted`` metrics that anybody has, each once."""
        known = {m.metric for m in self.found}
        return [name for name in dict.fromkeys(wanted) if name in known]

    def cell(self, row: tuple[str, date | None], metric: str) -> str:
        """A figure, and behind it how many may still turn: ``37.0% (3)``."""
        measure = self.rows[row].get(metric)
        if measure is None:
            return ""
        return short(quantity_of(measure)) + (f" ({measure.pending})" if measure.pending else "")


def print_figures(figures: Figures, wanted: Sequence[str], question: Question) -> None:
    """The table, in as many pieces as the window needs, with its caption."""
    say(_title(question), style="bold")
    for piece in _pieces(figures, figures.present(wanted)):
        console().print(_table(figures, piece))
        console().print()
    for line in _notes(figures, question, wanted):
        say(line, style="dim")


def target_words(entry: MetricEntry) -> Text | None:
    """``≥ 90 分``; ``None`` where the metric has no target."""
    if entry.target is None:
        return None
    quantity, sign = Quantity(entry.target, entry.shown_unit), _SIGNS[entry.direction]
    return Text(f"{sign} {quantity.show('zh')}".strip(), f"{sign} {quantity.show('en')}".strip())


def _pieces(figures: Figures, shown: Sequence[str]) -> list[list[str]]:
    """The columns of each piece: as many metrics as fit beside the subject, at least one."""
    fixed = _subject_width(figures) + (len("2026-06-01") + _BETWEEN if figures.by_day else 0)
    pieces: list[list[str]] = [[]]
    room = console().width - fixed
    for name in shown:
        width = _column_width(figures, name)
        if pieces[-1] and width > room:
            pieces.append([])
            room = console().width - fixed
        pieces[-1].append(name)
        room -= width
    return pieces


def _subject_width(figures: Figures) -> int:
    names = [figures.names.get(subject, subject) for subject, _ in figures.rows]
    words = [printable(name) for name in names] + [SUBJECTS[figures.by].say(lang()), _TARGET.say(lang())]
    return min(max(map(cell_len, words)), _WIDEST_NAME) + _BETWEEN


def _column_width(figures: Figures, metric: str) -> int:
    entry = figures.book[metric]
    head = _heading(entry).splitlines()
    cells = [figures.cell(row, metric) for row in figures.rows]
    return max(map(cell_len, [*head, *cells, _target(entry)])) + _BETWEEN


def _heading(entry: MetricEntry) -> str:
    """A shop's own titles may hold anything."""
    return heading(Text(printable(entry.title.zh), printable(entry.title.en)), entry.unit)


def _styled(figures: Figures, row: tuple[str, date | None], entry: MetricEntry) -> Styled:
    """The cell; red where the figure misses the metric's target."""
    return Styled(figures.cell(row, entry.id), style="red" if _missed(figures, row, entry) else "")


def _missed(figures: Figures, row: tuple[str, date | None], entry: MetricEntry) -> bool:
    measure = figures.rows[row].get(entry.id)
    amount = None if measure is None else quantity_of(measure).amount
    if amount is None or entry.target is None or entry.direction == "neither":
        return False
    return amount < entry.target if entry.direction == "higher" else amount > entry.target


def _target(entry: MetricEntry) -> str:
    if entry.target is None:
        return ""
    return _SIGNS[entry.direction] + short(Quantity(entry.target, entry.shown_unit))


def _table(figures: Figures, shown: Sequence[str]) -> Table:
    entries = [figures.book[name] for name in shown]
    aimed = any(entry.target is not None for entry in entries)
    table = plain_table(footer=aimed)
    table.add_column(
        SUBJECTS[figures.by].say(lang()), _TARGET.say(lang()), overflow="fold", max_width=_WIDEST_NAME
    )
    if figures.by_day:
        table.add_column(_DAY.say(lang()), no_wrap=True)
    for entry in entries:
        table.add_column(Styled(_heading(entry)), _target(entry), justify="right", no_wrap=True)
    for row in figures.rows:
        subject, day = row
        cells = [_styled(figures, row, entry) for entry in entries]
        days = [day.isoformat() if day else ""] if figures.by_day else []
        table.add_row(Styled(printable(figures.names.get(subject, subject))), *days, *cells)
    return table


def _title(question: Question) -> Text:
    shops = "、".join(question.shop_ids)
    days = f"{question.period.start} – {question.period.last}"
    return Text(f"{shops}　{days}（含末日）", f"{shops}  {days} (last day included)")


def _notes(figures: Figures, question: Question, wanted: Sequence[str]) -> list[Text]:
    lines = _as_of(question)
    if any(of[name].pending for of in figures.rows.values() for name in wanted if name in of):
        lines.append(
            Text(
                "(n)：其中 n 个还没定，仍可能变化（延迟统计）",
                "(n): n of them are pending and may still turn",
            )
        )
    lines.append(
        Text(
            "其他指标：--metric 指标名（twofour metrics list）；全部写入文件：--out FILE.xlsx",
            "other metrics: --metric NAME (twofour metrics list); all of them into a file: --out FILE.xlsx",
        )
    )
    return lines


def _as_of(question: Question) -> list[Text]:
    """Up to when the data is known, in the shop's zone, and what of the period is still to come."""
    latest = max(question.as_of.values(), default=None)
    if latest is None:
        return []
    rules, period = question.rules, question.period
    moment = datetime.fromtimestamp(latest, UTC)
    local = moment.astimezone(ZoneInfo(rules.timezone))
    known = Text(
        f"数据截至 {local:%Y-%m-%d %H:%M:%S}（{rules.timezone}）",
        f"data as of {local:%Y-%m-%d %H:%M:%S} ({rules.timezone})",
    )
    if latest >= day_start(period.stop, rules.timezone, rules.day_cut_seconds) - 1:
        return [known]
    day = business_day(moment, rules.timezone, rules.day_cut_seconds)
    if day < period.start:
        return [known, Text("这时期间还没开始", "the period had not begun by then")]
    ended = latest >= day_start(day + timedelta(days=1), rules.timezone, rules.day_cut_seconds) - 1
    left = (period.last - day).days
    still = [] if ended else [Text(f"{day} 还没过完", f"{day} is not over")]
    still += [Text(f"期间还剩 {left} 天没到", f"{left} days of the period are still to come")] if left else []
    zh, en = "，".join(words.zh for words in still), ", ".join(words.en for words in still)
    return [known, Text(f"{zh}：数字仍会变", f"{en}: figures will change")]
