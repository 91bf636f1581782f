"""Every mistake in a scheme is one message: where it is, what is wrong, what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from twofour.problems import ExitCode, SchemeError
from twofour.scheme import read_scheme

HERE = Path(__file__).parent
SOUND = (HERE / "sound.yaml").read_text(encoding="utf-8")
MISTAKES = {m["mistake"]: m for m in YAML(typ="safe").load(HERE / "mistakes.yaml")}


def place_of(culprit: str, text: str, changed_at: int) -> str:
    """Line and column of ``culprit``: in the line that was changed, or wherever it stands."""
    at = text.find(culprit, text.rfind("\n", 0, changed_at) + 1)
    at = at if at >= 0 else text.index(culprit)
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def test_the_scheme_that_the_mistakes_are_made_in_is_sound() -> None:
    assert read_scheme(SOUND, "s.yaml").scheme == "sound"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_message_with_its_place(mistake: str) -> None:
    made = MISTAKES[mistake]
    text = SOUND.replace(made["instead"], made["written"], 1)
    with pytest.raises(SchemeError) as caught:
        read_scheme(text, "s.yaml")
    message, place = caught.value.message, place_of(made["at"], text, SOUND.index(made["instead"]))
    assert message.zh.startswith(f"s.yaml:{place}：")
    assert message.en.startswith(f"s.yaml:{place}: ")
    assert made["zh"] in message.zh
    assert made["en"] in message.en
    assert "\n" not in message.zh + message.en
    assert caught.value.exit_code is ExitCode.SCHEME


def test_the_first_mistake_in_the_file_is_the_one_told() -> None:
    text = SOUND.replace("weight: 60", "weight: heavy").replace("rate: 3%", "rate: 3")
    with pytest.raises(SchemeError, match=r"^s\.yaml:10:"):
        read_scheme(text, "s.yaml")


def test_a_score_is_unknown_where_there_is_no_incentive() -> None:
    text = "scheme: a\ntitle: a\nvalid_from: 2026-06-01\npay:\n  - {score_pay: {amount: 1000.00}}\n"
    with pytest.raises(SchemeError, match=r"^s\.yaml:5:\d+: the scheme has no incentive"):
        read_scheme(text, "s.yaml")
