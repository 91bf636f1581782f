"""The benchmark's baseline: a shop analyst's pandas script for one month, kept honest by having to give the
kernel's integers and by looping in Python only over what a sequential rule or a look-up needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

MINUTE, HOUR, DAY = 60, 3600, 86_400
SHANGHAI = pd.Timestamp("1969-12-31 16:00", tz="UTC")  # midnight in Shanghai, so that days are seconds // DAY
FIRST_DAY, LAST_DAY = 20_605, 20_634  # 2026-06-01 and 2026-06-30
NOBODY = ""

COUNTS = [
    "consulted", "received", "unreplied", "conversations", "long_conversations", "customer_messages",
    "agent_messages", "auto_messages", "slow_receptions", "inquiries", "sales", "sales_orders",
    "sales_customers", "sales_items", "refunds_credited", "effective_sales", "assisted_orders", "urged",
    "urged_paid", "upsell_orders", "upsell_sales", "repurchase_customers", "returning_sales", "refund_orders",
    "low_ratings", "named_praise",
]  # fmt: skip
RATIOS = {
    "reply_rate": ("received", "consulted"),
    "answer_ratio": ("agent_messages", "customer_messages"),
    "first_response": ("first_response_seconds", "first_responses"),
    "mean_response": ("response_seconds", "answered_waits"),
    "response_within_30s": ("within_30s", "waits"),
    "response_within_180s": ("within_180s", "waits"),
    "inquiry_order_rate": ("ordered", "inquiries"),
    "inquiry_pay_rate": ("paid_in_time", "inquiries"),
    "same_day_order_rate": ("ordered_same_day", "inquiries"),
    "same_day_pay_rate": ("paid_same_day", "inquiries"),
    "next_day_pay_rate": ("paid_next_day", "inquiries"),
    "seven_day_pay_rate": ("paid_7d", "inquiries"),
    "order_pay_rate": ("paid_in_time", "ordered"),
    "average_ticket": ("sales", "sales_customers"),
    "items_per_customer": ("sales_items", "sales_customers"),
    "unit_price": ("sales", "sales_items"),
    "urge_success": ("urged_paid", "urged"),
    "refund_rate": ("refunded", "sales"),
    "refund_duration": ("refund_seconds", "refunds_completed"),
    "refund_duration_refund_only": ("refund_seconds_refund_only", "refunds_completed_refund_only"),
    "refund_duration_return_refund": ("refund_seconds_return_refund", "refunds_completed_return_refund"),
    "rating_score": ("rating_points", "ratings"),
    "satisfied_rate": ("satisfied_ratings", "ratings"),
}


def analyse(
    messages: pd.DataFrame, orders: pd.DataFrame, refunds: pd.DataFrame, ratings: pd.DataFrame
) -> pd.DataFrame:
    """agent_id, metric, numerator, denominator of June 2026 under the default counting rules, any number of
    shops; columns of the frames as in the event tables, with ``seq``. Money is in fen, time in seconds.
    """
    frames = (messages, orders, refunds, ratings)
    shops = pd.concat([frame["shop_id"] for frame in frames]).unique()
    sums = pd.concat(_sums_of_shop(*(f[f["shop_id"] == shop] for f in frames)) for shop in shops)
    sums = sums.drop(NOBODY, errors="ignore").groupby(level="agent_id").sum().astype("int64")
    sums["effective_sales"] = sums["sales"] - sums["refunds_credited"]
    sums["one"] = 1
    parts = {name: (name, "one") for name in COUNTS} | RATIOS
    figures = (
        pd.DataFrame({"metric": metric, "numerator": sums[top], "denominator": sums[bottom]})
        for metric, (top, bottom) in parts.items()
    )
    return pd.concat(figures).reset_index()


def _sums_of_shop(
    messages: pd.DataFrame, orders: pd.DataFrame, refunds: pd.DataFrame, ratings: pd.DataFrame
) -> pd.DataFrame:
    """Every sum of the month per agent; a time that has not come is NaN, which no comparison holds for."""
    as_of = _seconds(pd.concat([messages["sent_at"], orders["created_at"], orders["paid_at"]])).max()
    messages, orders = _read_messages(messages), _read_orders(orders)
    refunds, ratings = _read_refunds(refunds, as_of), _read_ratings(ratings, as_of)
    talk = messages[messages["sender"] != "bot"].sort_values(["customer_id", "at", "seq"])
    talk["conversation"], waits = _conversations(talk)
    humans = talk[talk["said"]].sort_values("at", kind="stable")
    talk = talk[talk["agent_id"] != NOBODY]
    spans, receptions = _spans(talk), _receptions(talk, waits)
    valid = spans[spans["valid"]]
    orders = _credit(orders, valid, humans)
    paid = _paid(orders, humans, refunds)
    charged = refunds.merge(orders[["order_id", "agent_id"]], on="order_id", how="left")
    automatic = messages.loc[messages["sender"] == "bot", ["agent_id", "day"]].assign(auto_messages=1)
    facts = [waits, spans, receptions, _inquiries(receptions, orders), automatic, paid, _buyers(paid)]
    facts += [_assists(orders, valid), _urges(orders, humans), charged, _handled(refunds), ratings]
    return pd.concat([_per_agent(fact) for fact in facts], axis=1).fillna(0)


def _per_agent(fact: pd.DataFrame) -> pd.DataFrame:
    month = fact[fact["day"].between(FIRST_DAY, LAST_DAY)]
    names = {*COUNTS, *(name for ratio in RATIOS.values() for name in ratio)}
    return month.groupby("agent_id")[[name for name in fact if name in names]].sum()


def _seconds(times: pd.Series) -> pd.Series:
    return (times - SHANGHAI).dt.total_seconds()


def _tuples(frame: pd.DataFrame, *names: str) -> Iterator[tuple]:
    return zip(*(frame[name].tolist() for name in names), strict=True)


def _read_messages(messages: pd.DataFrame) -> pd.DataFrame:
    rows = messages[["customer_id", "agent_id", "sender", "seq", "sent_at"]][messages["sender"] != "system"]
    at = _seconds(rows["sent_at"])
    asked, said = rows["sender"] == "customer", rows["sender"] == "agent"
    return rows.assign(agent_id=rows["agent_id"].fillna(NOBODY), at=at, day=at // DAY, asked=asked, said=said)


def _read_orders(orders: pd.DataFrame) -> pd.DataFrame:
    return orders[["order_id", "customer_id"]].assign(
        created=_seconds(orders["created_at"]),
        paid=_seconds(orders["paid_at"]),
        closed=_seconds(orders["closed_at"]),
        sales=orders["paid_amount"].fillna(orders["amount"]).astype("int64"),
        sales_items=orders["item_count"].fillna(0).astype("int64"),
    )


def _read_refunds(refunds: pd.DataFrame, as_of: float) -> pd.DataFrame:
    completed = _seconds(refunds["completed_at"])
    rows = refunds[["order_id", "kind"]].assign(refunds_credited=refunds["amount"], day=completed // DAY)
    rows["handler"], rows["seconds"] = refunds["agent_id"], completed - _seconds(refunds["requested_at"])
    return rows[(refunds["status"] == "success") & (completed <= as_of)]


def _read_ratings(ratings: pd.DataFrame, as_of: float) -> pd.DataFrame:
    rated, score = _seconds(ratings["rated_at"]), ratings["score"]
    rows = ratings[["agent_id"]].assign(
        day=rated // DAY, ratings=1, rating_points=score, low_ratings=score <= 2
    )
    rows = rows.assign(satisfied_ratings=score >= 4, named_praise=ratings["named_praise"].eq(True))
    return rows[rated <= as_of]


def _conversations(talk: pd.DataFrame) -> tuple[list[int], pd.DataFrame]:
    """The conversation number of every message, and the waits with their owner and what they count for."""
    numbers, waits = [], []
    number, customer, before = 0, None, 0.0
    started, asked_agent, first, last_human = None, NOBODY, False, NOBODY  # started: of the open wait

    def give_up() -> None:
        if started is not None:
            waits.append((customer, asked_agent or last_human, started, None, False))

    for person, agent, asked, at in _tuples(talk, "customer_id", "agent_id", "asked", "at"):
        patience = 10 * MINUTE if started is None or asked else 24 * HOUR
        if person != customer or at - before > patience:
            give_up()
            number, customer = number + 1, person
            started, first, last_human = None, asked, NOBODY
        if asked:
            started, asked_agent = (at if started is None else started), agent
        else:
            if started is not None:
                waits.append((customer, agent, started, at - started, first))
            started, first, last_human = None, False, agent
        before = at
        numbers.append(number)
    give_up()
    kinds = {"customer_id": str, "agent_id": str, "start": float, "seconds": float, "first_responses": bool}
    rows = pd.DataFrame(waits, columns=list(kinds)).astype(kinds)
    rows["response_seconds"] = seconds = rows["seconds"]
    rows = rows.assign(day=rows["start"] // DAY, waits=1, answered_waits=seconds.notna())
    rows["within_30s"], rows["within_180s"], rows["slow"] = seconds <= 30, seconds <= 180, seconds > 120
    return numbers, rows.assign(first_response_seconds=seconds.where(rows["first_responses"]))


def _spans(talk: pd.DataFrame) -> pd.DataFrame:
    rows = talk.groupby(["conversation", "agent_id"], as_index=False, sort=False).agg(
        customer_id=("customer_id", "first"),
        start=("at", "first"),
        end=("at", "last"),
        asked=("asked", "sum"),
        said=("said", "sum"),
    )
    rows["conversations"] = rows["said"] > 0
    rows["long_conversations"] = rows["conversations"] & (rows["end"] - rows["start"] > 30 * MINUTE)
    return rows.assign(day=rows["start"] // DAY, valid=rows["conversations"] & (rows["asked"] > 0))


def _receptions(talk: pd.DataFrame, waits: pd.DataFrame) -> pd.DataFrame:
    keys = ["customer_id", "agent_id", "day"]
    days = talk.assign(first=talk["at"].where(talk["asked"])).groupby(keys, as_index=False, sort=False)
    rows = days.agg(
        customer_messages=("asked", "sum"), agent_messages=("said", "sum"), first=("first", "min")
    )
    rows = rows.merge(waits[waits["slow"]].groupby(keys, as_index=False)["slow"].sum(), on=keys, how="left")
    rows["consulted"], replied = rows["customer_messages"] > 0, rows["agent_messages"] > 0
    rows["received"], rows["unreplied"] = rows["consulted"] & replied, rows["consulted"] & ~replied
    return rows.assign(slow_receptions=rows["received"] & (rows["slow"] >= 3))


def _inquiries(receptions: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    rows = receptions.loc[receptions["received"], ["customer_id", "agent_id", "day", "first"]]
    pairs = rows.reset_index().merge(orders, on="customer_id")
    first, day, created, paid = (pairs[name] for name in ("first", "day", "created", "paid"))
    later = created >= first
    window, paid_day = later & (created // DAY <= day + 1), paid // DAY
    flags = pairs[["index"]].assign(
        bought=(paid >= first - 21 * DAY) & (paid < first),
        ordered=window,
        ordered_same_day=window & (created // DAY == day),
        paid_same_day=window & (paid_day == day),
        paid_next_day=window & paid_day.between(day, day + 1),
        paid_in_time=window & (paid - created <= 7 * DAY),
        paid_7d=later & (paid < first + 7 * DAY),
    )
    happened = flags.groupby("index").any().reindex(rows.index, fill_value=False)
    rows = rows.join(happened).assign(inquiries=1)
    return rows[~rows["bought"] | rows["ordered"]]


def _credit(orders: pd.DataFrame, valid: pd.DataFrame, humans: pd.DataFrame) -> pd.DataFrame:
    """Add ``at_creation`` and the credited ``agent_id``, looking each order up in its customer's spans."""
    buyers = orders["customer_id"].unique()
    spans, said_at = defaultdict(list), defaultdict(list)
    valid, humans = (frame[frame["customer_id"].isin(buyers)] for frame in (valid, humans))
    for customer, *span in _tuples(valid, "customer_id", "start", "end", "agent_id", "conversation"):
        spans[customer].append(span)
    for agent, talk, at in _tuples(humans, "agent_id", "conversation", "at"):
        said_at[agent, talk].append(at)

    def agents(event: str) -> pd.Series:
        events = _tuples(orders, "customer_id", event)
        found = [_agent_at(at, spans[customer], said_at) for customer, at in events]
        return pd.Series(found, index=orders.index, dtype="str")

    at_creation, at_payment = agents("created"), agents("paid")
    credited = at_creation.where(at_creation != NOBODY, at_payment)
    return orders.assign(at_creation=at_creation, agent_id=credited)


def _agent_at(at: float, spans: Iterable[tuple], said_at: Mapping[tuple, list[float]]) -> str:
    """A span that holds ``at`` ends later than one that is over, so the latest end decides first."""
    ranked = [
        (-end, -max((t for t in said_at[agent, talk] if t <= at), default=0), agent)
        for start, end, agent, talk in spans
        if start <= at <= end + 2 * DAY
    ]
    return min(ranked)[-1] if ranked else NOBODY


def _paid(orders: pd.DataFrame, humans: pd.DataFrame, refunds: pd.DataFrame) -> pd.DataFrame:
    rows = orders[orders["paid"].notna()]
    pairs = rows.merge(rows[["customer_id", "order_id", "paid"]], on="customer_id", suffixes=("", "_earlier"))
    returning = pairs.loc[(pairs["paid"] - pairs["paid_earlier"]).between(DAY, 180 * DAY), "order_id"]
    since = pairs["created"] - pairs["paid_earlier"]
    soon = pairs[(pairs["order_id"] != pairs["order_id_earlier"]) & (since > 0) & (since <= 24 * HOUR)]
    keys = ["customer_id", "agent_id"]
    spoken = pd.merge_asof(soon.sort_values("created"), humans, left_on="created", right_on="at", by=keys)
    upsell = rows["order_id"].isin(spoken.loc[spoken["at"] > spoken["paid_earlier"], "order_id"])
    refunded = rows["order_id"].map(refunds.groupby("order_id")["refunds_credited"].sum())
    rows = rows.assign(day=rows["paid"] // DAY, returning=rows["order_id"].isin(returning))
    return rows.assign(
        sales_orders=1,
        upsell_orders=upsell,
        upsell_sales=rows["sales"].where(upsell),
        returning_sales=rows["sales"].where(rows["returning"]),
        refunded=refunded,
        refund_orders=refunded.notna(),
    )


def _buyers(paid: pd.DataFrame) -> pd.DataFrame:
    rows = paid.groupby(["customer_id", "agent_id", "day"], as_index=False)["returning"].any()
    return rows.assign(sales_customers=1, repurchase_customers=rows["returning"])


def _assists(orders: pd.DataFrame, valid: pd.DataFrame) -> pd.DataFrame:
    owner = orders["agent_id"].where(orders["paid"].notna(), orders["at_creation"])
    until = orders["paid"].fillna(orders["created"])
    rows = orders[["order_id", "customer_id", "created"]].assign(owner=owner, until=until)
    pairs = rows.merge(valid[["customer_id", "agent_id", "start", "end"]], on="customer_id")
    touches = (pairs["start"] <= pairs["until"]) & (pairs["end"] >= pairs["created"] - 2 * DAY)
    helped = pairs[touches & (pairs["agent_id"] != pairs["owner"])].drop_duplicates(["order_id", "agent_id"])
    return helped[["agent_id"]].assign(day=helped["created"] // DAY, assisted_orders=1)


def _urges(orders: pd.DataFrame, humans: pd.DataFrame) -> pd.DataFrame:
    created, paid = orders["created"], orders["paid"]
    over = pd.concat([paid, orders["closed"], created + 7 * DAY], axis=1).min(axis=1)
    rows = orders[["customer_id"]].assign(over=over, in_time=paid - created <= 7 * DAY)
    rows = rows.assign(since=created + 5 * MINUTE + 1).sort_values("since")
    found = pd.merge_asof(rows, humans, left_on="since", right_on="at", by="customer_id", direction="forward")
    found = found[found["at"] < found["over"]]
    return found[["agent_id"]].assign(day=found["at"] // DAY, urged=1, urged_paid=found["in_time"])


def _handled(refunds: pd.DataFrame) -> pd.DataFrame:
    seconds = refunds["seconds"]
    rows = refunds[["day"]].assign(agent_id=refunds["handler"], refund_seconds=seconds, refunds_completed=1)
    for kind in ("refund_only", "return_refund"):
        of_kind = refunds["kind"] == kind
        rows[f"refund_seconds_{kind}"], rows[f"refunds_completed_{kind}"] = seconds.where(of_kind), of_kind
    return rows
