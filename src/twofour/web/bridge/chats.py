"""Chats for the pages: always masked, with the waits and conversations that counting found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from twofour.events.lake import Lake
from twofour.events.roster import Member, roster
from twofour.events.rules import CountingRules
from twofour.metrics import Question
from twofour.metrics.chat import Chat, ChatLine, chats, masked
from twofour.period import Period
from twofour.plan.proof import basis_of, data_of
from twofour.web.bridge import figures, lake, rules
from twofour.web.bridge.periods import run_named

__all__ = ["Chat", "ChatLine", "chat", "owners", "run_named"]


def chat(
    shop_id: str,
    customer_id: str,
    days: Iterable[date],
    run: str | None = None,
    counting: CountingRules | None = None,
) -> Chat:
    """What a customer and the shop wrote on some business days; without a line where nobody wrote.

    Waits are counted by ``counting``, else by the shop's rules. As it stood for the run of that name, if one
    is named. Raises ``DataMissing`` where its data is gone.
    """
    wanted = frozenset(days)
    question = _question(shop_id, _around(wanted), run, counting)
    staff = question.snapshot.scan("staff", shop_ids=[shop_id]).collect()
    (found,) = masked(chats(question, staff, {(shop_id, customer_id): wanted}), question.snapshot)
    return found


def owners(shop_id: str, days: Iterable[date], run: str | None = None) -> dict[str, Member]:
    """Agent id → the member who had it on some business days, by the data that ``chat`` reads."""
    period = _around(frozenset(days))
    rows = _question(shop_id, period, run).snapshot.scan("staff", shop_ids=[shop_id]).collect()
    people = {one.member_id: one for one in roster(rows, period)}
    owner = rows.sort("valid_from", "seq").select("agent_id", "member_id").iter_rows()
    return {agent: people[member] for agent, member in owner if member in people}


def _around(days: frozenset[date]) -> Period:
    return Period(min(days), max(days) + timedelta(days=1))


def _question(
    shop_id: str, period: Period, run: str | None, counting: CountingRules | None = None
) -> Question:
    if run is None:
        counting = counting or rules.of(shop_id)
        return figures.question(str(lake.data()), lake.newest(), shop_id, counting, period)
    found = run_named(shop_id, run)
    if found is None:
        raise KeyError(run)
    return basis_of(found, data_of(found, Lake.open(lake.data()))).question(period)
