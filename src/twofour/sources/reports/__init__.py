"""Reports that a platform has already counted: figures per agent or shop become rows of ``indicators``."""

from twofour.sources.reports.days import Days, days_in, days_of_file
from twofour.sources.reports.route import Reported

__all__ = ["Days", "Reported", "days_in", "days_of_file"]
