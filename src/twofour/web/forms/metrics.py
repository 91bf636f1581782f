"""What to look at: whose figures, which metrics, which days, beside which other days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from twofour.period import Period, parse_period
from twofour.problems import UsageError
from twofour.text import Text
from twofour.web.forms.words import SaidForm
from twofour.web.words import say

BY = {
    "member": Text("员工", "Members"),
    "agent": Text("客服账号", "Agent ids"),
    "team": Text("小组", "Teams"),
    "shop": Text("全店", "The shop"),
}


class PeriodField(forms.CharField):
    """A month, or days: ``2026-06``, ``2026-06-01..2026-06-15``."""

    def clean(self, written: str) -> Period | None:
        """The period; nothing for an empty field that may be empty."""
        plain = super().clean(written)
        if not plain:
            return None
        try:
            return parse_period(plain)
        except UsageError as error:
            raise ValidationError(say(error.message)) from None


class MetricsForm(SaidForm):
    """The choices of the metrics page; every field may be left out."""

    by = forms.ChoiceField(required=False)
    period = PeriodField(required=False)
    beside = PeriodField(required=False)
    team = forms.ChoiceField(required=False)
    metric = forms.MultipleChoiceField(required=False)
    labels = {
        "by": Text("按谁看", "Whose"),
        "period": Text("期间", "Period"),
        "beside": Text("对比期间", "Compared with"),
        "team": Text("小组", "Team"),
        "metric": Text("指标", "Metrics"),
    }
    helps = {
        "period": Text("2026-06 或 2026-06-01..2026-06-15", "2026-06 or 2026-06-01..2026-06-15"),
    }

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[str],
        teams: Sequence[str],
        metrics: Sequence[tuple[str, Text]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["by"].choices = [(kind, say(BY[kind])) for kind in kinds]
        self.fields["team"].choices = [("", say(Text("全部", "All"))), *((one, one) for one in teams)]
        self.fields["metric"].choices = [(id, say(title)) for id, title in metrics]
