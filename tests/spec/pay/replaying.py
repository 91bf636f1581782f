"""Replay a piece of a scheme over rows of people: their figures, and what they must get.

A scheme piece leaves out its name, title and date. A row is ``figures => expected``, both as in a case
file, with whatever else is said of the person as keywords: ``row("sales: 100.00 => commission: 1.00",
team="A")``. Names before a colon on the right are pay lines, ``score``, ``total``, ``points of ITEM``,
``off for DUTY`` or ``kept DUTY``. Every tree that comes out must recompute.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

from twofour.explain.working import recomputed
from twofour.pay import Payslip, pay
from twofour.plan.cases import load_case, run_case
from twofour.scorecard import score

HEAD = "  scheme: piece\n  title: 规则\n  valid_from: 2026-06-01\n"
GROUPS = {"points of ": "points", "off for ": "deducted", "kept ": "kept"}
Replay = Callable[..., list[Payslip]]


def row(text: str, **person: str) -> str:
    """One member of a case, as YAML."""
    figures, _, expected = (part.strip() for part in text.partition("=>"))
    groups: dict[str, list[str]] = {"lines": []}
    plain = []
    for piece in filter(None, (piece.strip() for piece in expected.split(","))):
        prefix = next((p for p in GROUPS if piece.startswith(p)), None)
        if prefix is not None:
            groups.setdefault(GROUPS[prefix], []).append(piece.removeprefix(prefix))
        else:
            (plain if piece.startswith(("score:", "total:")) else groups["lines"]).append(piece)
    plain += [f"{group}: {{{', '.join(pieces)}}}" for group, pieces in groups.items() if pieces]
    said = "".join(f", {key}: {word}" for key, word in person.items())
    return f"measures: {{{figures}}}, expected: {{{', '.join(plain)}}}{said}"


def indented(piece: str) -> str:
    """A piece of a scheme as it stands in a case."""
    return indent(dedent(piece), "  ")


def replayed(folder: Path, piece: str, rows: tuple[str, ...], more: str) -> list[Payslip]:
    """Run the case that ``piece``, ``rows`` and ``more`` make; every expectation must be met."""
    members = "".join(f"  - {{member: m{at}, {text}}}\n" for at, text in enumerate(rows, start=1))
    scheme = HEAD + indented(piece)
    file = folder / "case.yaml"
    file.write_text(
        f"case: piece\ntitle: 规则\nscheme:\n{scheme}\nmembers:\n{members}{dedent(more)}", encoding="utf-8"
    )
    case = load_case(file)
    outcome = run_case(case)
    wrong = [(c.subject.zh, c.expected.show("zh"), c.got.show("zh")) for c in outcome.checks if not c.passed]
    assert not wrong
    assert case.scheme is not None
    assert case.inputs is not None
    payslips = pay(case.scheme, case.inputs, score(case.scheme, case.inputs))
    for slip in payslips:
        duties = [duty.node for duty in slip.scorecard.duties]
        for tree in (slip.scorecard.node, *duties, *(line.node for line in slip.lines)):
            for node in tree.walk():
                assert recomputed(node) == node.amount, node
    return payslips
