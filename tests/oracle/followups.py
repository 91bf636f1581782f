"""Follow-ups of long-cycle goods: what was collected, days between contacts, where customers stand (§7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from oracle.events import Fact, Row, Shop

CONTACTS = {2: "second", 3: "third"}


def by_agent_and_customer(shop: Shop) -> dict[tuple[str, str], list[Row]]:
    """The follow-ups of each agent and customer, in time order."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for followup in shop.records["followups"]:
        found[followup["agent_id"], followup["customer_id"]].append(followup)
    return found


def facts(shop: Shop) -> Iterator[Fact]:
    """Customers on the day of the first follow-up that has it; contacts on the later one's day; referrals."""
    for followup in shop.records["followups"]:
        yield Fact(
            shop.day(followup["at"]), followup["agent_id"], "referrals", int(bool(followup.get("referral")))
        )
    for (agent, _), mine in by_agent_and_customer(shop).items():
        for name, column in (("follow_phones", "phone_collected"), ("follow_friends", "friend_added")):
            having = [followup for followup in mine if followup.get(column)]
            if having:
                yield Fact(shop.day(having[0]["at"]), agent, name, 1)
        days = [shop.day(followup["at"]) for followup in mine]
        for number, name in CONTACTS.items():
            if len(days) >= number:
                waited = (days[number - 1] - days[number - 2]).days
                yield Fact(days[number - 1], agent, f"days_to_{name}_contact", waited)
                yield Fact(days[number - 1], agent, f"{name}_contacts", 1)


def standing(shop: Shop, days: list[date]) -> Iterator[Fact]:
    """Grade and completeness of the latest follow-up on these days, of each agent and customer."""
    for (agent, _), mine in by_agent_and_customer(shop).items():
        inside = [followup for followup in mine if shop.day(followup["at"]) in days]
        if not inside:
            continue
        latest = inside[-1]
        day = shop.day(latest["at"])
        if latest.get("grade") is not None:
            yield Fact(day, agent, f"follow_{latest['grade'].lower()}", 1)
        if latest.get("completeness") is not None:
            yield Fact(day, agent, "completeness_points", latest["completeness"])
            yield Fact(day, agent, "completeness_customers", 1)
