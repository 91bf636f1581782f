"""Load a scheme: read, validate, and turn the first mistake into one message with its place."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path as File
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from twofour.events.rules import CountingRules
from twofour.problems import SchemeError
from twofour.scheme.base import Vocabulary
from twofour.scheme.document import Located, parse, read_file
from twofour.scheme.metric_book import MetricBook
from twofour.scheme.mistakes import Path, Place, scheme_error, unknown
from twofour.scheme.own_metrics import OwnMetric, metric_book
from twofour.scheme.scheme import Needs, Scheme
from twofour.text import Text

M = TypeVar("M", bound=BaseModel)
_OWN_METRICS = TypeAdapter(tuple[OwnMetric, ...])


def load_scheme(path: File) -> Scheme:
    """The scheme in a YAML file.

    Raises ``SchemeError`` with one message (file, line, column, what is wrong, what would be right), or
    ``UsageError`` if the file cannot be read.
    """
    return read_scheme(read_file(path), str(path))


def read_scheme(text: str, file: str) -> Scheme:
    """The scheme written in ``text``; ``file`` is the name that messages show."""
    scheme = scheme_in(parse(text, file))
    scheme._source = text
    return scheme


def scheme_in(document: Located) -> Scheme:
    """The scheme that a document, or a part of one, holds. Raises ``SchemeError``."""
    plain = document.plain()
    words = _words(document, plain)
    scheme = validated(Scheme, document, plain, words)
    scheme._digest = _digest(plain)
    scheme._rules = _rules(document, plain)
    scheme._book = words.book
    metrics = tuple(sorted(words.used))
    indicators = sorted({metric for _, metric in metrics if words.book[metric].indicator})
    scheme._needs = Needs(metrics, tuple(indicators), words.months_back)
    return scheme


def validated(model: type[M], document: Located, plain: Any, context: object = None) -> M:
    """``plain`` as a ``model``; the first mistake, by its place in ``document``, as a ``SchemeError``."""
    try:
        return model.model_validate(plain, context=context)
    except ValidationError as error:
        raise _first(error, document, ()) from None


def _words(document: Located, plain: Any) -> Vocabulary:
    """The vocabulary: its own metrics are read before anything that may name them."""
    if not isinstance(plain, dict):
        raise scheme_error(
            document.place,
            Text("这不是考核方案", "this is no scheme"),
            Text(
                "方案是一组 key: value，以 scheme: 和 title: 开头",
                "A scheme is key: value, beginning with scheme:",
            ),
        )
    book = _book(document, plain.get("metrics", []))
    return Vocabulary(book, scored=bool(plain.get("incentive")))


def _book(document: Located, plain: Any) -> MetricBook:
    try:
        own = _OWN_METRICS.validate_python(plain)
    except ValidationError as error:
        raise _first(error, document, ("metrics",)) from None
    try:
        return metric_book(own)
    except ValueError as error:
        context = getattr(error, "context", None) or {}
        place = document.find(("metrics", *context["at"]))
        raise scheme_error(place, context["wrong"], context["right"]) from None


def _rules(document: Located, plain: dict[str, Any]) -> CountingRules:
    settings = dict(plain.get("counting", {}))
    preset = settings.pop("preset", "default")
    if preset != "default":
        raise scheme_error(
            document.find(("counting", "preset")),
            Text(f"还没有预设口径 {preset}", f"there is no preset {preset}"),
            Text(
                "请写 preset: default，再逐项写出不同的设置",
                "Write preset: default and each setting that differs",
            ),
        )
    for name in settings:
        if name not in CountingRules.model_fields:
            wrong, right = unknown(
                Text("口径设置", "counting-rule setting"), name, CountingRules.model_fields
            )
            raise scheme_error(document.key_place(("counting", name)), wrong, right)
    try:
        return CountingRules.model_validate(settings)
    except ValidationError as error:
        raise _first(error, document, ("counting",)) from None


def _digest(plain: Any) -> str:
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _first(error: ValidationError, document: Located, before: Path) -> SchemeError:
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
        Text("请对照 docs/reference/scheme.md 改正", "See docs/reference/scheme.md"),
    )
