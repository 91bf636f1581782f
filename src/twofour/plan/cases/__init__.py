"""Cases (用例): worked examples that a person in HR can write, replayed through score and pay."""

from twofour.plan.cases.case import Case, load_case
from twofour.plan.cases.check import Check, Outcome, run_case

__all__ = ["Case", "Check", "Outcome", "load_case", "run_case"]
