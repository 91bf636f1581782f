"""``twofour scheme fit``: thresholds from the data's own distribution, with shares and cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from twofour.cli.books import MetricsFile, check_metric
from twofour.cli.console import console, lang, progress_bar, say
from twofour.cli.ledger_options import Format, LedgerFormat, print_json
from twofour.cli.options import DEFAULT_DATA, DataDir, RulesFile, Shop, only_shop, open_snapshot, rules_of
from twofour.cli.reported import Report, report_shop
from twofour.cli.scheme_offer import budget_in, numbers_in, offer_of
from twofour.cli.tables import plain_table
from twofour.documents import choices
from twofour.explain import Quantity
from twofour.metrics.own import shop_metrics
from twofour.metrics.reported import reported_book
from twofour.money import format_fen, round_fen, round_half_up, yuan_of
from twofour.plan.fit import Fitted, band_words, fit, share_words, shown
from twofour.plan.offer import Cost, Offer, cost, paste, within
from twofour.plan.past import PastMonths
from twofour.problems import UsageError
from twofour.run import measured_months
from twofour.scheme.scheme import AppliesTo, Role
from twofour.text import Text

_ROLES: tuple[Role, ...] = ("pre_sales", "after_sales", "lead")
RoleOption = Annotated[
    str | None,
    typer.Option("--role", help="只看哪类岗位 / whose figures", metavar="|".join(_ROLES), show_default=False),
]


def fit_tiers(
    metric: Annotated[str, typer.Argument(help="指标 / metric", metavar="METRIC")],
    shares: Annotated[
        str,
        typer.Option(
            "--shares", help="从最差档到最好档各占百分之几 / percent a tier, worst first", metavar="N,N,…"
        ),
    ] = "20,30,30,20",
    months: Annotated[int, typer.Option("--months", min=1, max=24, help="最近几个完整月 / months")] = 3,
    role: RoleOption = None,
    scores: Annotated[
        str | None,
        typer.Option("--scores", help="各档得分 / points a tier", metavar="N,N,…", show_default=False),
    ] = None,
    amounts: Annotated[
        str | None,
        typer.Option(
            "--amounts",
            help="各档每人每月多少元 / yuan a tier and month",
            metavar="N,N,…",
            show_default=False,
        ),
    ] = None,
    rates: Annotated[
        str | None,
        typer.Option(
            "--rates", help="各档提成比例 / commission rates", metavar="N%,N%,…", show_default=False
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            help="比例或每件金额乘在哪个指标上 / what they are of",
            metavar="METRIC",
            show_default=False,
        ),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget", help="每月预算，按它折算 / a month's budget", metavar="YUAN", show_default=False
        ),
    ] = None,
    shop: Shop = None,
    rules: RulesFile = None,
    metrics_file: MetricsFile = None,
    report: Report = None,
    form: Format = LedgerFormat.table,
    data: DataDir = DEFAULT_DATA,
) -> None:
    """按数据分布定梯度，看占比和成本 / thresholds from the data, the shares they get, the cost."""
    book = shop_metrics(data, metrics_file).book
    check_metric(metric, book)
    if report is not None:
        book = reported_book(report, book)
    wanted = numbers_in(shares, "--shares")
    offer = offer_of(book, len(wanted), scores, amounts, rates, base, budget)
    snapshot = open_snapshot(data)
    shop_id = only_shop(snapshot, shop)[0] if report is None else report_shop(snapshot, shop, report)
    with progress_bar(Text("统计往月", "counting past months")) as progress:
        found = measured_months(
            snapshot, shop_id, months, rules=rules_of(rules), book=book, progress=progress
        )
    past = PastMonths(found, book, AppliesTo(role=(role_of(role),)) if role else None)
    fitted = fit(book[metric], past.figures(metric), wanted)
    if offer.kind != "score" and budget is not None:
        offer = within(fitted, past, offer, yuan_of(budget_in(budget)))
    costs = None if offer.kind == "score" else cost(fitted, past, offer)
    if form is LedgerFormat.json:
        print_json(_as_json(fitted, past, offer, costs))
        return
    _print(fitted, past, offer, costs, budget)


def role_of(written: str) -> Role:
    """The role of that name."""
    for role in _ROLES:
        if role == written:
            return role
    raise UsageError(
        Text(
            f"没有岗位 {written}；可以写：{choices(_ROLES)}",
            f"there is no role {written}; known: {choices(_ROLES)}",
        )
    )


def fitted_table_rows(fitted: Fitted) -> list[tuple[str, str, str]]:
    """Each band in words, what share was wanted and what it gets, worst first."""
    rows = []
    for at, band in enumerate(fitted.bands):
        rows.append((band_words(fitted, at).say(lang()), f"{band.wanted:f}%", share_words(band, lang())))
    return rows


def _print(fitted: Fitted, past: PastMonths, offer: Offer, costs: Cost | None, budget: str | None) -> None:
    entry, figures = fitted.entry, sorted(past.figures(fitted.entry.id))
    people = len({point.subject for point in past.points(entry.id)})
    say(
        Text(
            f"{entry.title.zh}（{entry.id}）  {past.months[0].shop_id} {past.span.zh}，{people} 人 "
            f"{len(figures)} 个数",
            f"{entry.title.en} ({entry.id}), {past.months[0].shop_id}, {past.span.en}: {len(figures)} figures"
            f" of {people} people",
        ),
        style="bold",
    )
    low, middle, high = (shown(entry, one) for one in (figures[0], figures[len(figures) // 2], figures[-1]))
    say(
        Text(
            f"最低 {low.zh}，中位 {middle.zh}，最高 {high.zh}",
            f"lowest {low.en}, median {middle.en}, highest {high.en}",
        )
    )
    console().print()
    table = plain_table()
    headings = [Text("档（由差到好）", "tier, worst first"), Text("想要", "wanted"), Text("实得", "gets")]
    headings += [
        {"score": Text("得分", "score"), "amount": Text("金额", "yuan"), "rate": Text("比例", "rate")}[
            offer.kind
        ]
    ]
    for at, heading in enumerate(headings):
        table.add_column(heading.say(lang()), justify="left" if at == 0 else "right", no_wrap=at > 0)
    for row, give in zip(fitted_table_rows(fitted), offer.gives, strict=True):
        table.add_row(*row, _given(offer, give))
    console().print(table)
    if costs is not None:
        _print_cost(costs, budget)
    console().print()
    say(Text("贴进方案：", "To paste into a scheme:"), style="dim")
    console().file.write(paste(fitted, offer, lang()))


def _print_cost(costs: Cost, budget: str | None) -> None:
    console().print()
    mean = format_fen(round_fen(costs.mean))
    each = [f"{month} {format_fen(round_fen(amount))}" for month, amount in reversed(costs.months)]
    limit = "" if budget is None else format_fen(budget_in(budget))
    say(
        Text(
            f"月成本：平均 {mean} 元（{'、'.join(each)}）" + (f"，预算 {limit} 元" if limit else ""),
            f"cost a month: {mean} yuan on average ({', '.join(each)})"
            + (f", budget {limit} yuan" if limit else ""),
        )
    )


def _as_json(fitted: Fitted, past: PastMonths, offer: Offer, costs: Cost | None) -> dict[str, object]:
    return {
        "metric": fitted.entry.id,
        "shop_id": past.months[0].shop_id,
        "months": [str(inputs.period) for inputs in past.months],
        "figures": len(past.figures(fitted.entry.id)),
        "bands": [
            {
                "bound": None if band.bound is None else f"{band.bound:f}",
                "wanted": f"{band.wanted:f}",
                "got": band.got,
                "of": band.of,
                offer.kind: f"{give:f}",
            }
            for band, give in zip(fitted.bands, offer.gives, strict=True)
        ],
        "base": offer.base,
        "cost": None
        if costs is None
        else {str(month): f"{round_half_up(amount, 2)}" for month, amount in costs.months},
        "yaml": paste(fitted, offer, lang()),
    }


def _given(offer: Offer, give: Decimal) -> str:
    if offer.kind == "rate":
        return Quantity(give, "ratio").show(lang())
    return f"{give:,.2f}" if offer.kind == "amount" else f"{give.normalize():f}"
