"""Explanations as plain JSON and back, exactly: a Decimal becomes a string of its digits, nothing is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from twofour.explain.node import Node
from twofour.explain.operation import Operation
from twofour.explain.quantity import Quantity, Unit
from twofour.text import Text

Json = dict[str, Any]


def node_to_json(node: Node) -> Json:
    """``{label, quantity?, formula?, source?, operation?, children?}``; what it does not have is left out."""
    data: Json = {"label": text_to_json(node.label)}
    if node.quantity is not None:
        data["quantity"] = quantity_to_json(node.quantity)
    if node.formula is not None:
        data["formula"] = text_to_json(node.formula)
    if node.source is not None:
        data["source"] = node.source
    if node.operation is not None:
        data["operation"] = node.operation
    if node.children:
        data["children"] = [node_to_json(child) for child in node.children]
    return data


def node_from_json(data: Json) -> Node:
    """The very node that ``node_to_json`` was given. Raises ``KeyError`` when ``data`` has another shape."""
    return Node(
        label=text_from_json(data["label"]),
        quantity=quantity_from_json(data["quantity"]) if "quantity" in data else None,
        formula=text_from_json(data["formula"]) if "formula" in data else None,
        children=tuple(node_from_json(child) for child in data.get("children", ())),
        source=data.get("source"),
        operation=cast(Operation | None, data.get("operation")),
    )


def text_to_json(text: Text) -> Json:
    """``{"zh": …, "en": …}``."""
    return {"zh": text.zh, "en": text.en}


def text_from_json(data: Json) -> Text:
    """The phrase that ``text_to_json`` was given."""
    return Text(data["zh"], data["en"])


def number_to_json(number: Decimal | int | None) -> str | int | None:
    """A Decimal as the string of its exact digits; integers and "no value" as they are."""
    return str(number) if isinstance(number, Decimal) else number


def number_from_json(data: str | int | None) -> Decimal | int | None:
    """The number that ``number_to_json`` was given, of the same type."""
    return Decimal(data) if isinstance(data, str) else data


def quantity_to_json(quantity: Quantity) -> Json:
    """``{amount, unit}``; an exact Decimal is the string of its digits."""
    return {"amount": number_to_json(quantity.amount), "unit": quantity.unit}


def quantity_from_json(data: Json) -> Quantity:
    """The quantity that ``quantity_to_json`` was given."""
    return Quantity(number_from_json(data["amount"]), cast(Unit, data["unit"]))
