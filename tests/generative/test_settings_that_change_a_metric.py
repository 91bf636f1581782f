"""The manual's settings of a metric are all that can change it: tried on hostile streams."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generative.comparing import held
from generative.streams import FIRST_DAY, LAST_DAY, World, counting_rules, worlds
from oracle.engines import as_dict, frames
from oracle.measures import Measures
from twofour.events.rules import CountingRules
from twofour.metrics.catalogue import METRICS
from twofour.metrics.manual import MANUAL

VIEWS = (("agent", "day"), ("shop", "total"), ("member", "total"))


def test_every_metric_has_a_manual_entry() -> None:
    """A metric of the catalogue without words is not done."""
    assert [metric for metric in METRICS if metric not in MANUAL] == []
    assert [metric for metric in MANUAL if metric not in METRICS] == []


def test_every_pending_count_is_explained() -> None:
    """And nothing else claims to be pending."""
    assert {m for m, entry in MANUAL.items() if entry.pending} == {
        m.id for m in METRICS.values() if m.pending
    }


def test_every_setting_changes_some_metric() -> None:
    """Except the one that only says which conversion stands in the headlines."""
    listed = {name for entry in MANUAL.values() for name in entry.settings}
    assert set(CountingRules.model_fields) - listed == {"headline_conversion"}


@settings(max_examples=40)
@given(world=worlds(2, with_as_of=True, with_staff=True), data=st.data())
def test_setting_that_the_manual_does_not_name_changes_nothing(world: World, data: st.DataObject) -> None:
    """One setting is changed, whatever the others are; every metric that does not list it stays the same."""
    other = data.draw(counting_rules())
    name = data.draw(st.sampled_from(sorted(other.model_fields_set) or ["clock"]))
    changed = world.rules.model_copy(update={name: getattr(other, name)})
    tables = frames(world.events)
    for by, grain in VIEWS:
        before, after = (
            held(as_dict(tables, rules, FIRST_DAY, LAST_DAY, by, grain, world.as_of))
            for rules in (world.rules, changed)
        )
        surprising = {metric for metric in _different(before, after) if name not in MANUAL[metric].settings}
        assert not surprising, f"{name} changes {sorted(surprising)}: name it in their manual entries"


def _different(before: Measures, after: Measures) -> set[str]:
    return {key[1] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
