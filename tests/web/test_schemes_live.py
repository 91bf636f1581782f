"""While somebody types: everybody's score and pay, findings beside the lines; backtests in the background."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from twofour.demo.folder import example_scheme
from twofour.web.actions.schemes import start_draft, submit_draft
from twofour.web.actions.schemes_approval import approve_scheme, publish_scheme
from twofour.web.bridge import schemes, schemes_lint, schemes_preview, schemes_templates, schemes_words
from twofour.web.models import Account, Job, SchemeDraft
from twofour.web.permissions import Actor, actor_of
from twofour.web.worker import work_off

SignedIn = Callable[..., Client]
TEXT = example_scheme().read_text(encoding="utf-8")
JULY = TEXT.replace("valid_from: 2026-06-01", "valid_from: 2026-07-01")
JUNE_TOTAL, DEARER_TOTAL = 2_578_871, 2_604_246


def _actor(people: dict[str, Account], name: str, shop: str) -> Actor:
    actor = actor_of(people[name], shop)
    assert actor is not None
    return actor


@pytest.fixture
def june(own_shop: str, people: dict[str, Account]) -> str:
    """June's scheme approved and published; its digest."""
    draft = start_draft(actor=_actor(people, "manager", own_shop), text=TEXT)
    submit_draft(actor=_actor(people, "manager", own_shop), draft_id=draft.pk)
    digest = approve_scheme(actor=_actor(people, "owner", own_shop), draft_id=draft.pk)
    publish_scheme(actor=_actor(people, "owner", own_shop), digest=digest)
    return digest


@pytest.fixture
def draft(june: str, own_shop: str, people: dict[str, Account]) -> SchemeDraft:
    """July's draft."""
    return start_draft(actor=_actor(people, "manager", own_shop), text=JULY)


def _typed(browser: Client, name: str, shop: str, draft: SchemeDraft, text: str, **more: str) -> str:
    answer = browser.post(reverse(name, kwargs={"shop": shop, "draft": draft.pk}), {"text": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_preview_puts_the_draft_beside_todays_version(draft: SchemeDraft, own_shop: str) -> None:
    dearer = schemes.read(JULY.replace("rate: 2.5%", "rate: 2.8%"))
    found = schemes_preview.preview(own_shop, dearer)
    assert (str(found.period), found.before, found.total) == ("2026-06", JUNE_TOTAL, DEARER_TOTAL)
    assert sum(row.difference or 0 for row in found.rows) == found.difference
    assert [row.name for row in found.rows if row.difference] == ["小美"]


def test_preview_pays_what_a_fresh_score_pays_after_a_pay_item_changed(
    draft: SchemeDraft, own_shop: str
) -> None:
    schemes_preview.preview(own_shop, schemes.read(JULY))
    dearer = schemes.read(JULY.replace("each: 100.00", "each: 150.00"))
    reused = {row.member_id: row.now for row in schemes_preview.preview(own_shop, dearer).rows}
    for member_id, paid in reused.items():
        found = schemes_preview.payslip(own_shop, dearer, member_id)
        assert found is not None and paid is not None
        assert (found[1].total, found[1].scorecard.score) == (paid.fen, paid.score)


@pytest.mark.parametrize(("lang", "words"), [("zh-hans", "总成本（元）"), ("en", "Total cost (yuan)")])
def test_preview_is_shown_while_typing(
    draft: SchemeDraft, own_shop: str, signed_in: SignedIn, lang: str, words: str
) -> None:
    typed = JULY.replace("rate: 2.5%", "rate: 2.8%")
    found = _typed(signed_in("manager", lang), "schemes-preview", own_shop, draft, typed)
    assert words in found
    assert "26,042.46" in found
    assert "+253.75" in found
    draft.refresh_from_db()
    assert draft.text == JULY


def test_preview_of_what_cannot_be_read_names_the_line(
    draft: SchemeDraft, own_shop: str, signed_in: SignedIn
) -> None:
    typed = JULY.replace("metric: mean_response", "metric: mean_respons")
    line = 1 + next(at for at, row in enumerate(typed.splitlines()) if "mean_respons" in row)
    found = _typed(signed_in("manager"), "schemes-preview", own_shop, draft, typed)
    assert f"第 {line} 行" in found
    assert "mean_response" in found


def test_payslip_opens_to_its_reasons(draft: SchemeDraft, own_shop: str, signed_in: SignedIn) -> None:
    found = _typed(signed_in("owner"), "schemes-payslip", own_shop, draft, JULY, member="syn-xiaomei")
    assert "有效销售额" in found
    assert "提成比例" in found
    assert "6,357.55" in found


def test_payslip_of_whom_the_draft_does_not_pay_is_missing(
    draft: SchemeDraft, own_shop: str, signed_in: SignedIn
) -> None:
    address = reverse("schemes-payslip", kwargs={"shop": own_shop, "draft": draft.pk})
    assert signed_in("owner").post(address, {"text": JULY, "member": "syn-nobody"}).status_code == 404


def test_findings_stand_at_their_lines(draft: SchemeDraft, own_shop: str, signed_in: SignedIn) -> None:
    typed = JULY.replace("- {metric: named_praise, at_least: 10}", "- {metric: reply_rate, at_least: 99%}")
    line = 1 + typed.splitlines().index("  - duty: reply")
    first = schemes_lint.findings(own_shop, typed)[0]
    assert (first.line, first.severity, first.pain.zh) == (line, "error", "激励任务模糊")
    found = _typed(signed_in("manager"), "schemes-findings", own_shop, draft, typed)
    assert f'data-line="{line}"' in found


def test_findings_of_a_mistake_are_that_one_alone(own_shop: str) -> None:
    (only,) = schemes_lint.findings(own_shop, "scheme: x\ntitle: y\nvalid_from: 2026-13-01\n")
    assert (only.line, only.column, only.severity) == (3, 13, "error")


def test_check_without_scripts_shows_findings_and_preview_and_saves_nothing(
    draft: SchemeDraft, own_shop: str, signed_in: SignedIn
) -> None:
    found = _typed(
        signed_in("manager"), "schemes-edit", own_shop, draft, JULY + "# new\n", act="check", revision="1"
    )
    assert "# new" in found
    assert "总成本（元）" in found
    draft.refresh_from_db()
    assert draft.text == JULY


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_ready_scheme_reads_in_words(lang: str) -> None:
    for one in schemes_templates.ready():
        said = schemes_words.in_words(one.scheme)
        clauses = [*said.items, *said.duties, *said.pay]
        assert len(clauses) == len(one.scheme.items) + len(one.scheme.duties) + len(one.scheme.pay)
        for clause in clauses:
            words = clause.said.say(lang)  # type: ignore[arg-type]
            assert words
            assert "{" not in words


@pytest.mark.django_db(transaction=True)
def test_backtest_runs_in_the_background_and_is_shown_as_charts_with_tables(
    draft: SchemeDraft, june: str, own_shop: str, signed_in: SignedIn
) -> None:
    browser = signed_in("manager")
    address = reverse("schemes-draft-backtest", kwargs={"shop": own_shop, "draft": draft.pk})
    answer = browser.post(address, {"months": 2, "against": june})
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("job", kwargs={"job": job.pk})
    work_off()
    job.refresh_from_db()
    assert job.state == "done"
    assert [one["period"] for one in job.outcome["months"]] == ["2026-05", "2026-06"]
    assert job.outcome["months"][1]["current"] == JUNE_TOTAL
    for name, words in (("finance", "谁涨谁跌"), ("owner", "每月成本")):
        found = signed_in(name).get(job.outcome["url"]).content.decode()
        assert words in found
        assert "25,788.71" in found
        assert 'data-chart="cost-chart"' in found
    assert signed_in("auditor").get(job.outcome["url"]).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_backtest_of_nothing_to_pay_is_refused_on_its_page(
    draft: SchemeDraft, own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    nobody = JULY.replace("scheme: presales-two-four", "scheme: none").replace(
        "applies_to: {role: pre_sales}", "applies_to: {team: nowhere}"
    )
    other = start_draft(actor=_actor(people, "manager", own_shop), text=nobody)
    address = reverse("schemes-draft-backtest", kwargs={"shop": own_shop, "draft": other.pk})
    signed_in("owner").post(address, {"months": 1})
    work_off()
    job = Job.objects.get()
    assert job.state == "refused"
    assert "没有方案适用的人" in job.message_zh
