"""The eight steps of ``twofour scheme new``: what each shows and asks, and the draft that comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from rich.text import Text as Styled

from twofour.cli.asking import Asking, numbered, picked
from twofour.cli.console import console, lang, say
from twofour.cli.scheme_fit import fitted_table_rows
from twofour.cli.tables import plain_table
from twofour.events.rules import CountingRules
from twofour.metrics.own import MetricBook
from twofour.money import divide
from twofour.period import parse_day
from twofour.plan.answers import (
    at_least_one,
    limit_of,
    metrics_in,
    not_twice,
    phrase,
    rate_in,
    scheme_id,
    scores_in,
    shares_in,
    weights_in,
    yuan_in,
)
from twofour.plan.candidates import MOST_KEEP, Look, candidates, in_book, look
from twofour.plan.design_words import ROLES, TITLES, VALUES, counting_of, mark
from twofour.plan.draft import Draft, DraftDuty, DraftItem, Value
from twofour.plan.fit import fit, shown, written
from twofour.plan.offer import evenly
from twofour.plan.past import PastMonths
from twofour.plan.proposing import SHARES, duties, incentives, shortlist, value_of, weights
from twofour.problems import DataMissing
from twofour.scheme.base import Of
from twofour.scheme.scheme import AppliesTo, Role
from twofour.scorecard import Inputs
from twofour.text import Text

_STEPS = (
    Text("价值方向：这个店的客服主要靠什么创造价值", "value direction: what the team is worth"),
    Text("团队定位：方案给谁，定位是什么", "positioning: whom the scheme is for"),
    Text("指标罗列：能考的都列出来，先不评判", "list candidate metrics, without judging"),
    Text("初选：弱的、要提升的、平台要考的", "shortlist: what is weak, what should improve"),
    Text("定指标：哪些是激励，哪些是任务", "final metrics: what is incentive, what is duty"),
    Text("定权重：弱的重，已经好的轻", "weights: heavier where weak"),
    Text("定梯度：按本店数据的分布", "tiers, by the data's own distribution"),
    Text("写成方案", "write it down"),
)
_Looks = dict[str, Look]


class Designer:
    """Asks the eight steps. ``past``: whole months, latest first; every default comes from them."""

    def __init__(
        self, asking: Asking, past: Sequence[Inputs], book: MetricBook, rules: CountingRules
    ) -> None:
        self._ask = asking
        self._months = past
        self._book = book
        self._rules = rules
        self._past = PastMonths(past, book)
        self._looks: _Looks = {}
        self._sales = in_book(book, "effective_sales")

    def design(self, role: Role | None) -> Draft:
        """All eight steps. Raises ``DataMissing`` where the people chosen have no figures to go by."""
        value = self._value(role)
        role, note = self._positioning(value, role)
        of: Of = "team" if role == "lead" else "member"
        self._past = PastMonths(self._months, self._book, AppliesTo(role=(role,)), of)
        names = self._list(role)
        listed = self._shortlist(names, value, role)
        items, owed = self._final(names, listed, value, role)
        shares = self._weights(items)
        draft_items = self._tiers(items, shares)
        draft_duties = self._standards(owed)
        return self._finish(value, role, note, draft_items, draft_duties)

    def _value(self, role: Role | None) -> Value:
        _step(1)
        whose = PastMonths(self._months, self._book, None if role is None else AppliesTo(role=(role,)))
        table = ("received", "inquiries", "inquiry_pay_rate", self._sales, "refund_rate")
        _table([look(whose, metric) for metric in table if whose.figures(metric)], None)
        received, inquiries = whose.pooled("received"), whose.pooled("inquiries")
        if received and inquiries is not None:
            share = shown(self._book["inquiry_pay_rate"], divide(inquiries, received))
            say(
                Text(
                    f"接待里有 {share.zh} 是询单（可能下单），其余是售后",
                    f"{share.en} of receptions are inquiries that may order, the rest is after-sales",
                )
            )
        usual: Value = value_of(whose)
        return cast(Value, self._ask.choose(Text("价值方向", "value direction"), VALUES, usual))

    def _positioning(self, value: Value, role: Role | None) -> tuple[Role, str]:
        _step(2)
        for name, title in ROLES:
            count = sum(member.role == name for member in self._past.people[0])
            say(Text(f"  {title.zh} {count} 人", f"  {title.en}: {count}"))
        usual: Role = role or ("after_sales" if value == "service" else "pre_sales")
        chosen = cast(Role, self._ask.choose(Text("方案给谁", "whom is it for"), ROLES, usual))
        if not any(member.role == chosen for month in self._past.people for member in month):
            raise DataMissing(
                Text(
                    f"往月数据里没有{dict(ROLES)[chosen].zh}；请在人员表里写上 role，或换一类岗位",
                    f"nobody in the past months is {dict(ROLES)[chosen].en}; write role into the staff"
                    " table, or choose another",
                )
            )
        said = dict(VALUES)[value]
        note = Text(f"以{said.zh}为主", f"mainly {said.en}").say(lang())
        return chosen, self._ask.ask(Text("定位，用一句话说", "the positioning in a phrase"), note, phrase)

    def _list(self, role: Role) -> list[str]:
        _step(3)
        names = candidates(self._past, (role,))
        if not names:
            raise DataMissing(
                Text("这些人还没有任何指标数据，无从设计", "these people have no figures to design by")
            )
        self._looks = {name: look(self._past, name) for name in names}
        _table(list(self._looks.values()), None)
        more = self._ask.ask(
            Text("还要加哪些指标（编号，逗号隔开；- 不加）", "more metrics (ids with commas; - for none)"),
            "-",
            lambda said: metrics_in(said, self._book, self._past),
        )
        self._looks |= {name: look(self._past, name) for name in more}
        return list(self._looks)

    def _shortlist(self, names: list[str], value: Value, role: Role) -> list[str]:
        _step(4)
        usual = shortlist(self._past, list(self._looks.values()), value, role)
        _table(list(self._looks.values()), self._marks())
        return self._ask.pick(Text("留下哪些（序号，逗号隔开）", "which stay (numbers)"), names, usual)

    def _final(
        self, names: list[str], listed: list[str], value: Value, role: Role
    ) -> tuple[list[str], list[str]]:
        _step(5)
        say(
            Text(
                "激励只放要钱去推的一到三项；服务等底线放任务：不挣钱，守不住要扣分、要整改",
                "incentive: the one to three things that money should move; everything else is a duty",
            )
        )
        listed = listed or names
        usual = incentives(self._past, listed, value)
        for at, name in enumerate(names, 1):
            if name in listed:
                say(Text(f"  {at} {self._book[name].title.zh}", f"  {at} {self._book[name].title.en}"))
        items = self._ask.ask(
            Text("哪些是激励（序号）", "which are incentive (numbers)"),
            numbered(usual, names),
            lambda said: at_least_one(picked(said, names)),
        )
        free = [name for name in names if name not in items]
        wanted = duties(self._past, names, items, role)
        owed = self._ask.ask(
            Text("哪些是任务（序号；- 不设）", "which are duties (numbers; - for none)"),
            numbered(wanted, names),
            lambda said: not_twice(picked(said, names), free),
        )
        return items, owed

    def _weights(self, items: list[str]) -> list[int]:
        _step(6)
        usual = weights([self._looks[name] for name in items])
        marks = self._marks()
        for name, share in zip(items, usual, strict=True):
            title, mark = self._book[name].title, marks[name]
            say(
                Text(f"  {title.zh} {share}  {mark.zh}".rstrip(), f"  {title.en} {share}  {mark.en}".rstrip())
            )
        return self._ask.ask(
            Text("权重，合计 100", "weights, sum 100"),
            ",".join(map(str, usual)),
            lambda said: weights_in(said, len(items)),
        )

    def _tiers(self, items: list[str], shares: list[int]) -> list[DraftItem]:
        _step(7)
        return [self._tiers_of(name, share) for name, share in zip(items, shares, strict=True)]

    def _tiers_of(self, name: str, weight: int) -> DraftItem:
        entry, figures = self._book[name], self._past.figures(name)
        say(Text(f"{entry.title.zh}（{name}）", f"{entry.title.en} ({name})"), style="bold")
        fitted = self._ask.ask(
            Text("从最差到最好各占百分之几", "percent of people in each tier, worst first"),
            ",".join(f"{share:f}" for share in SHARES),
            lambda said: fit(entry, figures, shares_in(said)),
        )
        table = plain_table()
        for heading in (Text("档", "tier"), Text("想要", "wanted"), Text("实得", "gets")):
            table.add_column(heading.say(lang()), justify="left")
        for row in fitted_table_rows(fitted):
            table.add_row(*row)
        console().print(table)
        scores = self._ask.ask(
            Text("各档得分", "points of each tier"),
            ",".join(f"{score:f}" for score in evenly(len(fitted.bands), "score")),
            lambda said: scores_in(said, len(fitted.bands)),
        )
        return DraftItem(self._looks[name], weight, fitted, scores)

    def _standards(self, owed: list[str]) -> list[DraftDuty]:
        found = []
        for name in owed:
            entry = self._book[name]
            usual = fit(entry, self._past.figures(name), MOST_KEEP).bounds[0]
            sign = Text("不超过", "at most") if entry.direction == "lower" else Text("不低于", "at least")
            standard = self._ask.ask(
                Text(f"任务 {entry.title.zh}{sign.zh}", f"duty: {entry.title.en} {sign.en}"),
                written(entry, usual),
                limit_of(entry),
            )
            found.append(DraftDuty(self._looks[name], standard))
        return found

    def _finish(
        self, value: Value, role: Role, note: str, items: list[DraftItem], owed: list[DraftDuty]
    ) -> Draft:
        _step(8)
        name = self._ask.ask(
            Text("方案编号（也是文件名）", "id of the scheme, and its file"),
            f"{role.replace('_', '-')}-{value}",
            scheme_id,
        )
        title = self._ask.ask(Text("方案名称", "title"), TITLES[role].say(lang()), phrase)
        since = self._ask.ask(
            Text("从哪天起生效", "valid from"), self._months[0].period.stop.isoformat(), parse_day
        )
        waged = all(member.base_wage is not None for member in self._past.people[0])
        base = self._ask.ask(
            Text("底薪（元；staff 按人员表）", "base wage in yuan (staff: as in the staff table)"),
            "staff" if waged else "3000",
            lambda said: None if said == "staff" else yuan_in(said),
        )
        rate = amount = None
        if value != "service":
            sold = self._book[self._sales].title
            rate = self._ask.ask(
                Text(f"{sold.zh}的提成比例", f"commission on {sold.en}"),
                "0.3%" if role == "lead" else "1%",
                rate_in,
            )
        if value != "sales":
            amount = self._ask.ask(
                Text("绩效工资满分多少元", "performance pay for the full score, yuan"), "1000", yuan_in
            )
        return Draft(
            name, title, since, role, value, note, items, owed, base, rate, amount, self._past.span,
            counting_of(self._rules, self._book), self._sales,
        )  # fmt: skip

    def _marks(self) -> dict[str, Text]:
        return {name: mark(one) for name, one in self._looks.items()}


def _step(number: int) -> None:
    title = _STEPS[number - 1]
    console().print()
    head = Text(f"第 {number} 步  {title.zh}", f"Step {number}: {title.en}")
    console().print(Styled(head.say(lang()), style="bold cyan"))


def _table(looks: Sequence[Look], marks: dict[str, Text] | None) -> None:
    table = plain_table()
    headings = [Text("序号", "no."), Text("指标", "metric"), Text("上月", "last month")]
    headings += [Text("再上月", "before"), Text("最好", "best")]
    for at, heading in enumerate(headings):
        table.add_column(heading.say(lang()), justify="left" if at == 1 else "right", no_wrap=at != 1)
    if marks is not None:
        table.add_column("", overflow="fold")
    for number, one in enumerate(looks, 1):
        best = None if one.best is None else one.best.amount
        figures = [
            "–" if amount is None else shown(one.entry, amount).say(lang())
            for amount in (one.now, one.before, best)
        ]
        name = (
            f"{one.entry.title.say(lang())} {one.entry.id}" if marks is None else one.entry.title.say(lang())
        )
        row = [str(number), name, *figures]
        table.add_row(
            *row, *([] if marks is None else [Styled(marks[one.entry.id].say(lang()), style="dim")])
        )
    console().print(table)
