"""A new scheme in eight steps: each a page with the shop's own figures beside the question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from twofour.problems import TwoFourError
from twofour.text import Text
from twofour.web import words
from twofour.web.actions.schemes import start_draft
from twofour.web.bridge import figures, reports, schemes_new
from twofour.web.bridge import schemes_new_shown as shown
from twofour.web.bridge.schemes_new import Design
from twofour.web.forms.schemes_new import answered
from twofour.web.permissions import Act
from twofour.web.views.page import ShopRequest, page
from twofour.web.views.schemes import live
from twofour.web.words import say


class Step(NamedTuple):
    """One step: its name, its title, and what it asks."""

    name: str
    title: Text
    asks: Text


STEPS = (
    Step(
        "role",
        Text("岗位", "Position"),
        Text("方案给谁？一份方案只管一种岗位。", "Whom is it for? One scheme, one position."),
    ),
    Step(
        "goals",
        Text("目标", "Goals"),
        Text("这些人主要靠什么创造价值？定位由它来。", "What are these people worth to the shop?"),
    ),
    Step(
        "measure",
        Text("考什么", "What to measure"),
        Text(
            "激励只放要钱去推的一到三项；底线放任务：不挣钱，守不住要扣分、要整改。",
            "Incentive: the one to three things that money should move. What else must hold is duty: it "
            "earns nothing, and a breach costs points.",
        ),
    ),
    Step(
        "weights",
        Text("权重", "Weights"),
        Text(
            "弱的、要提升的重一些，已经好的轻一些，合计 100。",
            "Heavier where weak, lighter where already good; 100 in all.",
        ),
    ),
    Step(
        "scales",
        Text("梯度和标准", "Tiers and standards"),
        Text(
            "门槛按本店自己的分布切，不照抄别人的。",
            "Thresholds are cut by this shop's own distribution, not copied.",
        ),
    ),
    Step(
        "pay",
        Text("薪资和预算", "Pay and budget"),
        Text(
            "钱怎么跟着得分走，一个月最多花多少。",
            "How money follows the score, and how much a month may cost.",
        ),
    ),
    Step(
        "preview",
        Text("试算", "Preview"),
        Text(
            "按最近一个完整月的真实数据，每个人会得多少分、多少钱。",
            "What everybody would score and earn by the real figures of the latest whole month.",
        ),
    ),
    Step(
        "save",
        Text("存成草稿", "Save as a draft"),
        Text(
            "存好后可以接着改、回测，再请别人审批。",
            "Then write on, backtest, and ask somebody else to approve.",
        ),
    ),
)


@page(Act.EDIT_SCHEMES)
def step(request: ShopRequest, shop: str, step: int) -> HttpResponse:
    """One step; a POST keeps the answer and goes on, or says what is wrong with it."""
    if not 1 <= step <= len(STEPS):
        raise Http404
    key, this = f"scheme-design:{shop}", STEPS[step - 1]
    answers: dict[str, Any] = request.session.get(key, {})
    problem: Text | None = None
    if request.method == "POST":
        try:
            answers = answered(this.name, request.POST, Design(shop, answers), answers)
            if request.POST.get("act") == "budget" and answers.get("budget"):
                answers |= shown.within(Design(shop, answers), answers, answers["budget"])
            if this.name == "save":
                document = Design(shop, answers).document(words.lang())
                draft = start_draft(actor=request.actor, text=document)
                request.session.pop(key, None)
                messages.success(
                    request,
                    say(
                        Text(
                            "已存成草稿；可以接着改，再提交审批", "Saved as a draft; write on, then submit it"
                        )
                    ),
                )
                return redirect("schemes-edit", shop=shop, draft=draft.pk)
        except TwoFourError as error:
            problem = error.message
        else:
            request.session[key] = answers
            stays = request.POST.get("act") in ("again", "budget")
            return redirect("schemes-new-step", shop=shop, step=step if stays else step + 1)
    return _shown(request, shop, step, answers, problem)


def _shown(
    request: ShopRequest, shop: str, number: int, answers: dict[str, Any], problem: Text | None
) -> HttpResponse:
    this = STEPS[number - 1]
    context: dict[str, Any] = {
        "steps": list(enumerate(STEPS, 1)),
        "number": number,
        "this": this,
        "before": number - 1,
        "partial": f"web/schemes/assistant/_{this.name}.html",
    }
    try:
        design = Design(shop, answers)
        context |= {
            "design": design,
            "reported": reports.shown(reports.source_of(shop), shop),
            **_BESIDE[this.name](design, answers, request),
        }
    except TwoFourError as error:
        problem = problem or error.message
        context |= {"partial": "", "no_data": figures.latest_day(shop) is None}
    context["problem"] = problem
    return render(request, "web/schemes/assistant/step.html", context, status=422 if problem else 200)


def _role(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    return {"roles": [(role, title, design.people[role]) for role, title in schemes_new.ROLES]}


def _goals(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    return {
        "values": schemes_new.VALUES,
        "usual": dict(schemes_new.VALUES)[design.usual_value],
        "share": shown.inquiry_share(design),
        "rows": shown.headlines(design),
    }


def _measure(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    proposed = {**dict.fromkeys(design.usual_duties, "duty"), **dict.fromkeys(design.usual_items, "item")}
    chosen = {**dict.fromkeys(design.duties, "duty"), **dict.fromkeys(design.items, "item")}
    rows = []
    for name, one in design.looks.items():
        use = request.POST.get(f"use-{name}", chosen.get(name, ""))
        rows.append((shown.standing(design, one), use, proposed.get(name, ""), name in design.listed))
    return {"rows": sorted(rows, key=lambda row: (not row[2], not row[3]))}


def _weights(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    usual = design.usual_weights
    rows = []
    for name, share in design.weights.items():
        typed = request.POST.get(f"weight-{name}", str(share))
        rows.append((shown.standing(design, design.looks[name]), typed, usual[name]))
    return {"rows": rows}


def _scales(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    lang = words.lang()
    items = [
        {
            "entry": design.book[name],
            "shares": request.POST.get(f"shares-{name}", design.shares(name)),
            "scores": request.POST.get(f"scores-{name}", shown.scores(design, name)),
            "tiers": shown.tiers(design, name),
            "may_be_smooth": design.may_be_smooth(name),
            "smooth": design.smooth(name),
            "spread": shown.spread(design, name),
            "people": shown.people(design, name),
            "chart": shown.chart(design, name, lang),
        }
        for name in design.items
    ]
    duties = [
        (design.standard(name), request.POST.get(f"standard-{name}"), shown.spread(design, name))
        for name in design.duties
    ]
    return {"items": items, "duties": duties}


def _pay(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    typed = {
        "base": "" if design.base == schemes_new.STAFF else design.base,
        "rate": design.rate,
        "amount": design.amount,
        "budget": answers.get("budget", ""),
    }
    return {
        "from_staff": request.POST.get("base_from", design.base) == schemes_new.STAFF,
        "typed": {name: request.POST.get(name, usual) for name, usual in typed.items()},
        "sales": design.book[design.sales].title,
        **_costs(design, answers),
    }


def _costs(design: Design, answers: dict[str, Any]) -> dict[str, Any]:
    """What the latest month would have cost, or why that is not known."""
    try:
        return {"cost": shown.cost(design, answers), "budget": answers.get("budget")}
    except TwoFourError as error:
        return {"uncosted": error.message}


def _preview(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    return {**live.checked(design.shop_id, design.document(words.lang())), **_costs(design, answers)}


def _save(design: Design, answers: dict[str, Any], request: ShopRequest) -> dict[str, Any]:
    typed = {
        "scheme": design.scheme,
        "title": say(design.title),
        "since": design.since.isoformat(),
    }
    return {
        "typed": {name: request.POST.get(name, usual) for name, usual in typed.items()},
        "document": design.document(words.lang()),
    }


_BESIDE: dict[str, Callable[[Design, dict[str, Any], ShopRequest], dict[str, Any]]] = {
    "role": _role,
    "goals": _goals,
    "measure": _measure,
    "weights": _weights,
    "scales": _scales,
    "pay": _pay,
    "preview": _preview,
    "save": _save,
}
