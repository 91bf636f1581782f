"""What stands behind a figure of a run: rows of the very data, rules and metrics that it was computed by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twofour.events.lake import Lake, Snapshot
from twofour.events.privacy import forgettings, removals
from twofour.events.rules import CountingRules
from twofour.explain import Quantity
from twofour.metrics import (
    Measure,
    Question,
    SubjectKind,
    ask,
    facts_of,
    quantity_of,
    records_of,
)
from twofour.metrics.own import Behind, MetricBook, Sources, behind, entered_of
from twofour.metrics.reported import ask_reports, reports_of
from twofour.period import Period
from twofour.problems import DataMissing, Refused, UsageError
from twofour.scheme import read_scheme
from twofour.scheme.scheme import MEASURES_FROM
from twofour.statements import Run
from twofour.text import Text

Subject = tuple[SubjectKind, str]


@dataclass(frozen=True)
class Basis:
    """Data, rules and metrics to look figures up by; ``source``: the platform whose reports give them."""

    snapshot: Snapshot
    shop_id: str
    rules: CountingRules
    book: MetricBook
    source: str | None = None

    def question(self, period: Period) -> Question:
        """What is asked of days. Raises ``DataMissing`` where their raw data was removed by age."""
        if self.source is None:
            return ask(self.snapshot, [self.shop_id], self.rules, period)
        return ask_reports(self.snapshot, self.shop_id, self.source, self.rules, period)


def data_of(run: Run, lake: Lake) -> Snapshot:
    """The data that a run read. Raises ``DataMissing`` where it is not whole in this folder any more."""
    number = run.lake.snapshot
    try:
        snapshot = lake.snapshot(number)
    except UsageError:
        raise _gone(number, Text("数据目录里没有这一版", "this data folder has no such version")) from None
    if snapshot.versions != dict(run.lake.tables):
        raise _gone(
            number,
            Text(
                "数据目录里的这一版是另外的数据（可能换过目录或重新导入过）",
                "that version holds other data here (another folder, or everything imported anew)",
            ),
        )
    for table in snapshot.versions:
        for file in snapshot.files(table, shop_ids=run.shops):
            if not (snapshot.folder(table) / file.path).exists():
                raise _gone(number, Text("它的数据文件已被清理", "its files were cleaned away"))
    return snapshot


def basis_of(run: Run, snapshot: Snapshot) -> Basis:
    """The rules and metrics of a run over ``snapshot``: its own data, or newer. Raises ``Refused`` where the
    run has a rule that this version does not know.
    """
    settings = dict(run.counting.settings)
    source = settings.pop(MEASURES_FROM, None)
    if unknown := settings.keys() - CountingRules.model_fields.keys():
        listed = "、".join(sorted(unknown))
        raise Refused(
            Text(
                f"这份核算用了本版本不认识的口径（{listed}）；请用算它的 TwoFour {run.software} 打开",
                f"this run has counting rules that this version does not know ({listed}); open it with "
                f"TwoFour {run.software}, which computed it",
            )
        )
    # As they were recorded: a preset that the scheme names may say something else by now.
    rules = CountingRules.model_validate(settings)
    scheme = read_scheme(run.scheme.source, run.scheme.id)
    return Basis(snapshot, run.shops[0], rules, scheme.book, source)


def rows_behind(
    question: Question, book: MetricBook, metric: str, subject: Subject, source: str | None = None
) -> Behind | None:
    """The figure in the question's days and all that adds up to it; ``None`` where the subject has none.

    ``source``: the platform whose reports give the figures of ``book``, where they are not counted.
    """
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    if source is None:
        agents, reports = agents_of(question, subject), None
        facts = facts_of(question, agents) if agents is None or agents else ()
    else:
        facts, reports = (), reports_of(question, source)
    sources = Sources(facts, records_of(question), entered_of(question), staff, question.rules, reports)
    return behind(sources, book, metric, subject, question.period)


def recorded(run: Run, metric: str, subject: Subject, period: Period) -> Quantity | None:
    """What a run itself says the figure is, of its own days or of an earlier month; ``None`` if nothing."""
    source = f"measure:{metric}@{subject[0]}:{subject[1]}"
    if period == run.period:
        measure: Measure | None = run.by_source.get(source)
        return None if measure is None else quantity_of(measure)
    nodes = (node for slip in run.payslips for line in slip.lines for node in line.node.walk())
    return next((node.quantity for node in nodes if node.source == f"{source}/{period}"), None)


def erased(data: Path, shop_id: str, period: Period) -> list[Text]:
    """What was erased since of rows that are still counted, in words: people on request, texts by age."""
    found = []
    people = [one for one in forgettings(data) if one.shop in (None, shop_id)]
    if people:
        found.append(
            Text(
                f"已按要求删除 {len(people)} 位买家的信息：其编号换成了随机号，聊天文字已抹去；数字不变",
                f"{len(people)} customers were erased on request: their ids became random and their words "
                "are gone; no figure changed",
            )
        )
    months = {f"{day:%Y-%m}" for day in period.days}
    gone = [one for one in removals(data) if one.what == "text" and one.shop in (None, shop_id)]
    if told := sorted({one.month for one in gone} & months):
        listed = "、".join(told)
        found.append(
            Text(
                f"{listed} 的聊天文字已按保存期限删除；数字不变",
                f"the words of {listed.replace('、', ', ')} were removed under retention; no figure changed",
            )
        )
    return found


def agents_of(question: Question, subject: Subject) -> frozenset[str] | None:
    """The agent ids that a subject ever had; ``None`` for the shop, which has all and nobody's."""
    kind, id = subject
    if kind == "shop":
        return None
    if kind == "agent":
        return frozenset([id])
    staff = question.snapshot.scan("staff", shop_ids=question.shop_ids).collect()
    column = "member_id" if kind == "member" else "team"
    return frozenset(staff.filter(staff[column] == id)["agent_id"])


def _gone(number: int, why: Text) -> DataMissing:
    return DataMissing(
        Text(
            f"这份核算依据的是第 {number} 号数据，现在打不开：{why.zh}。金额以已封存的工资单为准；"
            "要看原始记录，请从备份恢复数据目录",
            f"this run rests on data version {number}, which cannot be opened: {why.en}. The frozen "
            "statements hold what was paid; to see the rows restore the data folder from a backup",
        )
    )
