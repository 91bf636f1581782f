"""The registry of schemes: which versions were approved, by whom, and from when to when each is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from twofour.events.roster import Member
from twofour.ledger.facts import Fact
from twofour.ledger.journal import Journal, Written
from twofour.ledger.people import person
from twofour.period import Period
from twofour.problems import Refused
from twofour.scheme import Scheme
from twofour.scheme.scheme import AppliesTo
from twofour.text import Text

FOLDER = "schemes"
_FOREVER = 9998  # the year that stands for a scheme without a last day


class Approved(Fact):
    """A scheme version was approved. ``source`` is the document as written; nothing of it can change."""

    scheme: str
    title: Text
    digest: str
    valid_from: date
    valid_until: date | None = None
    applies_to: dict[str, tuple[str, ...]]
    source: str


class Version(NamedTuple):
    """An approved version; ``until`` is the last day before the scheme's next version, or its own last."""

    said: Approved
    at: datetime
    by: str
    until: date | None

    def days_in(self, period: Period) -> Period | None:
        """The days of ``period`` on which this version is in force."""
        start = max(self.said.valid_from, period.start)
        stop = period.stop if self.until is None else min(self.until + timedelta(days=1), period.stop)
        return Period(start, stop) if start < stop else None

    def pays(self, member: Member) -> bool:
        """Whether the version applies to ``member``."""
        return member in AppliesTo.model_validate(self.said.applies_to)


class Overlap(NamedTuple):
    """One person paid by two approved schemes on the same days."""

    member: Member
    one: Version
    other: Version
    days: Period

    @property
    def message(self) -> Text:
        """Both schemes, the person and the days."""
        one, other = self.one.said, self.other.said
        first, last = self.days.start, self.days.last
        forever = last.year >= _FOREVER
        zh = f"从 {first} 起" if forever else f"在 {first} 至 {last}"
        en = f"from {first} on" if forever else f"from {first} to {last}"
        return Text(
            f"{self.member.name}（{self.member.member_id}）{zh}同时适用两个已审批的方案："
            f"{one.title.zh}（{one.scheme}）和 {other.title.zh}（{other.scheme}）。"
            "请改其中一个的 applies_to 或有效期",
            f"{self.member.name} ({self.member.member_id}) is paid by two approved schemes {en}: "
            f"{one.title.en} ({one.scheme}) and {other.title.en} ({other.scheme}). "
            "Change applies_to or the days of one of them",
        )


class Registry:
    """The approved schemes of the data folder ``data``: ``schemes/journal.jsonl``, an append-only journal."""

    def __init__(self, data: Path) -> None:
        self.journal = Journal(data / FOLDER / "journal.jsonl", FOLDER)

    def versions(self) -> list[Version]:
        """Every approved version, by scheme and first day. Raises ``Refused`` if the file was changed."""
        return _versions(self.journal.read())

    def digests(self) -> set[str]:
        """The digests of all approved versions."""
        return {version.said.digest for version in self.versions()}

    def approve(self, scheme: Scheme, by: str, members: Sequence[Member] = ()) -> list[Version]:
        """Approve a scheme version from its ``valid_from`` on; an older version of it ends the day before.

        Refused if that version is approved already, if another of the same scheme begins on that day, or if
        one of ``members`` would be paid by two schemes.
        """
        name = person(by)
        fact = _approved(scheme)

        def checked(written: Written) -> tuple[str, dict[str, Any]]:
            _check_new(_versions(written), fact)
            trial = _with(written, fact, name)
            days = Period(fact.valid_from, (fact.valid_until or fact.valid_from) + timedelta(days=1))
            open_end = Period(days.start, date(_FOREVER + 1, 1, 1)) if fact.valid_until is None else days
            for found in overlaps(trial, members, open_end):
                raise Refused(found.message)
            return name, fact.model_dump(mode="json", exclude_none=True)

        return _versions(self.journal.append(checked))


def overlaps(versions: Sequence[Version], members: Iterable[Member], period: Period) -> list[Overlap]:
    """Everybody of ``members`` whom two schemes pay on the same days of ``period``."""
    found = []
    for member in members:
        here = [(one, days) for one in versions if (days := one.days_in(period)) and one.pays(member)]
        for (one, days), (other, others) in combinations(here, 2):
            start, stop = max(days.start, others.start), min(days.stop, others.stop)
            if start < stop:
                found.append(Overlap(member, one, other, Period(start, stop)))
    return found


def _approved(scheme: Scheme) -> Approved:
    applies = scheme.applies_to.model_dump(exclude_none=True)
    return Approved(
        scheme=scheme.scheme,
        title=scheme.title,
        digest=scheme.digest,
        valid_from=scheme.valid_from,
        valid_until=scheme.valid_until,
        applies_to=applies,
        source=scheme.source,
    )


def _check_new(versions: Sequence[Version], fact: Approved) -> None:
    for one in versions:
        said = one.said
        if said.scheme != fact.scheme or (said.digest != fact.digest and said.valid_from != fact.valid_from):
            continue
        if said.digest == fact.digest:
            raise Refused(
                Text(
                    f"{fact.scheme} 的这一版已由 {one.by} 审批（{fact.digest[:8]}），不用再审",
                    f"{one.by} has approved this version of {fact.scheme} already ({fact.digest[:8]})",
                )
            )
        raise Refused(
            Text(
                f"{fact.scheme} 从 {fact.valid_from} 起的版本已由 {one.by} 审批，不能改动；"
                "新版本请写新的 valid_from",
                f"{one.by} has approved a version of {fact.scheme} from {fact.valid_from} on, which cannot "
                "change; give the new version another valid_from",
            )
        )


def _with(written: Written, fact: Approved, by: str) -> list[Version]:
    """The versions as they would be with one more; nothing is written."""
    said = [(Approved.model_validate(entry.act), entry.at, entry.by) for entry in written.entries]
    return _ended([*said, (fact, datetime.max, by)])


def _versions(written: Written) -> list[Version]:
    try:
        return _ended([(Approved.model_validate(one.act), one.at, one.by) for one in written.entries])
    except ValueError as error:
        raise Refused(
            Text(
                "方案登记簿由更新版本的 TwoFour 写成；请先升级 twofour",
                "the registry of schemes was written by a newer TwoFour; upgrade twofour first",
            )
        ) from error


def _ended(said: Iterable[tuple[Approved, datetime, str]]) -> list[Version]:
    """Each version with its last day: its own, or the day before the same scheme's next version."""
    rows = sorted(said, key=lambda row: (row[0].scheme, row[0].valid_from))
    found = []
    for at, (fact, when, by) in enumerate(rows):
        after = rows[at + 1][0] if at + 1 < len(rows) else None
        ends = [fact.valid_until] if fact.valid_until else []
        if after is not None and after.scheme == fact.scheme:
            ends.append(after.valid_from - timedelta(days=1))
        found.append(Version(fact, when, by, min(ends, default=None)))
    return found
