"""Scorecards in, pay lines out: one file per kind of component."""

from twofour.pay.line import Line, NextStep, Payslip
from twofour.pay.next_step import next_steps, with_next_steps
from twofour.pay.pay import pay, payslip_of

__all__ = ["Line", "NextStep", "Payslip", "next_steps", "pay", "payslip_of", "with_next_steps"]
