"""Checks of orders and refunds: unknown orders, times in the wrong order, money that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from twofour.metrics.doctor.chart import Chart
from twofour.metrics.doctor.finding import Check, Found
from twofour.metrics.doctor.gather import Gathered, ends, gather
from twofour.money import format_fen
from twofour.text import Text

_ORDER = ["shop_id", "order_id"]
Say = Callable[[Gathered], Text]


def _found(rows: pl.LazyFrame, example: str | pl.Expr, say: Say) -> Iterator[Found]:
    for of in gather(rows, example):
        yield Found(of.shop_id, of.count, say(of), of.first, of.last, of.examples)


def find_unknown_orders(chart: Chart) -> Iterator[Found]:
    """Refunds whose order is not in the data."""
    orders = chart.whole("orders").select(_ORDER)
    refunds = chart.scan("refunds")
    all_of = dict(refunds.group_by("shop_id").len().collect().iter_rows())
    unknown = refunds.join(orders, on=_ORDER, how="anti")

    def say(of: Gathered) -> Text:
        whole = all_of[of.shop_id]
        some = Text(
            f"{whole:,} 笔退款中有 {of.count:,} 笔", f"{of.count:,} of {whole:,} refunds have no order"
        )
        if of.count == whole:
            some = Text(f"{whole:,} 笔退款全都", f"none of {whole:,} refunds has an order")
        return Text(
            f"{some.zh}找不到订单，扣不到任何客服头上", f"{some.en}: they lower nobody's effective sales"
        )

    return _found(unknown, "refund_id", say)


def find_refund_before_payment(chart: Chart) -> Iterator[Found]:
    """Refunds completed before their order was paid, or although it never was."""
    rows = _refunded(chart).filter(
        pl.col("completed_at") < pl.col("paid_at"),
    )
    return _found(
        rows,
        "refund_id",
        lambda of: Text(
            f"{of.count:,} 笔退款在订单付款之前就完成了",
            f"refunds completed before their order was paid: {of.count:,}",
        ),
    )


def find_refund_of_unpaid(chart: Chart) -> Iterator[Found]:
    """Successful refunds of orders that have no payment."""
    rows = _refunded(chart).filter(pl.col("paid_at").is_null(), pl.col("status") == "success")
    return _found(
        rows,
        "refund_id",
        lambda of: Text(
            f"{of.count:,} 笔成功退款的订单没有付款时间",
            f"successful refunds of orders without a payment: {of.count:,}",
        ),
    )


def find_refund_before_request(chart: Chart) -> Iterator[Found]:
    """Refunds completed before they were requested."""
    rows = chart.scan("refunds").filter(pl.col("completed_at") < pl.col("requested_at"))
    return _found(
        rows,
        "refund_id",
        lambda of: Text(
            f"{of.count:,} 笔退款的完成时间早于申请时间，退款时长成了负数",
            f"refunds completed before they were requested, with a negative duration: {of.count:,}",
        ),
    )


def find_uncompleted(chart: Chart) -> Iterator[Found]:
    """Successful refunds without the time at which they were completed."""
    rows = chart.scan("refunds").filter(pl.col("status") == "success", pl.col("completed_at").is_null())
    return _found(
        rows,
        "refund_id",
        lambda of: Text(
            f"{of.count:,} 笔成功退款没有完成时间：不知道算在哪一天，等于没退",
            f"successful refunds without a completion time, which do not count: {of.count:,}",
        ),
    )


def find_refund_above_payment(chart: Chart) -> Iterator[Found]:
    """Orders of which more was refunded than was paid."""
    paid = pl.coalesce("paid_amount", "amount").alias("paid")
    orders = chart.whole("orders").filter(pl.col("paid_at").is_not_null()).select(*_ORDER, paid)
    refunded = (
        chart.scan("refunds")
        .filter(pl.col("status") == "success")
        .group_by(_ORDER)
        .agg(refunded=pl.col("amount").sum(), day=pl.col("day").min())
    )
    rows = refunded.join(orders, on=_ORDER).filter(pl.col("refunded") > pl.col("paid")).collect()
    for (shop,), part in rows.sort("shop_id", "day", "order_id").group_by("shop_id", maintain_order=True):
        over = [
            (order, back, paid)
            for order, back, paid in part.select("order_id", "refunded", "paid").iter_rows()
        ]
        yield Found(
            str(shop),
            part.height,
            Text(
                f"{part.height:,} 笔订单退的比付的多（例：订单 退款/付款）",
                f"orders of which more was refunded than paid (e.g. order, refunded/paid): {part.height:,}",
            ),
            *ends(part, "day", "day"),
            tuple(f"{order} {format_fen(back)}/{format_fen(amount)}" for order, back, amount in over),
        )


def find_early_payment(chart: Chart) -> Iterator[Found]:
    """Orders paid, shipped or closed before they were created."""
    created = pl.col("created_at")
    early = pl.any_horizontal(
        (pl.col(name) < created).fill_null(False) for name in ("paid_at", "shipped_at", "closed_at")
    )
    return _found(
        chart.scan("orders").filter(early),
        "order_id",
        lambda of: Text(
            f"{of.count:,} 笔订单的付款、发货或关闭早于下单",
            f"orders paid, shipped or closed before they were created: {of.count:,}",
        ),
    )


def find_worthless(chart: Chart) -> Iterator[Found]:
    """Paid orders over nothing."""
    paid = pl.coalesce("paid_amount", "amount")
    return _found(
        chart.scan("orders").filter(pl.col("paid_at").is_not_null(), paid == 0),
        "order_id",
        lambda of: Text(
            f"{of.count:,} 笔已付款订单金额为 0：算进订单数，拉低客单价",
            f"paid orders over 0, which lower the average ticket: {of.count:,}",
        ),
    )


def find_unsaid_payment(chart: Chart) -> Iterator[Found]:
    """Paid orders that do not say how much was paid."""
    rows = chart.scan("orders").filter(pl.col("paid_at").is_not_null())
    all_of = dict(rows.group_by("shop_id").len().collect().iter_rows())

    def say(of: Gathered) -> Text:
        whole = all_of[of.shop_id]
        if of.count == whole:
            return Text(
                "已付款订单都没有实付金额，按订单金额算",
                "no paid order says what was paid; the order's amount counts",
            )
        return Text(
            f"{whole:,} 笔已付款订单中 {of.count:,} 笔没有实付金额，按订单金额算",
            f"{of.count:,} of {whole:,} paid orders do not say what was paid; the order's amount counts",
        )

    return _found(rows.filter(pl.col("paid_amount").is_null()), "order_id", say)


def _refunded(chart: Chart) -> pl.LazyFrame:
    """Refunds with their orders' payment."""
    orders = chart.whole("orders").select(*_ORDER, "paid_at")
    return chart.scan("refunds").join(orders, on=_ORDER)


_CHECK_EXPORT = Text(
    "核对导出里这几列是否对错了位（或映射文件的 columns），改好后重新导入",
    "See whether the export or the map swaps these columns; mend it and import again",
)
CHECKS = (
    Check(
        "refund_unknown_order",
        "warning",
        Text("退款找不到订单", "refunds of unknown orders"),
        "A refund whose order_id is not among the shop's orders.",
        Text(
            "导入更早的订单；或核对退款表的订单号是否是子订单号",
            "Import the earlier orders; or see whether the refunds name sub-orders",
        ),
        find_unknown_orders,
    ),
    Check(
        "refund_before_payment",
        "warning",
        Text("退款早于付款", "refunds before payment"),
        "A refund with a completed_at earlier than its order's paid_at.",
        _CHECK_EXPORT,
        find_refund_before_payment,
    ),
    Check(
        "refund_unpaid_order",
        "warning",
        Text("没付款却有退款", "refunds without payment"),
        "A refund with status success whose order has no paid_at.",
        Text(
            "重新导出并导入这些订单，带上付款时间",
            "Export these orders again with their payment, and import them",
        ),
        find_refund_of_unpaid,
    ),
    Check(
        "refund_before_request",
        "warning",
        Text("退款完成早于申请", "refunds before the request"),
        "A refund with a completed_at earlier than its requested_at.",
        _CHECK_EXPORT,
        find_refund_before_request,
    ),
    Check(
        "refund_without_completion",
        "warning",
        Text("退款没有完成时间", "refunds without completion"),
        "A refund with status success and no completed_at.",
        Text("重新导出退款表，带上完成时间", "Export the refunds again with their completion time"),
        find_uncompleted,
    ),
    Check(
        "refund_above_payment",
        "warning",
        Text("退款多于付款", "refunds above the payment"),
        "The successful refunds of a paid order add up to more than its paid_amount (its amount where that "
        "is empty).",
        Text(
            "核对金额单位（元、分），以及同一笔退款是否以两个退款号导入了两次",
            "Check the unit (yuan or fen), and whether one refund was imported under two ids",
        ),
        find_refund_above_payment,
    ),
    Check(
        "payment_before_order",
        "warning",
        Text("付款早于下单", "payment before the order"),
        "An order with a paid_at, shipped_at or closed_at earlier than its created_at.",
        _CHECK_EXPORT,
        find_early_payment,
    ),
    Check(
        "order_without_amount",
        "note",
        Text("金额为 0 的订单", "orders over nothing"),
        "A paid order whose paid_amount (amount where that is empty) is 0.",
        Text(
            "赠品、补发就不用管；否则核对金额列",
            "Leave gifts and replacements; else check the column of the amount",
        ),
        find_worthless,
    ),
    Check(
        "paid_without_amount",
        "note",
        Text("缺实付金额", "no amount paid"),
        "An order with a paid_at and no paid_amount.",
        Text(
            "有优惠、改价时实付才准：导出带上实付金额再导入",
            "With discounts only the amount paid is right: export it too and import again",
        ),
        find_unsaid_payment,
    ),
)
