"""The eleven event tables (``metrics.md`` §1): columns, kinds, keys. Every other room reads them here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import polars as pl

from twofour.text import Text


class Kind(Enum):
    """What a column holds and how the lake stores it."""

    ID = "id"
    TEXT = "text"
    ENUM = "enum"
    TIME = "time"  # UTC, whole seconds
    DAY = "day"
    CLOCK = "clock"  # HH:MM, kept as text
    MONEY = "money"  # integer fen
    INT = "int"
    NUMBER = "number"  # exact decimal, up to 9 places
    BOOL = "bool"

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of a stored column of this kind."""
        return _DTYPES[self]


_DTYPES: dict[Kind, pl.DataType] = {
    Kind.ID: pl.String(),
    Kind.TEXT: pl.String(),
    Kind.ENUM: pl.String(),
    Kind.TIME: pl.Datetime("us", "UTC"),
    Kind.DAY: pl.Date(),
    Kind.CLOCK: pl.String(),
    Kind.MONEY: pl.Int64(),
    Kind.INT: pl.Int64(),
    Kind.NUMBER: pl.Decimal(38, 9),
    Kind.BOOL: pl.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files and in the lake, what it holds, and what it may hold."""

    name: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One event table. ``key`` names the columns whose values identify a row; ``when`` dates its month."""

    name: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    when: str | None
    digest_key: bool = False  # key = digest of the row and its rank among identical rows, unless given

    def column(self, name: str) -> Column:
        """The column called ``name``. Raises ``KeyError`` when there is none."""
        return {c.name: c for c in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(c.name for c in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which a row means nothing."""
        return tuple(c.name for c in self.columns if c.required)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Polars schema of the rows as the other rooms see them."""
        return {c.name: c.kind.dtype for c in self.columns}

    @property
    def by_shop(self) -> bool:
        """Whether rows belong to a shop (shifts and indicators belong to people)."""
        return "shop_id" in self.names


def _id(name: str, required: bool = False) -> Column:
    return Column(name, Kind.ID, required)


def _must(name: str, kind: Kind, *choices: str) -> Column:
    return Column(name, kind, required=True, choices=choices)


def _may(name: str, kind: Kind, *choices: str) -> Column:
    return Column(name, kind, choices=choices)


def _score(name: str, required: bool = False) -> Column:
    return Column(name, Kind.INT, required, least=1, most=5)


def _count(name: str) -> Column:
    return Column(name, Kind.INT, least=0)


_TABLES = (
    Table(
        "messages",
        Text("聊天消息", "messages"),
        (
            _id("shop_id", True),
            _id("customer_id", True),
            _id("agent_id"),
            _must("sender", Kind.ENUM, "customer", "agent", "bot", "system"),
            _must("sent_at", Kind.TIME),
            _may("text", Kind.TEXT),
            _may("kind", Kind.TEXT),
            _id("message_id"),
            _id("forwarded_from"),
        ),
        key=("shop_id", "message_id"),
        when="sent_at",
        digest_key=True,
    ),
    Table(
        "orders",
        Text("订单", "orders"),
        (
            _id("order_id", True),
            _id("shop_id", True),
            _id("customer_id", True),
            _must("created_at", Kind.TIME),
            _may("paid_at", Kind.TIME),
            Column("amount", Kind.MONEY, True, least=0),
            Column("paid_amount", Kind.MONEY, least=0),
            Column("shipping_fee", Kind.MONEY, least=0),
            _count("item_count"),
            Column("cost", Kind.MONEY, least=0),
            _may("status", Kind.TEXT),
            _may("shipped_at", Kind.TIME),
            _may("closed_at", Kind.TIME),
        ),
        key=("shop_id", "order_id"),
        when="created_at",
    ),
    Table(
        "refunds",
        Text("退款", "refunds"),
        (
            _id("refund_id", True),
            _id("shop_id", True),
            _id("order_id", True),
            _must("kind", Kind.ENUM, "refund_only", "return_refund", "exchange"),
            Column("amount", Kind.MONEY, True, least=0),
            _must("requested_at", Kind.TIME),
            _may("completed_at", Kind.TIME),
            _may("status", Kind.ENUM, "success", "closed", "pending"),
            _may("reason", Kind.TEXT),
            _may("platform_intervened", Kind.BOOL),
            _id("agent_id"),
        ),
        key=("shop_id", "refund_id"),
        when="requested_at",
    ),
    Table(
        "ratings",
        Text("评价打分", "ratings"),
        (
            _id("rating_id", True),
            _id("shop_id", True),
            _id("agent_id", True),
            _id("customer_id"),
            _must("rated_at", Kind.TIME),
            _score("score", True),
            _may("invited", Kind.BOOL),
            _may("named_praise", Kind.BOOL),
            _may("text", Kind.TEXT),
        ),
        key=("shop_id", "rating_id"),
        when="rated_at",
    ),
    Table(
        "invitations",
        Text("邀评", "invitations"),
        (
            _id("shop_id", True),
            _id("agent_id", True),
            _id("customer_id", True),
            _must("sent_at", Kind.TIME),
            _may("kind", Kind.ENUM, "rating", "review"),
        ),
        key=("shop_id", "agent_id", "customer_id", "sent_at", "kind"),
        when="sent_at",
        digest_key=True,
    ),
    Table(
        "reviews",
        Text("商品评论", "reviews"),
        (
            _id("review_id", True),
            _id("shop_id", True),
            _id("order_id"),
            _must("reviewed_at", Kind.TIME),
            _score("description"),
            _score("service"),
            _score("logistics"),
            _may("sentiment", Kind.ENUM, "good", "neutral", "bad"),
            _may("stage", Kind.ENUM, "pre_sale", "in_sale", "after_sale"),
        ),
        key=("shop_id", "review_id"),
        when="reviewed_at",
    ),
    Table(
        "tickets",
        Text("售后工单", "tickets"),
        (
            _id("ticket_id", True),
            _id("shop_id", True),
            _id("agent_id", True),
            _id("customer_id"),
            _id("order_id"),
            _may("kind", Kind.TEXT),
            _must("opened_at", Kind.TIME),
            _may("first_reply_at", Kind.TIME),
            _may("resolved_at", Kind.TIME),
            _count("reopened"),
            _may("cause", Kind.ENUM, "found_at_once", "late", "sluggish"),
            _may("skill", Kind.ENUM, "alone", "partly", "poor", "none"),
            _may("satisfaction", Kind.ENUM, "very", "satisfied", "not"),
            _may("complaint", Kind.BOOL),
        ),
        key=("shop_id", "ticket_id"),
        when="opened_at",
    ),
    Table(
        "staff",
        Text("人员", "staff"),
        (
            _id("agent_id", True),
            _id("shop_id", True),
            _id("member_id", True),
            _may("name", Kind.TEXT),
            _may("team", Kind.TEXT),
            _may("role", Kind.ENUM, "pre_sales", "after_sales", "lead"),
            _may("grade", Kind.ENUM, "junior", "middle", "senior"),
            _may("hired_on", Kind.DAY),
            _may("left_on", Kind.DAY),
            Column("base_wage", Kind.MONEY, least=0),
            _id("lead_member_id"),
            _may("valid_from", Kind.DAY),
            _may("valid_to", Kind.DAY),
        ),
        key=("agent_id", "shop_id", "valid_from"),
        when=None,
    ),
    Table(
        "shifts",
        Text("班次", "shifts"),
        (
            _id("member_id", True),
            _must("day", Kind.DAY),
            _must("start", Kind.CLOCK),
            _must("end", Kind.CLOCK),
            _count("late_minutes"),
            _count("early_leave_minutes"),
            _may("absent", Kind.BOOL),
        ),
        key=("member_id", "day", "start"),
        when="day",
    ),
    Table(
        "indicators",
        Text("手工指标", "indicators"),
        (
            _id("metric", True),
            _must("value", Kind.NUMBER),
            _must("subject_kind", Kind.ENUM, "agent", "member", "team", "shop"),
            _id("subject_id", True),
            _must("day", Kind.DAY),
            _may("evidence", Kind.TEXT),
            _may("entered_by", Kind.TEXT),
        ),
        key=("metric", "subject_kind", "subject_id", "day"),
        when="day",
    ),
    Table(
        "followups",
        Text("跟单记录", "followups"),
        (
            _id("followup_id", True),
            _id("shop_id", True),
            _id("customer_id", True),
            _id("agent_id", True),
            _must("at", Kind.TIME),
            _may("stage", Kind.TEXT),
            _may("grade", Kind.ENUM, "A", "B", "C", "D"),
            _may("phone_collected", Kind.BOOL),
            _may("friend_added", Kind.BOOL),
            _may("use_date", Kind.DAY),
            _may("next_contact_on", Kind.DAY),
            Column("completeness", Kind.INT, least=0, most=100),
            _may("referral", Kind.BOOL),
        ),
        key=("shop_id", "followup_id"),
        when="at",
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
"""Every event table by name."""
