"""Validate a document against a model, and say the first mistake as a person would, with its place."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from twofour.documents.document import Located
from twofour.documents.mistakes import Path, Place, scheme_error, unknown
from twofour.problems import SchemeError
from twofour.text import Text

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], document: Located, plain: Any, context: object = None) -> M:
    """``plain`` as a ``model``; the first mistake, by its place in ``document``, as a ``SchemeError``."""
    try:
        return model.model_validate(plain, context=context)
    except ValidationError as error:
        raise first_mistake(error, document, ()) from None


def first_mistake(error: ValidationError, document: Located, before: Path) -> SchemeError:
    """The finding that stands first, as one message; ``before`` leads to the part that was validated."""
    details = error.errors()
    # A list whose entry is wrong is also called too short; the entry is what matters.
    telling = [detail for detail in details if detail["type"] != "too_short"] or details
    found = [_located(detail, document, before) for detail in telling]
    place, wrong, right = min(found, key=lambda one: (one[0].line, one[0].column))
    return scheme_error(place, wrong, right)


def _located(detail: ErrorDetails, document: Located, before: Path) -> tuple[Place, Text, Text]:
    context: dict[str, Any] = detail.get("ctx", {})
    path = (*before, *detail["loc"], *context.get("at", ()))
    if detail["type"] == "mistake":
        place = document.key_place(path) if context["at"] else document.find(path)
        return place, context["wrong"], context["right"]
    wrong, right = _plainly(detail, context)
    return document.find(path), wrong, right


def _plainly(detail: ErrorDetails, context: dict[str, Any]) -> tuple[Text, Text]:
    """A finding of the validation library, said as a person would."""
    kind, key = detail["type"], str(detail["loc"][-1]) if detail["loc"] else ""
    written = detail["input"] if isinstance(detail["input"], str) else ""
    if kind == "missing":
        return Text(f"缺少 {key}", f"{key} is missing"), Text(f"请补上 {key}: …", f"Add {key}: …")
    if kind == "literal_error":
        return unknown(Text("写法", "choice"), written, re.findall(r"'([^']*)'", str(context["expected"])))
    if kind in ("tuple_type", "list_type"):
        return (
            Text(f"{key} 要写成列表", f"{key} must be a list"),
            Text("每条以 - 开头，或写成 [a, b]", "Begin each entry with -, or write [a, b]"),
        )
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return (
            Text(f"{key} 要写成一组 key: value", f"{key} must be a group of key: value"),
            Text("例如 {key: value}", "For example {key: value}"),
        )
    if kind in ("int_parsing", "int_type", "greater_than_equal", "less_than_equal"):
        low, high = context.get("ge"), context.get("le")
        span = Text(
            *(f" {low if low is not None else '…'}–{high if high is not None else '…'}" for _ in "ab")
        )
        return (
            Text(f"{key} 要写整数，写成了 {written}", f"{key} must be a whole number, not {written}"),
            Text(
                f"范围{span.zh}" if context else "例如 3", f"Range{span.en}" if context else "For example 3"
            ),
        )
    if kind == "bool_parsing":
        return Text(f"{key} 只能是 true 或 false", f"{key} must be true or false"), Text(
            "请改正", "Correct it"
        )
    if kind == "too_short":
        return (
            Text(f"{key} 是空的或项数不够", f"{key} is empty or too short"),
            Text("请补上内容，或删掉它", "Fill it in, or delete it"),
        )
    return (
        Text(f"{key} 的内容不对：{detail['msg']}", f"{key} is not right: {detail['msg']}"),
        Text("请对照 docs/reference 里的说明改正", "See docs/reference"),
    )
