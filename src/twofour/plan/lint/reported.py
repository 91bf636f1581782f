"""Pain 4, gaps: figures that a scheme reads and the report that it measures from does not give."""

from __future__ import annotations

from collections.abc import Iterator

from twofour.documents import Path
from twofour.metrics.own import leaves
from twofour.metrics.reported import given
from twofour.plan.lint.finding import Finding, listed
from twofour.plan.lint.gaps import used
from twofour.plan.lint.ground import Ground
from twofour.scheme import Scheme
from twofour.scheme.scheme import MEASURES_FROM
from twofour.text import Text


def not_in_report(ground: Ground) -> Iterator[Finding]:
    """A metric that the scheme reads, of which the report named by ``measures_from`` has nothing."""
    scheme = ground.scheme
    if scheme.measures_from is None:
        return
    for metric in sorted({leaf for named in used(scheme) for leaf in _leaves(scheme, named)}):
        entry = scheme.book[metric]
        if entry.recipe is None or entry.recipe.how is not None:
            continue
        report = entry.recipe.report
        instead = [scheme.book[id].title for id in given(scheme.book) if _alike(scheme, id, metric)]
        named = Text("、".join(t.zh for t in instead), listed(instead).en)
        yield Finding(
            "not_in_report",
            "gaps",
            "error",
            _place(scheme, metric),
            Text(
                f"方案要看{entry.title.zh}（{metric}），{report.zh}里没有这个数："
                "缺数的考核项按 missing 处理，按它计的钱发不出来",
                f"the scheme reads {entry.title.en} ({metric}), of which {report.en} has nothing:"
                " items without a figure go by missing, and no money comes from it",
            ),
            Text(
                (f"换成报表里有的：{named.zh}；" if instead else "") + "或导入聊天、订单后去掉 measures_from",
                (f"Take what the report has: {named.en}; or" if instead else "Either")
                + " import chats and orders and drop measures_from"
                + ("" if instead else ", or leave it out"),
            ),
            {"metric": metric, "source": scheme.measures_from},
        )


def _leaves(scheme: Scheme, metric: str) -> tuple[str, ...]:
    return leaves(scheme.book, metric) if metric in scheme.book else ()


def _alike(scheme: Scheme, metric: str, wanted: str) -> bool:
    """Whether a metric looks at the same side of the work in the same unit."""
    one, other = scheme.book[metric], scheme.book[wanted]
    return one.category == other.category and one.unit == other.unit


def _place(scheme: Scheme, metric: str) -> Path:
    """Where the scheme names the metric, if an item or a duty does."""
    items, duties = [one.metric for one in scheme.items], [one.metric for one in scheme.duties]
    for key, named in (("incentive", items), ("duties", duties)):
        for at, one in enumerate(named):
            if metric in _leaves(scheme, one):
                return (key, at, "metric")
    return ("counting", MEASURES_FROM)
