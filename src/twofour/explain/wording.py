"""Formulas in words: what each operation says of its children, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twofour.explain.operation import Amount, Operation, carry_out
from twofour.text import Text

if TYPE_CHECKING:
    from twofour.explain.node import Node

_BETWEEN: dict[Operation, Text] = {
    "sum": Text(" + ", " + "),
    "difference": Text(" − ", " − "),
    "product": Text(" × ", " × "),
    "quotient": Text(" ÷ ", " ÷ "),
    "all": Text("；且 ", "; and "),
    "any": Text("；或 ", "; or "),
}
_AROUND: dict[Operation, Text] = {
    "negative": Text("扣除 {}", "minus {}"),
    "highest": Text("取大者：{}", "the higher of: {}"),
    "lowest": Text("取小者：{}", "the lower of: {}"),
    "steps": Text("{}：取整步数", "{}: whole steps"),
    "interpolation": Text("按两档之间的位置折算：{}", "in proportion between two tiers: {}"),
    "pick": Text("{}", "{}"),
    "round": Text("{}，四舍五入到分", "{}, rounded half up to fen"),
    "to_fen": Text("{}，四舍五入到分", "{}, rounded half up to fen"),
}
_SIGNS: dict[Operation, str] = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<"}
# Operations that let an amount count or not, depending on whether a condition is met.
_SWITCHES: tuple[Operation, ...] = ("when", "unless", "gate", "veto")
_MET: dict[Amount, Text] = {
    1: Text("已满足", "met"),
    0: Text("未满足", "not met"),
    None: Text("无法判断", "cannot be judged"),
}


def words(operation: Operation, children: Sequence[Node]) -> Text:
    """The formula in words with its numbers: ``有效销售额 43,795.00 元 × 提成比例 0.5%``."""
    if operation in _SIGNS:
        own, limit = children
        return _comparison(_SIGNS[operation], own, limit, carry_out(operation, (own.amount, limit.amount)))
    if operation in _SWITCHES:
        condition, amount = children
        return _switch(operation, condition, amount)
    between = _BETWEEN.get(operation, Text("，", ", "))
    said = [_said(child) for child in children]
    joined = Text(between.zh.join(one.zh for one in said), between.en.join(one.en for one in said))
    around = _AROUND.get(operation)
    return joined if around is None else Text(around.zh.format(joined.zh), around.en.format(joined.en))


def shown(node: Node) -> Text:
    """The node's number with its unit in both languages; empty where the node has none."""
    quantity = node.quantity
    return Text("", "") if quantity is None else Text(quantity.show("zh"), quantity.show("en"))


def _said(node: Node) -> Text:
    number = shown(node)
    return Text(f"{node.label.zh} {number.zh}".rstrip(), f"{node.label.en} {number.en}".rstrip())


def _comparison(sign: str, own: Node, limit: Node, truth: Amount) -> Text:
    """``平均响应时间 56.1 秒，要求 ≤ 标准 40 秒：未满足``."""
    figure, wanted, met = _said(own), _said(limit), _MET[truth]
    return Text(
        f"{figure.zh}，要求 {sign} {wanted.zh}：{met.zh}", f"{figure.en}, wanted {sign} {wanted.en}: {met.en}"
    )


def _switch(operation: Operation, condition: Node, amount: Node) -> Text:
    """``「低评数 ≤ 5」已满足，计 奖金 300.00 元``; where nothing counts, ``不计``."""
    truth = condition.amount
    counts = carry_out(operation, [truth, 1]) == 1
    name, met, said = condition.label, _MET[truth], _said(amount)
    verb = Text("计", "counts") if counts else Text("不计", "does not count")
    return Text(f"「{name.zh}」{met.zh}，{verb.zh} {said.zh}", f"“{name.en}” {met.en}: {said.en} {verb.en}")
