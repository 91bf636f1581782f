"""Messages of whole customers to conversations, waits, spans and receptions (``metrics.md`` §§3–5).

Rows stand sorted by customer and time, so everything compares neighbours and picks rows by position; single
messages are never grouped, only the few thousand segments that they fall into.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from twofour.events.rules import CountingRules
from twofour.metrics.admit import AUTOMATIC, CUSTOMER, HUMAN, Admitted, marks
from twofour.metrics.calendar import HOUR, MINUTE, Calendar
from twofour.metrics.grading import began_in_hours, with_hours
from twofour.metrics.neighbours import changes


@dataclass(frozen=True, slots=True)
class Threads:
    """What the messages of some whole customers amount to; ``person`` numbers a (shop, customer).

    ``waits``: one row per wait. ``spans``: one per conversation and agent. ``receptions``: one per
    customer, agent and business day that has a message of either and that no filter drops. ``humans``:
    person, t, agent_id of every human message, in order. ``unaddressed``: person, t of customer messages
    addressed to nobody. Times are UTC seconds, days are day numbers.
    """

    waits: pl.DataFrame
    spans: pl.DataFrame
    receptions: pl.DataFrame
    humans: pl.DataFrame
    unaddressed: pl.DataFrame


def thread(admitted: Admitted, rules: CountingRules, calendar: Calendar) -> Threads:
    """Build every structure that messages carry, in one pass over neighbours."""
    rows = _mark_conversations(admitted.rows, rules)
    nobody = pl.col("agent_id").is_null() & (pl.col("role") == CUSTOMER)
    unaddressed = rows.lazy().filter(nobody).select("person", "t").collect()
    waits = with_hours(_waits(rows, rules, bool(unaddressed.height)), rows, rules, calendar)
    talk = rows.select("person", "conversation", "new_conversation", "agent_id", "role", "t", *marks(rules))
    if unaddressed.height or rules.auto_reply == "answers":
        talk = talk.filter(pl.col("agent_id").is_not_null() & (pl.col("role") != AUTOMATIC))
        talk = talk.with_columns(changes("conversation").alias("new_conversation"))
    humans = talk.lazy().filter(pl.col("role") == HUMAN).select("person", "t", "agent_id").collect()
    segments = _segments(talk, humans, rules, calendar)
    return Threads(
        waits=waits.with_columns(calendar.day(pl.col("start")).alias("day")),
        spans=_spans(segments),
        receptions=began_in_hours(_receptions(segments, rules), rules, calendar),
        humans=humans,
        unaddressed=unaddressed,
    )


def _mark_conversations(rows: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    """Add ``new_conversation`` and ``conversation`` (a number), and ``fresh``: the row begins a stretch.

    A stretch is a run of customer messages without a reply or an idle gap inside, or one reply. An idle
    gap before a customer message always opens a conversation, so a wait lives inside one stretch: it is
    open after a stretch of customer messages, if any of them asks for an answer.
    """
    asking = pl.col("role") == CUSTOMER
    gap = pl.col("t") - pl.col("t").shift(1)
    idle = gap > rules.idle_minutes * MINUTE
    fresh = (pl.col("new_person") | ~asking | ~asking.shift(1) | idle).fill_null(True)
    rows = rows.with_columns(fresh.alias("fresh"), gap.alias("gap"))
    if rules.no_answer_needed:
        rows = rows.with_columns(pl.col("fresh").cum_sum().alias("stretch"))
        asked = rows.get_column("stretch").filter(rows.get_column("asks")).unique()
        rows = rows.with_columns(pl.col("stretch").is_in(asked.to_list()).alias("waiting"))
        waited = pl.col("waiting").shift(1)
    else:
        waited = asking.shift(1)
    new = (
        pl.col("new_person")
        | ((pl.col("gap") > rules.idle_minutes * MINUTE) & (asking | ~waited))
        | (waited & ~asking & (pl.col("gap") > rules.abandon_hours * HOUR))
    )
    rows = rows.with_columns(new.fill_null(True).alias("new_conversation")).drop("gap")
    return rows.with_columns(pl.col("new_conversation").cum_sum().cast(pl.UInt32).alias("conversation"))


def _waits(rows: pl.DataFrame, rules: CountingRules, some_unaddressed: bool) -> pl.DataFrame:
    """person, conversation, start, last_asked, replied_at, seconds, answered, asked_agent_id, agent_id (its
    owner), first (the first wait of a conversation that the customer opened).
    """
    asking = pl.col("role") == CUSTOMER
    places = rows.select(
        begins=asking & pl.col("fresh"), ends=asking & pl.col("fresh").shift(-1).fill_null(True)
    )
    begin = places.get_column("begins").arg_true()
    end = places.get_column("ends").arg_true()
    after = rows.select(
        pl.col("t", "role", "agent_id", "new_conversation")
        .gather(end + 1, null_on_oob=True)
        .name.prefix("next_")
    )
    waits = pl.concat(
        [
            rows.select(
                pl.col("person", "conversation").gather(end),
                pl.col("t").gather(begin).alias("start"),
                pl.col("t").gather(end).alias("last_asked"),
                pl.col("agent_id").gather(end).alias("asked_agent_id"),
            ),
            after,
        ],
        how="horizontal",
    )
    if rules.no_answer_needed:
        waits = _drop_needless(waits, rows, begin)
    answered = (~pl.col("next_new_conversation") & (pl.col("next_role") != CUSTOMER)).fill_null(False)
    replier = pl.when(pl.col("next_role") == HUMAN).then("next_agent_id")
    addressed = pl.col("asked_agent_id")
    if some_unaddressed:
        waits = _add_last_human(waits, rows)
        addressed = pl.coalesce("asked_agent_id", "last_human")
    opener = rows.select(pl.col("role").filter(pl.col("new_conversation"))).to_series()
    by_customer = pl.lit(opener == CUSTOMER).gather(pl.col("conversation") - 1)
    clock = "start" if rules.clock == "first" else "last_asked"
    return waits.with_columns(answered.alias("answered")).select(
        "person",
        "conversation",
        "start",
        "last_asked",
        pl.when("answered").then("next_t").alias("replied_at"),
        pl.when("answered").then(pl.col("next_t") - pl.col(clock)).alias("seconds"),
        "answered",
        "asked_agent_id",
        pl.when("answered").then(replier).otherwise(addressed).alias("agent_id"),
        (changes("conversation") & by_customer).alias("first"),
    )


def _drop_needless(waits: pl.DataFrame, rows: pl.DataFrame, begin: pl.Series) -> pl.DataFrame:
    """Keep the stretches in which somebody asked; each wait starts at the first message that asks."""
    stretch = rows.get_column("stretch").gather(begin)
    first_ask = rows.filter("asks").group_by("stretch").agg(pl.col("t").first().alias("start"))
    numbered = waits.drop("start").with_columns(stretch.alias("stretch"))
    return numbered.join(first_ask, on="stretch", how="inner", maintain_order="left").drop("stretch")


def _add_last_human(waits: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``last_human``, the last human agent of each conversation."""
    spoken = rows.filter(pl.col("role") == HUMAN)
    last = spoken.group_by("conversation").agg(pl.col("agent_id").last().alias("last_human"))
    return waits.join(last, on="conversation", how="left", maintain_order="left")


def _segments(
    talk: pl.DataFrame, humans: pl.DataFrame, rules: CountingRules, calendar: Calendar
) -> pl.DataFrame:
    """Runs of neighbouring messages in one conversation, with one agent, on one day: person, conversation,
    agent_id, day, start, end, customer_messages, human_messages, first_asked, last_human, and how many
    messages are marked.
    """
    asks, marked = pl.col("role") == CUSTOMER, list(marks(rules))
    rows = talk.with_columns(
        calendar.day(pl.col("t")).alias("day"),
        asks.cum_sum().alias("asked"),
        *(pl.col(mark).cum_sum() for mark in marked),
    )
    opens = rows.select(pl.col("new_conversation") | changes("agent_id") | changes("day")).to_series()
    first = opens.arg_true()
    final = (opens.shift(-1, fill_value=True)).arg_true()
    asked_at = rows.select(pl.col("t").filter(asks)).to_series()
    spoken_at = humans.get_column("t")
    segments = pl.concat(
        [
            rows.select(
                pl.col("person", "conversation", "agent_id", "day").gather(first),
                pl.col("t").gather(first).alias("start"),
                pl.col("t").gather(final).alias("end"),
                pl.col("asked", *marked).gather(final).cast(pl.Int64),
            ),
            pl.DataFrame({"rows": (final + 1).cast(pl.Int64)}),
        ],
        how="horizontal",
    )
    previous = pl.col("asked").shift(1, fill_value=0)
    asked = pl.col("asked") - previous
    spoken = pl.col("rows") - pl.col("rows").shift(1, fill_value=0) - asked
    return segments.with_columns(
        asked.alias("customer_messages"),
        spoken.alias("human_messages"),
        # The k-th customer message overall is the first of this segment; the rest of the rows are human.
        pl.when(asked > 0).then(pl.lit(asked_at).gather(previous, null_on_oob=True)).alias("first_asked"),
        pl.when(spoken > 0)
        .then(pl.lit(spoken_at).gather((pl.col("rows") - pl.col("asked") - 1).clip(0), null_on_oob=True))
        .alias("last_human"),
        *(pl.col(mark) - pl.col(mark).shift(1, fill_value=0) for mark in marked),
    ).drop("asked", "rows")


def _spans(segments: pl.DataFrame) -> pl.DataFrame:
    """One row per conversation and agent: start, end, message counts, last_human, valid, day."""
    # Most conversations are one segment, which is its span already; only the others need grouping.
    alone = changes("conversation") & changes("conversation").shift(-1).fill_null(True)
    several = segments.filter(~alone).group_by("conversation", "agent_id", maintain_order=True)
    merged = several.agg(
        pl.col("person", "day").first(),
        pl.col("start").min(),
        pl.col("end").max(),
        pl.col("customer_messages", "human_messages").sum(),
        pl.col("last_human").max(),
    )
    spans = pl.concat([segments.filter(alone).drop("first_asked").select(merged.columns), merged])
    valid = (pl.col("customer_messages") > 0) & (pl.col("human_messages") > 0)
    return spans.with_columns(valid.alias("valid"))


def _receptions(segments: pl.DataFrame, rules: CountingRules) -> pl.DataFrame:
    """One row per customer, agent and day that no filter drops: first_asked, customer_messages,
    human_messages.
    """
    keys = ["person", "agent_id", "day"]
    counts = ["customer_messages", "human_messages", *marks(rules)]
    columns = [*keys, "first_asked", *counts]
    alone = changes("person") & changes("person").shift(-1).fill_null(True)
    merged = segments.filter(~alone).group_by(keys).agg(pl.col("first_asked").min(), pl.col(counts).sum())
    rows = pl.concat([segments.filter(alone).select(columns), merged.select(columns)])
    return rows.remove(pl.any_horizontal(drops)) if (drops := _drops(rules)) else rows


def _drops(rules: CountingRules) -> list[pl.Expr]:
    """The filters that are on (``metrics.md`` §5); each is true for a reception that it drops."""
    lines, replies = pl.col("customer_messages"), pl.col("human_messages")
    found = [lines == 0] if rules.drop_monologues else []
    if rules.drop_lines is not None:
        found.append(lines <= rules.drop_lines)
    if rules.drop_forwarded is not None:
        found.append((pl.col("forwarded") > 0) & (replies <= rules.drop_forwarded))
    if rules.drop_code_words:
        found.append(pl.col("coded") >= rules.drop_code_times)
    return found
