"""Phones, addresses and names planted wherever people write: no command shows them, no file gets them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from commandline import twofour

from twofour.cli.app import app
from twofour.demo.folder import Folder
from twofour.demo.play import play
from twofour.demo.shop import SEED
from twofour.problems import ExitCode

# What is planted, and what of it must never be seen.
PLANTED = {
    "电话 138 9753 8111": "138 9753",
    "手机+86-139-9757-8222": "139-9757",
    "座机（0571）8811 6633转8": "8811 6633",
    "固话 0571-88116644": "88116644",
    "身份证 11010519491231444X": "491231444",
    "卡号 6222021234567894": "2123456789",
    "卡 6222 0212 3456 7894": "0212 3456",
    "邮箱 wangxiaoming@example.com": "wangxiaoming",
    "微信：wxid_mimi88": "mimi88",
    "地址：浙江省杭州市西湖区翠苑街道文三路477号9幢1302室": "477号",
    "收货人：欧阳密密": "欧阳密密",
    "订单备注：放三号门卫老郑处": "老郑",
}
SECRETS = re.compile("|".join(PLANTED.values()))
SAID = "；".join(PLANTED)
WHO, ORDER, DAY = "买家密", "90060100001", "2026-06-10"
SHOP = "四季家居"
REASON = ("--reason", SAID)


class Office:
    """The command line over one data folder; every output and every written file is looked through."""

    def __init__(self, folder: Path, data: Path, run: Path) -> None:
        self.folder, self.data, self.run = folder, data, run
        self.called: set[str] = set()
        self.numbers = count()

    def __call__(self, command: str, *words: object, data: bool = True) -> str:
        self.called.add(command)
        given = (*command.split(), *words, *(("--data", self.data) if data else ()))
        ended = twofour(*given)
        assert ended.returncode in (ExitCode.DONE, ExitCode.PROBLEMS), (given, ended)
        english = twofour(*given, lang="en") if command in _ASKING else ended
        for shown in (ended.stdout, ended.stderr, english.stdout, english.stderr):
            assert not SECRETS.search(shown), (given, SECRETS.findall(shown))
        return ended.stdout

    def everywhere(self, *command: str, forms: tuple[str, ...] = ("csv", "json", "xlsx", "parquet")) -> None:
        """A command in the terminal and in every form of file."""
        self(*command)
        for form in forms:
            self(*command, "--out", self.folder / "out" / f"{next(self.numbers)}.{form}")


_ASKING = {"doctor", "evidence", "chat", "losses", "measure", "appeal show", "period show"}
# Nothing of a customer is near them: rules, schemes and worked cases are the shop's own words.
EXEMPT = {
    "demo", "serve", "case", "rules list", "rules show", "rules diff", "scheme new", "scheme lint",
    "scheme fit", "scheme diff", "scheme list", "privacy key", "privacy find", "metrics list", "metrics show",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    (folder / "out").mkdir()
    played = play(Folder(folder / "data", SEED), folder / "runs", lambda _: None)
    return Office(folder, folder / "data", played.run_folder)


def exports(folder: Path) -> list[Path]:
    """Files of a customer whose every text is planted, with bad rows that hold it too."""
    at = f"{DAY} 10:0{{}}:00"
    agents = "presales-01"
    tables = {
        "messages": "shop_id,customer_id,agent_id,sender,sent_at,text,kind\n"
        + "".join(
            f"{SHOP},{WHO},{agents},{sender},{at.format(n)},{SAID},{kind}\n"
            for n, (sender, kind) in enumerate(
                [("customer", "text"), ("agent", "text"), ("customer", "product"), ("customer", "card")]
            )
        )
        + f"{SHOP},{WHO},{agents},customer,{SAID},x,text\n"
        + f'{SHOP},{WHO},{agents},customer,"{SAID}\n',
        "orders": "order_id,shop_id,customer_id,created_at,paid_at,amount,status\n"
        f"{ORDER},{SHOP},{WHO},{at.format(7)},{at.format(8)},99,ok\nx,{SHOP},{WHO},{at.format(1)},,{SAID},ok\n",
        "refunds": "refund_id,shop_id,order_id,kind,amount,requested_at,completed_at,status,reason\n"
        f"R1,{SHOP},{ORDER},refund_only,9,{at.format(9)},{DAY} 12:00:00,success,{SAID}\n",
        "ratings": "rating_id,shop_id,agent_id,customer_id,rated_at,score,text\n"
        f"G1,{SHOP},{agents},{WHO},{at.format(9)},2,{SAID}\n",
        "indicators": "metric,value,subject_kind,subject_id,day,evidence,entered_by\n"
        f"attitude,80,member,syn-xiaomei,{DAY},{SAID},组长\n"
        f"override:service,60,member,syn-xiaomei,{DAY},{SAID},组长\n",
    }
    paths = []
    for name, content in tables.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(content, encoding="utf-8")
    return paths


def _leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name in command.commands:
        inner = command.get_command(typer.Context(command), name)
        if hasattr(inner, "commands"):
            yield from _leaves(inner, (*path, name))
        else:
            yield " ".join((*path, name))


def _texts(path: Path) -> Iterator[str]:
    """What a file says, also inside archives and tables."""
    if path.suffix == ".parquet":
        yield str(pl.read_parquet(path, glob=False).to_dicts())
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    else:
        yield path.read_text(encoding="utf-8", errors="replace")


def test_no_command_shows_what_is_personal(office: Office) -> None:
    files = exports(office.folder / "out")
    office("import", *files, "--dry-run")
    office("import", *files)
    for file in files:
        file.unlink()
    june = ("--period", "2026-06")
    day = ("--from", DAY, "--until", DAY)
    office.everywhere("doctor", *day)
    office("measure", *june)
    for metric in ("sales", "refunds_credited", "rating_score", "first_response"):
        office("evidence", metric, *day, "--limit", "1000")
    office.everywhere("evidence", "inquiries", "--agent", "presales-01", *day, "--chat")
    office.everywhere("chat", "--customer", WHO, "--day", DAY)
    office.everywhere("losses", *day, "--limit", "1000")
    office("pay", office.data / "scheme.yaml", *june, "--out", office.folder / "runs2")
    (run,) = [path for path in (office.folder / "runs2").iterdir() if path.is_dir()]
    # Frozen statements hold sums: no customer and no order of theirs.
    frozen = [text for path in run.rglob("*") if path.is_file() for text in _texts(path)]
    assert not [text for text in frozen if WHO in text or ORDER in text]
    office("explain", run, "syn-xiaomei", data=False)
    office("backtest", office.data / "scheme.yaml", "--months", "1")
    office("what-if", office.data / "scheme.yaml", "inquiry_pay_rate=+1%", *june, "--member", "syn-xiaomei")
    for words in (
        ("period open", "2026-06", "--by", "财务"),
        ("period attach", "2026-06", run, "--by", "财务"),
        ("ledger hold", "2026-06", "--line", "commission", "--until", "2026-08-01", "--by", "财务", *REASON,
         "--share", "10%"),
        ("period review", "2026-06", "--by", "财务"),
        ("period reopen", "2026-06", "--by", "店长", *REASON),
        ("period review", "2026-06", "--by", "财务"),
        ("scheme approve", office.data / "scheme.yaml", "--by", "店长"),
        ("period approve", "2026-06", "--by", "店长"),
        ("period lock", "2026-06", "--by", "店长"),
        ("period pay", "2026-06", "--by", "财务", "--reference", "银行 0705"),
        ("period open", "2026-07", "--by", "财务"),
        ("appeal file", "2026-06", "--member", "syn-xiaomei", "--line", "commission", "--amount", "1",
         "--evidence", SAID, "--due", "2026-07-20", "--by", "林小雨", "--order", ORDER),
        ("appeal show", "A1"),
        ("appeal list",),
        ("appeal approve", "A1", "--into", "2026-07", "--by", "店长", *REASON),
        ("appeal file", "2026-06", "--member", "syn-xiaomei", "--line", "commission", "--amount", "1",
         "--evidence", SAID, "--due", "2026-07-20", "--by", "林小雨"),
        ("appeal reject", "A2", "--by", "店长", *REASON),
        ("ledger advance", "--member", "syn-xiaomei", "--amount", "10", "--instalment", "5",
         "--from", "2026-07", "--by", "财务", "--approved-by", "店长", *REASON),
        ("ledger release", "H1", "--into", "2026-07", "--by", "财务", *REASON),
        ("period adjust", "2026-06", "--into", "2026-07", "--by", "财务"),
        ("period show", "2026-07"),
        ("period show", "2026-06", "--format", "json"),
        ("period list",),
        ("period export", "2026-06", "--out", office.folder / "out" / "june.xlsx"),
        ("ledger show",),
        ("ledger show", "--format", "json"),
        ("ledger check",),
        ("imports",),
        ("privacy retention",),
        ("privacy apply", "--by", "主管"),
        ("forget", WHO, "--by", "主管", *REASON),
        ("privacy log",),
    ):  # fmt: skip
        office(words[0], *words[1:])
    for path in office.folder.rglob("*"):
        if path.is_file() and "tables" not in path.parts:
            for text in _texts(path):
                assert not SECRETS.search(text), (path, SECRETS.findall(text))
    everything = set(_leaves(typer.main.get_command(app)))
    assert everything - EXEMPT <= office.called, everything - EXEMPT - office.called
