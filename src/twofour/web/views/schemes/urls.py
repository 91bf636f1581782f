"""The addresses of the schemes' pages."""

from __future__ import annotations

from django.urls import path

from twofour.web.views.schemes import assistant, backtests, compare, drafts, listed, live, versions

_DRAFT = "schemes/drafts/<int:draft>"
_VERSION = "schemes/versions/<str:digest>"

urlpatterns = [
    path("schemes", listed.listed, name="schemes"),
    path("schemes/new", listed.new, name="schemes-new"),
    path("schemes/new/steps/<int:step>", assistant.step, name="schemes-new-step"),
    path(_DRAFT, drafts.show, name="schemes-draft"),
    path(f"{_DRAFT}/edit", drafts.edit, name="schemes-edit"),
    path(f"{_DRAFT}/submit", drafts.submit, name="schemes-submit"),
    path(f"{_DRAFT}/withdraw", drafts.withdraw, name="schemes-withdraw"),
    path(f"{_DRAFT}/approve", drafts.approve, name="schemes-approve"),
    path(f"{_DRAFT}/return", drafts.send_back, name="schemes-return"),
    path(f"{_DRAFT}/discard", drafts.discard, name="schemes-discard"),
    path(f"{_DRAFT}/backtest", backtests.ask_for_draft, name="schemes-draft-backtest"),
    path(f"{_DRAFT}/preview", live.preview, name="schemes-preview"),
    path(f"{_DRAFT}/findings", live.findings, name="schemes-findings"),
    path(f"{_DRAFT}/payslip", live.payslip, name="schemes-payslip"),
    path(_VERSION, versions.show, name="schemes-version"),
    path(f"{_VERSION}/cost", versions.cost, name="schemes-cost"),
    path(f"{_VERSION}/publish", versions.publish, name="schemes-publish"),
    path(f"{_VERSION}/acknowledge", versions.acknowledge, name="schemes-acknowledge"),
    path(f"{_VERSION}/next", versions.begin_next, name="schemes-next"),
    path(f"{_VERSION}/backtest", backtests.ask_for_version, name="schemes-version-backtest"),
    path("schemes/compare", compare.compare, name="schemes-compare"),
    path("schemes/backtests/<uuid:job>", backtests.show, name="schemes-backtest"),
]
