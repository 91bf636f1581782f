"""The demo's folder: where its files lie, and that synthetic data never mixes with anybody's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import twofour
from twofour.events.rules import CountingRules
from twofour.problems import DataMissing, Refused
from twofour.text import Text

_MARK = "demo.json"
_SCHEME = Path("presales-two-four") / "scheme.yaml"


@dataclass(frozen=True, slots=True)
class Folder:
    """A data folder that belongs to the demo of one seed."""

    path: Path
    seed: int

    @property
    def raw(self) -> Path:
        """The exports of the synthetic shop."""
        return self.path / "raw"

    @property
    def scheme(self) -> Path:
        """A copy of the example scheme, for trying changes."""
        return self.path / "scheme.yaml"

    @property
    def rules(self) -> Path:
        """The counting rules of the scheme, for commands that take ``--rules``."""
        return self.path / "rules.yaml"

    def claim(self) -> None:
        """Mark the folder as this demo's. Raises ``Refused`` when it holds other data or another seed's."""
        mark = {"synthetic": True, "note": "合成数据 / synthetic data", "seed": self.seed}
        if self.path.exists() and not self.path.is_dir():
            raise _refused(self.path, Text("是文件，不是文件夹", "is a file, not a folder"))
        # The web application keeps its own beside the data; that alone is nobody's shop.
        held = [
            entry for entry in self.path.glob("*") if not entry.name.startswith(".") and entry.name != "web"
        ]
        if held and not (self.path / _MARK).is_file():
            raise _refused(self.path, Text("里已有别的文件", "holds other files"))
        if held and (found := _read(self.path / _MARK).get("seed")) != self.seed:
            raise _refused(
                self.path, Text(f"里是种子 {found} 的合成店铺", f"holds the synthetic shop of seed {found}")
            )
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            text = json.dumps(mark, ensure_ascii=False, indent=1)
            (self.path / _MARK).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise _refused(
                self.path, Text(f"无法写入（{error.strerror}）", f"cannot be written ({error.strerror})")
            ) from error

    def keep(self, scheme: str, rules: CountingRules) -> None:
        """Put the scheme and its rules beside the data; a scheme already there was perhaps edited."""
        if not self.scheme.exists():
            self.scheme.write_text(scheme, encoding="utf-8", newline="\n")
        with self.rules.open("w", encoding="utf-8", newline="\n") as file:
            file.write("# 方案使用的口径 / the counting rules of the scheme\n")
            YAML().dump({name: of for name, of in rules.settings().items() if of is not None}, file)


def example_scheme() -> Path:
    """The pre-sales two-four scheme of the examples, in the package or in the repository around it."""
    package = Path(twofour.__file__).parent
    for examples in (package / "examples", package.parents[1] / "examples"):
        if (examples / _SCHEME).is_file():
            return examples / _SCHEME
    raise DataMissing(
        Text(
            f"找不到示例方案 examples/{_SCHEME}；请重新安装 twofour",
            f"the example scheme examples/{_SCHEME} is missing; install twofour again",
        )
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refused(path: Path, why: Text) -> Refused:
    return Refused(
        Text(
            f"{path} {why.zh}；演示不与其他数据混放，请用 --data 指定一个新文件夹",
            f"{path} {why.en}; the demo keeps apart from other data: name a new folder with --data",
        )
    )
