"""Who said each message of a chat table, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from twofour.sources.taobao.parties import Parties, Party, is_agent

_KINDS = {
    "买家": "customer",
    "客户": "customer",
    "消费者": "customer",
    "客服": "agent",
    "卖家": "agent",
    "子账号": "agent",
    "主账号": "agent",
    "机器人": "bot",
    "系统": "system",
}


@dataclass
class _Row:
    who: str
    partner: str | None
    text: str
    to: str | None = None


class TableSides:
    """A step over chat messages in order. The sender is the customer where the two accounts are equal; what
    ``账号类型`` says goes before that. ``接待客服``, where the table has it, says whom a customer wrote to.
    """

    needs = ("发送账号", "客户名", "发送内容", "账号类型", "接待客服")
    adds = ("发送方", "客服", "转自")

    def __init__(self) -> None:
        self._parties = Parties()

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same rows with three columns more."""
        who, customer, text, kind, served_by = (rows[name] for name in self.needs)
        said = [_Row(*cells) for cells in zip(who.fill_null(""), customer, text.fill_null(""), strict=True)]
        parties = self._parties.of(said)
        added = [_settled(*row) for row in zip(said, parties, kind, served_by, strict=True)]
        schema = dict.fromkeys(self.adds, pl.String)
        return rows.with_columns(pl.DataFrame(added, schema=schema, orient="row"))


def _settled(
    row: _Row, party: Party, kind: str | None, served_by: str | None
) -> tuple[str, str | None, str | None]:
    # A masked or foreign account that is not the customer's speaks for the shop.
    side = "agent" if party.sender == "customer" and row.who != row.partner else party.sender
    sender = _KINDS.get(kind or "", side)
    # A first name of the person says less than the sub-account that answers.
    served_by = served_by if served_by and is_agent(served_by) else party.agent or served_by
    agent = row.who if sender in ("agent", "bot") else served_by
    return sender, agent, party.forwarded_from
