"""Metrics of attendance (考勤), which belong to people, not to agent ids."""

from __future__ import annotations

from twofour.metrics.catalogue.metric import metric

METRICS = (
    metric("duty_days", "出勤天数", "days on duty", "day", "higher", "workload", scope="member"),
    metric("late_days", "迟到天数", "late days", "day", "lower", "workload", scope="member"),
    metric("early_leave_days", "早退天数", "days left early", "day", "lower", "workload", scope="member"),
)  # fmt: skip
