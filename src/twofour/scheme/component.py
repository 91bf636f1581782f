"""What all pay components share: line id, title, place in the order of work, and keys that go together."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from twofour.documents import Strict, mistake
from twofour.scheme.figures import Id, Words
from twofour.scheme.metric_book import MetricEntry
from twofour.text import Text

Stage = Literal["base", "scale", "bonus", "penalty", "cap", "floor"]


class Component(Strict):
    """What every component may carry: the id of its line and its title."""

    kind: ClassVar[str]
    stage: ClassVar[Stage]
    name: ClassVar[Text]

    id: Id | None = None
    title: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _unwrap(cls, data: Any) -> Any:
        return data[cls.kind] if isinstance(data, dict) and set(data) == {cls.kind} else data


def check_counted(entry: MetricEntry, key: str) -> None:
    """Raise a mistake unless ``entry`` is counted in units; ``key`` is where it is named."""
    if entry.unit in ("fen", "ratio", "second"):
        raise mistake(
            Text(f"{entry.id} 不是次数，不能按件计", f"{entry.id} is not counted in units"),
            Text(f"例如 {key}: upsell_orders；金额提成请用 commission", f"For example {key}: upsell_orders"),
            key,
        )


def only_with(component: Strict, key: str, allowed: bool, setting: str, written: set[str]) -> None:
    """Raise a mistake if ``key`` is written where ``setting`` does not allow it."""
    if key in written and not allowed:
        raise mistake(
            Text(f"{key} 只能和 {setting} 一起写", f"{key} goes with {setting} only"),
            Text(f"请去掉 {key}", f"Leave {key} out"),
            key,
        )
