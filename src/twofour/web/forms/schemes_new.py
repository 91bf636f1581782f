"""What people type into the steps of designing a scheme, understood or refused with what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from twofour.problems import UsageError
from twofour.text import Text
from twofour.web.bridge import schemes_new
from twofour.web.bridge.schemes_new import Design

_AGAIN = ("role", "value", "note")
"""What stays when the position or the direction changes: all else was proposed from them."""


def answered(step: str, posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers with those of one step. Raises ``UsageError`` for what cannot be understood."""
    return _STEPS[step](posted, design, answers)


def _role(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    role = _one_of(posted.get("role", ""), dict(schemes_new.ROLES))
    if not design.people[role]:  # type: ignore[index]
        title = dict(schemes_new.ROLES)[role]  # type: ignore[index]
        raise UsageError(
            Text(
                f"往月数据里没有{title.zh}；请在人员页写上岗位，或换一个岗位",
                f"nobody in the past months is {title.en}; set roles on the staff page, or choose another",
            )
        )
    return answers if answers.get("role") == role else {"role": role}


def _goals(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    value = _one_of(posted.get("value", ""), dict(schemes_new.VALUES))
    same = design.value == value
    kept = answers if same else {key: answers[key] for key in _AGAIN if key in answers}
    said = posted.get("note", "").strip()
    # A phrase that nobody touched follows the direction that it came from.
    own = said not in ("", design.note.zh, design.note.en) or (same and "note" in answers)
    found = {**kept, "value": value, "note": said if own else ""}
    return found if found["note"] else {key: one for key, one in found.items() if key != "note"}


def _measure(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    uses = {name: posted.get(f"use-{name}", "") for name in design.looks}
    items = [name for name, use in uses.items() if use == "item"]
    if not items:
        raise UsageError(Text("激励至少要选一项", "choose at least one incentive"))
    alike = next((name for name in items if not design.fits(name)), None)
    if alike is not None:
        title = design.book[alike].title
        raise UsageError(
            Text(
                f"「{title.zh}」大家的数太接近，分不出四档，不能作激励；请改成任务或不考",
                f"the figures of {title.en} are too alike for four tiers; make it a duty, or leave it out",
            )
        )
    return {**answers, "items": items, "duties": [name for name, use in uses.items() if use == "duty"]}


def _weights(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    said = ",".join(posted.get(f"weight-{name}", "") for name in design.items)
    return {
        **answers,
        "weights": dict(zip(design.items, schemes_new.weights_in(said, len(design.items)), strict=True)),
    }


def _scales(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    shares = {name: posted.get(f"shares-{name}", "").strip() for name in design.items}
    cut = {**answers, "shares": shares, "scores": {}}
    tried = Design(design.shop_id, cut)
    scores = {}
    for name in design.items:
        many = len(tried.fitted(name).bands)
        said = posted.get(f"scores-{name}", "").strip()
        # Other tiers than the scores were typed for: what they score is proposed anew.
        if many == len(design.fitted(name).bands):
            schemes_new.scores_in(said, many)
            scores[name] = said
    standards = {name: posted.get(f"standard-{name}", "").strip() for name in design.duties}
    for name, said in standards.items():
        schemes_new.limit_of(design.book[name])(said)
    smooth = {name: posted.get(f"shape-{name}") == "smooth" for name in design.items}
    return {**cut, "scores": scores, "smooth": smooth, "standards": standards}


def _pay(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    base, rate, amount = (posted.get(name, "").strip() for name in ("base", "rate", "amount"))
    if posted.get("base_from") == schemes_new.STAFF:
        base = schemes_new.STAFF
    else:
        schemes_new.yuan_in(base)
    if rate:
        schemes_new.rate_in(rate)
    if amount:
        schemes_new.yuan_in(amount)
    if not rate and not amount:
        raise UsageError(
            Text(
                "提成和绩效工资至少要有一样，不然得分不影响工资",
                "give a commission or performance pay, or the score moves no pay",
            )
        )
    budget = posted.get("budget", "").strip()
    if budget:
        schemes_new.yuan_in(budget)
    return {**answers, "base": base, "rate": rate, "amount": amount, "budget": budget}


def _preview(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    return answers


def _save(posted: QueryDict, design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    return {
        **answers,
        "scheme": schemes_new.scheme_id(posted.get("scheme", "").strip()),
        "title": schemes_new.phrase(posted.get("title", "")),
        "since": schemes_new.parse_day(posted.get("since", "")).isoformat(),
    }


def _one_of(said: str, known: dict[Any, Text]) -> str:
    if said not in known:
        raise UsageError(Text("请选一项", "choose one"))
    return said


_STEPS: dict[str, Callable[[QueryDict, Design, dict[str, Any]], dict[str, Any]]] = {
    "role": _role,
    "goals": _goals,
    "measure": _measure,
    "weights": _weights,
    "scales": _scales,
    "pay": _pay,
    "preview": _preview,
    "save": _save,
}
