"""The last look at rows before they land: pseudonyms for customers, nobody who was forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twofour.events.privacy import Admission, CustomerKey, admitting, with_pseudonyms
from twofour.sources.readers import Broken
from twofour.sources.share import Share
from twofour.text import Text

_FORGOTTEN = (
    Text("这位买家已按要求删除", "this customer was erased on request"),
    Text("无须处理；此人的旧数据不再导入", "Nothing to do; the person's old data stays out"),
)


@contextmanager
def admitted(
    data: Path, shares: Sequence[Share], key: CustomerKey | None, *, trial: bool = False
) -> Iterator[None]:
    """The rows of ``shares`` as they may land; commit them while this lasts. A ``trial`` commits nothing.

    With ``key`` customer ids are pseudonyms. Rows of forgotten people are refused and reported. Raises
    ``Refused`` where a shop's customers are known otherwise (without the key, by another one).
    """
    with admitting(data, key, trial=trial) as admission:
        named = [share for share in shares if "customer_id" in share.table.names]
        shops = {shop for share in named for shop in share.rows["shop_id"].unique()}
        admission.check_key(shops)
        for share in shares:
            if key is not None:
                share.rows = with_pseudonyms(key, share.table, share.rows)
            _hold_back(share, admission)
        if not trial:
            admission.remember_key(shops)
        yield


def _hold_back(share: Share, admission: Admission) -> None:
    out = admission.held_back(share.table, share.rows)
    if not out.any():
        return
    at = out.arg_true().to_list()
    for line in share.lines.of(at):
        share.refuse(Broken(line, share.route.shown.get("customer_id", "customer_id"), None, *_FORGOTTEN))
    share.keep(~out)
