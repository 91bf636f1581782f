"""File names made of member ids."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofour.statements.names import file_stem


@pytest.mark.parametrize("id", ["m01", "shop_3-anna", "0", "a" * 40])
def test_plain_id_is_its_own_name(id):
    assert file_stem(id) == id


@pytest.mark.parametrize(
    "id",
    [
        "../../etc/passwd",
        "a/b",
        "a\\b",
        ".",
        "..",
        "",
        " ",
        "con",
        "nul",
        "lpt1",
        "a\0b",
        "x" * 300,
        "*?<>|:",
    ],
)
def test_dangerous_id_becomes_a_safe_name(id):
    assert re.fullmatch(r"\w[\w-]{0,39}-[0-9a-f]{12}", file_stem(id))


def test_chinese_id_stays_readable():
    assert file_stem("旗舰店:小雨").startswith("旗舰店_小雨-")


def test_ids_that_differ_in_case_only_get_different_names_everywhere():
    assert file_stem("Anna").casefold() != file_stem("anna").casefold()


def test_ids_that_differ_in_composition_only_get_different_names_everywhere():
    composed, apart = "é1", unicodedata.normalize("NFD", "é1")
    assert unicodedata.normalize("NFC", file_stem(composed)) != unicodedata.normalize("NFC", file_stem(apart))


def test_id_that_imitates_a_name_with_digest_cannot_take_it():
    imitated = file_stem("小雨")
    assert file_stem(imitated) != imitated


@given(st.lists(st.text(), unique=True, max_size=8))
def test_different_ids_get_different_names(ids):
    names = {unicodedata.normalize("NFC", file_stem(id)).casefold() for id in ids}
    assert len(names) == len(ids)


@given(st.text())
def test_name_fits_any_file_system(id):
    name = file_stem(id)
    assert len(f"{name}.html".encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|. \0')
