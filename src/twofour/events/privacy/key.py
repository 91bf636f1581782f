"""A shop's customer key: a secret in a file of its own, kept apart from the data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from twofour.problems import Refused, UsageError
from twofour.text import Text, same

_FIRST_LINE = "twofour-customer-key/1"
_BYTES = 32


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """The secret that turns customer ids into pseudonyms; it never appears in a message or in the data."""

    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """What the data keeps of the key: it tells one key from another and gives nothing away."""
        return self.digest(b"fingerprint", b"").hex()[:32]

    def digest(self, purpose: bytes, message: bytes) -> bytes:
        """HMAC-SHA-256 of ``message`` under the key, apart for every purpose."""
        return hmac.digest(self.secret, purpose + b"\0" + message, hashlib.sha256)


def create_key(path: Path, data: Path) -> CustomerKey:
    """A new random key in a new file that only its owner can read.

    Raises ``Refused`` when the file exists (a lost key cannot be made again), lies inside the data folder
    ``data`` or cannot be written.
    """
    _check_apart(path, data)
    key = CustomerKey(secrets.token_bytes(_BYTES))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_FIRST_LINE}\n{base64.b64encode(key.secret).decode()}\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise Refused(
            Text(
                f"{path} 已存在，没有改动；换密钥会让同一位买家变成两位。请另选文件名",
                f"{path} exists and was left alone; another key would make two customers of one. "
                "Choose another file",
            )
        ) from None
    except OSError as error:
        raise Refused(
            Text(
                f"写不了密钥文件 {path}（{error.strerror}）；请检查目录权限",
                f"the key file {path} cannot be written ({error.strerror}); check the folder's permissions",
            )
        ) from None
    return key


def load_key(path: Path, data: Path) -> CustomerKey:
    """The key in ``path``. Raises ``UsageError`` for a file that is no key, ``Refused`` for one that lies in
    the data folder or that others can read.
    """
    _check_apart(path, data)
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        secret = base64.b64decode(lines[1], validate=True)
        if lines[0] != _FIRST_LINE or len(secret) != _BYTES:
            raise ValueError
        open_to_others = os.name == "posix" and path.stat().st_mode & 0o077
    except OSError as error:
        raise UsageError(
            Text(
                f"读不到密钥文件 {path}（{error.strerror}）；没有的话请新建一个",
                f"the key file {path} cannot be read ({error.strerror}); make one if there is none",
            ),
            same(f"twofour privacy key {path}"),
        ) from None
    except (ValueError, IndexError):
        raise UsageError(
            Text(
                f"{path} 不是密钥文件，或已损坏；请给出建立密钥时生成的文件",
                f"{path} is no key file, or a damaged one; give the file that was made for it",
            )
        ) from None
    if open_to_others:
        raise Refused(
            Text(
                f"密钥文件 {path} 别的账号也能读；请先运行 chmod 600 {path}",
                f"other accounts can read the key file {path}; run chmod 600 {path} first",
            )
        )
    return CustomerKey(secret)


def _check_apart(path: Path, data: Path) -> None:
    if path.resolve().is_relative_to(data.resolve()):
        raise Refused(
            Text(
                f"密钥 {path} 不能放在数据目录 {data} 里：谁拿到数据就拿到了密钥。请放到别处",
                f"the key {path} must not lie in the data folder {data}: whoever gets the data would have "
                "the key. Put it elsewhere",
            )
        )
