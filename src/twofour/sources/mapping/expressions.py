"""Origins and conditions of a mapping file as expressions over the text columns of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from twofour.sources.mapping.document import Condition, Origin

_BRACES = re.compile(r"\{([^{}]*)\}")
OTHERWISE = "else"
"""The key of ``values`` for every other word."""
_NUMBER = pl.Decimal(38, 9)


def cell(name: str) -> pl.Expr:
    """A source cell without blanks around it; null if nothing is left."""
    bare = pl.col(name).str.strip_chars()
    return pl.when(bare != "").then(bare)


def columns_of(origin: Origin) -> Iterator[str]:
    """The source columns that ``origin`` reads."""
    if origin.way == "template":
        yield from _BRACES.findall(origin.template or "")
    elif origin.way == "first_of":
        for entry in origin.first_of or ():
            yield from _BRACES.findall(entry) if "{" in entry else [entry]
    elif origin.way not in ("constant", "count"):
        given = getattr(origin, origin.way)
        yield from [given] if isinstance(given, str) else given


def cells_of(origin: Origin) -> pl.Expr:
    """The text that a row-wise ``origin`` gives. A template with a blank part is blank."""
    match origin.way:
        case "constant":
            return pl.lit(origin.constant)
        case "template":
            return _template(origin.template or "")
        case "first_of":
            entries = origin.first_of or ()
            return pl.coalesce(_template(entry) if "{" in entry else cell(entry) for entry in entries)
        case _:
            # Not stripped: free text keeps its blanks, and every other kind is stripped when it is read.
            return _cut(pl.col(origin.from_ or origin.first or ""), origin)


def _cut(taken: pl.Expr, origin: Origin) -> pl.Expr:
    """What is left of a cell; blank where the sign of ``before`` or ``after`` is missing."""
    if origin.without_prefix is not None:
        taken = taken.str.strip_prefix(origin.without_prefix)
    if origin.before is not None:
        taken = taken.str.extract(f"(?s)^(.*?){re.escape(origin.before)}")
    if origin.after is not None:
        taken = taken.str.extract(f"(?s)^.*?{re.escape(origin.after)}(.*)$")
    return taken


def _template(template: str) -> pl.Expr:
    pieces = _BRACES.split(template)
    # Odd pieces are names, even ones the text between them.
    parts = [cell(piece) if at % 2 else pl.lit(piece) for at, piece in enumerate(pieces)]
    return pl.concat_str(parts)


def columns_tested(condition: Condition) -> Iterator[str]:
    """The source columns that ``condition`` looks at."""
    yield condition.column
    yield from filter(None, (condition.equals_column, condition.not_equals_column))


def chosen_by(conditions: Sequence[Condition]) -> pl.Expr:
    """True for the rows that pass all ``conditions``."""
    return pl.all_horizontal(*(_passes(condition) for condition in conditions), pl.repeat(True, pl.len()))


def _passes(condition: Condition) -> pl.Expr:
    here = cell(condition.column)
    number = here.str.replace_all(",", "").cast(_NUMBER, strict=False)
    match condition.test:
        case "equals":
            passes = here.is_in(condition.equals or ())
        case "not_equals":
            passes = ~here.is_in(condition.not_equals or ()).fill_null(False)
        case "starts_with":
            passes = here.str.starts_with(condition.starts_with or "")
        case "not_starts_with":
            passes = ~here.str.starts_with(condition.not_starts_with or "").fill_null(False)
        case "present":
            passes = here.is_not_null()
        case "absent":
            passes = here.is_null()
        case "contains":
            passes = here.str.contains_any(list(condition.contains or ()))
        case "not_contains":
            passes = ~here.str.contains_any(list(condition.not_contains or ())).fill_null(False)
        case "equals_column":
            passes = here == cell(condition.equals_column or "")
        case "not_equals_column":
            passes = here.ne_missing(cell(condition.not_equals_column or ""))
        case "less_than":
            passes = number < pl.lit(condition.less_than, _NUMBER)
        case _:
            passes = number > pl.lit(condition.greater_than, _NUMBER)
    return passes.fill_null(False)


def translated(cells: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    """``cells`` with the words of ``values`` put in. Other words become that of ``else``, if there is one;
    without it they stay, to be judged by their column. A blank cell stays blank.
    """
    bare = cells.str.strip_chars()
    known = {word: meaning for word, meaning in words.items() if word != OTHERWISE}
    if OTHERWISE not in words:
        return bare.replace(known)
    filled = bare.replace("", None)
    translated = filled.replace_strict(known, default=words[OTHERWISE], return_dtype=pl.String)
    return pl.when(filled.is_not_null()).then(translated)
