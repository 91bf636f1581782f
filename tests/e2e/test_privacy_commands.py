"""Pseudonyms, forgetting and retention at the command line, as a shop uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Done, twofour

from twofour.problems import ExitCode

MESSAGES = "shop_id,customer_id,agent_id,sender,sent_at,text\n"
CHAT = (
    "四季,小明明,a,customer,2025-01-05 10:00:00,我是小明明，在吗\n"
    "四季,小明明,a,agent,2025-01-05 10:00:09,在的\n"
)
ORDERS = "order_id,shop_id,customer_id,created_at,paid_at,amount\n"
BOUGHT = "o77001,四季,小明明,2025-01-05 10:05:00,2025-01-05 10:06:00,99\n"


class Shop:
    """A data folder with a customer of January 2025, and files to import again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.files = []
        for name, content in (("聊天.csv", MESSAGES + CHAT), ("订单.csv", ORDERS + BOUGHT)):
            self.files.append(folder / name)
            self.files[-1].write_text(content, encoding="utf-8")

    def __call__(self, *words: object, lang: str = "zh") -> Done:
        return twofour(*words, "--data", self.data, lang=lang)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_a_shop_with_pseudonyms_looks_somebody_up(shop: Shop) -> None:
    key = shop.folder / "keys" / "shop.key"
    made = shop("privacy", "key", key)
    assert made.returncode == ExitCode.DONE and "仅本人可读" in made.stdout
    assert key.read_text().splitlines()[1] not in made.stdout
    assert shop("import", *shop.files, "--customer-key", key).returncode == ExitCode.DONE
    name = shop("privacy", "find", "小明明", "--customer-key", key).stdout.strip()
    chat = shop("chat", "--customer", name, "--day", "2025-01-05")
    assert f"我是{name}" in "".join(chat.stdout.split()) and "小明明" not in chat.stdout
    forgotten = shop("import", *shop.files)
    assert forgotten.returncode == ExitCode.REFUSED and "--customer-key" in forgotten.stderr


def test_a_key_in_the_data_folder_is_refused(shop: Shop) -> None:
    refused = shop("privacy", "key", shop.data / "shop.key", lang="en")
    assert refused.returncode == ExitCode.REFUSED
    assert "must not lie in the data folder" in refused.stderr
    assert not (shop.data / "shop.key").exists()


def test_forgetting_says_what_was_done_and_what_is_left_to_do(shop: Shop) -> None:
    shop("import", *shop.files)
    raw = shop.data / "raw.csv"
    raw.write_text("小明明", encoding="utf-8")
    done = shop("forget", "小明明", "--by", "主管", "--reason", "小明明来电", lang="zh")
    assert done.returncode == ExitCode.PROBLEMS
    assert "聊天消息 2、订单 1" in done.stdout and str(raw) in "".join(done.stdout.split())
    raw.unlink()
    again = shop("import", *shop.files)
    assert again.returncode == ExitCode.PROBLEMS and "已按要求删除" in "".join(again.stdout.split())
    assert shop("chat", "--customer", "小明明", "--day", "2025-01-05").returncode == ExitCode.DATA
    log = shop("privacy", "log")
    assert "主管" in log.stdout and "某某某来电" in log.stdout and "小明明" not in log.stdout
    nobody = shop("forget", "小明明", "--by", "主管", "--reason", "x", lang="en")
    assert nobody.returncode == ExitCode.DATA and "1 people were forgotten before" in nobody.stderr
    assert shop("forget", "--resume").stdout.strip() == "没有未完成的删除"


def test_forgetting_needs_who_and_why(shop: Shop) -> None:
    shop("import", *shop.files)
    for words in (("小明明",), ("小明明", "--by", "主管"), ("--by", "主管", "--reason", "x")):
        assert shop("forget", *words).returncode == ExitCode.USAGE
    assert (
        shop("forget", "小明明", "--shop", "别家", "--by", "b", "--reason", "r").returncode == ExitCode.USAGE
    )


def test_retention_is_shown_then_applied_and_then_said(shop: Shop) -> None:
    shop("import", *shop.files)
    unruled = shop("privacy", "retention")
    assert "所有数据一直保留" in unruled.stdout and "retain_days" in unruled.stdout
    (shop.data / "retention.yaml").write_text(
        "tables:\n  messages: {retain_days: 365}\n  orders: {retain_days: 365}\n", encoding="utf-8"
    )
    shown = shop("privacy", "retention")
    assert shown.stdout.count("2025-01") == 2 and "不能再重算" in "".join(shown.stdout.split())
    done = shop("privacy", "apply", "--by", "主管")
    assert "已按保存期限删除 2 项，共 3 行" in done.stdout
    assert shop("privacy", "apply", "--by", "主管").stdout.strip() == "没有超过保存期限的数据，没有改动"
    asked = shop("measure", "--period", "2025-01", "--shop", "四季", lang="en")
    assert asked.returncode == ExitCode.DATA and "under retention (365 days)" in asked.stderr
    assert "按期限删除" in shop("privacy", "log").stdout


def test_a_mistake_in_the_rules_is_named_with_its_line(shop: Shop) -> None:
    shop("import", *shop.files)
    (shop.data / "retention.yaml").write_text("tables:\n  message: {retain_days: 365}\n", encoding="utf-8")
    wrong = shop("privacy", "retention", lang="en")
    assert wrong.returncode == ExitCode.SCHEME and "retention.yaml:2" in wrong.stderr
