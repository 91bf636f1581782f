"""Pain 4, gaps (没有把握好全面性): a side of the work that nothing measures, a metric that can be gamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from twofour.metrics.own import leaves
from twofour.plan.candidates import MOST_KEEP, SIDES, sides_of
from twofour.plan.fit import fit, shown, written
from twofour.plan.lint.finding import Finding, quoted
from twofour.plan.lint.ground import FEW, Ground
from twofour.plan.lint.unclear import earned
from twofour.problems import TwoFourError
from twofour.scheme import Scheme
from twofour.text import Text


class Game(NamedTuple):
    """Metrics that can be driven up (or down) at the cost of others, and which others would show it."""

    metrics: frozenset[str]
    counters: tuple[str, ...]
    how: Text


def _game(metrics: str, counters: str, zh: str, en: str) -> Game:
    return Game(frozenset(metrics.split()), tuple(counters.split()), Text(zh, en))


_HAPPY = "satisfied_rate rating_score low_ratings complaints dsr_service ticket_satisfaction"
_CONVERSION = (
    "inquiry_pay_rate inquiry_order_rate same_day_order_rate same_day_pay_rate next_day_pay_rate"
    " seven_day_pay_rate"
)
_VOLUME = "received inquiries effective_sales sales sales_orders consulted conversations"
GAMES: tuple[Game, ...] = (
    _game(
        "sales sales_orders sales_items upsell_sales upsell_orders items_per_customer average_ticket",
        "refund_rate refund_orders refunds_credited effective_sales",
        "硬推、夸大，退款月底才来", "push hard now, the refunds come later",
    ),
    _game(
        "sales effective_sales sales_orders received consulted conversations inquiries", _CONVERSION,
        "抢人头，接得多、转化低", "grab customers and convert fewer of them",
    ),
    _game(_CONVERSION, _VOLUME, "挑客户接，难的转走", "pick easy customers, pass on the rest"),
    _game(
        "first_response mean_response response_within_30s response_within_180s slow_receptions",
        f"reply_rate unreplied {_HAPPY}",
        "先回一个「嗯」，问题不解决", "answer at once with nothing in it",
    ),
    _game("answer_ratio agent_messages", _HAPPY, "拆成碎句凑条数", "split answers into scraps"),
    _game(
        "satisfied_rate rating_score named_praise",
        "invite_rate rated_rate low_ratings complaints bad_reviews",
        "只邀请满意的买家评价", "invite happy customers only",
    ),
    _game("invite_rate rated_rate", _HAPPY, "群发邀评，打扰买家", "invite everybody, bother them all"),
    _game("urged urged_paid", "urge_success order_pay_rate", "见单就催", "remind everybody of everything"),
    _game(
        "ticket_speed ticket_duration refund_duration refund_duration_refund_only"
        " refund_duration_return_refund open_tickets",
        f"first_fix_rate refund_rate {_HAPPY}",
        "快速关单、直接退款了事", "close or refund quickly, solve nothing",
    ),
    _game("first_fix_rate", f"open_tickets ticket_duration {_HAPPY}", "压着不结", "leave the hard ones open"),
    _game("follow_phones follow_friends", "follow_completeness follow_a seven_day_pay_rate referrals",
          "只加好友不跟进", "add friends, follow nobody up"),
)  # fmt: skip
"""What people will do to a metric that pays, and the counter-metrics of which one must be in the scheme."""


def side_uncovered(ground: Ground) -> Iterator[Finding]:
    """A side of the work (sales, conversion, speed, attitude, quality, workload) that no line reads."""
    scheme = ground.scheme
    covered = {scheme.book[metric].category for metric in used(scheme)}
    for side in sides_of(scheme.applies_to.role):
        if covered & SIDES[side].categories:
            continue
        title, metric = SIDES[side].title, SIDES[side].example(scheme.applies_to.role)
        entry, now = scheme.book[metric], ground.past.pooled(metric)
        if now is None:
            state = Text("本店目前也没有这方面的数据", "nor has the shop any data of it")
        else:
            figure = shown(entry, now)
            state = Text(f"上月{entry.title.zh} {figure.zh}", f"last month's {entry.title.en} is {figure.en}")
        yield Finding(
            "side_uncovered",
            "gaps",
            "warning" if now is not None else "note",
            ("duties",) if scheme.duties else (),
            Text(
                f"方案没有考核{title.zh}方面的任何指标（{state.zh}），考了 A 没考 B，B 就会出问题",
                f"nothing in the scheme looks at {title.en} ({state.en}): what is not measured goes wrong",
            ),
            _duty(ground, metric),
            {"side": side, "metric": metric, **({} if now is None else {"now": now})},
        )


def counter_missing(ground: Ground) -> Iterator[Finding]:
    """A metric that earns and can be driven at the cost of others, none of which the scheme reads."""
    scheme = ground.scheme
    there = used(scheme) | {leaf for metric in used(scheme) for leaf in leaves(scheme.book, metric)}
    told = set[tuple[str, Text]]()
    for metric, _, title, place in earned(scheme):
        for game in GAMES:
            if metric not in game.metrics or there.intersection(game.counters) or (metric, game.how) in told:
                continue
            told.add((metric, game.how))
            entry = scheme.book[metric]
            counter = next((c for c in game.counters if ground.past.figures(c)), game.counters[0])
            known = ground.past.pooled(counter)
            named = scheme.book[counter].title
            now = shown(scheme.book[counter], known) if known is not None else Text("还没有数据", "not known")
            yield Finding(
                "counter_missing",
                "gaps",
                "warning",
                place,
                Text(
                    f"{quoted(title).zh}按{entry.title.zh}给钱，容易变成「{game.how.zh}」，方案里没有指标看着"
                    f"（本店{named.zh} {now.zh}）",
                    f"{quoted(title).en} pays by {entry.title.en}, so people may {game.how.en};"
                    f" nothing in the scheme would show it (this shop's {named.en}: {now.en})",
                ),
                _duty(ground, counter),
                {"metric": metric, "counter": counter, **({} if known is None else {"now": known})},
            )


def used(scheme: Scheme) -> set[str]:
    """Every metric that the scheme reads anywhere, and what its own metrics are composed of."""
    owed = {duty.metric for duty in scheme.duties}
    return set(scheme.metrics_used) | {metric for metric, *_ in earned(scheme)} | owed


def _duty(ground: Ground, metric: str) -> Text:
    """A duty that most people keep, as YAML to paste."""
    entry = ground.scheme.book[metric]
    whose = "shop" if entry.scope == "shop" else ground.past.of
    of = "" if whose == "member" else f", of: {whose}"
    figures = ground.past.figures(metric)
    relation = "at_most" if entry.direction == "lower" else "at_least"
    try:
        (bound,) = fit(entry, figures, MOST_KEEP).bounds if len(figures) >= FEW else (None,)
    except TwoFourError:
        bound = None
    limit = "…" if bound is None else written(entry, bound)
    breach = "deduct_points: 5" if ground.scheme.items else "deduct_amount: 50.00"
    must = f"must: {{{relation}: {limit}}}, breach: {{{breach}}}"
    line = f"{{duty: {metric}, metric: {metric}{of}, {must}}}"
    return Text(f"加一条任务：{line}", f"Add a duty: {line}")
