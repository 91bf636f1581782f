"""Which platform's export a file is, told from its beginning; or what would make it one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from twofour.problems import UsageError
from twofour.sources.exports.document import PLATFORMS, Export
from twofour.sources.exports.fit import Fit, fits_of
from twofour.sources.exports.load import exports
from twofour.sources.exports.names import key
from twofour.sources.readers import Glance
from twofour.text import Text

_NEAR = 2
_SHOWN = 12


def recognise_export(
    file: str, glances: Sequence[Glance], known: Iterable[Export] | None = None
) -> list[Fit]:
    """How to read each table of the file that is an export of ``known`` ones (by default all); may be none.

    The document counts most of whose columns the table has; of several the one whose own words these are,
    then the one whose platform the file's name, sheet or banner says. Raises ``UsageError`` for a table that
    fits two documents alike.
    """
    found = []
    documents = list(exports() if known is None else known)
    for glance in glances:
        fits = [one for one in fits_of(documents, glance) if one.fits]
        ranks = [(one.score, one.exact, _is_named(one, file)) for one in fits]
        winners = [one for one, rank in zip(fits, ranks, strict=True) if rank == max(ranks)]
        if len(winners) > 1:
            raise UsageError(_alike(file, winners))
        found += winners
    return found


def _is_named(one: Fit, file: str) -> bool:
    """Whether the file says by itself which platform it comes from."""
    told = key(" ".join((file, one.glance.sheet or "", *one.header.banner)))
    names = PLATFORMS[one.export.platform].zh.split(" / ")
    return any(key(name) in told for name in names)


def nearest_export(
    file: str, glances: Sequence[Glance], known: Iterable[Export] | None = None
) -> Text | None:
    """What ``file`` lacks to be the export that it resembles most; ``None`` where it resembles none."""
    documents = list(exports() if known is None else known)
    fits = [one for glance in glances for one in fits_of(documents, glance)]
    fits = [one for one in fits if one.lacking and one.score + len(_misspelt(one)) >= _NEAR]
    best = max(fits, key=lambda one: (one.score - len(one.lacking), one.score), default=None)
    if best is None:
        return None
    lacking, guesses = "、".join(best.lacking), _misspelt(best)
    zh = "，".join(f"“{own}”是否就是“{want}”？" for want, own in guesses.items())
    en = ", ".join(f"is {own} meant to be {want}?" for want, own in guesses.items())
    shown = [name for name in best.header.names if name]
    names = "、".join(shown[:_SHOWN]) + ("……" if len(shown) > _SHOWN else "")
    return Text(
        f"认不出 {file}。最像 {_title(best.export).zh}，但缺少列 {lacking}"
        + (f"（{zh}）" if zh else "")
        + "。"
        f"文件里有：{names}。请从 {best.export.menu.zh} 重新导出；其他导出请用 --map 提供映射文件",
        f"{file} is no known export. It is nearest to {_title(best.export).en}, which would also need "
        f"{', '.join(best.lacking)}" + (f" ({en})" if en else "") + f". It has {', '.join(shown[:_SHOWN])}. "
        f"Export it again ({best.export.menu.en}), or give a mapping file with --map",
    )


def not_this(file: str, export: Export) -> Text:
    """The message for a file that was said to be an export and has nothing of it."""
    title, needs = _title(export), export.recognise.all_of
    return Text(
        f"{file} 不是{title.zh}；它应有这些列：{'、'.join(needs)}。去掉 --export，让系统自己认",
        f"{file} is no {title.en}, which has the columns {', '.join(needs)}; leave out --export",
    )


def _misspelt(one: Fit) -> dict[str, str]:
    """Wanted column -> a column of the file that may be meant by it."""
    free = {key(name): name for name in one.header.names if name and name not in one.headers.values()}
    found: dict[str, str] = {}
    for want in one.lacking:
        for word in (want, *one.export.aliases.get(want, ())):
            near = get_close_matches(key(word), free, n=1, cutoff=0.6)
            if near:
                found.setdefault(want, free[near[0]])
    return found


def _title(export: Export) -> Text:
    platform = PLATFORMS[export.platform]
    zh = export.title.zh if export.title.zh.startswith(platform.zh) else f"{platform.zh} {export.title.zh}"
    return Text(f"「{zh}」", f"“{export.title.en}”")


def _alike(file: str, winners: Sequence[Fit]) -> Text:
    zh = "、".join(_title(one.export).zh for one in winners)
    en = ", ".join(_title(one.export).en for one in winners)
    ids = ", ".join(one.export.export for one in winners)
    return Text(
        f"{file} 同时符合 {zh}；请用 --export 指定一种：{ids}",
        f"{file} fits {en} alike; say which with --export: {ids}",
    )
