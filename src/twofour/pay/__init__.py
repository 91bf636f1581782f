"""Scorecards in, pay lines out: one file per kind of component."""

from twofour.pay.line import Line, Payslip
from twofour.pay.pay import pay

__all__ = ["Line", "Payslip", "pay"]
