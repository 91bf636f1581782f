"""A member's statement as one self-contained HTML page: two languages, offline, screen, phone and paper."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import htpy as h
from markupsafe import Markup

from twofour.money import format_fen
from twofour.pay import Payslip
from twofour.statements.html_lines import lines_section
from twofour.statements.html_score import score_section
from twofour.statements.pending import pending_of
from twofour.statements.provenance import HOW_TO_CHECK, provenance
from twofour.statements.run_record import Run
from twofour.statements.seal import Seal
from twofour.statements.words import ALL_ELSE_EQUAL, NEXT_STEPS, period_words
from twofour.text import Lang, Text

_VIEWS: tuple[tuple[Lang, str, str], ...] = (("zh", "zh-CN", "中文"), ("en", "en", "English"))


def statement_html(run: Run, payslip: Payslip, seal: Seal) -> str:
    """The page; nothing in it is fetched and nothing is scripted. Equal text for equal runs."""
    page = h.html(lang="zh-CN")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.meta(name="robots", content="noindex"),
            h.title[f"{payslip.member.name} · {period_words(run.period).zh}工资单"],
            h.style[Markup(_css())],
        ],
        h.body[
            (
                h.input(".switch", type="radio", name="lang", id=f"lang-{lang}", checked=lang == "zh")
                for lang, _, _ in _VIEWS
            ),
            h.div(".bar")[
                h.span(".brand")["二四 TwoFour"],
                h.span(".langs")[
                    (h.label(for_=f"lang-{lang}", lang=tag)[name] for lang, tag, name in _VIEWS)
                ],
            ],
            h.main[
                (
                    h.article(class_=["sheet", lang], lang=tag)[_view(run, payslip, seal, lang)]
                    for lang, tag, _ in _VIEWS
                )
            ],
        ],
    ]
    return f"{page}\n"


@cache
def _css() -> str:
    return files("twofour.statements").joinpath("statement.css").read_text(encoding="utf-8")


def _view(run: Run, payslip: Payslip, seal: Seal, lang: Lang) -> h.Node:
    return [
        _head(run, payslip, lang),
        _pending(run, payslip, lang),
        lines_section(payslip, lang),
        score_section(payslip, lang),
        _next_steps(payslip, lang),
        _proof(run, seal, lang),
    ]


def _head(run: Run, payslip: Payslip, lang: Lang) -> h.Element:
    member, period = payslip.member, period_words(run.period)
    facts = (member.team, member.role_title, member.grade_title)
    scheme = run.scheme.title
    return h.header(".head")[
        h.div(".who")[
            h.p(".eyebrow")[Text(f"{period.zh} · 工资单", f"Statement · {period.en}").say(lang)],
            h.h1[h.bdi[member.name]],
            h.ul(".facts")[
                (h.li[h.bdi[fact.say(lang) if isinstance(fact, Text) else fact]] for fact in facts if fact),
                h.li[Text("编号 ", "ID ").say(lang), h.bdi[member.member_id]],
            ],
        ],
        h.div(".total")[
            h.p(".eyebrow")[Text("应发合计", "Total pay").say(lang)],
            h.p(".sum")[
                h.strong[format_fen(payslip.total).replace("-", "−")], Text(" 元", " yuan").say(lang)
            ],
            h.p(".scheme")[Text(f"按「{scheme.zh}」核算", f"under “{scheme.en}”").say(lang)],
        ],
    ]


def _pending(run: Run, payslip: Payslip, lang: Lang) -> h.Element | None:
    notes = pending_of(run, payslip)
    if not notes:
        return None
    return h.aside(".pending")[
        h.strong[Text("延迟统计", "Pending").say(lang)],
        h.ul[
            (
                h.li[Text(f"{p.metric.zh}：{p.note.zh}", f"{p.metric.en} — {p.note.en}").say(lang)]
                for p in notes
            )
        ],
    ]


def _next_steps(payslip: Payslip, lang: Lang) -> h.Element | None:
    """What would lift a scale to its next tier, and what that is worth."""
    if not payslip.steps:
        return None
    return h.section(".steps")[
        h.h2[NEXT_STEPS.say(lang)],
        h.div(".hint")[h.span[ALL_ELSE_EQUAL.say(lang)]],
        h.ol[(h.li[step.said.say(lang)] for step in payslip.steps)],
    ]


def _proof(run: Run, seal: Seal, lang: Lang) -> h.Element:
    return h.footer(".proof")[
        h.h2[Text("依据与核对", "What this rests on").say(lang)],
        h.dl[
            (
                h.div[h.dt[label.say(lang)], h.dd[h.bdi[text.say(lang)]]]
                for label, text in provenance(run, seal)
            )
        ],
        h.p[HOW_TO_CHECK.say(lang)],
    ]
