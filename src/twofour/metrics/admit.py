"""Which messages exist for counting, who spoke, in what order (``metrics.md`` §3)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.calendar import MINUTE
from twofour.metrics.codes import AGENT
from twofour.metrics.neighbours import changes

CUSTOMER, HUMAN, AUTOMATIC, SYSTEM = 0, 1, 2, 3
_NOT_WORDS = r"[\p{P}\p{S}\p{Z}\s]"


@dataclass(frozen=True, slots=True)
class Admitted:
    """``rows``: person, new_person, agent_id, role, t and, where the rules name needless words, asks, with
    the columns that ``marks`` names; sorted by person and time. ``people``: person, shop_id, customer_id.
    ``automatic``: person, agent_id, t of the machines' messages.
    """

    rows: pl.DataFrame
    people: pl.DataFrame
    automatic: pl.DataFrame


def admit(messages: pl.DataFrame, rules: CountingRules) -> Admitted:
    """Tell humans from machines, leave machines out where the rules ignore them, number the customers.

    ``messages``: shop_id, customer_id, agent_id, sender, t (UTC seconds), seq, text and forwarded_from where
    the rules look at them. System rows are dropped.
    """
    rows = messages.select(
        changes("shop_id", "customer_id").alias("new_run"),
        AGENT,
        _role(rules),
        "t",
        "seq",
        *([_asks(rules)] if rules.no_answer_needed else []),
        **marks(rules),
    )
    runs = _numbered(messages, rows.get_column("new_run").arg_true())
    run = rows.select(pl.col("new_run").cum_sum() - 1).to_series()
    rows = rows.drop("new_run").with_columns(runs.get_column("person").gather(run))
    automatic = rows.select(pl.col("person", "agent_id", "t").filter(pl.col("role") == AUTOMATIC))
    exists = pl.col("role") < (AUTOMATIC if rules.auto_reply == "ignore" else SYSTEM)
    rows = _in_order(rows, exists, runs, run)
    if rules.welcome_seconds:
        welcome = rows.select(_welcomes(rules)).to_series()
        automatic = pl.concat([automatic, rows.filter(welcome).select(automatic.columns)])
        rows = rows.filter(~welcome)
    people = runs.filter("first").sort("person").select("person", "shop_id", "customer_id")
    return Admitted(rows.with_columns(changes("person").alias("new_person")), people, automatic)


def marks(rules: CountingRules) -> dict[str, pl.Expr]:
    """What the filters of receptions look for in single messages: a code word said, a transfer."""
    found: dict[str, pl.Expr] = {}
    if rules.drop_code_words:
        said = pl.col("text").str.contains_any(list(rules.drop_code_words)).fill_null(False)
        found["coded"] = (pl.col("sender") == "agent") & said
    if rules.drop_forwarded is not None:
        found["forwarded"] = pl.col("forwarded_from").is_not_null()
    return found


def _welcomes(rules: CountingRules) -> pl.Expr:
    """A human message right after a customer's that nothing or a silence precedes, if it came soon enough.

    Silences are those between the rows as they stand, so one welcome never decides about another.
    """
    same, gap = ~changes("person"), pl.col("t") - pl.col("t").shift(1)
    opens = (pl.col("role") == CUSTOMER) & ~(same & (gap <= rules.idle_minutes * MINUTE))
    welcome = (pl.col("role") == HUMAN) & same & opens.shift(1) & (gap <= rules.welcome_seconds)
    return welcome.fill_null(False)


def _role(rules: CountingRules) -> pl.Expr:
    sender = pl.col("sender")
    human = pl.lit(HUMAN)
    if rules.auto_reply_prefixes:
        prefixed = pl.any_horizontal(pl.col("text").str.starts_with(p) for p in rules.auto_reply_prefixes)
        human = pl.when(prefixed.fill_null(False)).then(AUTOMATIC).otherwise(HUMAN)
    role = pl.when(sender == "customer").then(CUSTOMER).when(sender == "agent").then(human)
    role = role.when(sender == "system").then(SYSTEM)
    return role.otherwise(AUTOMATIC).cast(pl.Int8).alias("role")


def _asks(rules: CountingRules) -> pl.Expr:
    """A customer's message asks for an answer unless all it says is one of the needless words."""
    needless = pl.Series(list(rules.no_answer_needed)).str.replace_all(_NOT_WORDS, "")
    said = pl.col("text").str.replace_all(_NOT_WORDS, "")
    idle = said.is_in(needless.filter(needless != "").to_list()).fill_null(False)
    return ((pl.col("sender") == "customer") & ~idle).alias("asks")


def _in_order(rows: pl.DataFrame, exists: pl.Expr, runs: pl.DataFrame, run: pl.Series) -> pl.DataFrame:
    """The rows that ``exists`` lets through, each person's together in order of second and arrival.

    Each file of the lake is sorted by customer and time, so the rows are a few sorted runs per customer.
    Only the rows of people with several runs are moved, to the end; single rows are sorted only there, or
    where a run is out of order.
    """
    several = runs.get_column("several")
    if several.any():
        moved = several.gather(run)
        stay, go = rows.filter(~moved, exists), rows.filter(moved, exists)
        rows = pl.concat([stay, go.sort("person", "t", "seq")], rechunk=True)
    elif not rows.select(exists.all()).item():
        rows = rows.filter(exists)
    t, seq, above = pl.col("t"), pl.col("seq"), pl.col("person").shift(1)
    early = (t < t.shift(1)) | ((t == t.shift(1)) & (seq < seq.shift(1)))
    if rows.select((early & (pl.col("person") == above)).any()).item():
        rows = rows.sort("person", "t", "seq")
    return rows.drop("seq")


def _numbered(messages: pl.DataFrame, begin: pl.Series) -> pl.DataFrame:
    """One row a run of neighbouring rows of one customer, so that names are looked at once a run: shop_id,
    customer_id, ``several`` (the customer has other runs), ``first`` (of them) and ``person``. People with
    one run are numbered first, in order, so that moved rows end up in order too.
    """
    name = ("shop_id", "customer_id")
    runs = messages.select(pl.col(name).gather(begin)).with_row_index("run")
    runs = runs.with_columns(
        (pl.col("run") == pl.col("run").min().over(name)).alias("first"),
        (pl.len().over(name) > 1).alias("several"),
    )
    single, first = ~pl.col("several"), pl.col("first")
    later = single.sum() + (first & ~single).cum_sum()
    number = pl.when(single).then(single.cum_sum()).when(first).then(later) - 1
    runs = runs.with_columns(number.cast(pl.UInt32).alias("person"))
    if runs.get_column("several").any():
        return runs.with_columns(pl.col("person").max().over(name))
    return runs
