"""Days as a strip of marks: one character a day, higher where there is more, blanks in plain sight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from rich.cells import cell_len
from rich.text import Text as Styled

from twofour.cli.console import lang
from twofour.events.tables import TABLES
from twofour.metrics.doctor import Coverage, empty_runs, thin_days
from twofour.period import Period, month_of
from twofour.text import Text

STRIPS = ("messages", "orders", "refunds", "ratings")
LEVELS = "▁▂▃▄▅▆▇█"
NOTHING, LACKING = "·", "×"
MONTH_DAYS = 31
MOST_MONTHS = 12
_GAP = 2


def legend() -> Styled:
    """What the marks mean."""
    words = (
        (f"{LEVELS[0]}{LEVELS[3]}{LEVELS[7]}", "cyan", Text("少到多", "few to many")),
        (LEVELS[0], "yellow", Text("偏少", "too few")),
        (LACKING, "bold red", Text("缺", "missing")),
        (NOTHING, "dim", Text("无", "none")),
    )
    return Styled("   ").join(
        Styled.assemble((mark, style), (f" {word.say(lang())}", "dim")) for mark, style, word in words
    )


def strips(tables: Mapping[str, Coverage], width: int) -> Iterator[Styled]:
    """Lines of months side by side, as many as ``width`` holds: a heading, then a strip for each table.

    Only the latest months, and a line that says so where there are more.
    """
    shown = {name: tables[name] for name in STRIPS if name in tables}
    if not shown:
        return
    titles = {name: TABLES[name].title.say(lang()) for name in shown}
    label = max(len("2026-06"), *map(cell_len, titles.values())) + 1
    abreast = max(1, (width - label + _GAP) // (MONTH_DAYS + _GAP))
    every = _months(list(shown.values()))
    months = every[-MOST_MONTHS:]
    for at in range(0, len(months), abreast):
        row = months[at : at + abreast]
        yield Styled(" " * label + (" " * _GAP).join(_heading(month) for month in row).rstrip(), style="bold")
        for name, of in shown.items():
            line = Styled(titles[name] + " " * (label - cell_len(titles[name])))
            marks = _Marks(of)
            for position, month in enumerate(row):
                line.append(" " * _GAP if position else "")
                for day in month.days:
                    line.append(*marks.of(day))
                line.append(" " * (MONTH_DAYS - (month.stop - month.start).days))
            line.rstrip()
            yield line
    if len(every) > len(months):
        more = Text(
            f"只画最近 {len(months)} 个月；更早的用 --from、--until 看",
            f"the latest {len(months)} months; see earlier ones with --from and --until",
        )
        yield Styled(more.say(lang()), style="dim")


def last_days(of: Coverage, last: date, days: int) -> Styled:
    """The strip of the ``days`` days up to ``last``."""
    marks = _Marks(of)
    return Styled.assemble(*(marks.of(last - timedelta(days=back)) for back in range(days - 1, -1, -1)))


class _Marks:
    """The mark and the style of each day of one table."""

    def __init__(self, of: Coverage) -> None:
        self._of = of
        # One day of a campaign must not press all others to the ground.
        ordered: Sequence[int] = sorted(of.days.values())
        self._top = max(1, ordered[len(ordered) * 95 // 100] if ordered else 1)
        busy = of.table in ("messages", "orders")
        self._thin = {day for day, _ in thin_days(of)} if busy else set()
        runs = list(empty_runs(of)) if busy else []
        self._lacking = {day for first, last in runs for day in Period(first, last + timedelta(days=1)).days}

    def of(self, day: date) -> tuple[str, str]:
        """Mark and style of ``day``."""
        rows = self._of.days.get(day, 0)
        if rows:
            level = LEVELS[min(len(LEVELS) - 1, (rows * len(LEVELS) - 1) // self._top)]
            return level, "yellow" if day in self._thin else "cyan"
        return (LACKING, "bold red") if day in self._lacking else (NOTHING, "dim")


def _months(tables: Sequence[Coverage]) -> list[Period]:
    """The calendar months that the tables reach."""
    month, last = month_of(min(of.first for of in tables)), max(of.last for of in tables)
    found = [month]
    while found[-1].last < last:
        found.append(month_of(found[-1].stop))
    return found


def _heading(month: Period) -> str:
    """The month's name over its first days, and the tenth, twentieth and thirtieth."""
    line = list(f"{month}".ljust(MONTH_DAYS))
    for day in (10, 20, 30):
        if day <= (month.stop - month.start).days:
            line[day - 1 : day + 1] = f"{day}"
    return "".join(line)
