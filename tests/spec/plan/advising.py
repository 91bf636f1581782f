"""A scheme and the shop's figures as small text, and what the linter says of them.

``people`` are the figures of m1, m2, … in the latest month (2026-06), ``before`` those of 2026-05.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import dedent, indent

from twofour.documents import Located
from twofour.plan.cases import load_case
from twofour.plan.lint import Finding, Template, lint
from twofour.scheme import Scheme, read_scheme
from twofour.scorecard import Inputs

HEAD = "scheme: piece\ntitle: 规则\nvalid_from: 2026-06-01\n"

CONVERSION = """
incentive:
  - item: conversion
    metric: inquiry_pay_rate
    weight: 100
    tiers: [{{from: 0, score: 0}}, {{from: {0}, score: 60}}, {{from: {1}, score: 100}}]
duties: [{{duty: fast, metric: mean_response, must: {{at_most: {2}}}, breach: {{deduct_points: 5}}}}]
pay: [{{score_pay: {{amount: 1000.00}}}}]
"""
PEOPLE = [
    f"inquiry_pay_rate: {{numerator: {paid}, denominator: 1000}}, mean_response: {seconds}"
    for paid, seconds in ((280, 20), (330, 35), (360, 40), (420, 55))
]


def scheme_of(piece: str) -> Scheme:
    """A piece of a scheme without its name, title and date."""
    return read_scheme(HEAD + dedent(piece), "scheme.yaml")


def shop(
    folder: Path, piece: str, people: Sequence[str], before: Sequence[str] = ()
) -> tuple[Scheme, list[Inputs], Located]:
    """The scheme, its months (latest first), and the document with its places."""
    members = "".join(f"  - {{member: m{at}, measures: {{{text}}}}}\n" for at, text in enumerate(people, 1))
    history = "".join(f"      m{at}: {{{text}}}\n" for at, text in enumerate(before, 1))
    earlier = f"history:\n  2026-05:\n    members:\n{history}" if before else ""
    file = folder / "case.yaml"
    scheme = indent(HEAD + dedent(piece), "  ")
    file.write_text(f"case: c\ntitle: c\nscheme:\n{scheme}\nmembers:\n{members}{earlier}", encoding="utf-8")
    case = load_case(file)
    assert case.scheme is not None and case.inputs is not None
    now = case.inputs
    months = [now, *(replace(now, period=m.period, measures=m.measures, history=()) for m in now.history)]
    document = case.located.entry("scheme")
    assert document is not None
    return case.scheme, months, document


def findings(
    folder: Path,
    piece: str,
    people: Sequence[str],
    before: Sequence[str] = (),
    templates: Sequence[Template] = (),
) -> list[Finding]:
    """Everything that the linter says."""
    scheme, months, _ = shop(folder, piece, people, before)
    return lint(scheme, months, templates)


def of_kind(kind: str, found: Sequence[Finding]) -> list[Finding]:
    """The findings of one check."""
    return [finding for finding in found if finding.kind == kind]
