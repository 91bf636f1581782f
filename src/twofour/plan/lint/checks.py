"""All checks of the linter, in the order of the four pains, and the one function that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from twofour.plan.lint import copying, gaps, imprecise, reported, steps, unclear
from twofour.plan.lint.finding import PAINS, SEVERITIES, Finding
from twofour.plan.lint.ground import Ground, Template
from twofour.scheme import Scheme
from twofour.scorecard import Inputs

CHECKS: tuple[Callable[[Ground], Iterator[Finding]], ...] = (
    copying.template_unchanged,
    copying.thresholds_unreached,
    copying.thresholds_reached_by_all,
    unclear.incentive_and_duty,
    unclear.score_moves_nothing,
    imprecise.weight_at_ceiling,
    imprecise.weak_without_weight,
    imprecise.sample_too_small,
    steps.cliff_too_steep,
    steps.pay_falls,
    reported.not_in_report,
    gaps.side_uncovered,
    gaps.counter_missing,
)


def lint(scheme: Scheme, months: Sequence[Inputs], templates: Sequence[Template] = ()) -> list[Finding]:
    """What is wrong with ``scheme`` for the people of ``months`` (latest first, at least one).

    Pure: measures in, findings out, the gravest first and then in the order of the pains. ``templates`` are
    schemes that came with the product.
    """
    ground = Ground(scheme, months, templates)
    found = [finding for check in CHECKS for finding in check(ground)]
    pains = list(PAINS)
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), pains.index(one.pain)))
