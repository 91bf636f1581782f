"""Every check has a name of its own, and a test of data that has it and of data that has not."""

from pathlib import Path

from twofour.metrics.doctor import CHECKS, SEVERITIES

PAGES = "".join(page.read_text(encoding="utf-8") for page in Path(__file__).parent.glob("test_*_spec.py"))


def test_every_check_is_in_the_tests() -> None:
    """By its kind, which is unique."""
    kinds = [check.kind for check in CHECKS]
    assert len(set(kinds)) == len(kinds)
    assert [kind for kind in kinds if f'"{kind}"' not in PAGES] == []


def test_every_check_says_in_both_languages_what_to_do() -> None:
    """Nothing is found without a remedy, and every rule is a sentence."""
    for check in CHECKS:
        assert check.severity in SEVERITIES
        assert all((*check.title, *check.remedy)) and check.rule.endswith(".")
