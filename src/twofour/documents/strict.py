"""A mapping with a closed set of keys: the base of everything that a document can hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from twofour.documents.mistakes import mistake, unknown
from twofour.text import Text


class Strict(BaseModel):
    """A mapping with a closed set of keys; anything else is a mistake that names the nearest key."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        known = [info.alias or name for name, info in cls.model_fields.items()]
        if not isinstance(data, dict):
            raise mistake(
                Text("这里要写一组 key: value", "a group of key: value belongs here"),
                Text(f"可用的 key：{', '.join(known)}", f"Keys: {', '.join(known)}"),
            )
        for key in data:
            if key not in known:
                raise mistake(*unknown(Text("设置项", "key"), key, known), key)
        return data


def only_one(chosen: Strict, names: Iterable[str]) -> str:
    """The one of ``names`` that was written. Raises a mistake unless it is exactly one."""
    names = list(names)
    written = [name for name in names if getattr(chosen, name) is not None]
    if len(written) != 1:
        listed = ", ".join(name.rstrip("_") for name in names)
        found = ", ".join(name.rstrip("_") for name in written)
        raise mistake(
            Text(f"同时写了 {found}", f"{found} stand together")
            if written
            else Text(f"{listed} 一个也没写", f"none of {listed} is written"),
            Text(f"只写其中一个：{listed}", f"Write exactly one of: {listed}"),
            *written[1:2],
        )
    return written[0]
