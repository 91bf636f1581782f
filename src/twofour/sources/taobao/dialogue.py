"""Qianniu chats as plain text: a line with who and when, below it what was said."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import polars as pl

from twofour.sources.readers.batch import Batch, by_list
from twofour.sources.readers.encoding import Utf8
from twofour.sources.taobao.parties import Parties, is_agent

HEADER = ("买家", "客服", "发送方", "时间", "内容", "转自")

_ROWS = 50_000
# One piece of a line that never ends; a text longer than the longest cell is refused later on.
_PIECE, _LONGEST_TEXT = 1 << 16, 1_100_000

_NICK = r"[^\s,，：()\"<>\[\]]+?"
_TIME = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+\d{1,2}:\d{2}:\d{2}"
# 甲 2026-06-01 09:00:00 | 甲2026-6-1 9:00:00 | [甲] 2026-… | 甲 --> 乙 2026-… | 甲 (2026-06-01 09:00:00): 话
_HEAD = re.compile(
    rf"\[?(?P<who>{_NICK})\]?(?:\s*-->\s*(?P<to>{_NICK}))?\s*"
    rf"(?:(?P<at>{_TIME})|\((?P<within>{_TIME})\)[:：]?\s*(?P<said>.*))\s*"
)
_PARTNER = re.compile(r"消息对象[:：]\s*(?P<nick>\S+)")
_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_FRAME = re.compile(
    r"[=\-—─_*]{5,}|消息(?:记录|分组|类型)[:：].*|\S+\s*撤回了一条消息"
    # A line between two days, and the count below the last message.
    rf"|[=\-—─ ]*(?:日期[:：]\s*)?{_DAY}\s*(?:星期|周)[一二三四五六日天][=\-—─ ]*"
    rf"|[=\-—─]{{2,}}\s*{_DAY}\s*[=\-—─]{{2,}}"
    r"|共\s*\d+\s*条(?:聊天)?(?:记录|消息)"
)
_STATES = {"已读", "未读", "发送中"}


@dataclass
class Message:
    """What one header line begins. ``partner`` is the customer whom the text names above, if it does."""

    line: int
    who: str
    to: str | None
    at: str
    partner: str | None
    lines: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, piece: str) -> None:
        """One more line of the message, or a piece of a long one."""
        self.size += len(piece.encode())
        if self.size <= _LONGEST_TEXT:
            self.lines.append(piece)

    @property
    def text(self) -> str:
        """What was said, without the state behind it (已读)."""
        said = "\n".join(self.lines).strip()
        head, _, state = said.rpartition("\n")
        return head.strip() if state in _STATES else "" if said in _STATES else said


class Dialogue:
    """The format: how to tell it, which columns it has, and how to open it."""

    header = HEADER

    def looks_like(self, lines: list[str]) -> bool:
        """Whether somebody of a shop (``shop:agent``) speaks in these lines, or is spoken to."""
        heads = [head for line in lines if (head := _HEAD.fullmatch(line.strip()))]
        return any(is_agent(nick) for head in heads for nick in (head["who"], head["to"]) if nick)

    def open(self, text: Utf8, name: str) -> DialogueReader:
        """The reader of ``text``, which a person knows as ``name``."""
        return DialogueReader(text, name)


class DialogueReader:
    """Messages, each with its customer and its agent; see ``Parties`` for how they are found."""

    def __init__(self, text: Utf8, name: str) -> None:
        self.path = Path(name)
        self.header = HEADER
        self._text = text

    def batches(self, wanted: Collection[str] | None = None) -> Iterator[Batch]:
        """The messages in file order; ``wanted`` leaves other columns out."""
        parties = Parties()
        size = max(1, self._text.path.stat().st_size)
        with self._text.path.open("rb") as raw:
            raw.seek(self._text.start)
            held: list[Message] = []
            for message in _messages(io.TextIOWrapper(raw, encoding="utf-8", errors="replace")):
                if len(held) == _ROWS:
                    yield _batch(parties, held, wanted, raw.tell() / size)
                    held = []
                held.append(message)
            yield _batch(parties, held, wanted, 1.0)


def _messages(file: TextIO) -> Iterator[Message]:
    """Every message; what stands before the first one is no message."""
    open_one: Message | None = None
    partner = None
    number, fresh = 0, True
    while piece := file.readline(_PIECE):
        number += fresh
        whole, fresh = fresh, piece.endswith("\n")
        line = piece.strip()
        if whole and (head := _HEAD.fullmatch(line)):
            if open_one is not None:
                yield open_one
            open_one = Message(number, head["who"], head["to"], _time(head["at"] or head["within"]), partner)
            if head["said"]:
                open_one.add(head["said"])
        elif whole and (named := _PARTNER.fullmatch(line)):
            partner = named["nick"]
        elif open_one is not None and line and not (whole and _FRAME.fullmatch(line)):
            open_one.add(line)
    if open_one is not None:
        yield open_one


def _time(written: str) -> str:
    """``2026-6-1 9:02:00`` as ``2026-06-01 09:02:00``."""
    year, month, day, hour, rest = re.split(r"[-/\s:]+", written, maxsplit=4)
    return f"{year}-{month:0>2}-{day:0>2} {hour:0>2}:{rest}"


def _batch(parties: Parties, messages: list[Message], wanted: Collection[str] | None, done: float) -> Batch:
    rows = [
        (party.customer, party.agent, party.sender, message.at, message.text, party.forwarded_from)
        for message, party in zip(messages, parties.of(messages), strict=True)
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(HEADER, pl.String), orient="row")
    names = [name for name in HEADER if wanted is None or name in wanted]
    return Batch(frame.select(names), by_list([message.line for message in messages]), done)
