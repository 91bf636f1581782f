"""What stands behind a figure: conversations, orders, refunds, ratings, and why each counts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twofour.period import Period, month_of, parse_period
from twofour.text import Text
from twofour.web.bridge import evidence, figures, periods, run_evidence
from twofour.web.bridge.metric_table import Subject
from twofour.web.bridge.run_evidence import MetricEntry, Opened
from twofour.web.bridge.schemes import Scheme
from twofour.web.bridge.sheets import Cell, Sheet, xlsx_download
from twofour.web.models.accounts import EVERY
from twofour.web.permissions import Act, Actor
from twofour.web.views.metrics.scope import may_see, scheme_asked, subject_of
from twofour.web.views.page import page

_PAGE = 50


@dataclass(frozen=True)
class _Asked:
    """A figure that somebody opened, and its rows. ``opened``: as a run has it; ``newer``: by newer data;
    ``scheme``: whose rules count it, where they are not the shop's.
    """

    entry: MetricEntry
    subject: Subject
    period: Period
    found: evidence.Found | None
    opened: Opened | None = None
    newer: bool = False
    scheme: Scheme | None = None

    @property
    def kept(self) -> str:
        """What an address needs to ask the same again."""
        run = {} if self.opened is None else {"run": self.opened.name}
        scheme = {} if self.scheme is None else {"scheme": self.scheme.digest}
        return urlencode({"period": str(self.period), **run, **({"now": 1} if self.newer else {}), **scheme})


@page(Act.SEE_FIGURES)
def show(request: HttpRequest, shop: str, metric: str, subject_kind: str, subject_id: str) -> HttpResponse:
    """The figure as an equation, then its rows; who may read chats finds a link in each.

    ``?run=`` opens it from the data that a run read; with ``&now=1`` the run's rules look at the newest.
    ``?scheme=`` counts the newest as an approved scheme does.
    """
    asked = _asked(request, metric, subject_kind, subject_id)
    shown = Paginator(asked.found.rows if asked.found else [], _PAGE).get_page(request.GET.get("page"))
    actor: Actor = request.actor  # type: ignore[attr-defined]
    subject = asked.subject
    context = {
        "entry": asked.entry,
        "subject": subject,
        "period": asked.period,
        "found": asked.found,
        "opened": asked.opened,
        "newer": asked.newer,
        "scheme": asked.scheme,
        "kept": asked.kept,
        "shown": shown,
        "may_read": actor.can(Act.SEE_CHATS, team=subject.team, member=subject.member_id),
        "sees_period": actor.can(Act.SEE_PERIODS, team=subject.team),
        "may_prepare": actor.can(Act.PREPARE_PERIOD, team=EVERY),
    }
    return render(request, "web/metrics/evidence.html", context)


@page(Act.EXPORT_FIGURES)
def export(request: HttpRequest, shop: str, metric: str, subject_kind: str, subject_id: str) -> HttpResponse:
    """The rows as a workbook."""
    asked = _asked(request, metric, subject_kind, subject_id)
    found = asked.found
    if found is None:
        raise Http404
    columns = {
        "day": Text("业务日", "Day"),
        "at": Text("时间", "Time"),
        "agent": Text("客服", "Agent"),
        "customer": Text("买家", "Customer"),
        "reference": Text("单号", "Reference"),
        **{side.name: side.title for side in found.sides},
        "detail_zh": Text("为什么算", "Why it counts (Chinese)"),
        "detail_en": Text("为什么算（英文）", "Why it counts"),
    }
    rows: list[dict[str, Cell]] = [
        {
            "day": row.day,
            "at": row.at,
            "agent": row.agent_name or row.agent_id,
            "customer": row.customer_id,
            "reference": row.reference,
            **{side.name: side.of(row) for side in found.sides},
            "detail_zh": row.detail.zh,
            "detail_en": row.detail.en,
        }
        for row in found.rows
    ]
    title, period = asked.entry.title, asked.period
    of_run = f"-{asked.opened.name}" if asked.opened and not asked.newer else ""
    name = f"{metric}-{asked.subject.name}-{period}{of_run}"
    return xlsx_download(name, [Sheet(title, columns, rows)], title, period)


def _asked(request: HttpRequest, metric: str, kind: str, id: str) -> _Asked:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    written, run = request.GET.get("period"), request.GET.get("run")
    if run is not None:
        return _of_run(actor, run, metric, (kind, id), written, newer="now" in request.GET)
    latest = figures.latest_day(actor.shop_id)
    scheme = scheme_asked(request, actor.shop_id)
    book = figures.book() if scheme is None else scheme.book
    if metric not in book or latest is None:
        raise Http404
    period = parse_period(written) if written else month_of(latest)
    subject = subject_of(actor, period, kind, id)
    found = evidence.found(actor.shop_id, metric, (subject.kind, subject.id), period, scheme)
    return _Asked(book[metric], subject, period, found, scheme=scheme)


def _of_run(
    actor: Actor, name: str, metric: str, whose: tuple[str, str], written: str | None, *, newer: bool
) -> _Asked:
    run = periods.run_named(actor.shop_id, name)
    if run is None or metric not in run_evidence.book_of(run):
        raise Http404
    subject = run_evidence.subject_in(run, *whose)
    if subject is None:
        raise Http404
    if not may_see(actor, subject):
        actor.check(Act.SEE_FIGURES, team=subject.team, member=subject.member_id)
    period = parse_period(written) if written else run.period
    opened = run_evidence.opened(actor.shop_id, name, run, metric, (subject.kind, subject.id), period)
    side = opened.now if newer and opened.now is not None else opened.then
    entry = run_evidence.book_of(run)[metric]
    return _Asked(entry, subject, period, side.found, opened, side is opened.now)
