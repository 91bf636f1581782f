"""Metrics of what customers say: ratings of agents, invitations to rate, reviews of the shop."""

from __future__ import annotations

from twofour.explain import Unit
from twofour.metrics.catalogue.metric import metric
from twofour.text import Text

METRICS = (
    metric("rating_score", "满意度评分", "rating", "point", "higher", "attitude", "rating_points", "ratings"),
    metric("satisfied_rate", "满意率", "satisfied rate", "ratio", "higher", "attitude",
           "satisfied_ratings", "ratings"),
    metric("low_ratings", "低评数", "low ratings", "count", "lower", "attitude"),
    metric("named_praise", "点名好评数", "named praise", "count", "higher", "attitude"),
    metric("invite_rate", "邀评率", "invitation rate", "ratio", "higher", "attitude",
           "rating_invitations", "received"),
    metric("rated_rate", "参评率", "rated rate", "ratio", "higher", "attitude",
           "invited_ratings", "rating_invitations"),
    metric("dsr_description", "描述相符评分", "DSR description", "point", "higher", "quality",
           "description_points", "description_reviews", scope="shop", nature="platform"),
    metric("dsr_service", "服务态度评分", "DSR service", "point", "higher", "attitude",
           "service_points", "service_reviews", scope="shop", nature="platform"),
    metric("dsr_logistics", "物流服务评分", "DSR logistics", "point", "higher", "quality",
           "logistics_points", "logistics_reviews", scope="shop", nature="platform"),
    metric("bad_reviews", "中差评数", "neutral and bad reviews", "count", "lower", "quality", scope="shop",
           nature="platform"),
)  # fmt: skip

SUMS: dict[str, tuple[Text, Unit]] = {
    "rating_points": (Text("评分合计", "rating points"), "point"),
    "ratings": (Text("评价数", "ratings"), "count"),
    "satisfied_ratings": (Text("满意评价数", "satisfied ratings"), "count"),
    "rating_invitations": (Text("邀评次数", "rating invitations"), "count"),
    "invited_ratings": (Text("受邀评价数", "invited ratings"), "count"),
    "description_points": (Text("描述评分合计", "description points"), "point"),
    "description_reviews": (Text("有描述评分的评论", "reviews with a description score"), "count"),
    "service_points": (Text("服务评分合计", "service points"), "point"),
    "service_reviews": (Text("有服务评分的评论", "reviews with a service score"), "count"),
    "logistics_points": (Text("物流评分合计", "logistics points"), "point"),
    "logistics_reviews": (Text("有物流评分的评论", "reviews with a logistics score"), "count"),
}
