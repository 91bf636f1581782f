"""Who said each message of a Qianniu chat kept as JSON, and which agent it was with."""

from __future__ import annotations

import polars as pl

# The network an account belongs to stands in front of its name.
_NETWORK = r"^(?:cntaobao|cnhhupan|cnalichn|enaliint)"
_ROBOTS = ("机器人", "店小蜜", "智能客服")


class Sides:
    """A step over messages. The sender is the customer where the two accounts are equal, else an agent, or
    a bot by the account's name; the agent is whoever spoke for the shop, else who was addressed, else the one
    of the conversation.
    """

    needs = ("userNickFrom", "userNickTo", "parent.buyerNick", "parent.psnNickName")
    adds = ("发送方", "客服", "买家")

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same rows with the columns ``adds``."""
        said_by, said_to, customer, agent = (pl.col(name).str.replace(_NETWORK, "") for name in self.needs)
        by_customer = said_by == customer
        sender = (
            pl.when(by_customer)
            .then(pl.lit("customer"))
            .when(said_by.str.contains_any(list(_ROBOTS)))
            .then(pl.lit("bot"))
            .otherwise(pl.lit("agent"))
        )
        spoke = pl.when(by_customer.not_()).then(said_by).otherwise(said_to)
        return rows.with_columns(
            sender.alias("发送方"), pl.coalesce(spoke, agent).alias("客服"), customer.alias("买家")
        )
