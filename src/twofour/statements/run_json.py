"""The run record as plain JSON and back, exactly, and the digest that names it."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal

from twofour.events.roster import Member, Spell
from twofour.explain.render_json import (
    Json,
    node_from_json,
    node_to_json,
    quantity_from_json,
    quantity_to_json,
    text_from_json,
    text_to_json,
)
from twofour.metrics import Measure
from twofour.pay import Line, NextStep, Payslip
from twofour.period import Period
from twofour.scorecard import DutyOutcome, ItemScore, Scorecard
from twofour.statements.pending import Pending, pending_of
from twofour.statements.run_record import CountingRecord, LakeRecord, Run, SchemeRecord


def run_to_json(run: Run) -> Json:
    """Everything of ``run``, plus what a reader would else add up: totals and pending notes."""
    return {
        "period": {"first_day": run.period.start.isoformat(), "stop": run.period.stop.isoformat()},
        "shops": list(run.shops),
        "scheme": {
            "id": run.scheme.id,
            "title": text_to_json(run.scheme.title),
            "valid_from": run.scheme.valid_from.isoformat(),
            "digest": run.scheme.digest,
            "source": run.scheme.source,
        },
        "counting": {"settings": dict(sorted(run.counting.settings.items())), "digest": run.counting.digest},
        "lake": {"snapshot": run.lake.snapshot, "tables": dict(sorted(run.lake.tables.items()))},
        "as_of": {shop: instant and instant.isoformat() for shop, instant in sorted(run.as_of.items())},
        "software": run.software,
        "total_fen": run.total,
        "payslips": [
            {**payslip_to_json(payslip), "pending": [_pending(p) for p in pending_of(run, payslip)]}
            for payslip in run.payslips
        ],
        "measures": [_measure(measure) for measure in run.measures],
    }


def run_from_json(data: Json) -> Run:
    """The run that ``run_to_json`` was given. Raises ``KeyError`` when ``data`` has another shape."""
    scheme = data["scheme"]
    return Run(
        period=Period(
            date.fromisoformat(data["period"]["first_day"]), date.fromisoformat(data["period"]["stop"])
        ),
        shops=tuple(data["shops"]),
        scheme=SchemeRecord(
            id=scheme["id"],
            title=text_from_json(scheme["title"]),
            valid_from=date.fromisoformat(scheme["valid_from"]),
            digest=scheme["digest"],
            source=scheme["source"],
        ),
        counting=CountingRecord(data["counting"]["settings"], data["counting"]["digest"]),
        lake=LakeRecord(data["lake"]["snapshot"], data["lake"]["tables"]),
        as_of={
            shop: None if instant is None else datetime.fromisoformat(instant)
            for shop, instant in data["as_of"].items()
        },
        payslips=tuple(_payslip_from(payslip) for payslip in data["payslips"]),
        measures=tuple(_measure_from(measure) for measure in data["measures"]),
        software=data["software"],
    )


def content_digest(run: Run) -> str:
    """SHA-256 in hex of the run's canonical JSON: the same inputs, scheme and software give the same."""
    canonical = json.dumps(run_to_json(run), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def payslip_to_json(payslip: Payslip) -> Json:
    """A member, the scorecard, every line with its tree, the total, and next steps where there are any."""
    data: Json = {
        "member": _member(payslip.member),
        "total_fen": payslip.total,
        "lines": [line_to_json(line) for line in payslip.lines],
        "scorecard": scorecard_to_json(payslip.scorecard),
    }
    if payslip.steps:
        data["next_steps"] = [_step(step) for step in payslip.steps]
    return data


def line_to_json(line: Line) -> Json:
    """One pay line with its tree; ``fen`` is signed."""
    return {
        "id": line.id,
        "component": line.component,
        "title": text_to_json(line.title),
        "fen": line.fen,
        "node": node_to_json(line.node),
    }


def scorecard_to_json(card: Scorecard) -> Json:
    """Items, duties and the total score, each with its tree; every number an exact decimal string."""
    return {
        "member_id": card.member_id,
        "score": str(card.score),
        "full": str(card.full),
        "items": [_item(item) for item in card.items],
        "duties": [_duty(duty) for duty in card.duties],
        "node": node_to_json(card.node),
    }


def _step(step: NextStep) -> Json:
    return {
        "of": list(step.of),
        "metric": step.metric,
        "more": quantity_to_json(step.more),
        "reaches": quantity_to_json(step.reaches),
        "gain_fen": step.gain,
        "said": text_to_json(step.said),
    }


def _step_from(data: Json) -> NextStep:
    return NextStep(
        of=tuple(data["of"]),
        metric=data["metric"],
        more=quantity_from_json(data["more"]),
        reaches=quantity_from_json(data["reaches"]),
        gain=data["gain_fen"],
        said=text_from_json(data["said"]),
    )


def _spell(spell: Spell) -> Json:
    return {
        "first_day": spell.start.isoformat(),
        "stop": spell.stop.isoformat(),
        "grade": spell.grade,
        "base_wage_fen": spell.base_wage,
    }


def _spell_from(data: Json) -> Spell:
    return Spell(
        date.fromisoformat(data["first_day"]),
        date.fromisoformat(data["stop"]),
        data["grade"],
        data["base_wage_fen"],
    )


def _pending(pending: Pending) -> Json:
    return {"metric": text_to_json(pending.metric), "note": text_to_json(pending.note)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day_from(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _member(member: Member) -> Json:
    data: Json = {
        "member_id": member.member_id,
        "name": member.name,
        "team": member.team,
        "role": member.role,
        "grade": member.grade,
        "base_wage_fen": member.base_wage,
        "lead_member_id": member.lead_member_id,
        "hired_on": _day(member.hired_on),
        "left_on": _day(member.left_on),
    }
    if member.spells:
        data["service"] = [_spell(spell) for spell in member.spells]
    return data


def _member_from(data: Json) -> Member:
    return Member(
        member_id=data["member_id"],
        name=data["name"],
        team=data["team"],
        role=data["role"],
        grade=data["grade"],
        base_wage=data["base_wage_fen"],
        lead_member_id=data["lead_member_id"],
        hired_on=_day_from(data["hired_on"]),
        left_on=_day_from(data["left_on"]),
        spells=tuple(_spell_from(spell) for spell in data.get("service", ())),
    )


def _payslip_from(data: Json) -> Payslip:
    return Payslip(
        _member_from(data["member"]),
        _scorecard_from(data["scorecard"]),
        tuple(
            Line(
                line["id"],
                line["component"],
                text_from_json(line["title"]),
                line["fen"],
                node_from_json(line["node"]),
            )
            for line in data["lines"]
        ),
        tuple(_step_from(step) for step in data.get("next_steps", ())),
    )


def _scorecard_from(data: Json) -> Scorecard:
    return Scorecard(
        member_id=data["member_id"],
        items=tuple(_item_from(item) for item in data["items"]),
        duties=tuple(_duty_from(duty) for duty in data["duties"]),
        score=Decimal(data["score"]),
        full=Decimal(data["full"]),
        node=node_from_json(data["node"]),
    )


def _item(item: ItemScore) -> Json:
    return {
        "item": item.item,
        "title": text_to_json(item.title),
        "metric": item.metric,
        "weight": str(item.weight),
        "score": None if item.score is None else str(item.score),
        "points": str(item.points),
        "node": node_to_json(item.node),
    }


def _item_from(data: Json) -> ItemScore:
    return ItemScore(
        item=data["item"],
        title=text_from_json(data["title"]),
        metric=data["metric"],
        weight=Decimal(data["weight"]),
        score=None if data["score"] is None else Decimal(data["score"]),
        points=Decimal(data["points"]),
        node=node_from_json(data["node"]),
    )


def _duty(duty: DutyOutcome) -> Json:
    return {
        "duty": duty.duty,
        "title": text_to_json(duty.title),
        "metric": duty.metric,
        "kept": duty.kept,
        "deducted": str(duty.deducted),
        "correction": None if duty.correction is None else text_to_json(duty.correction),
        "node": node_to_json(duty.node),
    }


def _duty_from(data: Json) -> DutyOutcome:
    return DutyOutcome(
        duty=data["duty"],
        title=text_from_json(data["title"]),
        metric=data["metric"],
        kept=data["kept"],
        deducted=Decimal(data["deducted"]),
        correction=None if data["correction"] is None else text_from_json(data["correction"]),
        node=node_from_json(data["node"]),
    )


def _measure(measure: Measure) -> Json:
    row: Json = {
        "subject_kind": measure.subject_kind,
        "subject_id": measure.subject_id,
        "metric": measure.metric,
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "pending": measure.pending,
        "unit": measure.unit,
    }
    if measure.day is not None:
        row["day"] = measure.day.isoformat()
    if measure.places:
        row["places"] = list(measure.places)
    if measure.scale != 1:
        row["scale"] = measure.scale
    return row


def _measure_from(data: Json) -> Measure:
    return Measure(
        data["subject_kind"],
        data["subject_id"],
        data["metric"],
        data["numerator"],
        data["denominator"],
        data["pending"],
        data["unit"],
        _day_from(data.get("day")),
        tuple(data.get("places", ())),
        data.get("scale", 1),
    )
