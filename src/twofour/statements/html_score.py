"""The scorecard of an HTML statement: items with weight, figure, tier and bar; duties kept or broken."""

from __future__ import annotations

from decimal import Decimal

import htpy as h

from twofour.explain.render_html import html_formula, html_tree
from twofour.money import divide, round_half_up
from twofour.pay import Payslip
from twofour.scorecard import DutyOutcome, ItemScore, Scorecard
from twofour.statements.words import duty_words, metric_figure, points_words, score_formula, weight_words
from twofour.text import Lang, Text


def score_section(payslip: Payslip, lang: Lang) -> h.Element | None:
    """The score with everything that made it; nothing for a scheme that does not score."""
    card = payslip.scorecard
    if not card.items and not card.duties:
        return None
    return h.section(".score")[
        h.div(".score-head")[
            h.h2[Text("评分卡", "Scorecard").say(lang)],
            _sum(card, lang) if card.items else None,
        ],
        _group(Text("激励项", "Incentive"), [_item(item, payslip, lang) for item in card.items], lang),
        _group(Text("任务", "Duties"), [_duty(duty, lang) for duty in card.duties], lang),
    ]


def _sum(card: Scorecard, lang: Lang) -> h.Element:
    full = points_words(card.full)
    return h.p(".score-sum")[
        h.strong[points_words(card.score)], Text(f" / {full} 分", f" / {full} points").say(lang)
    ]


def _group(title: Text, rows: list[h.Element], lang: Lang) -> h.Node:
    return [h.h3[title.say(lang)], h.ol[(h.li[row] for row in rows)]] if rows else None


def _item(item: ItemScore, payslip: Payslip, lang: Lang) -> h.Element:
    share = _share(item.points, item.weight)
    bar = h.span(class_={"over": item.points > item.weight}, style=f"width:{share}%")
    figure = metric_figure(item, payslip.member, lang)
    return h.details[
        h.summary(".grid")[
            h.span(".label")[
                item.title.say(lang),
                h.span(".note")[weight_words(item, payslip.scorecard).say(lang)],
            ],
            h.span(".meter")[
                h.span(".figure")[figure],
                h.span(".meter-track")[bar],
            ],
            h.span(".num")[points_words(item.points), h.span(".of")[f" / {points_words(item.weight)}"]],
            html_formula(score_formula(item), lang),
        ],
        html_tree(item.node, lang),
    ]


def _duty(duty: DutyOutcome, lang: Lang) -> h.Element:
    mark, kind = ("–", "unknown") if duty.kept is None else ("✓", "kept") if duty.kept else ("✗", "broken")
    points = f"−{points_words(duty.deducted)}" if duty.deducted else "0"
    return h.details[
        h.summary(".grid.duty")[
            h.span(".label")[duty.title.say(lang)],
            h.span(class_=["chip", kind])[f"{mark} ", duty_words(duty).say(lang)],
            h.span(class_=["num", {"minus": duty.deducted > 0}])[
                Text(f"{points} 分", f"{points} points").say(lang)
            ],
            html_formula(duty.node.formula, lang),
            duty.correction
            and h.span(".correction")[
                Text(f"纠正任务：{duty.correction.zh}", f"Correction: {duty.correction.en}").say(lang)
            ],
        ],
        html_tree(duty.node, lang),
    ]


def _share(points: Decimal, weight: Decimal) -> Decimal:
    """Points of an item as a percentage of its weight, between 0 and 100, to one decimal."""
    if weight <= 0 or points <= 0:
        return Decimal(0)
    return min(round_half_up(divide(points * 100, weight), 1), Decimal(100))
