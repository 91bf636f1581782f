"""Schemes: the list, a draft from its beginning to its approval, lost updates, who sees what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from twofour.demo.folder import example_scheme
from twofour.problems import Refused
from twofour.web.actions.schemes import save_draft, start_draft, submit_draft
from twofour.web.actions.schemes_approval import approve_scheme, publish_scheme
from twofour.web.bridge import schemes
from twofour.web.models import Account, Acknowledgement, AuditEntry, Publication, SchemeDraft
from twofour.web.permissions import Actor, actor_of
from twofour.web.queries.schemes import unacknowledged

SignedIn = Callable[..., Client]
TEXT = example_scheme().read_text(encoding="utf-8")
BROKEN = TEXT.replace("weight: 60", "weight: 50")


def _actor(people: dict[str, Account], name: str, shop: str) -> Actor:
    actor = actor_of(people[name], shop)
    assert actor is not None
    return actor


def _draft(people: dict[str, Account], shop: str, text: str = TEXT, by: str = "manager") -> SchemeDraft:
    return start_draft(actor=_actor(people, by, shop), text=text)


def _approved(people: dict[str, Account], shop: str, text: str = TEXT) -> str:
    draft = _draft(people, shop, text)
    submit_draft(actor=_actor(people, "manager", shop), draft_id=draft.pk)
    return approve_scheme(actor=_actor(people, "owner", shop), draft_id=draft.pk)


def _published(people: dict[str, Account], shop: str, text: str = TEXT) -> str:
    digest = _approved(people, shop, text)
    publish_scheme(actor=_actor(people, "owner", shop), digest=digest)
    return digest


def _page(browser: Client, name: str, shop: str, **more: object) -> str:
    answer = browser.get(reverse(name, kwargs={"shop": shop, **more}))
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_empty_offers_a_beginning_to_who_may_write(own_shop: str, signed_in: SignedIn) -> None:
    assert reverse("schemes-new", kwargs={"shop": own_shop}) in _page(signed_in("owner"), "schemes", own_shop)
    assert "会出现在这里" in _page(signed_in("agent"), "schemes", own_shop)


@pytest.mark.parametrize("rows", [1, 30])
def test_list_asks_the_same_number_of_queries(
    own_shop: str,
    people: dict[str, Account],
    signed_in: SignedIn,
    rows: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    _published(people, own_shop)
    for at in range(rows):
        _draft(people, own_shop, TEXT.replace("scheme: presales-two-four", f"scheme: draft-{at}"))
    browser = signed_in("owner")
    with django_assert_num_queries(8):
        found = _page(browser, "schemes", own_shop)
    assert found.count("schemes/drafts/") >= rows


def test_start_from_a_ready_scheme_becomes_a_draft(own_shop: str, signed_in: SignedIn) -> None:
    browser = signed_in("manager")
    answer = browser.post(reverse("schemes-new", kwargs={"shop": own_shop}), {"template": "classic-kpi"})
    draft = SchemeDraft.objects.get()
    assert answer.headers["Location"].endswith(f"/drafts/{draft.pk}/edit")
    assert (draft.scheme, draft.state) == ("classic-kpi", "draft")
    assert AuditEntry.objects.get().act == "start_scheme"


def test_start_with_nothing_is_refused_in_words(own_shop: str, signed_in: SignedIn) -> None:
    answer = signed_in("owner").post(reverse("schemes-new", kwargs={"shop": own_shop}), {"text": " "})
    assert answer.status_code == 422
    assert "粘贴 YAML" in answer.content.decode()
    assert not SchemeDraft.objects.exists()


def test_start_offers_twelve_ready_schemes(shop: str, signed_in: SignedIn) -> None:
    assert _page(signed_in("owner"), "schemes-new", shop).count('name="template"') == 12


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh-hans", "有效销售额达到 60,000.00 元 得 100 分"),
        ("en", "effective sales of 60,000.00 yuan scores 100"),
    ],
)
def test_draft_reads_in_words(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn, lang: str, said: str
) -> None:
    draft = _draft(people, own_shop)
    found = _page(signed_in("owner", lang), "schemes-draft", own_shop, draft=draft.pk)
    assert said in found


def test_draft_that_cannot_be_read_says_where(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop, BROKEN)
    line = 1 + [row.strip() for row in BROKEN.splitlines()].index("incentive:")
    found = _page(signed_in("owner"), "schemes-draft", own_shop, draft=draft.pk)
    assert "权重合计是 90" in found
    assert f"第 {line + 1} 行" in found or f"第 {line} 行" in found


def test_save_over_somebody_elses_save_is_refused_and_shows_both(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop)
    save_draft(
        actor=_actor(people, "owner", own_shop), draft_id=draft.pk, text=TEXT + "# owner\n", revision=1
    )
    address = reverse("schemes-edit", kwargs={"shop": own_shop, "draft": draft.pk})
    answer = signed_in("manager").post(address, {"text": TEXT + "# manager\n", "revision": 1})
    assert answer.status_code == 409
    found = answer.content.decode()
    assert "# owner" in found
    assert "# manager" in found
    draft.refresh_from_db()
    assert (draft.text, draft.revision) == (TEXT + "# owner\n", 2)


def test_save_keeps_before_and_after_in_the_audit(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop)
    address = reverse("schemes-edit", kwargs={"shop": own_shop, "draft": draft.pk})
    signed_in("manager").post(address, {"text": BROKEN.replace("\n", "\r\n"), "revision": 1})
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.act, entry.before["text"], entry.after["text"]) == ("save_scheme", TEXT, BROKEN)


def test_submit_of_a_broken_draft_is_refused(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop, BROKEN)
    address = reverse("schemes-submit", kwargs={"shop": own_shop, "draft": draft.pk})
    assert signed_in("manager").post(address).status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_approve_by_whoever_wrote_on_it_is_refused_in_words(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop)
    save_draft(actor=_actor(people, "owner", own_shop), draft_id=draft.pk, text=TEXT + "# x\n", revision=1)
    save_draft(actor=_actor(people, "manager", own_shop), draft_id=draft.pk, text=TEXT, revision=2)
    submit_draft(actor=_actor(people, "manager", own_shop), draft_id=draft.pk)
    before = AuditEntry.objects.count()
    for name in ("owner", "manager"):
        address = reverse("schemes-approve", kwargs={"shop": own_shop, "draft": draft.pk})
        answer = signed_in(name).post(address)
        assert answer.status_code == 422
        assert "不能自己审批" in answer.content.decode()
    assert schemes.versions(own_shop) == []
    assert AuditEntry.objects.count() == before


def test_approve_puts_the_version_into_the_registry(own_shop: str, people: dict[str, Account]) -> None:
    digest = _approved(people, own_shop)
    (version,) = schemes.versions(own_shop)
    assert (version.said.digest, version.by, version.said.source) == (digest, "owner", TEXT)


def test_approve_of_a_scheme_that_pays_somebody_twice_leaves_nothing(
    own_shop: str, people: dict[str, Account]
) -> None:
    _approved(people, own_shop)
    draft = _draft(people, own_shop, TEXT.replace("scheme: presales-two-four", "scheme: another"))
    submit_draft(actor=_actor(people, "manager", own_shop), draft_id=draft.pk)
    before = AuditEntry.objects.count()
    with pytest.raises(Refused, match="paid by two approved schemes"):
        approve_scheme(actor=_actor(people, "owner", own_shop), draft_id=draft.pk)
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert AuditEntry.objects.count() == before


def test_return_without_a_reason_is_refused(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop)
    submit_draft(actor=_actor(people, "manager", own_shop), draft_id=draft.pk)
    address = reverse("schemes-return", kwargs={"shop": own_shop, "draft": draft.pk})
    assert signed_in("owner").post(address, {"why": " "}).status_code == 422
    assert signed_in("owner").post(address, {"why": "门槛太高"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.note) == ("draft", "门槛太高")


def test_version_not_published_is_missing_for_agents(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    digest = _approved(people, own_shop)
    address = reverse("schemes-version", kwargs={"shop": own_shop, "digest": digest})
    for name in ("agent", "lead", "finance", "auditor"):
        assert signed_in(name).get(address).status_code == 404
        assert digest[:8] not in _page(signed_in(name), "schemes", own_shop)
    assert signed_in("manager").get(address).status_code == 200


def test_agent_confirms_a_published_version_once(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    digest = _published(people, own_shop)
    member = _actor(people, "agent", own_shop).member_id or ""
    assert [one.said.digest for one in unacknowledged(own_shop, member)] == [digest]
    browser = signed_in("agent")
    assert "请确认" in _page(browser, "schemes-version", own_shop, digest=digest)
    address = reverse("schemes-acknowledge", kwargs={"shop": own_shop, "digest": digest})
    for _ in range(2):
        assert browser.post(address).status_code == 302
    assert Acknowledgement.objects.get().member_id == member
    assert unacknowledged(own_shop, member) == []
    assert AuditEntry.objects.filter(act="acknowledge_scheme").count() == 1
    assert "你已确认" in _page(browser, "schemes-version", own_shop, digest=digest)


def test_lead_whom_a_version_does_not_pay_cannot_confirm_it(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    digest = _published(people, own_shop)
    address = reverse("schemes-acknowledge", kwargs={"shop": own_shop, "digest": digest})
    assert signed_in("lead").post(address).status_code == 422
    assert not Acknowledgement.objects.exists()


def test_version_shows_an_agent_no_cost_and_nobody_elses_confirmation(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    digest = _published(people, own_shop)
    found = _page(signed_in("agent"), "schemes-version", own_shop, digest=digest)
    assert "可乐" not in found
    cost = reverse("schemes-cost", kwargs={"shop": own_shop, "digest": digest})
    assert cost not in found
    assert signed_in("agent").get(cost).status_code == 403
    assert signed_in("lead").get(cost).status_code == 403


def test_version_tells_its_cost_to_who_sees_pay(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    digest = _published(people, own_shop)
    found = _page(signed_in("finance"), "schemes-cost", own_shop, digest=digest)
    assert "2026-06 成本" in found
    assert "25,788.71" in found


@pytest.mark.parametrize("name", ["agent", "lead", "finance", "auditor"])
def test_writing_is_refused_to_who_may_not(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn, name: str
) -> None:
    draft = _draft(people, own_shop)
    digest = _published(people, own_shop, TEXT.replace("scheme: presales-two-four", "scheme: other"))
    browser, entries = signed_in(name), AuditEntry.objects.count()
    for page in (
        "edit",
        "submit",
        "withdraw",
        "approve",
        "return",
        "discard",
        "preview",
        "findings",
        "payslip",
    ):
        address = reverse(f"schemes-{page}", kwargs={"shop": own_shop, "draft": draft.pk})
        assert browser.post(address, {"text": TEXT}).status_code == 403
    for page in ("publish", "next"):
        address = reverse(f"schemes-{page}", kwargs={"shop": own_shop, "digest": digest})
        assert browser.post(address).status_code == 403
    assert browser.post(reverse("schemes-new", kwargs={"shop": own_shop})).status_code == 403
    assert AuditEntry.objects.count() == entries


def test_a_discarded_draft_leads_back_to_the_list(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    address = reverse("schemes-discard", kwargs={"shop": own_shop, "draft": _draft(people, own_shop).pk})
    answer = signed_in("manager").post(address)
    assert answer.headers["Location"] == reverse("schemes", kwargs={"shop": own_shop})
    assert not SchemeDraft.objects.exists()


def test_manager_of_one_team_cannot_write_a_scheme_for_all(own_shop: str, people: dict[str, Account]) -> None:
    people["manager"].grants.update(team="售前一组")
    with pytest.raises(Refused):
        _draft(people, own_shop)
    assert not SchemeDraft.objects.exists()


def test_pages_of_a_foreign_shop_are_missing(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop)
    browser = signed_in("stranger")
    assert browser.get(reverse("schemes", kwargs={"shop": own_shop})).status_code == 404
    address = reverse("schemes-draft", kwargs={"shop": own_shop, "draft": draft.pk})
    assert browser.get(address).status_code == 404


def test_writing_by_get_changes_nothing(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    draft = _draft(people, own_shop)
    for page in ("submit", "withdraw", "approve", "return", "discard", "preview"):
        address = reverse(f"schemes-{page}", kwargs={"shop": own_shop, "draft": draft.pk})
        assert signed_in("owner").get(address).status_code == 405


def test_next_version_begins_in_a_later_month(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn
) -> None:
    digest = _published(people, own_shop)
    address = reverse("schemes-next", kwargs={"shop": own_shop, "digest": digest})
    assert signed_in("manager").post(address).status_code == 302
    draft = SchemeDraft.objects.get()
    assert (draft.state, schemes.read(draft.text).valid_from.isoformat()) == ("draft", "2026-07-01")


@pytest.mark.parametrize(("lang", "said"), [("zh-hans", "2.5% → 2.8%"), ("en", "rate: 2.5% → 2.8%")])
def test_compare_says_what_changes(
    own_shop: str, people: dict[str, Account], signed_in: SignedIn, lang: str, said: str
) -> None:
    digest = _published(people, own_shop)
    changed = TEXT.replace("rate: 2.5%", "rate: 2.8%").replace(
        "valid_from: 2026-06-01", "valid_from: 2026-07-01"
    )
    draft = _draft(people, own_shop, changed)
    address = reverse("schemes-compare", kwargs={"shop": own_shop})
    asked = {"a": digest, "b": f"draft-{draft.pk}"}
    found = signed_in("owner", lang).get(address, asked).content.decode()
    assert said in found
    assert said not in signed_in("agent", lang).get(address, asked).content.decode()


def test_publishing_again_changes_nothing(own_shop: str, people: dict[str, Account]) -> None:
    digest = _published(people, own_shop)
    publish_scheme(actor=_actor(people, "owner", own_shop), digest=digest)
    assert Publication.objects.count() == 1
    assert AuditEntry.objects.filter(act="publish_scheme").count() == 1


def test_stage_is_set_once(own_shop: str, people: dict[str, Account]) -> None:
    from twofour.web.stage.schemes import stage_schemes  # the stage needs its shop first

    for _ in range(2):
        stage_schemes(people)
    assert len(schemes.versions(own_shop)) == 4  # pre-sales, after-sales, and leads of both
    assert SchemeDraft.objects.get(scheme="presales-two-four").text.count("reply_rate") == 2


def test_uploaded_file_that_is_no_text_is_refused(own_shop: str, signed_in: SignedIn, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_bytes("方案".encode("gb18030"))
    address = reverse("schemes-new", kwargs={"shop": own_shop})
    with file.open("rb") as stream:
        answer = signed_in("owner").post(address, {"file": stream})
    assert answer.status_code == 422
    assert "UTF-8" in answer.content.decode()
