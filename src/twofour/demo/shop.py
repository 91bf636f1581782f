"""Make the synthetic shop: a seed in, two months of its life out."""

from __future__ import annotations

from functools import partial
from random import Random

from twofour.demo.days import arrival, spread
from twofour.demo.people import indicator_rows, staff_rows
from twofour.demo.presales import inquiry, silent
from twofour.demo.rows import MONTH_START, OPENING_DAY
from twofour.demo.tickets import tickets
from twofour.demo.world import EXPORT_AT, Rows, World

SEED = 1224
_INQUIRIES = 3_560  # chats that arrive in June; they make about 60,000 messages
_SILENT = 620  # June orders that begin without a word
_MAY = 0.25  # May's volume as a share of June's


def make(seed: int = SEED, *, scale: float = 1.0) -> Rows:
    """The shop's rows. The same ``seed`` gives the same rows; ``scale`` shrinks the number of customers."""
    rng = Random(seed)
    world = World(rng)
    for month, share in ((OPENING_DAY, _MAY), (MONTH_START, 1.0)):
        for count, act in ((_INQUIRIES, inquiry), (_SILENT, silent)):
            for day, arrivals in spread(count * share * scale, month, rng):
                for _ in range(arrivals):
                    world.later(arrival(day, rng), partial(act, world))
    world.run()
    return _finish(world, Random(f"tickets of {seed}"))


def _finish(world: World, ticketing: Random) -> Rows:
    """Put the rows in order of time, number the messages, add the tickets and what is known of the staff."""
    rows = world.rows
    rows.messages = sorted((m for m in rows.messages if m.sent_at < EXPORT_AT), key=lambda m: m.sent_at)
    for number, message in enumerate(rows.messages, 1):
        message.message_id = f"SYNM{number:07d}"
    rows.orders.sort(key=lambda order: (order.created_at, order.order_id))
    rows.refunds.sort(key=lambda refund: (refund.requested_at, refund.refund_id))
    rows.ratings.sort(key=lambda rating: (rating.rated_at, rating.rating_id))
    rows.invitations = sorted(
        (i for i in rows.invitations if i.sent_at < EXPORT_AT), key=lambda i: (i.sent_at, i.customer_id)
    )
    rows.tickets = tickets(world, ticketing)
    rows.staff = list(staff_rows())
    rows.shifts = world.rota.shifts
    rows.indicators = list(indicator_rows(world.rng))
    return rows
