"""Walk the essential writes on whatever database the environment names; run in a process of its own.

    python tests/web/writes_walk.py          # TWOFOUR_DATA and TWOFOUR_DATABASE_URL say where

Prints one line of JSON: what was found after each walk.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

WRITERS, ENTRIES = 4, 15
SHOP, JUNE = "四季家居", "2026-06"


def main() -> None:
    """Make the tables, set the demo's stage, walk."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from twofour.web.stage import set_stage

    call_command("migrate", verbosity=0, interactive=False)
    set_stage()
    found = {
        "vendor": connection.vendor,
        "sign-in": sign_in(),
        "draft": draft(),
        "period": period(),
        "audit": concurrent_entries(),
        "chain": chain(),
    }
    sys.stdout.write(json.dumps(found))


def browser(username: str):  # type: ignore[no-untyped-def]
    """A signed-in client, as the demo's door lets in."""
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    assert client.post(f"/sign-in/demo/{username}").status_code == 302
    return client


def sign_in() -> list[int]:
    """Statuses of the right password, of five wrong ones, and of the right one, which now comes too late."""
    from django.test import Client

    from twofour.web.models import Account

    Account.objects.open(username="xin-ren", name="新人", password="chuan-lian-deng-3")
    right, wrong = "chuan-lian-deng-3", "cuo-de"
    said = [{"username": "xin-ren", "password": word} for word in (right, *[wrong] * 5, right)]
    return [Client(HTTP_HOST="localhost").post("/sign-in", one).status_code for one in said]


def draft() -> list[str]:
    """A manager saves July's draft; saving over what one has not read is refused."""
    from twofour.web.models import SchemeDraft

    kept = SchemeDraft.objects.get(state="draft")
    manager, address = browser("manager"), f"/s/{SHOP}/schemes/drafts/{kept.pk}/edit"
    written = {"text": kept.text.replace("2.8%", "2.9%"), "revision": kept.revision, "act": "save"}
    statuses = [manager.post(address, written).status_code for _ in range(2)]
    kept.refresh_from_db()
    return [*map(str, statuses), "2.9%" if "rate: 2.9%" in kept.text else "2.8%"]


def period() -> list[str]:
    """Finance opens June, has it run in the background, and reviews it."""
    from twofour.web.bridge import periods
    from twofour.web.models import Job
    from twofour.web.worker import work_off

    finance = browser("finance")
    finance.post(f"/s/{SHOP}/periods/open", {"period": JUNE})
    finance.post(f"/s/{SHOP}/periods/{JUNE}/run")
    work_off()
    job = Job.objects.latest("asked_at")
    finance.post(f"/s/{SHOP}/periods/{JUNE}/move/reviewed", {"head": periods.book(SHOP).head})
    return [job.kind, job.state, periods.book(SHOP).period(JUNE).state]


def concurrent_entries() -> int:
    """Several writers append to the audit at once; how many entries they added."""
    from django.db import connection, transaction

    from twofour.web.actions.audit import record
    from twofour.web.models import Account, AuditEntry

    before, together = AuditEntry.objects.count(), Barrier(WRITERS)
    account = Account.objects.get(username="owner")

    def write(writer: int) -> None:
        together.wait()
        for number in range(ENTRIES):
            with transaction.atomic():
                record(account, "give_right", f"{writer}-{number}", shop_id=SHOP)
        connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    return AuditEntry.objects.count() - before


def chain() -> list[object]:
    """Where the audit's chain is broken, and whether each entry follows another one."""
    from twofour.web.actions.audit import broken_at
    from twofour.web.models import AuditEntry, AuditHead

    entries = list(AuditEntry.objects.order_by("number"))
    forks = len(entries) - len({entry.previous for entry in entries})
    return [broken_at(entries, AuditHead.objects.first()), forks]


if __name__ == "__main__":
    main()
