"""The manual leaves nothing out: every metric and every counting rule stands in some page of it."""

from pathlib import Path

from twofour.events.rules import CountingRules
from twofour.metrics.catalogue import METRICS

PAGES = "\n".join(page.read_text("utf-8") for page in sorted(Path(__file__).parent.glob("test_*_spec.py")))


def test_every_metric_has_a_case():
    """Each metric of the catalogue is a column of some expected table."""
    assert [metric for metric in METRICS if f"| {metric}" not in PAGES] == []


def test_every_counting_rule_has_a_case():
    """Each setting is set by some case."""
    assert [name for name in CountingRules.model_fields if f'"{name}": ' not in PAGES] == []
