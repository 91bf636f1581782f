"""The scheme reference: every key of the language stands in it, and its examples are sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from twofour.documents import Strict
from twofour.plan.cases import load_case, run_case
from twofour.plan.cases.document import CaseDocument
from twofour.scheme import read_scheme
from twofour.scheme.components import KINDS
from twofour.scheme.figures import REFERENCES
from twofour.scheme.scheme import Scheme

REFERENCE = (Path(__file__).parents[2] / "docs/reference/scheme.md").read_text(encoding="utf-8")
SCHEMES = re.findall(r"^```yaml\n(.*?)^```", REFERENCE, re.S | re.M)
CASES = re.findall(r"^```yaml case\n(.*?)^```", REFERENCE, re.S | re.M)
# Keys that no person writes: what a shorthand stands for.
UNWRITTEN = {"fixed", "stepwise", "incentive"}


def models(root: type[Strict]) -> Iterator[type[Strict]]:
    """Every part of the language of schemes and cases: whatever they write as a group of keys."""
    if root.__module__.startswith(("twofour.scheme.", "twofour.plan.", "twofour.metrics.own.definition")):
        yield root
    for part in root.__subclasses__():
        yield from models(part)


@pytest.mark.parametrize(
    "model", sorted({*models(Strict)}, key=lambda m: m.__name__), ids=lambda m: m.__name__
)
def test_every_key_stands_in_the_reference(model: type[Strict]) -> None:
    keys = {info.alias or name for name, info in model.model_fields.items()} - UNWRITTEN
    missing = {key for key in keys if not re.search(rf"\b{key}\b", REFERENCE)}
    assert not missing


def test_every_kind_and_reference_stands_in_it() -> None:
    words = [*(kind.kind for kind in KINDS), *REFERENCES]
    assert not [word for word in words if f"`{word}`" not in REFERENCE]
    assert {Scheme, CaseDocument} <= {*models(Strict)}


@pytest.mark.parametrize("text", SCHEMES, ids=range(len(SCHEMES)))
def test_its_schemes_are_sound(text: str) -> None:
    assert read_scheme(text, "scheme.md").title


def test_its_cases_come_out(tmp_path: Path) -> None:
    assert SCHEMES and CASES
    for text in CASES:
        file = tmp_path / "case.yaml"
        file.write_text(text, encoding="utf-8")
        assert run_case(load_case(file)).passed
