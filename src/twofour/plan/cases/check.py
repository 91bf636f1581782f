"""Run a case: replay its scheme over its figures and hold everything expected against what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from twofour.documents import Path, scheme_error, unknown
from twofour.explain import Node, Quantity, Unit
from twofour.money import round_half_up, subtract, yuan_of
from twofour.pay import Payslip, pay
from twofour.plan.cases.case import Case
from twofour.plan.cases.document import CaseProjection, CaseWhatIf, Expected
from twofour.plan.projection import Lever, Projection, project
from twofour.plan.whatif import Change, total_node, what_if
from twofour.problems import SchemeError
from twofour.scheme.components import Prize
from twofour.scheme.figures import Figure
from twofour.scheme.scheme import CARRIED, LEGAL_LIMIT, Scheme, award_line, duty_line
from twofour.scorecard import Scorecard, score
from twofour.text import Text, same


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation: of whom, what, how much, and what came out, with the tree that explains it."""

    subject: Text
    expected: Quantity
    got: Quantity
    node: Node | None

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return self.expected.amount == self.got.amount

    @property
    def difference(self) -> Quantity:
        """Got less expected; no value where one of them has none."""
        if self.got.amount is None or self.expected.amount is None or self.got.unit == "truth":
            return Quantity(None, self.got.unit)
        return Quantity(subtract(self.got.amount, self.expected.amount), self.got.unit)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that has run."""

    name: str
    title: Text
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return all(check.passed for check in self.checks)


def run_case(case: Case) -> Outcome:
    """Everything that the case expects, checked.

    Raises ``SchemeError`` if it expects something that its scheme does not have, or expects nothing at all;
    and what ``score`` and ``pay`` raise.
    """
    checks = [*_members(case), *_what_ifs(case), *_projections(case)]
    if not checks:
        raise scheme_error(
            case.located.place,
            Text("用例没有写任何期望", "the case expects nothing"),
            Text("请在 expected 里写应得的数", "Write what should come out under expected"),
        )
    return Outcome(case.document.case, case.document.title, tuple(checks))


def _members(case: Case) -> Iterator[Check]:
    if case.scheme is None or case.inputs is None:
        return
    cards = score(case.scheme, case.inputs)
    payslips = {slip.member.member_id: slip for slip in pay(case.scheme, case.inputs, cards)}
    for at, person in enumerate(case.document.members):
        written = person.expected.model_fields_set
        if person.member not in payslips:
            if written:
                raise _not_paid(case, ("members", at, "expected"), person.member)
            continue
        name = same(person.name or person.member)
        slip, where = payslips[person.member], ("members", at, "expected")
        yield from _scores(case, name, slip.scorecard, person.expected, where)
        yield from _lines(case, case.scheme, name, slip, person.expected.lines, (*where, "lines"))
        yield from _awards(case, name, slip, person.expected.awards, (*where, "awards"))
        if person.expected.total is not None:
            yield _money(name, Text("合计", "total"), person.expected.total, slip.total, None)


def _scores(case: Case, name: Text, card: Scorecard, expected: Expected, where: Path) -> Iterator[Check]:
    if expected.score is not None:
        yield _points(name, Text("得分", "score"), expected.score, card.score, card.node)
    items = {item.item: item for item in card.items}
    for id, figure in expected.points.items():
        _check_known(case, id, items, (*where, "points", id))
        yield _points(name, items[id].title, figure, items[id].points, items[id].node)
    duties = {duty.duty: duty for duty in card.duties}
    for id, figure in expected.deducted.items():
        _check_known(case, id, duties, (*where, "deducted", id))
        title = Text(f"{duties[id].title.zh}扣分", f"{duties[id].title.en}: points off")
        yield _points(name, title, figure, duties[id].deducted, duties[id].node)
    for id, kept in expected.kept.items():
        _check_known(case, id, duties, (*where, "kept", id))
        got = duties[id].kept
        yield Check(
            _of(name, duties[id].title),
            Quantity(int(kept), "truth"),
            Quantity(None if got is None else int(got), "truth"),
            duties[id].node,
        )


def _lines(
    case: Case, scheme: Scheme, name: Text, slip: Payslip, expected: dict[str, Decimal], where: Path
) -> Iterator[Check]:
    known = [CARRIED, *(line for line, _ in scheme.lines())]
    known += [duty_line(duty) for duty in scheme.duties if duty.breach.deduct_amount is not None]
    lines = {line.id: line for line in slip.lines}
    for id, yuan in expected.items():
        _check_known(case, id, [*known, LEGAL_LIMIT], (*where, id))
        # A cap, a floor or a legal limit that did not act has no line: it gave 0.
        line = lines.get(id)
        title = line.title if line else same(id)
        yield _money(name, title, yuan, line.fen if line else 0, line.node if line else None)


def _awards(case: Case, name: Text, slip: Payslip, expected: tuple[str, ...], where: Path) -> Iterator[Check]:
    """Awards without money: those expected must have been won, and no others where some are written."""
    if not expected:
        return
    assert case.scheme is not None
    lines = {line.id: line for line in slip.lines if line.component == "award"}
    known = [award_line(line) if isinstance(one, Prize) else line for line, one in case.scheme.lines()]
    for at, id in enumerate(expected):
        _check_known(case, id, known, (*where, at), key=False)
    for id in dict.fromkeys((*expected, *lines)):
        line = lines.get(id)
        yield Check(
            _of(name, line.title if line else same(id)),
            Quantity(int(id in expected), "truth"),
            Quantity(int(line is not None), "truth"),
            line.node if line else None,
        )


def _what_ifs(case: Case) -> Iterator[Check]:
    if case.scheme is None or case.inputs is None:
        return
    for at, asked in enumerate(case.document.what_if):
        where: Path = ("what_if", at)
        if asked.member not in {person.member for person in case.document.members}:
            raise _not_paid(case, (*where, "member"), asked.member)
        changes = [_change(case, asked, position, where) for position in range(len(asked.change))]
        found = what_if(case.scheme, case.inputs, asked.member, changes)
        name = Text(f"{found.after.member.name}（如果）", f"{found.after.member.name} (what if)")
        expected = asked.expected
        if expected.orders is not None:
            got = None if found.orders is None else found.orders.amount
            yield _points(
                name, Text("多出的订单", "more orders"), expected.orders, got, found.orders, "order"
            )
        if expected.sales is not None:
            got = None if found.sales is None else found.sales.amount
            yield _yuan(name, Text("多出的销售额", "more sales"), expected.sales, got, found.sales)
        yield from _lines(case, case.scheme, name, found.after, expected.lines, (*where, "expected", "lines"))
        gain = total_node(found)
        for label, yuan, fen in (
            (Text("现在合计", "total now"), expected.before, found.before.total),
            (Text("之后合计", "total then"), expected.after, found.after.total),
            (Text("增加", "gain"), expected.gain, found.gain),
        ):
            if yuan is not None:
                yield _money(name, label, yuan, fen, gain)


def _change(case: Case, asked: CaseWhatIf, position: int, where: Path) -> Change:
    assert case.scheme is not None
    change = asked.change[position]
    for key in ("metric", "customers", "ticket", "sales"):
        metric = getattr(change, key)
        if metric is not None:
            _check_known(case, metric, case.scheme.book, (*where, "change", position, key), key=False)
    return Change(
        change.metric, change.plus, change.times, change.to, change.customers, change.ticket, change.sales
    )


def _projections(case: Case) -> Iterator[Check]:
    for asked in case.document.projections:
        found = project(_projection(asked))
        expected = asked.expected
        for label, yuan, node in (
            (Text("现在", "now"), expected.before, found.before),
            (Text("之后", "then"), expected.after, found.after),
            (Text("增加", "gain"), expected.gain, found.gain),
            (Text("增加的利润", "more profit"), expected.profit, found.profit),
            (Text("净剩", "left"), expected.left, found.left),
        ):
            if yuan is not None:
                yield _yuan(asked.title, label, yuan, None if node is None else node.amount, node)


def _projection(asked: CaseProjection) -> Projection:
    moved = asked.to
    levers: dict[Lever, Decimal | None] = {
        "customers": moved.customers,
        "conversion": moved.conversion,
        "ticket": moved.ticket,
        "profit": moved.profit,
    }
    return Projection(
        customers=asked.customers,
        conversion=asked.conversion,
        ticket=asked.ticket,
        profit=asked.profit,
        days=asked.days,
        margin=asked.margin,
        cost=asked.cost,
        to={lever: amount for lever, amount in levers.items() if amount is not None},
    )


def _of(name: Text, what: Text) -> Text:
    return Text(f"{name.zh} · {what.zh}", f"{name.en} · {what.en}")


def _points(
    name: Text,
    what: Text,
    expected: Figure,
    got: Decimal | int | None,
    node: Node | None,
    unit: Unit = "point",
) -> Check:
    places = len(expected.written.partition(".")[2])
    shown = None if got is None else round_half_up(Decimal(got), places)
    return Check(_of(name, what), Quantity(expected.amount, unit), Quantity(shown, unit), node)


def _money(name: Text, what: Text, expected: Decimal, fen: int, node: Node | None) -> Check:
    return Check(_of(name, what), Quantity(expected, "yuan"), Quantity(yuan_of(fen), "yuan"), node)


def _yuan(name: Text, what: Text, expected: Decimal, got: Decimal | int | None, node: Node | None) -> Check:
    shown = None if got is None else round_half_up(Decimal(got), 2)
    return Check(_of(name, what), Quantity(expected, "yuan"), Quantity(shown, "yuan"), node)


def _check_known(case: Case, id: str, known: Iterable[str], where: Path, *, key: bool = True) -> None:
    names = list(known)
    if id not in names:
        place = case.located.key_place(where) if key else case.located.find(where)
        raise scheme_error(place, *unknown(Text("名字", "name"), id, names))


def _not_paid(case: Case, where: Path, member: str) -> SchemeError:
    return scheme_error(
        case.located.find(where),
        Text(f"方案不适用于员工 {member}", f"the scheme does not pay member {member}"),
        Text(
            "请检查 applies_to 和员工的 role、team、grade",
            "Check applies_to and the member's role, team, grade",
        ),
    )
