"""Each platform's export is recognised as what it is, as CSV in GBK and as a workbook, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import Importing
from platform_files import FIXTURES, SHOP, gbk, workbook

from twofour.problems import UsageError
from twofour.sources import look
from twofour.sources.exports import exports
from twofour.sources.exports.fit import Fit
from twofour.sources.exports.recognise import recognise_export
from twofour.sources.readers import ReadOptions, opened

EXPORTS = {
    "taobao/orders.csv": "taobao-orders",
    "taobao/orders-without-buyer.csv": "taobao-orders",
    "taobao/refunds.csv": "taobao-refunds",
    "taobao/chat.txt": "taobao-chat-text",
    "taobao/chat-many-customers.txt": "taobao-chat-text",
    "taobao/chat-table.csv": "taobao-chat-table",
    "jd/orders.csv": "jd-orders",
    "jd/after-sales.csv": "jd-after-sales",
    "jd/chats.json": "jd-chats",
    "jd/evaluations.json": "jd-evaluations",
    "jd/agents.csv": "jd-agents",
    "pinduoduo/orders.csv": "pinduoduo-orders",
    "pinduoduo/refunds.csv": "pinduoduo-refunds",
    "pinduoduo/agents.csv": "pinduoduo-agents",
    "feige/orders.csv": "feige-orders",
    "feige/refunds.csv": "feige-refunds",
    "feige/performance.csv": "feige-performance",
    "feige/reception.csv": "feige-reception",
    "xiaohongshu/orders.csv": "xiaohongshu-orders",
    "xiaohongshu/refunds.csv": "xiaohongshu-refunds",
    "xiaohongshu/agents.csv": "xiaohongshu-agents",
    "chatwoot/webhooks.jsonl": "chatwoot-webhooks",
    "chatwoot/messages.json": "chatwoot-messages",
    "chatwoot/conversations.json": "chatwoot-conversations",
    "chatwoot/csat.json": "chatwoot-csat",
    "chatwoot/csat.csv": "chatwoot-csat-report",
    "chatwoot/agents.csv": "chatwoot-agents",
    "chatwoot/agents-zh.csv": "chatwoot-agents",
}
PLATFORMS = ("taobao", "jd", "pinduoduo", "feige", "xiaohongshu", "chatwoot")


def recognised(importing: Importing, path: Path) -> list[str | None]:
    return [found.export for found in look([path], importing.data, shop=SHOP)]


def recognised_documents(path: Path) -> list[Fit]:
    with opened(path, ReadOptions()) as file:
        return recognise_export(path.name, file.glances())


@pytest.mark.parametrize(("fixture", "export"), EXPORTS.items())
def test_export_is_told_from_all_others(importing: Importing, fixture: str, export: str) -> None:
    path = FIXTURES / fixture
    if path.suffix == ".csv":
        # A report without a column of days needs one in the name of its file.
        name = f"{path.stem}_20260601-20260630"
        assert recognised(importing, workbook(importing, fixture, f"{name}.xlsx")) == [export]
        path = gbk(importing, fixture, f"{name}.csv")
    assert recognised(importing, path) == [export]


def test_every_export_document_has_a_fixture() -> None:
    known = {one.export for one in exports() if one.platform in PLATFORMS}
    assert known == set(EXPORTS.values())


def test_every_fixture_is_told_apart() -> None:
    files = {f"{file.parent.name}/{file.name}" for name in PLATFORMS for file in (FIXTURES / name).iterdir()}
    assert files == set(EXPORTS)


HEADERS = dict(
    line.split(": ", 1) for line in (FIXTURES / "headers.txt").read_text(encoding="utf-8").splitlines()
)
"""Whole headers as platforms have written them in one year or another."""


@pytest.mark.parametrize(("export", "header"), HEADERS.items())
def test_header_of_another_version_is_recognised(importing: Importing, export: str, header: str) -> None:
    path = importing.file(f"{header}\n{',' * header.count(',')}\n", "export_20260601.csv")
    assert [one.export.export for one in recognised_documents(path)] == [export]


def test_orders_without_their_time_of_payment_are_not_taken(importing: Importing) -> None:
    """They would all look unpaid, and nobody would earn anything."""
    header = HEADERS["feige-orders"].replace("支付完成时间,", "")
    with pytest.raises(UsageError, match="支付完成时间"):
        look([importing.file(f"{header}\n{',' * header.count(',')}\n")], importing.data, shop=SHOP)
