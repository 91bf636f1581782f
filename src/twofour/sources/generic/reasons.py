"""Why a cell was refused and what would be right, in the words of the person who must mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from twofour.events.event_words import column_title
from twofour.events.tables import Column, Kind
from twofour.money import MisplacedComma
from twofour.sources.generic.kinds import (
    EARLIEST_YEAR,
    EPOCH_FORMATS,
    LATEST_YEAR,
    MOST_FEN,
    Reading,
    moments,
    number_of,
)
from twofour.sources.generic.rows import LARGEST_CELL, Bad
from twofour.text import Text

Reason = tuple[Text, Text]
"""What is wrong, and what would be right."""


MISPLACED_COMMA: Reason = (
    Text("逗号的位置不对", "a comma that does not part thousands"),
    Text(
        "千分位逗号后面要有三位数字，如 1,234.50；小数请用点，如 1.20",
        "Three digits stand behind each comma, as in 1,234.50; decimals stand behind a point, as in 1.20",
    ),
)


def reasons(bad: Bad, reading: Reading) -> Iterator[Reason]:
    """Why each row of ``bad`` was refused, in order. ``reading`` is that of the column."""
    if bad.too_long:
        return (_too_long(cell) for cell in bad.cells)
    if reading.column.kind in (Kind.TIME, Kind.DAY):
        told_at = moments(bad.cells, reading)
        if reading.column.kind is Kind.TIME:
            told_at = told_at.dt.convert_time_zone(reading.timezone)
        years = told_at.dt.year()
        told = zip(bad.cells, years, strict=True)
        return (_missing(reading.column) if cell is None else _time(reading, year) for cell, year in told)
    tell = _TELL[reading.column.kind]
    return (_missing(reading.column) if cell is None else tell(reading, cell) for cell in bad.cells)


def _missing(column: Column) -> Reason:
    if column.name == "agent_id" and not column.required:
        return (
            Text("客服发出的消息没有客服账号", "a message sent by an agent does not say which agent"),
            Text("请填写 agent_id（客服子账号）", "Fill in agent_id, the agent's sub-account"),
        )
    if column.name == "customer_id":
        return (
            Text("没有买家", "no customer"),
            Text("请填写 customer_id（买家账号）", "Fill in customer_id, the customer's account"),
        )
    title = column_title(column.name)
    remedy = Text(f"请填写{title.zh}", f"Fill in {column.name}")
    if column.name == "shop_id":
        remedy = Text("请填写店铺，或用 --shop 写明是哪家店", "Fill in shop_id, or name the shop with --shop")
    return (
        Text(f"缺少必填项 {column.name}（{title.zh}）", f"{column.name} is required and missing"),
        remedy,
    )


def _too_long(cell: str) -> Reason:
    size = f"{len(cell.encode()):,}"
    return (
        Text("单元格内容过长", "the cell is too long"),
        Text(
            f"内容有 {size} 字节，上限 {LARGEST_CELL:,}；多半是导出时串行了，请检查引号",
            f"It holds {size} bytes, at most {LARGEST_CELL:,} are read; check the quotes of the export",
        ),
    )


def _id(_: Reading, __: str) -> Reason:
    return (
        Text(
            "编号变成了科学计数法，原来的数字已丢失",
            "the id has become a rounded number; its digits are lost",
        ),
        Text(
            "请重新导出；用 Excel 打开时先把该列设为“文本”",
            "Export it again; if you open it in Excel, make this column text first",
        ),
    )


def _enum(reading: Reading, _: str) -> Reason:
    choices = " / ".join(reading.column.choices)
    return (
        Text("不在可选范围内", "not one of the choices"),
        Text(
            f"可写：{choices}；其他叫法可用映射文件的 values 翻译",
            f"Write one of: {choices}; a mapping file's values translate other words",
        ),
    )


def _time(reading: Reading, year: int | None) -> Reason:
    if year is not None and year < EARLIEST_YEAR:
        return (
            Text(f"日期早于 {EARLIEST_YEAR} 年", f"the date lies before {EARLIEST_YEAR}"),
            Text(
                "1970 年多半是导出时的空值；请填写真实日期，选填项可留空",
                "1970 is usually an empty value of the export; write the real date, or none if optional",
            ),
        )
    if year is not None and year > LATEST_YEAR:
        return (
            Text(f"日期晚于 {LATEST_YEAR} 年", f"the date lies after {LATEST_YEAR}"),
            Text(
                "请填写真实日期；表示“长期”的日期请留空",
                "Write the real date; leave a date that means “for ever” blank",
            ),
        )
    if reading.column.kind is Kind.DAY:
        example = _examples(reading.formats) or "2026-06-01"
        return (
            Text("日期无法识别", "not a date that can be read"),
            Text(f"请写作 {example}", f"Write it as {example}"),
        )
    example = _examples(reading.formats) or "2026-06-01 09:30:00"
    return (
        Text("时间无法识别", "not a time that can be read"),
        Text(
            f"请写作 {example}，日期和时间都要有（时区 {reading.timezone}）",
            f"Write it as {example}, both date and time (time zone {reading.timezone})",
        ),
    )


def _examples(formats: Sequence[str]) -> str:
    """One moment in each of ``formats``, for a pattern such as ``%Y`` tells a person nothing."""
    return " / ".join(
        f"{int(_MOMENT.timestamp())}{'000' if EPOCH_FORMATS[form] == 'ms' else ''}"
        if form in EPOCH_FORMATS
        else _MOMENT.strftime(form.replace("%.f", "").replace("%#z", "%z"))
        for form in formats
    )


_MOMENT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def _money(reading: Reading, cell: str) -> Reason:
    try:
        amount = number_of(cell.removeprefix("¥").removeprefix("￥").strip()) * reading.times
    except MisplacedComma:
        return MISPLACED_COMMA
    except ValueError:
        return (
            Text("金额无法识别", "not an amount of money"),
            Text("请只写数字，单位为元，如 1234.50", "Write the number alone, in yuan, such as 1234.50"),
        )
    if amount < 0:
        return (
            Text("金额为负", "negative money"),
            Text(
                "请核对；退款写进退款表，金额为正",
                "Check it; refunds go to the refunds table, positive",
            ),
        )
    if amount * 100 > MOST_FEN:
        return (
            Text("金额过大", "an impossible amount of money"),
            Text("请核对金额，单位为元", "Check the amount; it is in yuan"),
        )
    return (
        Text("金额超过两位小数", "more than two decimals"),
        Text("请写到分为止，如 12.34", "Write it to the fen, such as 12.34"),
    )


def _whole(reading: Reading, cell: str) -> Reason:
    column = reading.column
    try:
        number = number_of(cell)
    except MisplacedComma:
        return MISPLACED_COMMA
    except ValueError:
        number = None
    if number is None or number != number.to_integral_value():
        return (
            Text("不是整数", "not a whole number"),
            Text("请只写整数，如 3", "Write a whole number such as 3"),
        )
    if column.least is not None and column.most is not None:
        limits = Text(f"{column.least} 到 {column.most}", f"from {column.least} to {column.most}")
    else:
        limits = Text(f"不小于 {column.least}", f"at least {column.least}")
    return (
        Text("数字超出范围", "the number is out of range"),
        Text(f"应为 {limits.zh}", f"It must be {limits.en}"),
    )


def _number(_: Reading, cell: str) -> Reason:
    try:
        number_of(cell)
    except MisplacedComma:
        return MISPLACED_COMMA
    except ValueError:
        pass
    return (
        Text("数字无法识别", "not a number that can be read"),
        Text("请只写数字，最多九位小数", "Write a number with at most nine decimals"),
    )


def _clock(_: Reading, __: str) -> Reason:
    return (
        Text("时刻无法识别", "not a time of day"),
        Text("请写作 09:30", "Write it as 09:30"),
    )


def _bool(_: Reading, __: str) -> Reason:
    return (
        Text("不是“是”或“否”", "neither yes nor no"),
        Text("请写 是/否、true/false 或 1/0", "Write yes/no, true/false or 1/0"),
    )


_TELL: dict[Kind, Callable[[Reading, str], Reason]] = {
    Kind.ID: _id,
    Kind.TEXT: _id,
    Kind.ENUM: _enum,
    Kind.CLOCK: _clock,
    Kind.MONEY: _money,
    Kind.INT: _whole,
    Kind.NUMBER: _number,
    Kind.BOOL: _bool,
}
