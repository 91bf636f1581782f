"""The demo from end to end: make the shop, import it, measure, score, pay, freeze, fill the scoreboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twofour.demo.board import Board, board
from twofour.demo.folder import Folder, example_scheme
from twofour.demo.people import SHOP_ID
from twofour.demo.rows import MONTH_START
from twofour.demo.shop import make
from twofour.demo.write import write
from twofour.events.lake import Snapshot
from twofour.events.roster import roster
from twofour.metrics import Measure, SubjectKind, ask, count_lake, measures
from twofour.metrics.measuring import Grain
from twofour.period import Period, month_before, month_of
from twofour.run import run
from twofour.scheme import Scheme, load_scheme
from twofour.sources import import_files
from twofour.statements import Run, freeze
from twofour.text import Text

PERIOD = month_of(MONTH_START)

Begin = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What a demo leaves: its folder, the frozen run's folder, and the scoreboard."""

    folder: Folder
    run_folder: Path
    board: Board


def play(folder: Folder, out: Path, begin: Begin) -> Played:
    """Play the whole demo; ``begin`` hears the name of each step before it starts.

    Raises what the rooms raise, and ``Refused`` when the folder holds anything but this demo.
    """
    scheme = load_scheme(example_scheme())
    folder.claim()
    begin(
        Text(
            "生成合成店铺：两个月的聊天、订单、退款、评价",
            "making a synthetic shop: chats, orders, refunds, ratings",
        )
    )
    paths = write(make(folder.seed), folder.raw, folder.seed)
    folder.keep(scheme.source, scheme.rules)
    begin(Text("导入原始数据", "importing the raw exports"))
    snapshot = import_files(paths, folder.path).receipt.snapshot
    begin(Text(f"统计指标、评分、算薪：{scheme.title.zh}", f"measuring, scoring, paying: {scheme.title.en}"))
    made = run(snapshot, scheme, PERIOD, SHOP_ID)
    begin(Text("生成工资单并封存", "rendering and freezing the statements"))
    run_folder = freeze(made, out)
    begin(Text("排成绩单", "filling the scoreboard"))
    return Played(folder, run_folder, _board(snapshot, scheme, made))


def _board(snapshot: Snapshot, scheme: Scheme, made: Run) -> Board:
    """The scoreboard's figures: more metrics than the scheme reads, of everybody and of the shop."""
    earlier = month_before(PERIOD)
    counted = count_lake(ask(snapshot, [SHOP_ID], scheme.rules, Period(earlier.start, PERIOD.stop)))
    staff = snapshot.scan("staff", shop_ids=[SHOP_ID]).collect()

    def figures(by: SubjectKind, grain: Grain = "total", period: Period = PERIOD) -> list[Measure]:
        return measures(counted, staff, period, by, grain)

    return board(
        SHOP_ID,
        PERIOD,
        roster(staff, PERIOD),
        made.payslips,
        figures("member"),
        figures("shop"),
        figures("shop", "day"),
        figures("member", period=earlier),
    )
