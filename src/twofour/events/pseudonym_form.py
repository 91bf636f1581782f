"""What a pseudonym (假名) looks like, so that it is told from an id and from personal data everywhere."""

from __future__ import annotations

import re

PREFIX = "pn_"
LETTERS = 26  # of base32: 130 bits, so that no two customers of any shop ever share one
PSEUDONYM = re.compile(rf"{PREFIX}[a-z2-7]{{{LETTERS}}}")
