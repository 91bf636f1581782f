"""What stands out in a month, in words: found by comparing the measures, never written beforehand."""

from __future__ import annotations

from decimal import Decimal

from twofour.demo.board import Board, Standing, percent, quotient, whole_yuan
from twofour.money import format_fen, multiply, round_half_up
from twofour.text import Text

CONVERSION = "inquiry_pay_rate"


def findings(board: Board) -> list[Text]:
    """The findings of a month, most telling first; what cannot be told from the measures is left out."""
    found = (_load(board), _record(board), _unpaid(board), _duties(board), _ratings(board))
    return [finding for finding in found if finding]


def busiest(board: Board) -> Standing:
    """Whoever of the paid members received most customers."""
    return max(board.paid, key=lambda standing: standing.count("received"))


def _load(board: Board) -> Text | None:
    """Whoever took most customers, and what their conversion cost the shop against the team's mean."""
    ranked = _by(board.paid, CONVERSION)
    mean = board.ratio(CONVERSION)
    if len(ranked) < 2 or mean is None:
        return None
    most = busiest(board)
    rate, ticket = most.quotient(CONVERSION), most.quotient("average_ticket")
    who, taken = most.member.name, most.count("received")
    if rate is None:
        return None
    if rate >= mean or ticket is None:
        place = [s.member.member_id for s in ranked].index(most.member.member_id) + 1
        return Text(
            f"{who} 接待最多（{taken} 人），转化 {percent(rate)}，排第 {place}。",
            f"{who} received most customers ({taken}) and converts {percent(rate)}, place {place}.",
        )
    lost = int(round_half_up(multiply(mean - rate, Decimal(most.figures[CONVERSION].denominator)), 0))
    worth = whole_yuan(multiply(ticket, Decimal(100 * lost)))
    lowest = ranked[-1] is most
    low = (
        Text("转化却最低", "but converts least")
        if lowest
        else Text("转化却低于平均", "but converts below the mean")
    )
    return Text(
        f"{who} 接待最多（{taken} 人），{low.zh}：{percent(rate)}，平均 {percent(mean)}。"
        f"若转化到平均水平，可多成交 {lost} 位、约 {worth} 元。",
        f"{who} received most customers ({taken}) {low.en}: {percent(rate)} against {percent(mean)}. "
        f"At the mean it would be {lost} more buyers, about {worth} yuan.",
    )


def _record(board: Board) -> Text | None:
    """Who converts best, whether that beats the month before, and the prize that the scheme paid for it."""
    ranked = _by(board.paid, CONVERSION)
    if not ranked:
        return None
    best = ranked[0]
    who, rate = best.member.name, best.quotient(CONVERSION)
    prizes = [
        (s.member.name, line.fen)
        for s in board.paid
        if s.payslip
        for line in s.payslip.lines
        if line.component == "prize" and line.fen > 0
    ]
    paid = Text(
        "".join(f"{name} 获奖 {format_fen(fen)} 元。" for name, fen in prizes) or "本月无人获纪录奖。",
        " ".join(f"{name} wins {format_fen(fen)} yuan." for name, fen in prizes)
        or "No record prize this month.",
    )
    earlier = _best_before(board)
    if earlier is None or rate is None:
        return Text(
            f"{who} 转化最高：{percent(rate)}。{paid.zh}", f"{who} converts best: {percent(rate)}. {paid.en}"
        )
    beaten = rate > earlier
    against = (
        Text("打破上月最佳", "beats last month's best")
        if beaten
        else Text("未超过上月最佳", "is not above last month's best")
    )
    return Text(
        f"{who} 转化 {percent(rate)}，全员最高，{against.zh} {percent(earlier)}。{paid.zh}",
        f"{who} converts {percent(rate)}, the most of all, which {against.en}, {percent(earlier)}. {paid.en}",
    )


def _best_before(board: Board) -> Decimal | None:
    rates = [
        rate
        for standing in board.paid
        if (rate := quotient(board.before.get(standing.member.member_id, {}).get(CONVERSION))) is not None
    ]
    return max(rates, default=None)


def _unpaid(board: Board) -> Text | None:
    """Whose customers order and do not pay, and how often they were reminded."""
    ranked = _by(board.paid, "order_pay_rate")
    mean = board.ratio("order_pay_rate")
    if len(ranked) < 2 or mean is None:
        return None
    worst = ranked[-1]
    ordered = worst.figures["order_pay_rate"]
    lost, urged = ordered.denominator - ordered.numerator, worst.count("urged")
    who, rate = worst.member.name, worst.quotient("order_pay_rate")
    return Text(
        f"{who} 的客户下单后最不爱付款：{lost} 位下单未付"
        f"（下单付款率 {percent(rate)}，平均 {percent(mean)}），整月催付 {urged} 单。",
        f"{who}'s customers order but do not pay: {lost} of them (paid of ordered {percent(rate)}, "
        f"mean {percent(mean)}); {urged} orders were urged all month.",
    )


def _duties(board: Board) -> Text | None:
    """Who did not keep which duty."""
    broken: dict[Text, list[str]] = {}
    for standing in board.paid:
        for duty in standing.payslip.scorecard.duties if standing.payslip else ():
            broken.setdefault(duty.title, [])
            if duty.kept is False:
                broken[duty.title].append(standing.member.name)
    if not broken:
        return None
    missed = {title: names for title, names in broken.items() if names}
    if not missed:
        return Text("全员守住了各项任务。", "Everybody kept every duty.")
    return Text(
        "；".join(f"{len(n)} 人没守住「{title.zh}」（{'、'.join(n)}）" for title, n in missed.items()) + "。",
        "; ".join(f"{len(n)} broke the duty “{title.en}” ({', '.join(n)})" for title, n in missed.items())
        + ".",
    )


def _ratings(board: Board) -> Text | None:
    """Who is rated lowest, and their share of the shop's low ratings."""
    ranked = _by(board.everybody, "rating_score")
    low = sum(s.count("low_ratings") for s in board.everybody)
    if len(ranked) < 2 or not low:
        return None
    worst = ranked[-1]
    stars = round_half_up(worst.quotient("rating_score") or Decimal(0), 2)
    who, own = worst.member.name, worst.count("low_ratings")
    ratings = worst.figures["rating_score"].denominator
    return Text(
        f"{who} 满意度最低：{stars} 分（{ratings} 次评价），全店 {low} 个低评中占 {own} 个。",
        f"{who} is rated lowest: {stars} ({ratings} ratings), with {own} of the shop's {low} low ratings.",
    )


def _by(standings: tuple[Standing, ...], metric: str) -> list[Standing]:
    """Those who have a value of ``metric``, best first."""
    known = [s for s in standings if s.quotient(metric) is not None]
    return sorted(known, key=lambda s: s.quotient(metric) or Decimal(0), reverse=True)
