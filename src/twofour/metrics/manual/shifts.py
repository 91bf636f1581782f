"""The manual of attendance (考勤), which belongs to people."""

from __future__ import annotations

from twofour.metrics.manual.entry import DAYS, Manual
from twofour.text import Text

_SHIFT = Text("班次的日期", "the day of the shift")

SHIFTS = {
    "duty_days": Manual(Text("有班且没缺勤的天数", "days with a shift, not absent"), _SHIFT, DAYS),
    "late_days": Manual(Text("其中有迟到的天数", "of those, days with late minutes"), _SHIFT, DAYS),
    "early_leave_days": Manual(Text("其中有早退的天数", "of those, days left early"), _SHIFT, DAYS),
}
