"""Imports on the pages: upload, preview, import, correct refused rows, undo; what nobody else may reach."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from twofour.events.lake import Lake
from twofour.web.bridge import imports, lake, uploads
from twofour.web.models import AuditEntry, Grant, Job, Role
from twofour.web.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "order_id,shop_id,customer_id,created_at,paid_at,amount"
GOOD = "o-1,四季家居,b1,2026-06-30 10:00:00,2026-06-30 10:05:00,88.00"
BAD = "o-2,四季家居,b2,2026-06-30 11:00:00,2026-06-30 11:05:00,八十八"


def orders(*lines: str, name: str = "orders.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([HEADER, *lines]).encode(), content_type="text/csv")


def send(browser: Client, shop: str, *files: SimpleUploadedFile, **more: Any) -> Job:
    """Upload, have it looked at; the job."""
    answer = browser.post(f"/s/{shop}/imports/send", {"files": list(files), "shop": shop, **more})
    assert answer.status_code == 302, answer.content.decode()
    work_off()
    job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    assert job.state == "done", job.message_zh
    return job


def bring_in(browser: Client, job: Job) -> str:
    """Confirm a preview; the address of the import's page."""
    answer = browser.post(f"{job.outcome['url']}/import")
    assert answer.status_code == 302, answer.content.decode()
    work_off()
    done = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    assert done.state == "done", done.message_zh
    return str(done.outcome["url"])


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def rows_in(shop: str, order_id: str) -> list[dict[str, Any]]:
    found = lake.snapshot().scan("orders", shop_ids=[shop]).collect().to_dicts()
    return [row for row in found if row["order_id"] == order_id]


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("act", flat=True))


def test_a_file_is_shown_before_it_is_stored_and_stored_once_confirmed(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    browser, before = signed_in("manager"), lake.newest()
    job = send(browser, own_shop, orders(GOOD))
    preview = words(browser.get(job.outcome["url"]))
    assert "orders.csv" in preview
    assert "2026-06-30 10:00:00" in preview
    assert "用到 6 列" in preview
    assert lake.newest() == before
    page = bring_in(browser, job)
    assert lake.newest() == before + 1
    assert rows_in(own_shop, "o-1")[0]["amount"] == 8800
    shown = words(browser.get(page))
    assert f"数据快照第 {before + 1} 号" in shown
    assert "manager" in shown
    assert acts() == ["upload_files", "ask_import", "import_files"]
    assert not list((lake.data() / "web" / "uploads").iterdir()), "what was imported lies nowhere else"


def test_the_preview_is_english_for_who_reads_english(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    browser = signed_in("manager", "en")
    preview = words(browser.get(send(browser, own_shop, orders(GOOD)).outcome["url"]))
    assert "What importing would do" in preview
    assert "6 columns used" in preview
    assert "created at" in preview


def test_a_file_that_is_nothing_is_refused_in_words_and_nothing_is_written(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    browser, before = signed_in("manager"), lake.newest()
    job = send(browser, own_shop, SimpleUploadedFile("wrong.csv", "甲,乙\n1,2\n".encode()))
    preview = words(browser.get(job.outcome["url"]))
    assert "认不出 wrong.csv" in preview
    assert "“文件是什么”" in preview
    assert "--" not in preview.split("<main")[1].split("</main>")[0].replace("<!--", "")
    assert str(lake.data()) not in preview
    answer = browser.post(f"{job.outcome['url']}/import")
    assert answer.status_code == 422
    assert "不能导入" in words(answer)
    assert lake.newest() == before
    assert acts() == ["upload_files"]
    assert browser.post(f"{job.outcome['url']}/discard").status_code == 302
    assert uploads.waiting(own_shop) == []
    assert acts() == ["upload_files", "discard_upload"]


def test_a_refused_row_is_corrected_on_the_page_and_lands(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    browser = signed_in("finance")
    page = bring_in(browser, send(browser, own_shop, orders(GOOD, BAD)))
    shown = words(browser.get(page))
    assert "1 行没有导入" in shown
    assert 'value="八十八"' in shown
    assert not rows_in(own_shop, "o-2")
    to = shown.split('id="fix"')[0].rsplit('action="', 1)[1].split('"')[0]
    unchanged = browser.post(to, {"cell-0": "八十八"})
    assert unchanged.status_code == 422
    assert "还没有改任何一格" in words(unchanged)
    again = browser.post(to, {"cell-0": "88.00"})
    work_off()
    job = Job.objects.get(pk=again.headers["Location"].rsplit("/", 1)[-1])
    assert "orders-改正.csv" in words(browser.get(job.outcome["url"]))
    bring_in(browser, job)
    assert rows_in(own_shop, "o-2")[0]["amount"] == 8800
    assert 'id="fix"' not in words(browser.get(page)), "nothing is left to correct"
    assert not list((lake.data() / "web" / "uploads").iterdir())


def test_a_file_without_a_good_row_is_corrected_before_it_is_imported(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    browser, before = signed_in("manager"), lake.newest()
    job = send(browser, own_shop, orders(GOOD, name="a.csv"), orders(BAD, name="b.csv"))
    preview = words(browser.get(job.outcome["url"]))
    assert "b.csv 没有可用的数据" in preview
    assert "去掉它们，只看其余 1 个" in preview
    again = browser.post(f"{job.outcome['url']}/correct", {"cell-0": "88"})
    work_off()
    job = Job.objects.get(pk=again.headers["Location"].rsplit("/", 1)[-1])
    bring_in(browser, job)
    assert lake.newest() == before + 1
    assert rows_in(own_shop, "o-1")
    assert rows_in(own_shop, "o-2")


def test_files_that_cannot_be_read_are_left_out(own_shop: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("manager")
    job = send(browser, own_shop, orders(GOOD), SimpleUploadedFile("wrong.csv", b"a,b\n1,2\n"))
    answer = browser.post(f"{job.outcome['url']}/keep")
    work_off()
    job = Job.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[-1])
    preview = words(browser.get(job.outcome["url"]))
    assert "orders.csv" in preview
    assert "wrong.csv" not in preview


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\boot.csv", "boot.csv"),
        ("/etc/cron.d/x.csv", "x.csv"),
        ("..", "file"),
        (".hidden", "hidden"),
        ("a\x00b\n<script>.csv", "abscript.csv"),
        ("订单（6月）.xlsx", "订单（6月）.xlsx"),
        ("x" * 300 + ".csv", "x" * 90 + ".csv"),
        ("\u202efdc.csv", "fdc.csv"),
    ],
)
def test_a_name_from_a_browser_never_is_a_path(name: str, kept: str) -> None:
    assert uploads.safe_name(name) == kept


def test_a_hostile_name_writes_nothing_outside_its_folder(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    file = orders(GOOD)
    file._name = "../../../../rules.yaml"  # what a client may send, past Django's own cleaning
    browser = signed_in("manager")
    send(browser, own_shop, orders(GOOD, name="..\\..\\evil.csv"))
    folder = lake.data() / "web" / "uploads"
    assert [path.name for path in folder.glob("*/files/*")] == ["evil.csv"]
    stored = uploads.keep([file], shop_id=own_shop, shop=own_shop, by="manager")
    assert [path.relative_to(stored.folder) for path in stored.paths] == [Path("files/rules.yaml")]


def test_two_files_of_one_name_stay_two() -> None:
    assert uploads.apart(["a.csv", "A.csv", "a.csv"]) == ["a.csv", "A-2.csv", "a-3.csv"]


@pytest.mark.parametrize("id", ["none", "..", "0" * 31, "g" * 32, "../" * 8 + "abcdefgh"])
def test_an_upload_that_is_none_is_a_missing_page(
    shop: str, signed_in: Callable[..., Client], id: str
) -> None:
    assert uploads.found(id, shop) is None


def test_an_import_is_taken_back_with_a_reason(own_shop: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("manager")
    page = bring_in(browser, send(browser, own_shop, orders(GOOD)))
    ask = words(browser.get(f"{page}/undo"))
    assert "已锁定的账期不会改写" in ask or "还没有锁定的账期" in ask
    assert browser.post(f"{page}/undo", {"why": ""}).status_code == 422
    assert rows_in(own_shop, "o-1")
    browser.post(f"{page}/undo", {"why": "传错了文件"})
    work_off()
    assert not rows_in(own_shop, "o-1")
    shown = words(browser.get(page))
    assert "已撤销" in shown
    assert "传错了文件" in shown
    entry = AuditEntry.objects.get(act="undo_import")
    assert entry.why == "传错了文件"
    twice = browser.post(f"{page}/undo", {"why": "再来"})
    assert twice.status_code == 422
    assert "已在" in words(twice)
    assert AuditEntry.objects.filter(act="undo_import").count() == 1


def test_the_same_confirmation_twice_imports_once(own_shop: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("manager")
    job = send(browser, own_shop, orders(GOOD, BAD))
    first, second = (browser.post(f"{job.outcome['url']}/import").headers["Location"] for _ in range(2))
    assert first == second
    work_off()
    assert acts().count("import_files") == 1


def test_rows_of_a_foreign_shop_are_refused(own_shop: str, signed_in: Callable[..., Client]) -> None:
    browser, before = signed_in("manager"), lake.newest()
    job = send(browser, own_shop, orders(GOOD.replace("四季家居", "别的店")))
    answer = browser.post(f"{job.outcome['url']}/import")
    assert answer.status_code == 422
    assert "别的店" in words(answer)
    assert lake.newest() == before
    assert "ask_import" not in acts()


def test_an_upload_is_not_found_on_the_pages_of_another_shop(
    own_shop: str, signed_in: Callable[..., Client]
) -> None:
    job = send(signed_in("manager"), own_shop, orders(GOOD))
    foreign = job.outcome["url"].replace(job.outcome["url"].split("/")[2], "%E5%88%AB")
    assert signed_in("manager").get(foreign).status_code == 404
    assert signed_in("stranger").get(job.outcome["url"]).status_code == 404
    assert signed_in("lead").get(job.outcome["url"]).status_code == 403
    seen = words(signed_in("auditor").get(job.outcome["url"]))
    assert '/import"' not in seen, "who only reads is offered no import"
    assert signed_in("auditor").post(f"{job.outcome['url']}/import").status_code == 403


def test_imports_of_other_shops_are_hidden(
    own_shop: str, signed_in: Callable[..., Client], people: dict[str, Any]
) -> None:
    both = people["owner"]
    Grant.objects.create(account=both, role=Role.OWNER, shop_id="")
    job = send(signed_in("owner"), own_shop, orders(GOOD.replace("四季家居", "别的店"), name="geheim.csv"))
    page = bring_in(signed_in("owner"), job)
    assert "geheim.csv" in words(signed_in("owner").get(f"/s/{own_shop}/imports"))
    listed = words(signed_in("manager").get(f"/s/{own_shop}/imports"))
    assert "geheim.csv" not in listed
    assert "涉及别的店铺" in listed
    assert signed_in("manager").get(page).status_code == 404
    assert signed_in("manager").post(f"{page}/undo", {"why": "x"}).status_code == 404


def test_the_problem_file_names_no_folder(own_shop: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("manager")
    page = bring_in(browser, send(browser, own_shop, orders(GOOD, BAD)))
    answer = browser.get(f"{page}/problems")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    refused = [row for row in rows if row["severity"] == "refused"]
    assert [(row["file"], row["line"], row["column"], row["value"]) for row in refused] == [
        ("orders.csv", "3", "amount", "八十八")
    ]


def test_a_form_without_files_says_so(shop: str, signed_in: Callable[..., Client]) -> None:
    answer = signed_in("manager").post(f"/s/{shop}/imports/send", {"shop": shop})
    assert answer.status_code == 422
    assert "请选至少一个文件" in words(answer) or "必填" in words(answer)
    assert not Job.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_questions_however_long(
    own_shop: str,
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[[int], Any],
    count: int,
) -> None:
    staff = lake.snapshot().scan("staff").collect().drop("seq").head(1)
    for n in range(count):
        Lake.open(lake.data()).commit({"staff": staff}, source={"import": f"i-{n}", "files": [f"f{n}.csv"]})
    browser = signed_in("owner")
    browser.get(f"/s/{own_shop}/imports")
    with django_assert_num_queries(6):
        shown = words(browser.get(f"/s/{own_shop}/imports"))
    assert f"f{count - 1}.csv" in shown


def test_records_tell_what_became_of_an_import(shop: str) -> None:
    assert [one.undone for one in imports.records()] == [None] * len(imports.records())
    assert imports.record("nothing") is None
