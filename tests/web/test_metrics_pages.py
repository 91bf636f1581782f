"""Metrics: the table, the evidence behind a figure, the chat behind the evidence, each within its reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import fastexcel
import pytest
from django.test import Client
from django.urls import reverse

from twofour.metrics import facts_of
from twofour.metrics.own import Sources, behind, entered_of
from twofour.period import parse_period
from twofour.plan.proof import agents_of
from twofour.web.bridge import chats, evidence, figures, lake, rules
from twofour.web.models import Sharing
from web.conftest import AGENT, OTHER_TEAM, TEAM

JUNE = "2026-06"


@pytest.fixture
def url(shop: str) -> str:
    return reverse("metrics", kwargs={"shop": shop})


def evidence_url(shop: str, metric: str, kind: str, id: str) -> str:
    kwargs = {"shop": shop, "metric": metric, "subject_kind": kind, "subject_id": id}
    return f"{reverse('metrics-evidence', kwargs=kwargs)}?period={JUNE}"


def rows_of(page: object) -> Mapping[str, dict[str, object]]:
    found = page.context["found"]  # type: ignore[attr-defined]
    return {row.subject.id: {cell.metric: cell.measure for cell in row.cells} for row in found.rows}


def test_the_table_shows_the_engines_figures(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    asked = {"period": JUNE, "metric": ["received", "effective_sales"]}
    rows = rows_of(signed_in("owner").get(url, asked))
    counted = figures.figures(shop, parse_period(JUNE), "member")
    assert len(rows) == 12
    for id, cells in rows.items():
        assert cells == {metric: counted.get((id, metric)) for metric in ("received", "effective_sales")}


@pytest.mark.parametrize("kind", ["member", "agent", "team", "shop"])
def test_every_kind_of_subject_has_a_table(url: str, signed_in: Callable[..., Client], kind: str) -> None:
    assert rows_of(signed_in("owner").get(url, {"period": JUNE, "by": kind}))


def test_an_agent_sees_only_themselves(url: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("agent")
    assert set(rows_of(browser.get(url, {"period": JUNE}))) == {AGENT}
    assert set(rows_of(browser.get(url, {"period": JUNE, "by": "shop"}))) == {AGENT}


def test_an_agent_sees_of_the_team_what_it_agreed_to_show(
    shop: str, url: str, signed_in: Callable[..., Client]
) -> None:
    Sharing.objects.create(shop_id=shop, team=TEAM, metrics=["received"])
    asked = {"period": JUNE, "metric": ["received", "effective_sales"]}
    rows = rows_of(signed_in("agent").get(url, asked))
    assert len(rows) > 1
    for id, cells in rows.items():
        assert cells["received"] is not None
        assert (cells["effective_sales"] is not None) == (id == AGENT)


def test_a_lead_sees_their_team_and_not_the_shop(url: str, signed_in: Callable[..., Client]) -> None:
    browser = signed_in("lead")
    page = browser.get(url, {"period": JUNE})
    assert {row.subject.team for row in page.context["found"].rows} == {TEAM}
    assert set(rows_of(browser.get(url, {"period": JUNE, "by": "team"}))) == {TEAM}


def test_another_period_stands_beside(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    asked = {"period": JUNE, "beside": "2026-05", "metric": "mean_response"}
    found = signed_in("owner").get(url, asked).context["found"]
    may = figures.figures(shop, parse_period("2026-05"), "member")
    assert any(row.cells[0].better is not None for row in found.rows)
    for row in found.rows:
        assert row.cells[0].beside == may.get((row.subject.id, "mean_response"))


@pytest.mark.parametrize("written", ["June", "2026-13", "2026-06-30..2026-06-01", "0000-00"])
def test_a_period_that_is_none_is_said_beside_the_field(
    url: str, signed_in: Callable[..., Client], written: str
) -> None:
    page = signed_in("owner").get(url, {"period": written})
    assert page.status_code == 200
    assert page.context["form"].errors["period"]


def test_the_workbook_holds_the_same_rows(shop: str, url: str, signed_in: Callable[..., Client]) -> None:
    answer = signed_in("lead").get(
        reverse("metrics-export", kwargs={"shop": shop}), {"period": JUNE, "metric": "received"}
    )
    sheet = fastexcel.read_excel(answer.content).load_sheet(0).to_polars()
    counted = figures.figures(shop, parse_period(JUNE), "member")
    assert dict(zip(sheet["编号"], sheet["接待人数"], strict=True)) == {
        id: counted[(id, "received")].numerator for id in sheet["编号"]
    }
    assert "syn-kele" not in sheet["编号"].to_list()


def test_evidence_of_an_agents_customers_is_all_there_is(shop: str) -> None:
    period = parse_period(JUNE)
    counting = rules.of(shop)
    question = figures.question(str(lake.data()), lake.newest(), shop, counting, period)
    staff = question.snapshot.scan("staff").collect()
    from twofour.metrics import records_of

    for metric in ("inquiry_pay_rate", "effective_sales", "mean_response", "unreplied", "refund_rate"):
        for subject in (("member", "syn-xiaomei"), ("member", "syn-aqiang"), ("team", "售后组")):
            whole = Sources(facts_of(question), records_of(question), entered_of(question), staff, counting)
            expected = behind(whole, figures.book(), metric, subject, period)  # type: ignore[arg-type]
            found = evidence.found(shop, metric, subject, period)  # type: ignore[arg-type]
            assert expected is not None
            assert found is not None
            assert found.rows == expected.rows
    assert agents_of(question, ("shop", shop)) is None


def test_evidence_adds_up_to_the_figure(shop: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("lead").get(evidence_url(shop, "inquiry_pay_rate", "member", AGENT))
    found = page.context["found"]
    measure = figures.figures(shop, parse_period(JUNE), "member")[(AGENT, "inquiry_pay_rate")]
    assert sum(row.numerator for row in found.rows) == measure.numerator
    assert sum(row.denominator for row in found.rows) == measure.denominator
    assert f"付款的询单 {measure.numerator} ÷ 询单人数 {measure.denominator}" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "kind", "id", "status"),
    [
        ("agent", "member", AGENT, 200),
        ("agent", "member", "syn-doudou", 403),
        ("agent", "member", "syn-kele", 403),
        ("agent", "team", TEAM, 403),
        ("lead", "member", "syn-doudou", 200),
        ("lead", "member", "syn-kele", 403),
        ("lead", "team", TEAM, 200),
        ("lead", "team", OTHER_TEAM, 403),
        ("finance", "member", "syn-kele", 200),
        ("owner", "member", "nobody", 404),
        ("owner", "planet", "mars", 404),
    ],
)
def test_evidence_is_within_reach(
    shop: str, signed_in: Callable[..., Client], who: str, kind: str, id: str, status: int
) -> None:
    assert signed_in(who).get(evidence_url(shop, "received", kind, id)).status_code == status


def test_the_shops_evidence_is_not_a_leads(shop: str, signed_in: Callable[..., Client]) -> None:
    assert signed_in("lead").get(evidence_url(shop, "received", "shop", shop)).status_code == 403
    assert signed_in("auditor").get(evidence_url(shop, "received", "shop", shop)).status_code == 200


def test_finance_finds_no_way_into_a_chat(shop: str, signed_in: Callable[..., Client]) -> None:
    page = signed_in("finance").get(evidence_url(shop, "received", "member", AGENT)).content.decode()
    assert "/chats/" not in page
    assert (
        "/chats/" in signed_in("lead").get(evidence_url(shop, "received", "member", AGENT)).content.decode()
    )


@pytest.fixture
def talk(shop: str) -> tuple[str, str]:
    """A customer with whom nobody but the agent wrote on a day, and the day."""
    found = evidence.found(shop, "received", ("member", AGENT), parse_period(JUNE))
    assert found is not None
    for row in found.rows:
        read = chats.chat(shop, str(row.customer_id), [row.day])
        if {line.agent_name for line in read.lines if line.agent_id} == {"小美"}:
            return str(row.customer_id), row.day.isoformat()
    raise AssertionError("no such chat")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("agent", 200),
        ("other_agent", 403),
        ("lead", 200),
        ("other_lead", 403),
        ("finance", 403),
        ("auditor", 200),
    ],
)
def test_a_chat_is_read_by_whose_it_is(
    shop: str, signed_in: Callable[..., Client], talk: tuple[str, str], who: str, status: int
) -> None:
    customer, day = talk
    address = reverse("metrics-chat", kwargs={"shop": shop, "customer": customer})
    assert signed_in(who).get(address, {"at": day}).status_code == status


def test_a_chat_marks_the_waits_that_were_counted(
    shop: str, signed_in: Callable[..., Client], talk: tuple[str, str]
) -> None:
    customer, day = talk
    address = reverse("metrics-chat", kwargs={"shop": shop, "customer": customer})
    page = signed_in("auditor").get(address, {"at": day})
    chat = page.context["found"]
    assert chat.waits
    for seconds in chat.waits:
        assert f"等了 {seconds} 秒" in page.content.decode()


@pytest.mark.parametrize("at", ["", "2020-01-01", "soon"])
def test_a_chat_that_is_not_there_is_a_missing_page(
    shop: str, signed_in: Callable[..., Client], talk: tuple[str, str], at: str
) -> None:
    address = reverse("metrics-chat", kwargs={"shop": shop, "customer": talk[0]})
    assert signed_in("auditor").get(address, {"at": at} if at else {}).status_code == 404


@pytest.mark.parametrize("metrics", [1, 30])
def test_the_table_asks_the_same_questions_however_wide(
    url: str,
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[[int], object],
    metrics: int,
) -> None:
    browser = signed_in("owner")
    asked = {"period": JUNE, "metric": list(figures.book())[:metrics]}
    browser.get(url, asked)
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        assert browser.get(url, asked).status_code == 200
