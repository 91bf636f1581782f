"""Which side said a Dongdong message: the customer, an agent, or the robot that led the conversation."""

from __future__ import annotations

import polars as pl


class Sides:
    """A step over chat messages: the shop spoke where ``waiterSend`` says so, by a robot where the
    conversation names one.
    """

    needs = ("waiterSend", "parent.dongdongSession.robotCode")
    adds = ("sent_by",)

    def __call__(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same rows with the column ``sent_by``."""
        shop, robot = (pl.col(name) for name in self.needs)
        return rows.with_columns(
            pl.when(~shop.is_in(["1", "true"]))
            .then(pl.lit("customer"))
            .when(robot.is_not_null())
            .then(pl.lit("bot"))
            .otherwise(pl.lit("agent"))
            .alias("sent_by")
        )
