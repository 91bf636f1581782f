"""Documents: every word with its place; nothing that can blow up gets through, and fast."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofour.documents.document import MAX_BYTES, parse
from twofour.problems import SchemeError, UsageError
from twofour.scheme import load_scheme, read_scheme

HEAD = "scheme: s\ntitle: s\nvalid_from: 2026-06-01\n"


def test_words_stay_as_written_and_know_their_place() -> None:
    tree = parse('a: 0.50\nb:\n  - {c: 30%, d: "no"}\n', "f")
    assert tree.plain() == {"a": "0.50", "b": [{"c": "30%", "d": "no"}]}
    assert str(tree.find(("b", 0, "d"))) == "f:3:17"
    assert str(tree.key_place(("b", 0, "d"))) == "f:3:14"
    assert str(tree.find(("b", "compare", 0, "nothing"))) == "f:3:5"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "1:1", "the file is empty"),
        ("# only a comment\n", "1:1", "the file is empty"),
        ("a: &x [1]\nb: *x\n", "1:4", "anchors"),
        ("a: 1\na: 2\n", "2:1", "a is written twice"),
        ("{[1, 2]: 3}\n", "1:2", "a key must be one word"),
        ("a: " + "[" * 100_000, "1:23", "nested more than 20 levels"),
        ("a: " + "{a: " * 30 + "1" + "}" * 30, "1:80", "nested more than 20 levels"),
        ("a: [" + "1, " * 10_000 + "1]", "1:6005", "more than 2,000 entries"),
        ("a: \x00", "1:4", "control character"),
        ("%YAML 9.9\n---\na: 1\n", "1:1", "not valid YAML"),
        ('a: "\\ud800"\n', "1:1", ""),
    ],
)
def test_a_document_that_could_do_harm_is_refused_with_its_place(text: str, place: str, words: str) -> None:
    with pytest.raises(SchemeError) as caught:
        read_scheme(text, "f")
    assert str(caught.value).startswith(f"f:{place}: ")
    assert words in str(caught.value)


def test_a_billion_laughs_are_refused_at_the_first_anchor() -> None:
    lines = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 100)]
    with pytest.raises(SchemeError, match=r"^f:1:5: YAML anchors"):
        read_scheme("\n".join(lines), "f")


def test_ten_thousand_tiers_are_refused_quickly() -> None:
    tiers = "".join(f"        - {{from: {n}, score: {n % 100}}}\n" for n in range(10_000))
    text = f"{HEAD}incentive:\n  - item: a\n    metric: received\n    weight: 100\n    tiers:\n{tiers}"
    started = time.process_time()
    with pytest.raises(SchemeError, match=r"^f:\d+:\d+: more than 2,000 entries"):
        read_scheme(text, "f")
    assert time.process_time() - started < 5


def test_a_few_hundred_tiers_are_refused_as_too_many() -> None:
    tiers = ", ".join(f"{{from: {n}, score: 1}}" for n in range(300))
    text = f"{HEAD}incentive: [{{item: a, metric: received, weight: 100, tiers: [{tiers}]}}]\n"
    with pytest.raises(SchemeError, match="300 tiers are more than 200"):
        read_scheme(text, "f")


def test_a_file_larger_than_1_mb_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(SchemeError, match="larger than 1 MB"):
        load_scheme(file)


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        load_scheme(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="cannot read"):
        load_scheme(tmp_path)


def test_a_file_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "gb.yaml"
    file.write_bytes(HEAD.replace("title: s", "title: 售前").encode("gb18030"))
    with pytest.raises(SchemeError, match=r"gb\.yaml:2:1: the file is not UTF-8"):
        load_scheme(file)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert load_scheme(file).scheme == "s"


@settings(max_examples=400)
@given(st.text(st.sampled_from(list("{}[]:,-&*!%|>'\"#?\n \tabc013.@`~\\")), max_size=60))
def test_any_text_is_a_scheme_or_one_message(text: str) -> None:
    try:
        read_scheme(text, "f")
    except SchemeError as error:
        assert error.message.zh.startswith("f:")


@settings(max_examples=200)
@given(st.data())
def test_any_scratch_on_a_real_scheme_is_a_scheme_or_one_message(data: st.DataObject) -> None:
    base = Path("examples/presales-two-four/scheme.yaml").read_text(encoding="utf-8")
    at, length = data.draw(st.integers(0, len(base))), data.draw(st.integers(0, 40))
    scratch = data.draw(st.text(st.sampled_from(list("{}[]:,-&*!%\n 013.%abcx\\\u3000％")), max_size=6))
    try:
        read_scheme(base[:at] + scratch + base[at + length :], "f")
    except SchemeError as error:
        assert error.message.zh.startswith("f:")
