"""Counting rules, and instants on every limit that they have or a second off."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from twofour.events.rules import CountingRules
from twofour.period import business_day, day_start

DAY, HOUR, MINUTE = 86400, 3600, 60
STEADY_ZONES = ("Asia/Shanghai", "UTC", "Asia/Kathmandu")
ZONES = (*STEADY_ZONES, "America/New_York", "Australia/Lord_Howe")


def one_of(*options: Any) -> st.SearchStrategy[Any]:
    """One of the options; those named first are the simpler ones."""
    return st.sampled_from(options)


def mostly(
    common: st.SearchStrategy[Any], rare: st.SearchStrategy[Any], odds: int = 4
) -> st.SearchStrategy[Any]:
    """``odds`` times the common one for each rare one; a plain ``|`` would weigh them alike."""
    return one_of(*[common] * odds, rare).flatmap(lambda strategy: strategy)


@st.composite
def counting_rules(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> CountingRules:
    """One setting in four is changed, to small figures, so that limits meet each other."""
    hours = one_of(None, "08:00-23:00", "23:00-00:30", "23:59-00:00", "09:00-02:00", "00:00-23:59")
    changed = {
        "timezone": one_of(*zones),
        "day_cut": one_of("00:00", "06:00", "23:59"),
        "service_hours": hours,
        "auto_reply": one_of("ignore", "answers"),
        "auto_reply_prefixes": one_of((), ("【自动】",), ("【自动】", "在【")),
        "welcome_seconds": one_of(0, 1, 20),
        "excluded_customers": one_of((), ("c3",)),
        "no_answer_needed": one_of((), ("好的", "谢谢"), ("好的！",)),
        "clock": one_of("first", "last"),
        "idle_minutes": one_of(10, 1, 0, 2000),
        "abandon_hours": one_of(24, 1, 0),
        "drop_monologues": st.booleans(),
        "drop_lines": one_of(None, 1, 0, 2),
        "drop_forwarded": one_of(None, 0, 1, 2),
        "drop_code_words": one_of((), ("好的",), ("【自动】", "在")),
        "drop_code_times": one_of(1, 2),
        "after_sales_days": one_of(21, 1, 0),
        "pay_days": one_of(7, 1, 3, 0),
        "attribution_days": one_of(2, 7, 1, 7, 0),
        "credit_rule": one_of("order_first", "order", "payment"),
        "cancel_days": one_of(0, 1, 15),
        "long_minutes": one_of(30, 1, 0),
        "unit": one_of("wait", "customer", "first"),
        "graded_hours": hours,
        "ungraded_starts": hours,
        "slow_times": one_of(3, 1, 2),
        "slow_seconds": one_of(120, 0, 30),
        "urge_minutes": one_of(5, 0, 60),
        "upsell_hours": one_of(24, 0, 1),
        "headline_conversion": one_of("inquiry_pay_rate", "seven_day_pay_rate"),
    }
    assert set(changed) == set(CountingRules.model_fields), "every setting takes part"
    chosen = [name for name in changed if draw(one_of(False, False, False, True))]
    return CountingRules(**{name: draw(changed[name]) for name in chosen})


class Clock:
    """Turns steps into instants. A step is seconds, or ``("day", n)``: n seconds from the next day on, or
    ``("hour", n)``: n seconds from the next time on at which hours of the rules begin or end.
    """

    def __init__(self, rules: CountingRules) -> None:
        self.rules = rules

    def next_day(self, instant: datetime) -> datetime:
        """The first second of the next business day."""
        zone, cut = self.rules.timezone, self.rules.day_cut_seconds
        tomorrow = business_day(instant, zone, cut) + timedelta(days=1)
        return datetime.fromtimestamp(day_start(tomorrow, zone, cut), UTC)

    def next_hour(self, instant: datetime) -> datetime:
        """The next instant at which the wall clock reads an end of the rules' hours."""
        zone, rules = ZoneInfo(self.rules.timezone), self.rules
        written = [h for h in (rules.service_hours, rules.graded_hours, rules.ungraded_starts) if h]
        times = [time.fromisoformat(t) for hours in written or ["00:00-12:00"] for t in hours.split("-")]
        here = instant.astimezone(zone).date()
        ends = [
            datetime.combine(here + timedelta(days=n), t, zone).astimezone(UTC)
            for n in (0, 1, 2)
            for t in times
        ]
        return min(end for end in ends if end > instant)

    def after(self, instant: datetime, step: int | tuple[str, int]) -> datetime:
        """The instant a step later."""
        if isinstance(step, tuple):
            turn = self.next_day if step[0] == "day" else self.next_hour
            return turn(instant) + timedelta(seconds=step[1])
        return instant + timedelta(seconds=step)

    def limits(self) -> list[int]:
        """Every length of time, in seconds, at which something turns under these rules."""
        r = self.rules
        minutes = (r.idle_minutes, r.long_minutes, r.urge_minutes)
        hours = (r.abandon_hours, r.upsell_hours, 24)
        days = (r.attribution_days, r.pay_days, 7)
        return [
            *(30, 180, r.slow_seconds, r.welcome_seconds),
            *(n * MINUTE for n in minutes),
            *(n * HOUR for n in hours),
            *(n * DAY for n in days),
        ]

    def gaps(self) -> st.SearchStrategy[Any]:
        """Steps from one message to the next: short, on a limit or a second off, to midnight, to an hour."""
        near = [s + d for s in self.limits() for d in (0, 1, -1) if 0 <= s + d <= 2 * DAY]
        edges = [(turn, d) for turn in ("day", "hour", "hour") for d in (-1, 0)]
        return mostly(one_of(0, 1, 7, 20, 60, 31, 150), one_of(*near, *edges), 2)

    def far(self) -> list[int]:
        """The steps, forth and back, over which one event decides about another."""
        r = self.rules
        forth = [n * DAY for n in (r.attribution_days, r.pay_days, 7, r.cancel_days)]
        forth += [r.upsell_hours * HOUR, r.urge_minutes * MINUTE]
        return forth + [-n * DAY for n in (r.after_sales_days, r.attribution_days, 1, 180)]

    def turns(self) -> st.SearchStrategy[Any]:
        """Steps from a known instant to that of another event: near, on a limit or a second off, far."""
        far = [step + d for step in self.far() for d in (0, 0, 1, -1)]
        days = [("day", n * DAY + d) for n in (0, 1) for d in (-1, 0)]
        return mostly(one_of(0, 1, 40, 400, -1, -40), one_of(*far) | one_of(*days), 1)

    def watermarks(self) -> st.SearchStrategy[Any]:
        """Steps from an event to a watermark: its own second, or one after which something is settled."""
        settled = (30, 180, self.rules.pay_days * DAY, self.rules.cancel_days * DAY, 7 * DAY, 30 * DAY)
        days = [("day", n * DAY + d) for n in (0, 1) for d in (-1, 0)]
        days += [("hour", n + d) for n in (0, 30, 180) for d in (-1, 0)]
        return one_of(0, 1) | one_of(*(s + d for s in settled for d in (0, -1))) | one_of(*days)
