"""The manual of what customers say: ratings, invitations, reviews."""

from __future__ import annotations

from twofour.metrics.manual.entry import DAYS, RECEPTIONS, Manual
from twofour.text import Text

_RATED = Text("评价当天", "the day of the rating")
_INVITED = Text("邀评当天；接待按接待当天", "the day of the invitation; receptions on theirs")
_RATED_INVITED = Text("评价当天；邀评按邀评当天", "the day of the rating; invitations on theirs")
_REVIEWED = Text("评论当天", "the day of the review")


def _dsr(zh: str, en: str) -> Manual:
    return Manual(
        Text(f"{zh}评分合计 ÷ 打了这一项的评论", f"{en} scores ÷ reviews that have one"), _REVIEWED, DAYS
    )


OPINIONS = {
    "rating_score": Manual(Text("评分（1–5）合计 ÷ 评价数", "scores (1–5) ÷ ratings"), _RATED, DAYS),
    "satisfied_rate": Manual(Text("4 分及以上的 ÷ 评价数", "4 or more ÷ ratings"), _RATED, DAYS),
    "low_ratings": Manual(Text("2 分及以下的评价", "ratings of 2 or less"), _RATED, DAYS),
    "named_praise": Manual(Text("点名表扬的评价", "ratings that praise the agent by name"), _RATED, DAYS),
    "invite_rate": Manual(Text("邀评次数 ÷ 接待人数", "rating invitations ÷ received"), _INVITED, RECEPTIONS),
    "rated_rate": Manual(
        Text("受邀后给出的评价 ÷ 邀评次数", "ratings that were invited ÷ rating invitations"),
        _RATED_INVITED,
        DAYS,
    ),
    "dsr_description": _dsr("描述相符", "description"),
    "dsr_service": _dsr("服务态度", "service"),
    "dsr_logistics": _dsr("物流服务", "logistics"),
    "bad_reviews": Manual(Text("中评和差评", "neutral and bad reviews"), _REVIEWED, DAYS),
}
