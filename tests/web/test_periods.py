"""Period close: the list, the way of a month, who may take which step, questions, downloads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from twofour.period import month_of
from twofour.problems import Refused
from twofour.web.actions import periods as actions
from twofour.web.actions import periods_questions as asking
from twofour.web.bridge import lake, periods, periods_writing, rules
from twofour.web.models import Account, AuditEntry, Job, LineQuestion
from twofour.web.permissions.actor import Forbidden
from twofour.web.stage.periods import stage_periods
from twofour.web.stage.schemes import stage_schemes
from web.closed_shop import CLERK, JUNE, MAY, acting, approve

SignedIn = Callable[..., Client]
MINE, OTHER = "syn-xiaomei", "syn-kele"


def page(browser: Client, name: str, shop: str, *rest: object, status: int = 200, **query: str) -> str:
    """The text of a page."""
    answer = browser.get(reverse(name, args=(shop, *rest)), query)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def send(browser: Client, name: str, shop: str, *rest: object, **said: Any) -> Any:
    """Send a form."""
    return browser.post(reverse(name, args=(shop, *rest)), said)


def test_list_of_a_new_shop_offers_to_open_the_datas_month(own_shop: str, signed_in: SignedIn) -> None:
    shown = page(signed_in("finance"), "periods", own_shop)
    assert 'value="2026-06"' in shown and "还没有开过账" in shown
    assert "由 店主、主管、财务 来开" in page(signed_in("auditor"), "periods", own_shop)


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_the_same_of_the_database_for_any_number_of_periods(
    own_shop: str, signed_in: SignedIn, django_assert_num_queries: Any, count: int
) -> None:
    month = month_of(date(2024, 1, 1))
    for _ in range(count):
        periods_writing.open_period(own_shop, CLERK, month)
        month = month_of(month.stop)
    browser = signed_in("finance")
    page(browser, "periods", own_shop)
    with django_assert_num_queries(4):
        assert page(browser, "periods", own_shop).count("草稿") == count


def test_opening_leaves_an_entry_and_a_draft(own_shop: str, signed_in: SignedIn) -> None:
    answer = send(signed_in("finance"), "periods-open", own_shop, period=JUNE)
    assert answer.headers["Location"] == reverse("periods-show", args=(own_shop, JUNE))
    assert periods.book(own_shop).period(JUNE).state == "draft"
    assert AuditEntry.objects.get().act == "open_period"


def test_opening_days_that_are_taken_leaves_nothing(closing_shop: str, people: dict[str, Account]) -> None:
    with pytest.raises(Refused):
        actions.open_period(actor=acting(people, "finance"), key=JUNE)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", ["lead", "agent", "auditor"])
def test_opening_is_not_for_everybody(own_shop: str, signed_in: SignedIn, who: str) -> None:
    assert send(signed_in(who), "periods-open", own_shop, period=JUNE).status_code == 403
    assert not periods.book(own_shop).periods


def test_a_month_that_is_no_month_is_said_so(own_shop: str, signed_in: SignedIn) -> None:
    browser = signed_in("finance")
    answer = browser.post(reverse("periods-open", args=(own_shop,)), {"period": "六月"}, follow=True)
    assert "写成 2026-06 这样" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_run_is_done_in_the_background_and_attached_once(own_shop: str, signed_in: SignedIn) -> None:
    from twofour.web.worker import work_off

    approve(lake.data())
    browser = signed_in("finance")
    send(browser, "periods-open", own_shop, period=JUNE)
    answer = send(browser, "periods-run", own_shop, JUNE)
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("job", kwargs={"job": job.pk})
    work_off()
    job.refresh_from_db()
    assert job.state == "done" and job.outcome["url"] == reverse("periods-show", args=(own_shop, JUNE))
    period = periods.book(own_shop).period(JUNE)
    assert len(period.runs["presales-two-four"].earned) == 7
    acts = list(AuditEntry.objects.values_list("act", flat=True))
    assert acts == ["attach_run", "ask_run", "open_period"]
    # A restart does the same job again: the very run stands already, so nothing is written a second time.
    head = periods.book(own_shop).head
    actions.run(job, lambda done, total: None)
    assert periods.book(own_shop).head == head and AuditEntry.objects.count() == len(acts)


def test_a_run_without_an_approved_scheme_is_refused_with_the_way_on(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    actor = acting(people, "finance")
    actions.open_period(actor=actor, key=JUNE)
    with pytest.raises(Refused, match="no approved scheme is in force"):
        actions.ask_run(actor=actor, key=JUNE)
    shown = page(signed_in("finance"), "periods-show", own_shop, JUNE)
    assert "没有已审批、生效的方案" in shown and reverse("schemes", args=(own_shop,)) in shown


def test_a_scheme_that_begins_within_the_month_is_named(own_shop: str, people: dict[str, Account]) -> None:
    approve(lake.data(), "2026-06-10")
    actor = acting(people, "finance")
    actions.open_period(actor=actor, key=JUNE)
    with pytest.raises(Refused, match="from 2026-06-10 to 2026-06-30 only"):
        actions.ask_run(actor=actor, key=JUNE)


def test_people_without_a_scheme_are_named_before_the_run(closed_shop: str, signed_in: SignedIn) -> None:
    shown = page(signed_in("finance"), "periods-show", closed_shop, JUNE)
    assert "5 人没有适用的方案" in shown and "静姐" in shown


def _move(browser: Client, shop: str, to: str) -> Any:
    return send(browser, "periods-move", shop, JUNE, to, head=periods.book(shop).head)


def test_a_month_is_closed_by_three_people_in_order(closing_shop: str, signed_in: SignedIn) -> None:
    shop, finance, manager = closing_shop, signed_in("finance"), signed_in("manager")
    assert "复核完成" in page(finance, "periods-show", shop, JUNE)
    assert "轮到：店主、主管、财务" in page(signed_in("auditor"), "periods-show", shop, JUNE)
    assert _move(finance, shop, "reviewed").status_code == 302
    assert "轮到：店主、主管" in page(finance, "periods-show", shop, JUNE)
    assert "你同意这一期应发 25,788.71 元" in page(manager, "periods-show", shop, JUNE)
    assert _move(manager, shop, "approved").status_code == 302
    assert "锁定后不能退回" in page(finance, "periods-show", shop, JUNE)
    assert _move(finance, shop, "locked").status_code == 302
    assert send(finance, "periods-pay", shop, JUNE, reference="凭证-6").status_code == 302
    period = periods.book(shop).period(JUNE)
    assert period.state == "paid" and sum(period.paid.values()) == 2_578_871
    assert "这一期已经结清" in page(finance, "periods-show", shop, JUNE)
    acts = list(AuditEntry.objects.order_by("number").values_list("act", "username"))
    assert acts == [
        ("review_period", "finance"),
        ("approve_period", "manager"),
        ("lock_period", "finance"),
        ("pay_period", "finance"),
    ]
    assert AuditEntry.objects.get(act="approve_period").after["payable_fen"] == 2_578_871


def test_paying_only_some_leaves_the_others_unpaid(closing_shop: str, signed_in: SignedIn) -> None:
    shop, finance = closing_shop, signed_in("finance")
    for who, to in (("finance", "reviewed"), ("manager", "approved"), ("finance", "locked")):
        _move(signed_in(who), shop, to)
    send(finance, "periods-pay", shop, JUNE, reference="凭证-6a", members=[MINE])
    assert periods.book(shop).period(JUNE).paid == {MINE: 635_755}
    assert periods.book(shop).period(JUNE).state == "locked"
    send(finance, "periods-pay", shop, JUNE, reference="凭证-6b")
    assert periods.book(shop).period(JUNE).state == "paid"


def test_who_wrote_into_a_month_cannot_approve_it(closing_shop: str, people: dict[str, Account]) -> None:
    """CLERK ran June: an owner's account of that name is the same person, whatever the account is called."""
    people["owner"].name = CLERK
    people["owner"].save()
    owner = acting(people, "owner")
    actions.move(actor=owner, key=JUNE, to="reviewed", seen=periods.book(closing_shop).head)
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match="cannot approve it"):
        actions.move(actor=owner, key=JUNE, to="approved", seen=periods.book(closing_shop).head)
    assert periods.book(closing_shop).period(JUNE).state == "reviewed"
    assert AuditEntry.objects.count() == entries


def test_approving_what_changed_since_the_page_was_opened_is_refused(
    closing_shop: str,
    people: dict[str, Account],
) -> None:
    seen = periods.book(closing_shop).head
    actions.move(actor=acting(people, "finance"), key=JUNE, to="reviewed", seen=seen)
    with pytest.raises(Refused, match="reload it and look again"):
        actions.move(actor=acting(people, "manager"), key=JUNE, to="approved", seen=seen)
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "to", "status"),
    [
        ("lead", "reviewed", 403),
        ("auditor", "reviewed", 403),
        ("agent", "reviewed", 403),
        ("finance", "approved", 403),
        ("manager", "locked", 403),
        ("stranger", "reviewed", 404),
        ("finance", "paid", 404),
    ],
)
def test_a_step_is_refused_to_who_may_not(
    closing_shop: str,
    signed_in: SignedIn,
    who: str,
    to: str,
    status: int,
) -> None:
    head = periods.book(closing_shop).head
    assert _move(signed_in(who), closing_shop, to).status_code == status
    assert periods.book(closing_shop).head == head and not AuditEntry.objects.exists()


def test_a_step_back_needs_a_reason_and_stops_at_the_lock(closing_shop: str, signed_in: SignedIn) -> None:
    finance = signed_in("finance")
    _move(finance, closing_shop, "reviewed")
    send(finance, "periods-back", closing_shop, JUNE, words="  ")
    assert periods.book(closing_shop).period(JUNE).state == "reviewed"
    send(finance, "periods-back", closing_shop, JUNE, words="退款漏导了")
    assert periods.book(closing_shop).period(JUNE).state == "draft"
    assert AuditEntry.objects.first().why == "退款漏导了"  # type: ignore[union-attr]
    assert send(finance, "periods-back", closing_shop, MAY, words="想改").status_code == 422
    assert periods.book(closing_shop).period(MAY).state == "paid"


def test_a_question_is_asked_by_the_lead_and_answered_by_finance(
    closing_shop: str,
    people: dict[str, Account],
    signed_in: SignedIn,
) -> None:
    lead, finance = signed_in("lead"), signed_in("finance")
    send(lead, "periods-ask", closing_shop, JUNE, MINE, "commission", words="比例为什么是 2.5%？")
    asked = LineQuestion.objects.get()
    assert "1 个待回答" in page(finance, "periods-show", closing_shop, JUNE)
    send(finance, "periods-answer", closing_shop, JUNE, asked.pk, words="转化过了 46%")
    shown = page(lead, "periods-line", closing_shop, JUNE, MINE, "commission")
    assert "比例为什么是 2.5%？" in shown and "转化过了 46%" in shown
    with pytest.raises(Refused):
        asking.answer_line(actor=acting(people, "finance"), question=asked, answer="又答一次")
    assert [one.act for one in AuditEntry.objects.order_by("number")] == ["ask_line", "answer_line"]


def test_a_question_about_another_team_or_a_locked_month_is_refused(
    closing_shop: str,
    people: dict[str, Account],
) -> None:
    lead = acting(people, "lead")
    with pytest.raises(Forbidden):
        asking.ask_line(actor=lead, key=JUNE, member=OTHER, line="base", question="?")
    with pytest.raises(Refused, match="is locked"):
        asking.ask_line(actor=lead, key=MAY, member=MINE, line="base", question="?")
    assert not LineQuestion.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_period_asks_the_same_of_the_database_for_any_number_of_questions(
    closed_shop: str,
    people: dict[str, Account],
    signed_in: SignedIn,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for number in range(count):
        LineQuestion.objects.create(
            shop_id=closed_shop, period=JUNE, member_id=MINE, line="base", question=f"问{number}",
            asked_by=people["lead"],
        )  # fmt: skip
    browser = signed_in("finance")
    page(browser, "periods-show", closed_shop, JUNE)
    with django_assert_num_queries(6):
        assert page(browser, "periods-show", closed_shop, JUNE).count("tf-words") == count


def test_a_lead_sees_the_own_team_alone(closed_shop: str, signed_in: SignedIn) -> None:
    shown = page(signed_in("lead"), "periods-show", closed_shop, JUNE)
    assert "6,357.55" in shown and "13,519.90" in shown
    assert "可乐" not in shown and "25,788.71" not in shown and "工资表 XLSX" not in shown
    assert page(signed_in("lead"), "periods-payroll", closed_shop, JUNE, "csv", status=403)


@pytest.mark.parametrize(
    ("lang", "words"), [("zh-hans", "比2026年5月变化最大的人"), ("en", "Biggest changes")]
)
def test_period_compares_with_the_month_before(
    closed_shop: str, signed_in: SignedIn, lang: str, words: str
) -> None:
    shown = page(signed_in("finance", lang), "periods-show", closed_shop, JUNE)
    assert words in shown and "+2,189.73" in shown


def test_table_is_sorted_by_the_column_asked_for(closed_shop: str, signed_in: SignedIn) -> None:
    browser = signed_in("finance")
    least, most = (
        [shown.index(f"members/{one}") for one in ("syn-kele", MINE)]
        for shown in (
            page(browser, "periods-show", closed_shop, JUNE, sort=sort).partition('id="members"')[2]
            for sort in ("payable", "-payable")
        )
    )
    assert least[0] < least[1] and most[0] > most[1]


def test_check_up_is_a_page_and_a_part(closed_shop: str, signed_in: SignedIn) -> None:
    browser = signed_in("finance")
    assert "没有用到的数据表" in page(browser, "periods-doctor", closed_shop, JUNE)
    url = reverse("periods-doctor", args=(closed_shop, JUNE))
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "警告 1" in part and "<html" not in part


def test_payroll_is_the_ledgers(closed_shop: str, signed_in: SignedIn) -> None:
    browser = signed_in("finance")
    answer = browser.get(reverse("periods-payroll", args=(closed_shop, MAY, "csv")))
    assert answer.content == periods.payroll(closed_shop, MAY, "csv")
    assert browser.get(reverse("periods-payroll", args=(closed_shop, MAY, "pdf"))).status_code == 404
    assert browser.get(reverse("periods-payroll", args=(closed_shop, "2020-01", "csv"))).status_code == 404


def test_signature_tells_people_of_one_name_apart(people: dict[str, Account], closed_shop: str) -> None:
    people["owner"].name = people["manager"].name = "小王"
    signed = {acting(people, name).signature for name in ("owner", "manager", "finance")}
    assert signed == {"小王 (owner)", "小王 (manager)", "finance"}
    people["owner"].name = "长" * 64
    assert acting(people, "owner").signature == "owner"


def test_a_lead_is_told_nothing_of_people_of_other_teams(closed_shop: str, signed_in: SignedIn) -> None:
    shown = page(signed_in("lead"), "periods-show", closed_shop, JUNE)
    assert "没有适用的方案" not in shown and "重新核算" not in shown


def test_the_demos_stage_closes_may_once_and_leaves_june_to_be_opened(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    stage_schemes(people)
    for _ in range(2):
        stage_periods(people)
    book = periods.book(own_shop)
    assert {key: period.state for key, period in book.periods.items()} == {MAY: "paid"}
    assert rules.of(own_shop).auto_reply_prefixes == ("【自动回复】",)
    assert list(AuditEntry.objects.filter(act="pay_period").values_list("username", flat=True)) == ["finance"]
    assert 'value="2026-06"' in page(signed_in("finance"), "periods", own_shop)
