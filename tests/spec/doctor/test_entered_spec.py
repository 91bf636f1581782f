"""Shifts and indicators of people and metrics that do not exist."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from spec.doctor.rows import Rows, message, staff


def shift(member: str) -> dict[str, Any]:
    return {"member_id": member, "day": date(2026, 6, 1), "start": "09:00", "end": "18:00"}


def indicators(metric: str, count: int = 1, **given: Any) -> Rows:
    usual = {"metric": metric, "value": Decimal(1), "subject_kind": "member", "subject_id": "m"}
    return [{**usual, "day": date(2026, 6, day + 1), **given} for day in range(count)]


def test_shifts_of_members_without_a_staff_row_are_nobodys(found):
    """m2 works, but the staff table does not know them."""
    (nobody,) = found("shift_unknown_member", {"staff": [staff()], "shifts": [shift("m"), shift("m2")]})
    assert (nobody.count, nobody.examples, nobody.shop_id) == (1, ("m2",), None)


def test_shifts_of_known_members_are_sound(found):
    """Whichever shop they work for."""
    assert not found("shift_unknown_member", {"staff": [staff(shop_id="x")], "shifts": [shift("m")]})


@pytest.mark.parametrize("kind", ["agent", "member", "team", "shop"])
def test_indicators_of_subjects_that_do_not_exist_are_found(found, kind):
    """Nobody and nothing is called ghost."""
    rows = indicators("exam_score", subject_kind=kind, subject_id="ghost")
    (nobody,) = found("indicator_unknown_subject", {"staff": [staff()], "indicators": rows})
    assert nobody.examples == ("ghost",)


@pytest.mark.parametrize(("kind", "subject"), [("agent", "a"), ("member", "m"), ("team", "t"), ("shop", "s")])
def test_indicators_of_known_subjects_are_sound(found, kind, subject):
    """Agent a of member m in team t of shop s."""
    rows = indicators("exam_score", subject_kind=kind, subject_id=subject)
    tables = {"staff": [staff()], "indicators": rows, "messages": [message()]}
    assert not found("indicator_unknown_subject", tables)


def test_an_indicator_nearly_called_like_another_is_a_slip(found):
    """Once typing_sped, five times typing_speed."""
    rows = [*indicators("typing_speed", 5), *indicators("typing_sped")]
    (slip,) = found("indicator_unknown_metric", {"indicators": rows})
    assert slip.examples == ("typing_sped",) and "typing_speed" in slip.remedy.en


def test_an_indicator_called_like_a_computed_metric_is_not_read(found):
    """The computed figure counts."""
    (double,) = found("indicator_unknown_metric", {"indicators": indicators("mean_response")})
    assert "computed" in double.what.en


def test_indicators_of_a_shop_s_own_are_sound(found):
    """Two names that differ plainly, or are used alike."""
    rows = [*indicators("exam_score", 5), *indicators("typing_speed"), *indicators("typing_speeds", 1)]
    assert not found("indicator_unknown_metric", {"indicators": rows})


OWN = """
metrics:
  - metric: exam_score
    title: {zh: 考试, en: Exam}
    unit: point
    direction: higher
    category: knowledge
    indicator: mean
"""


def test_an_indicator_that_the_shop_s_file_defines_is_sound(found):
    """Others are noted: a scheme may define them."""
    assert not found("indicator_unknown_metric", {"indicators": indicators("exam_score")}, own=OWN)
    (other,) = found("indicator_unknown_metric", {"indicators": indicators("typing_speed")}, own=OWN)
    assert other.severity == "note"
    (slip,) = found("indicator_unknown_metric", {"indicators": indicators("exam_scores")}, own=OWN)
    assert slip.remedy.en == "Import it as exam_score"
