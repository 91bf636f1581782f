"""Which file is what, and whose: found out from the file, or one message that says what would help."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from importing import Importing
from platform_files import FIXTURES

from twofour.events.lake import Lake
from twofour.problems import UsageError
from twofour.sources import look

ORDERS = "order_id,shop_id,customer_id,created_at,amount\no1,s1,c,2026-06-01 09:00:00,1\n"
SHOP_REPORT = "日期,有效接待人数,件均价\n2026-06-01,5,9.9\n"
CHATS = FIXTURES / "sycm/chats.json"


def refusal(importing: Importing, *paths: Path, **options: str) -> str:
    with pytest.raises(UsageError) as caught:
        importing.files(list(paths), **options)
    assert not importing.data.exists()
    return caught.value.message.en


def test_event_table_stays_what_it_is_whatever_else_is_in_its_header(importing: Importing) -> None:
    importing.csv(ORDERS.replace("amount", "amount,客服,接待人数").replace(",1\n", ",1,a,3\n"))
    assert importing.cells("orders", "order_id") == ["o1"]


def test_nearest_export_is_named_with_what_it_lacks_and_what_is_misspelt(importing: Importing) -> None:
    path = importing.file("客服名字,接待人数,询单人数,客件数\na,1,1,1\n")
    said = refusal(importing, path)
    assert "nearest to “Chitu agent performance”, which would also need 客服" in said
    assert "is 客服名字 meant to be 客服?" in said
    assert "--map" in said


def test_header_that_resembles_nothing_names_the_event_tables(importing: Importing) -> None:
    assert "fits no table" in refusal(importing, importing.file("甲,乙\n1,2\n"))


def test_kind_of_export_can_be_named(importing: Importing) -> None:
    path = importing.file("客服,日期,接待人数\na,2026-06-01,5\n")
    importing.files([path], export="chitu-service")
    assert importing.cells("indicators", "metric") == ["chitu.received"]


def test_kind_of_export_that_does_not_exist_is_named(importing: Importing) -> None:
    path = importing.file("客服,日期,接待人数\na,2026-06-01,5\n")
    assert "Did you mean chitu-service?" in refusal(importing, path, export="chitu-servce")


def test_name_of_the_platform_in_the_banner_or_the_file_decides(importing: Importing) -> None:
    text = "客服,日期,接待人数\na,2026-06-01,5\n"
    named = [importing.file(text, "赤兔导出.csv"), importing.file("赤兔\n" + text, "a.csv")]
    assert [found.export for found in look(named, importing.data)] == ["chitu-service"] * 2


def test_every_sheet_that_is_an_export_is_imported(importing: Importing) -> None:
    path = importing.folder / "赤兔_20260601.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, header, row in (
            ("说明", ["这张表没有数据"], []),
            ("绩效", ["客服", "接待人数", "客件数"], ["a", 5, 1.5]),
            ("值班", ["旺旺", "上班天数"], ["a", 1]),
        ):
            page = book.add_worksheet(name)
            page.write_row("A1", header)
            page.write_row("A2", row)
    importing.files([path])
    assert sorted(importing.cells("indicators", "metric")) == [
        "chitu.duty_days",
        "chitu.items_per_customer",
        "chitu.received",
    ]
    assert importing.done is not None
    assert [found.sheet for found in importing.done.understood] == ["绩效", "值班"]


def test_shop_given_by_hand_is_that_of_a_file_without_one(importing: Importing) -> None:
    importing.files([importing.file(SHOP_REPORT)], shop="s1")
    assert set(importing.cells("indicators", "subject_id")) == {"s1"}


def test_only_shop_of_the_lake_is_that_of_a_file_without_one(importing: Importing) -> None:
    importing.csv(ORDERS)
    importing.files([importing.file(SHOP_REPORT)])
    assert set(importing.cells("indicators", "subject_id")) == {"s1"}


def test_file_without_a_shop_asks_for_one(importing: Importing) -> None:
    assert "name the shop with --shop" in refusal(importing, importing.file(SHOP_REPORT))


def test_file_without_a_shop_beside_several_shops_lists_them(importing: Importing) -> None:
    importing.csv(ORDERS + "o2,s2,c,2026-06-01 09:00:00,1\n")
    with pytest.raises(UsageError, match="shops in the data: s1, s2"):
        importing.files([importing.file(SHOP_REPORT)])


def test_shop_in_the_accounts_is_found_and_one_given_by_hand_goes_before_it(importing: Importing) -> None:
    importing.files([CHATS])
    assert set(importing.cells("messages", "shop_id")) == {"四季家居"}
    importing.files([CHATS], shop="s1")
    assert set(importing.cells("messages", "shop_id")) == {"四季家居", "s1"}


def test_agents_report_needs_no_shop(importing: Importing) -> None:
    importing.files([importing.file("旺旺,日期,上班天数\na,2026-06-01,1\n")])
    assert importing.cells("indicators", "subject_id") == ["a"]


def test_dry_run_says_all_and_leaves_no_trace(importing: Importing) -> None:
    path = importing.file(ORDERS + "o2,s1,,2026-06-01 09:00:00,1\n")
    importing.files([path, CHATS], dry_run=True)
    done = importing.done
    assert done is not None
    assert [(one.table.name, one.counts.new, one.refused) for one in done.outcomes] == [
        ("messages", 5, 0),
        ("orders", 1, 1),
    ]
    assert importing.refused == [(3, "customer_id", "no customer")]
    assert not importing.data.exists()


def test_dry_run_writes_no_report_unless_asked_to(importing: Importing) -> None:
    path = importing.file(ORDERS + "o2,s1,,2026-06-01 09:00:00,1\n")
    (found,) = look([path], importing.data)
    assert [problem.reason.en for problem in found.problems] == ["no customer"]
    assert sorted(one.name for one in importing.folder.iterdir()) == ["file.csv"]


def test_dry_run_knows_what_the_lake_holds(importing: Importing) -> None:
    path = importing.file(ORDERS)
    importing.files([path])
    before = Lake(importing.data).snapshot().number
    importing.files([path], dry_run=True)
    assert importing.done is not None
    assert importing.done.outcomes[0].counts.unchanged == 1
    assert Lake(importing.data).snapshot().number == before


def test_dry_run_counts_orders_of_the_same_import_as_known(importing: Importing) -> None:
    orders = importing.file(ORDERS, "orders.csv")
    header = "refund_id,shop_id,order_id,kind,amount,requested_at\n"
    refunds = importing.file(
        header
        + "r1,s1,o1,refund_only,1,2026-06-02 09:00:00\n"
        + "r2,s1,o9,refund_only,1,2026-06-02 09:00:00\n",
        "refunds.csv",
    )
    importing.files([orders, refunds], dry_run=True)
    assert importing.notices == [(3, "order_id", "the refunded order is not in the data")]


def test_look_tells_what_a_file_is_and_shows_masked_events(importing: Importing) -> None:
    (found,) = look([CHATS], importing.data)
    assert (found.export, found.format, found.encoding, found.rows) == ("sycm-chats", "json", "utf-8", 5)
    assert found.shops == ("四季家居",)
    assert (str(found.first_day), str(found.last_day)) == ("2026-06-01", "2026-06-01")
    (preview,) = found.previews
    said = preview.rows[1][preview.columns.index("text")]
    assert said == "有的哦，电话留 138****8000"
    assert preview.rows[0][preview.columns.index("sent_at")] == "2026-06-01 09:00:00"


def test_look_tells_encoding_header_line_and_columns(importing: Importing) -> None:
    text = "赤兔\n\n旺旺,日期,上班天数,备注\na,2026-06-01,1,x\nb,2026-06-30,1,\n"
    (found,) = look([importing.file(text.encode("gb18030"))], importing.data)
    assert (found.encoding, found.header_line, found.rows) == ("gb18030", 3, 2)
    assert (found.used, found.unused) == (("旺旺", "日期", "上班天数"), ("备注",))
    assert (str(found.first_day), str(found.last_day)) == ("2026-06-01", "2026-06-30")
    assert found.notices == 1


def test_progress_counts_the_bytes_of_all_files(importing: Importing) -> None:
    paths = [importing.file(ORDERS, "a.csv"), importing.file(SHOP_REPORT, "b.csv")]
    told: list[tuple[int, int]] = []
    importing.files(paths, shop="s1", progress=lambda done, total: told.append((done, total)))
    whole = sum(path.stat().st_size for path in paths)
    assert told[-1] == (whole, whole)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
