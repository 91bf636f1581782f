"""Who sent a Chatwoot message, who was responsible for the conversation then, and who had been before."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

_KINDS = {"0": "incoming", "1": "outgoing", "2": "activity", "3": "template"}
_ROBOTS = ("agent_bot", "captain_assistant", "AgentBot", "Captain::Assistant")
# What an activity message says in English and in Chinese. The Chinese one names the new assignee first.
_ASSIGNED = re.compile(r"Assigned to (?P<en>.+?)(?: via .+)? by .+|由 (?P<zh>.+?) 分配给 .+")
_TOOK = re.compile(r"(?P<en>.+?) self-assigned this conversation|(?P<zh>.+?) 自行分配这次会话")


@dataclass
class _Conversation:
    assignee: str | None = None
    before: str | None = None

    def assign(self, name: str | None) -> None:
        if name and name != self.assignee:
            self.before, self.assignee = self.assignee, name


class Transfers:
    """A step over messages in order; reads the columns ``needs``, adds ``adds``.

    ``sent_by``: incoming messages are the customer's; outgoing ones an agent's, or a bot's where nobody sent
    them; templates are the bot's, activities the system's. The assignee is the one that the payload names; an
    API export names none, there it is told from the activities and from who answers. ``agent`` is who sent
    the message, else the assignee.
    """

    needs = (
        "message_type",
        "content",
        "sender.type",
        "sender.name",
        "conversation.id",
        "conversation_id",
        "conversation.meta.assignee.name",
    )
    adds = ("sent_by", "agent", "transferred_from")

    def __init__(self) -> None:
        self._conversations: dict[str, _Conversation] = {}

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same rows with the columns ``adds``."""
        added = [self._look(*cells) for cells in rows.select(self.needs).iter_rows()]
        return rows.with_columns(
            pl.DataFrame(added, schema=dict.fromkeys(self.adds, pl.String), orient="row")
        )

    def _look(
        self,
        kind: str | None,
        text: str | None,
        sender_type: str | None,
        sender: str | None,
        conversation: str | None,
        shown: str | None,
        assignee: str | None,
    ) -> tuple[str | None, str | None, str | None]:
        talk = self._conversations.setdefault(conversation or shown or "", _Conversation())
        by = _sender(_KINDS.get(kind or "", kind), sender_type)
        if assignee:
            talk.assign(assignee)
        elif by == "system":
            talk.assign(_assigned(text or ""))
        elif by == "agent" and talk.assignee is None:
            talk.assign(sender)
        return by, (sender if by in ("agent", "bot") else None) or talk.assignee, talk.before


def _sender(kind: str | None, sender_type: str | None) -> str | None:
    if kind == "outgoing":
        # Without a sender the account itself spoke: an automation, a campaign, a bot by its token.
        return "bot" if sender_type is None or sender_type in _ROBOTS else "agent"
    return {"incoming": "customer", "template": "bot", "activity": "system"}.get(kind or "")


def _assigned(text: str) -> str | None:
    """The assignee whom an activity message names."""
    # No name is that long; the patterns take their time over longer texts.
    line = text.strip()[:500]
    found = _ASSIGNED.fullmatch(line) or _TOOK.fullmatch(line)
    return (found["en"] or found["zh"]) if found else None
