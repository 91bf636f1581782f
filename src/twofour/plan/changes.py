"""Changes as people write them: ``inquiry_pay_rate=47%``, ``effective_sales=+10%``, ``received=+50``."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from twofour.documents import choices, figure
from twofour.metrics.own import MetricEntry, check_unit, unknown_metric
from twofour.plan.whatif import Change
from twofour.problems import UsageError
from twofour.scheme import Scheme
from twofour.scheme.figures import Figure
from twofour.text import Text

_SIGNS = str.maketrans("＋－−＝", "+--=")


def read_change(scheme: Scheme, written: str) -> Change:
    """A change of one of the member's figures that ``scheme`` reads.

    A bare figure is the new one. With a sign it is more or less: a percentage of anything but a ratio
    multiplies, all else adds (``+3%`` of a ratio are three points). Raises ``UsageError``.
    """
    metric, equals, amount = (part.strip() for part in written.translate(_SIGNS).partition("="))
    if not (metric and equals and amount):
        raise _wrong(
            written,
            Text("不是「指标=数」", "is no METRIC=FIGURE"),
            Text(
                "写成 inquiry_pay_rate=47%、effective_sales=+10% 或 received=+50",
                "Write inquiry_pay_rate=47%, effective_sales=+10% or received=+50",
            ),
        )
    entry = _entry(scheme, metric, written)
    read = _figure(amount, written)
    relative = amount[0] in "+-"
    if relative and read.percent and entry.unit != "ratio":
        return Change(metric, times=Figure(1 + read.amount, percent=False, written=amount))
    try:
        check_unit(metric, entry.unit, read)
    except PydanticCustomError as error:
        raise _mistaken(error, written) from None
    return Change(metric, plus=read) if relative else Change(metric, to=read)


def _entry(scheme: Scheme, metric: str, written: str) -> MetricEntry:
    if metric not in scheme.book:
        raise _wrong(written, *unknown_metric(metric, scheme.book))
    entry = scheme.book[metric]
    if entry.parts:
        raise _wrong(
            written,
            Text(f"{metric} 由别的指标算出", f"{metric} is made of other metrics"),
            Text(f"请改它的组成部分：{choices(entry.parts)}", f"Change its parts: {choices(entry.parts)}"),
        )
    read = [name for of, name in scheme.needs().metrics if of == "member"]
    if metric not in read:
        raise _wrong(
            written,
            Text(
                f"方案不看员工本人的 {metric}，改了也不影响薪资",
                f"the scheme does not read a member's {metric}",
            ),
            Text(f"方案看的有：{choices(read)}", f"It reads {choices(read)}"),
        )
    return entry


def _figure(amount: str, written: str) -> Figure:
    try:
        return figure(amount.removeprefix("+"))
    except PydanticCustomError as error:
        raise _mistaken(error, written) from None


def _mistaken(error: PydanticCustomError, written: str) -> UsageError:
    assert error.context is not None
    return _wrong(written, error.context["wrong"], error.context["right"])


def _wrong(written: str, wrong: Text, right: Text) -> UsageError:
    return UsageError(Text(f"{written}：{wrong.zh}。{right.zh}", f"{written}: {wrong.en}. {right.en}"))
