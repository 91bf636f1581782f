"""Lines of a given width: Chinese breaks between any two characters, other words stay whole."""

from __future__ import annotations

import re

from rich.cells import cell_len

# What may not begin a line hangs on to the piece before it; what may not end one, to the piece after it.
_CLOSING, _OPENING = "，。；：、！？）》」』】%…,.;:!?)]}", "（《「『【([{"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[{_WIDE}]|[^\s{_WIDE}]+?(?=[\s{_WIDE}]|$)|\S)[{re.escape(_CLOSING)}]*\s*"
)


def wrapped(words: str, width: int) -> str:
    """``words`` in lines of at most ``width`` cells; a single word that is wider is left as it is."""
    lines, line = [], ""
    for piece in _PIECE.findall(words):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return "\n".join([*lines, line.rstrip()])
