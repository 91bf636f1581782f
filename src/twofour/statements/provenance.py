"""What a run rests on: the labelled facts that close every statement, from the data to the hashes."""

from __future__ import annotations

from twofour.events.tables import TABLES
from twofour.metrics.reported import report_source
from twofour.scheme.scheme import MEASURES_FROM
from twofour.statements.run_record import Run
from twofour.statements.seal import Seal
from twofour.statements.words import instant_words, period_words
from twofour.text import Text, same


def provenance(run: Run, seal: Seal) -> tuple[tuple[Text, Text], ...]:
    """Label and text of each fact, in the order in which they are printed."""
    scheme = run.scheme
    return (
        (Text("核算批次", "Run"), same(seal.run_id)),
        (Text("周期", "Period"), period_words(run.period)),
        (Text("内容指纹", "Content hash"), same(f"SHA-256 {seal.digest}")),
        (
            Text("考核方案", "Scheme"),
            Text(
                f"{scheme.title.zh}（{scheme.id}，{scheme.valid_from} 起生效）",
                f"{scheme.title.en} ({scheme.id}, valid from {scheme.valid_from})",
            ),
        ),
        (Text("方案指纹", "Scheme hash"), same(f"SHA-256 {scheme.digest}")),
        *_measured_from(run),
        (Text("口径指纹", "Counting-rule hash"), same(f"SHA-256 {run.counting.digest}")),
        (Text("数据快照", "Data snapshot"), _snapshot(run)),
        (Text("数据截至", "Data as of"), _as_of(run)),
        (Text("软件版本", "Software"), same(f"TwoFour {run.software}")),
    )


def _measured_from(run: Run) -> tuple[tuple[Text, Text], ...]:
    """Whose report the figures are, where they were not counted."""
    source = run.counting.settings.get(MEASURES_FROM)
    if source is None:
        return ()
    title = report_source(str(source)).title
    return (
        (
            Text("指标来源", "Figures from"),
            Text(
                f"{title.zh}报表（不是由聊天和订单统计）",
                f"the {title.en} report, not counted from chats and orders",
            ),
        ),
    )


HOW_TO_CHECK = Text(
    "在批次文件夹里运行 sha256sum -c SHA256SUMS，可核对文件是否被改动；"
    "运行 twofour explain 加批次文件夹和员工编号，可逐层展开每一分钱的来历。",
    "Run “sha256sum -c SHA256SUMS” in the run folder to see whether any file was changed;"
    " run “twofour explain” with the run folder and a member id to open every fen down to the data.",
)


def _snapshot(run: Run) -> Text:
    tables = [(_title(name), version) for name, version in sorted(run.lake.tables.items())]
    zh = "、".join(f"{title.zh} v{version}" for title, version in tables)
    en = ", ".join(f"{title.en} v{version}" for title, version in tables)
    return Text(f"第 {run.lake.snapshot} 号：{zh}", f"no. {run.lake.snapshot}: {en}")


def _title(table: str) -> Text:
    return TABLES[table].title if table in TABLES else same(table)


def _as_of(run: Run) -> Text:
    timezone = str(run.counting.settings.get("timezone", "Asia/Shanghai"))
    shops = [(shop, instant_words(instant, timezone)) for shop, instant in sorted(run.as_of.items())]
    return Text(
        "；".join(f"店铺 {shop}：{instant.zh}" for shop, instant in shops),
        "; ".join(f"shop {shop}: {instant.en}" for shop, instant in shops),
    )
