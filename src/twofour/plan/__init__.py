"""What-if: replays pay under figures that have not happened."""

from twofour.plan.projection import Projected, Projection, project
from twofour.plan.whatif import Change, WhatIf, what_if

__all__ = ["Change", "Projected", "Projection", "WhatIf", "project", "what_if"]
