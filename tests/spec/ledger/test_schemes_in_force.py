"""Approved schemes: a version never changes, the next one ends it, and nobody is paid by two on one day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from twofour.events.roster import Member
from twofour.ledger import Registry
from twofour.ledger.registry import overlaps
from twofour.period import parse_period
from twofour.problems import Refused, UsageError
from twofour.scheme import Scheme, read_scheme

XIAOYU = Member("m01", "林小雨", "一组", "pre_sales", "junior")
WANGFANG = Member("m03", "王芳", "二组", "after_sales", "senior")


def scheme(
    name: str, first: str, last: str = "", applies: str = "{role: pre_sales}", wage: int = 3000
) -> Scheme:
    until = f"valid_until: {last}\n" if last else ""
    return read_scheme(
        f"scheme: {name}\ntitle: 方案{name}\nvalid_from: {first}\n{until}applies_to: {applies}\n"
        f"pay: [{{base: {{fixed: {wage}}}}}]\n",
        name,
    )


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path)


def test_an_approved_version_keeps_its_text_and_who_approved_it(registry: Registry) -> None:
    registry.approve(scheme("a", "2026-06-01"), "店长")
    (version,) = registry.versions()
    assert (version.by, version.until) == ("店长", None)
    assert read_scheme(version.said.source, "a").digest == version.said.digest
    assert registry.digests() == {version.said.digest}


def test_a_version_is_approved_once_and_never_replaced(registry: Registry) -> None:
    registry.approve(scheme("a", "2026-06-01"), "店长")
    with pytest.raises(Refused, match="has approved this version of a already"):
        registry.approve(scheme("a", "2026-06-01"), "周洁")
    with pytest.raises(Refused, match="give the new version another valid_from"):
        registry.approve(scheme("a", "2026-06-01", wage=3100), "周洁")
    assert len(registry.versions()) == 1


def test_a_new_version_ends_the_one_before(registry: Registry) -> None:
    registry.approve(scheme("a", "2026-06-01"), "店长", [XIAOYU])
    registry.approve(scheme("a", "2026-08-01", wage=3100), "店长", [XIAOYU])
    assert [version.until for version in registry.versions()] == [date(2026, 7, 31), None]
    assert overlaps(registry.versions(), [XIAOYU], parse_period("2026-07")) == []


def test_two_schemes_for_one_person_are_refused_naming_both_the_person_and_the_days(
    registry: Registry,
) -> None:
    registry.approve(scheme("a", "2026-06-01", "2026-07-31"), "店长", [XIAOYU, WANGFANG])
    wanted = (
        r"林小雨 \(m01\) is paid by two approved schemes from 2026-07-01 to 2026-07-31: "
        r"方案a \(a\) and 方案b \(b\)"
    )
    with pytest.raises(Refused, match=wanted):
        registry.approve(scheme("b", "2026-07-01", "2026-08-31", "{team: 一组}"), "店长", [XIAOYU, WANGFANG])
    assert len(registry.versions()) == 1


def test_schemes_without_an_end_overlap_from_a_day_on(registry: Registry) -> None:
    registry.approve(scheme("a", "2026-06-01"), "店长", [XIAOYU])
    with pytest.raises(Refused, match="from 2026-07-01 on"):
        registry.approve(scheme("b", "2026-07-01"), "店长", [XIAOYU])


def test_schemes_of_different_people_or_days_stand_side_by_side(registry: Registry) -> None:
    people = [XIAOYU, WANGFANG]
    registry.approve(scheme("a", "2026-06-01", "2026-06-30"), "店长", people)
    registry.approve(scheme("b", "2026-07-01"), "店长", people)
    registry.approve(scheme("c", "2026-06-01", applies="{role: after_sales}"), "店长", people)
    assert [version.said.scheme for version in registry.versions()] == ["a", "b", "c"]
    assert overlaps(registry.versions(), people, parse_period("2026-06")) == []


def test_a_registry_that_was_changed_is_refused(registry: Registry) -> None:
    registry.approve(scheme("a", "2026-06-01"), "店长")
    path = registry.journal.path
    path.write_bytes(path.read_bytes().replace(b"3000", b"9000"))
    with pytest.raises(Refused, match="was changed"):
        registry.versions()


def test_an_approval_names_its_person(registry: Registry) -> None:
    with pytest.raises(UsageError, match="name of who acts"):
        registry.approve(scheme("a", "2026-06-01"), "")
