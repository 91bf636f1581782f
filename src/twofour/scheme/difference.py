"""How two schemes differ, in words: what changes, from what to what, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from twofour.documents import parse
from twofour.events.roster import Member
from twofour.metrics import METRICS
from twofour.scheme.difference_words import KEYS, PARTS, VALUES, WHOM_ALL
from twofour.scheme.scheme import Scheme
from twofour.text import Text, same

_MISSING = object()
_NO_WORDS = Text("", "")
_BOUNDS = ("from", "at_most")


class Change(NamedTuple):
    """One thing that differs. ``before`` and ``after`` are as written; ``None`` where it does not stand."""

    part: Text
    path: str
    before: str | None
    after: str | None
    words: Text
    whom: Text


class _Leaf(NamedTuple):
    """A place in a part of a scheme: how it is read out, and what is written there."""

    words: Text
    written: str

    @property
    def said(self) -> Text:
        """What is written, for people: a metric by its title, a choice by its name."""
        metric = METRICS.get(self.written)
        return metric.title if metric else VALUES.get(self.written, same(self.written))


def differences(one: Scheme, other: Scheme) -> list[Change]:
    """What ``other`` says otherwise than ``one``, part by part in the order of the language."""
    before, after = _document(one), _document(other)
    found: list[Change] = []
    for part in PARTS:
        then, now = _named(part, before.get(part), one), _named(part, after.get(part), other)
        for name in [*then, *(name for name in now if name not in then)]:
            found += _of_element(part, name, then.get(name), now.get(name), one, other)
    return found


def differences_to_json(one: Scheme, other: Scheme, found: Iterable[Change]) -> dict[str, Any]:
    """The changes as plain JSON, with the digests of both schemes."""
    return {
        "a": {"scheme": one.scheme, "digest": one.digest, "valid_from": one.valid_from.isoformat()},
        "b": {"scheme": other.scheme, "digest": other.digest, "valid_from": other.valid_from.isoformat()},
        "changes": [
            {
                "path": change.path,
                "before": change.before,
                "after": change.after,
                "words": change.words._asdict(),
                "whom": change.whom._asdict(),
            }
            for change in found
        ],
    }


class _Element(NamedTuple):
    """An item, duty, pay line, own metric or top-level setting: its title and its leaves by path."""

    title: Text
    leaves: dict[str, _Leaf]


def _of_element(
    part: str, name: str, then: _Element | None, now: _Element | None, one: Scheme, other: Scheme
) -> Iterator[Change]:
    title = (now or then or _Element(same(name), {})).title
    path = f"{part}.{name}" if name else part
    if then is None or now is None:
        there = now or then
        assert there is not None
        leaves = there.leaves.values()
        listed = "，".join(f"{leaf.words.zh} {leaf.said.zh}".strip() for leaf in leaves)
        english = ", ".join(f"{leaf.words.en} {leaf.said.en}".strip() for leaf in leaves)
        if now is not None:
            words = Text(f"新增{title.zh}：{listed}", f"new {title.en}: {english}")
            yield Change(PARTS[part], path, None, listed, words, _whom(other))
        else:
            words = Text(f"取消{title.zh}（原来是：{listed}）", f"{title.en} is gone (it was: {english})")
            yield Change(PARTS[part], path, listed, None, words, _whom(one))
        return
    for place in [*then.leaves, *(place for place in now.leaves if place not in then.leaves)]:
        old, new = then.leaves.get(place), now.leaves.get(place)
        if old is None or new is None or _same(old.written, new.written) is False:
            yield _changed(part, f"{path}.{place}".rstrip("."), title, old, new, _whom_of(place, one, other))


def _changed(part: str, path: str, title: Text, old: _Leaf | None, new: _Leaf | None, whom: Text) -> Change:
    leaf = new or old
    assert leaf is not None
    what = Text(f"{title.zh} {leaf.words.zh}".strip(), f"{title.en}, {leaf.words.en}".strip(", "))
    if old is None:
        words = Text(f"{what.zh}：{leaf.said.zh}（新增）", f"{what.en}: {leaf.said.en} (new)")
    elif new is None:
        words = Text(f"{what.zh}：{leaf.said.zh}（取消）", f"{what.en}: {leaf.said.en} (gone)")
    else:
        words = Text(f"{what.zh}：{old.said.zh} → {new.said.zh}", f"{what.en}: {old.said.en} → {new.said.en}")
    return Change(PARTS[part], path, old and old.written, new and new.written, words, whom)


def _document(scheme: Scheme) -> dict[str, Any]:
    plain = parse(scheme.source, scheme.scheme).plain()
    return plain if isinstance(plain, dict) else {}


def _named(part: str, written: Any, scheme: Scheme) -> dict[str, _Element]:
    """The elements of a part by name; a part that is no list is one element without a name."""
    if written is None:
        return {}
    if part == "pay":
        named = zip(scheme.lines(), written, strict=True)
        return {
            id: _Element(
                _quoted(component.title or component.name, id),
                _leaves(_content(next(iter(said.values())), "id")),
            )
            for (id, component), said in named
        }
    key = {"incentive": "item", "duties": "duty", "metrics": "metric"}.get(part)
    if key is None:
        return {"": _Element(PARTS[part], _leaves(written))}
    return {
        said[key]: _Element(_quoted(_title(said, said[key]), said[key]), _leaves(_content(said, key)))
        for said in written
    }


def _title(said: Mapping[str, Any], name: str) -> Text:
    title = said.get("title", name)
    return Text(title["zh"], title["en"]) if isinstance(title, dict) else same(title)


def _quoted(title: Text, id: str) -> Text:
    if title == same(id):
        return Text(f"「{id}」", f"“{id}”")
    return Text(f"「{title.zh}」（{id}）", f"“{title.en}” ({id})")


def _content(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An element without the key that names it, its title as one phrase."""
    found = {key: what for key, what in said.items() if key != name}
    if isinstance(found.get("title"), dict):
        found["title"] = " / ".join(found["title"].values())
    return found


def _leaves(written: Any, path: str = "", words: Text = _NO_WORDS) -> dict[str, _Leaf]:
    """Every word of a part by its path; the tiers of a scale are known by their bounds, not their number."""
    if isinstance(written, dict):
        found: dict[str, _Leaf] = {}
        for key, what in written.items():
            name = KEYS.get(key, same(key))
            said = Text(f"{words.zh} {name.zh}".strip(), f"{words.en} {name.en}".strip())
            found |= _leaves(what, f"{path}.{key}".strip("."), said)
        return found
    if isinstance(written, list):
        if all(isinstance(one, dict) and _bound(one) for one in written) and written:
            return _tiers(written, path, words)
        if any(isinstance(one, dict) for one in written):
            found = {}
            for number, one in enumerate(written, start=1):
                said = Text(f"{words.zh} 第 {number} 项".strip(), f"{words.en} no. {number}".strip())
                found |= _leaves(one, f"{path}[{number}]", said)
            return found
        return {path: _Leaf(words, "、".join(map(str, written)))}
    return {path: _Leaf(words, str(written))}


def _bound(tier: Mapping[str, Any]) -> str | None:
    return next((key for key in _BOUNDS if key in tier), None)


def _tiers(written: list[dict[str, Any]], path: str, words: Text) -> dict[str, _Leaf]:
    found: dict[str, _Leaf] = {}
    for tier in written:
        key = _bound(tier) or ""
        bound = tier[key]
        named = (
            Text(f"{bound} 起", f"from {bound}") if key == "from" else Text(f"至 {bound}", f"up to {bound}")
        )
        found |= _leaves(_content(tier, key), f"{path}[{bound}]", named)
    return found


def _same(one: str, other: str) -> bool:
    """Whether two words mean the same: ``3%`` and ``3.0%`` do."""
    return one == other or _number(one) == _number(other) is not _MISSING


def _number(written: str) -> object:
    try:
        return (Decimal(written.rstrip("%").replace(",", "")), written.endswith("%"))
    except InvalidOperation:
        return _MISSING


def _whom_of(place: str, one: Scheme, other: Scheme) -> Text:
    """Whom a change touches: a grade where it stands under one, else everybody of either scheme."""
    _, found, grade = place.rpartition("by_grade.")
    if found:
        name = Member("", "", grade=grade).grade_title or same(grade)
        return Text(f"等级 {name.zh}", f"grade {name.en}")
    return whom_both(one, other)


def whom_both(one: Scheme, other: Scheme) -> Text:
    """Whom two schemes pay: ``售前``, or both where they differ."""
    then, now = _whom(one), _whom(other)
    return now if then == now else Text(f"{then.zh} → {now.zh}", f"{then.en} → {now.en}")


def _whom(scheme: Scheme) -> Text:
    applies = scheme.applies_to
    said: list[Text] = []
    for role in applies.role or ():
        said.append(Member("", "", role=role).role_title or same(role))
    for grade in applies.grade or ():
        said.append(Member("", "", grade=grade).grade_title or same(grade))
    said += [same(word) for word in (*(applies.team or ()), *(applies.member or ()))]
    return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said)) if said else WHOM_ALL
