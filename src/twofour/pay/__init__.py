"""Scorecards in, pay lines out: one file per kind of component."""

from twofour.pay.line import Line, Payslip

__all__ = ["Line", "Payslip"]
