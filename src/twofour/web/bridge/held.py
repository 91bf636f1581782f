"""Secrets that a person gave for one piece of work: held in memory alone, and not for long."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cachetools import TTLCache

from twofour.events.privacy import CustomerKey, load_key
from twofour.events.privacy.records import key_fingerprints
from twofour.problems import Refused, TwoFourError
from twofour.text import Text
from twofour.web.bridge import lake

_HOUR = 3600
_held: TTLCache[str, Any] = TTLCache(256, _HOUR)


def hold(name: str, secret: Any) -> None:
    """Hold ``secret`` under a name for an hour, or until the server stops."""
    _held[name] = secret


def held(name: str) -> Any:
    """What is held under a name. Raises ``Refused`` when it is held no longer."""
    try:
        return _held[name]
    except KeyError:
        raise Refused(
            Text(
                "已经过了一小时，或服务重启过，内存里的密钥、买家编号已清除；请重新填写一次",
                "an hour has passed or the server was restarted, and what was held in memory alone (a key, a "
                "customer's id) is gone; please give it once more",
            )
        ) from None


def let_go(name: str) -> None:
    """Hold it no longer."""
    _held.pop(name, None)


def key_demanded(shop_id: str) -> bool:
    """Whether the customers of a shop have pseudonyms, so that every import needs the key."""
    return shop_id in key_fingerprints(lake.data())


def key_in(chunks: Iterable[bytes]) -> CustomerKey:
    """The customer key in a file that somebody sent; the copy on disk lives only as long as this call.

    Raises ``Refused`` for a file that is no key.
    """
    handle, name = tempfile.mkstemp(prefix="twofour-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"".join(chunks)[:10_000])
        return load_key(path, lake.data())
    except (TwoFourError, UnicodeDecodeError):
        raise Refused(
            Text(
                "这不是买家密钥文件，或文件已损坏；请给出建立密钥时生成的那个文件",
                "this is no customer key, or a damaged one; give the file that was made for it",
            )
        ) from None
    finally:
        path.unlink(missing_ok=True)
