"""YAML text to a located tree: every key and word with its line and column, and nothing that can do harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from twofour.documents.mistakes import Path, Place, scheme_error
from twofour.problems import SchemeError, UsageError
from twofour.text import Text

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_ENTRIES = 2_000
MAX_NODES = 50_000
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Located:
    """A word, a list or a mapping, and where it begins. Words stay as written: ``0.50`` is no number yet."""

    place: Place
    content: str | tuple[Located, ...] | Mapping[str, Located]
    keys: Mapping[str, Place]

    def plain(self) -> Any:
        """The same as ``str``, ``list`` and ``dict``."""
        if isinstance(self.content, str):
            return self.content
        if isinstance(self.content, tuple):
            return [entry.plain() for entry in self.content]
        return {key: entry.plain() for key, entry in self.content.items()}

    def entry(self, step: str | int) -> Located | None:
        """What stands under a key or at a position, if anything does."""
        if isinstance(step, str) and isinstance(self.content, Mapping):
            return self.content.get(step)
        if isinstance(step, int) and isinstance(self.content, tuple) and 0 <= step < len(self.content):
            return self.content[step]
        return None

    def find(self, path: Path) -> Place:
        """Where ``path`` leads, as far as it can be followed; steps of the schema alone are skipped."""
        here = self
        for step in path:
            here = here.entry(step) or here
        return here.place

    def key_place(self, path: Path) -> Place:
        """Where the key that ends ``path`` is written (or what it leads to, if it is no key)."""
        here = self
        for step in path[:-1]:
            here = here.entry(step) or here
        return here.keys.get(str(path[-1]), self.find(path)) if path else here.place


def read_file(path: File) -> str:
    """The text of a file. Raises ``UsageError`` if it cannot be read, ``SchemeError`` if it is no text."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise UsageError(
            Text(
                f"读不到文件 {path}：{error.strerror}。请检查路径",
                f"cannot read {path}: {error.strerror}. Check the path",
            )
        ) from None
    if data is None:
        raise _too_large(Place(str(path), 1, 1))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(str(path), data[: error.start].count(b"\n") + 1, 1)
        raise scheme_error(
            place,
            Text("文件不是 UTF-8 编码", "the file is not UTF-8 text"),
            Text("请用编辑器另存为 UTF-8", "Save it as UTF-8"),
        ) from None


def parse(text: str, file: str) -> Located:
    """The located tree of one YAML document. Raises ``SchemeError`` for anything but one plain document.

    Anchors, aliases, tags, several documents, duplicate keys, empty entries, more than 1 MB, 20 levels,
    2,000 entries in one list or 50,000 words are refused while reading, so no document can blow up.
    """
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise _too_large(Place(file, 1, 1))
    builder = _Builder(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except SchemeError:
        raise
    except YAMLError as error:
        raise _not_yaml(error, text, file) from None
    except (AssertionError, ValueError, AttributeError) as error:
        # The parser's own checks of %YAML lines and escapes end in these.
        raise scheme_error(
            Place(file, 1, 1), Text(f"YAML 写法有误：{error}", f"not valid YAML: {error}"), _INDENT
        ) from None
    return builder.finished()


_INDENT = Text("请检查缩进、冒号和括号", "Check indentation, colons and brackets")


class _Builder:
    """Puts the parser's events together, refusing at once what a document may not hold."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[_Open] = []
        self._root: Located | None = None
        self._documents = 0
        self._nodes = 0

    def take(self, event: Any) -> None:
        """One event of the parser, in order."""
        place = Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise scheme_error(
                    place,
                    Text("一个文件里只能有一份文档", "one file holds one document"),
                    Text("请删掉 ---，或拆成两个文件", "Delete the ---, or make two files"),
                )
        elif isinstance(event, AliasEvent):
            raise _refuse(place, Text("不支持 YAML 引用", "YAML aliases are not allowed"), "*")
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._check_plain(event, place)
            if len(self._open) >= MAX_DEPTH:
                raise scheme_error(
                    place,
                    Text(f"嵌套超过 {MAX_DEPTH} 层", f"nested more than {MAX_DEPTH} levels deep"),
                    Text("方案用不到这么深，请拆平", "No scheme needs that; flatten it"),
                )
            self._open.append(_Open(place, isinstance(event, MappingStartEvent)))
        elif isinstance(event, ScalarEvent):
            self._check_plain(event, place)
            self._scalar(event, place)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._add(self._open.pop().closed())

    def finished(self) -> Located:
        """The whole tree."""
        if self._root is None:
            raise scheme_error(
                Place(self._file, 1, 1),
                Text("文件是空的", "the file is empty"),
                Text("请写入内容，可参考 examples/ 下的方案", "Write one; see the schemes in examples/"),
            )
        return self._root

    def _check_plain(self, event: Any, place: Place) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise scheme_error(
                place,
                Text(f"内容超过 {MAX_NODES:,} 项", f"more than {MAX_NODES:,} entries"),
                Text("请拆成几个文件", "Split the file"),
            )
        if event.anchor is not None:
            raise _refuse(place, Text("不支持 YAML 锚点", "YAML anchors are not allowed"), f"&{event.anchor}")
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) != "!":
            raise _refuse(place, Text("不支持 YAML 标签", "YAML tags are not allowed"), str(tag))

    def _scalar(self, event: Any, place: Place) -> None:
        holder = self._open[-1] if self._open else None
        if holder is not None and holder.mapping and holder.key is None:
            holder.take_key(str(event.value), place)
            return
        if event.style is None and event.value in _NOTHING:
            key = f"{holder.key} " if holder is not None and holder.key else ""
            raise scheme_error(
                place,
                Text(f"{key}后面没有内容", f"{key}has no content"),
                Text(
                    "请填写或删掉；如果文字里有逗号或冒号，请加上引号",
                    "Fill it in or delete it; put words with a comma or a colon in quotes",
                ),
            )
        self._add(Located(place, str(event.value), {}))

    def _add(self, node: Located) -> None:
        if not self._open:
            self._root = node
            return
        self._open[-1].take(node)


class _Open:
    """A mapping or list whose end has not been read yet."""

    def __init__(self, place: Place, mapping: bool) -> None:
        self.place = place
        self.mapping = mapping
        self.key: str | None = None
        self._keys: dict[str, Place] = {}
        self._entries: list[Located] = []

    def take_key(self, key: str, place: Place) -> None:
        if key in self._keys:
            raise scheme_error(
                place,
                Text(f"{key} 写了两次", f"{key} is written twice"),
                Text(
                    f"第一次在第 {self._keys[key].line} 行，请删去一处",
                    f"First in line {self._keys[key].line}; delete one",
                ),
            )
        self.key = key
        self._keys[key] = place

    def take(self, node: Located) -> None:
        if self.mapping and self.key is None:
            raise scheme_error(
                node.place,
                Text("冒号前面只能是一个词", "a key must be one word"),
                Text("例如 title: 售前方案", "For example title: Pre-sales"),
            )
        if len(self._entries) >= MAX_ENTRIES:
            raise scheme_error(
                node.place,
                Text(f"这里超过了 {MAX_ENTRIES:,} 项", f"more than {MAX_ENTRIES:,} entries here"),
                Text(
                    "请删减；一个梯度有几档到几十档就够了",
                    "Cut it down; a scale needs a few dozen tiers at most",
                ),
            )
        self._entries.append(node)
        self.key = None

    def closed(self) -> Located:
        if self.mapping:
            return Located(self.place, dict(zip(self._keys, self._entries, strict=True)), self._keys)
        return Located(self.place, tuple(self._entries), {})


def _refuse(place: Place, wrong: Text, sign: str) -> SchemeError:
    return scheme_error(
        place,
        Text(f"{wrong.zh}（{sign}）", f"{wrong.en} ({sign})"),
        Text("请把内容直接写出来", "Write the content out in full"),
    )


def _too_large(place: Place) -> SchemeError:
    return scheme_error(
        place,
        Text("文件超过 1 MB", "the file is larger than 1 MB"),
        Text(
            "方案通常只有几 KB，请确认选对了文件", "A scheme has a few KB; check that this is the right file"
        ),
    )


def _not_yaml(error: YAMLError, text: str, file: str) -> SchemeError:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        place = Place(file, mark.line + 1, mark.column + 1)
        reason = str(getattr(error, "problem", "") or "")
    else:
        position = int(getattr(error, "position", 0))
        place = Place(file, text[:position].count("\n") + 1, position - text.rfind("\n", 0, position))
        reason = "a control character"
    return scheme_error(place, Text(f"YAML 写法有误：{reason}", f"not valid YAML: {reason}"), _INDENT)
