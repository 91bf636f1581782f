"""Questions in the terminal: a default for each, asked again until the answer can be understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from twofour.cli.console import console, lang, say
from twofour.problems import TwoFourError, UsageError
from twofour.text import Text

T = TypeVar("T")
_TRIES = 20


class Asking:
    """Asks a person, or with ``yes`` takes every default and says so."""

    def __init__(self, yes: bool) -> None:
        self._yes = yes

    def ask(self, question: Text, default: str, understand: Callable[[str], T]) -> T:
        """The answer as ``understand`` makes it. What it raises is told, and the question asked again.

        Raises ``UsageError`` where the input ends, or nothing can be understood in twenty tries.
        """
        prompt = f"? {question.say(lang())} [{default}]: "
        for _ in range(_TRIES):
            if self._yes:
                console().print(prompt + default, markup=False, soft_wrap=True)
                return understand(default)
            try:
                written = console().input(prompt, markup=False).strip()
            except EOFError:
                break
            try:
                return understand(written or default)
            except TwoFourError as error:
                say(Text(f"  ✗ {error.message.zh}", f"  ✗ {error.message.en}"), style="red")
        raise UsageError(
            Text(
                "没有等到回答；在终端里逐步回答，或加 --yes 全部用默认值",
                "no answer came; answer in the terminal, or take every default with --yes",
            )
        )

    def choose(self, question: Text, options: Sequence[tuple[str, Text]], default: str) -> str:
        """One of a few options, by its number or its name."""
        listed = Text(
            "，".join(f"{at} {title.zh}" for at, (_, title) in enumerate(options, 1)),
            ", ".join(f"{at} {title.en}" for at, (_, title) in enumerate(options, 1)),
        )
        names = [name for name, _ in options]
        asked = Text(f"{question.zh}（{listed.zh}）", f"{question.en} ({listed.en})")
        return self.ask(asked, str(names.index(default) + 1), lambda said: _one_of(said, names))

    def pick(self, question: Text, names: Sequence[str], default: Sequence[str]) -> list[str]:
        """Some of ``names``, in the order given."""
        return self.ask(question, numbered(default, names), lambda said: picked(said, names))


def numbered(chosen: Sequence[str], names: Sequence[str]) -> str:
    """Some of ``names`` by their numbers, as ``picked`` reads them."""
    return ",".join(str(names.index(name) + 1) for name in chosen) or "-"


def picked(said: str, names: Sequence[str]) -> list[str]:
    """Some of ``names`` by their numbers (from 1) or names; ``-`` for none."""
    if said == "-":
        return []
    parts = [part.strip() for part in said.replace("，", ",").split(",") if part.strip()]
    return list(dict.fromkeys(_one_of(part, names) for part in parts))


def _one_of(said: str, names: Sequence[str]) -> str:
    if said in names:
        return said
    if said.isdecimal() and 1 <= int(said) <= len(names):
        return names[int(said) - 1]
    raise UsageError(
        Text(
            f"没有 {said} 这个选项；写 1 到 {len(names)} 的编号",
            f"there is no option {said}; write a number from 1 to {len(names)}",
        )
    )
