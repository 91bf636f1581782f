"""Metrics of long-cycle goods (跟单): what follow-ups collected, and how soon the next contact came."""

from __future__ import annotations

from twofour.explain import Unit
from twofour.metrics.catalogue.metric import metric
from twofour.text import Text

METRICS = (
    metric("follow_phones", "收集电话人数", "phones collected", "count", "higher", "follow-up"),
    metric("follow_friends", "加好友人数", "friends added", "count", "higher", "follow-up"),
    metric("referrals", "转介绍数", "referrals", "count", "higher", "follow-up"),
    metric("follow_a", "A 类客户数", "A customers", "count", "higher", "follow-up", snapshot=True),
    metric("follow_b", "B 类客户数", "B customers", "count", "higher", "follow-up", snapshot=True),
    metric("follow_c", "C 类客户数", "C customers", "count", "neither", "follow-up", snapshot=True),
    metric("follow_d", "D 类客户数", "D customers", "count", "neither", "follow-up", snapshot=True),
    metric("follow_completeness", "跟单完整度", "completeness", "point", "higher", "follow-up",
           "completeness_points", "completeness_customers", snapshot=True),
    metric("second_contact_days", "二次沟通间隔", "days to second contact", "day", "lower", "follow-up",
           "days_to_second_contact", "second_contacts"),
    metric("third_contact_days", "三次沟通间隔", "days to third contact", "day", "lower", "follow-up",
           "days_to_third_contact", "third_contacts"),
)  # fmt: skip

SUMS: dict[str, tuple[Text, Unit]] = {
    "completeness_points": (Text("完整度合计", "completeness points"), "point"),
    "completeness_customers": (Text("有完整度的客户", "customers with a completeness"), "count"),
    "days_to_second_contact": (Text("二次沟通间隔天数", "days to second contacts"), "day"),
    "second_contacts": (Text("二次沟通客户数", "second contacts"), "count"),
    "days_to_third_contact": (Text("三次沟通间隔天数", "days to third contacts"), "day"),
    "third_contacts": (Text("三次沟通客户数", "third contacts"), "count"),
}
