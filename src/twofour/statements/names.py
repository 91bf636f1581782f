"""File names for members: readable where the id allows it, safe and unique whatever the id holds."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Names that Windows keeps for devices, whatever their extension.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_TAIL = re.compile(r"-[0-9a-f]{12}")


def file_stem(id: str) -> str:
    """A file name without extension: the id itself where it is plain, else its letters and a digest.

    Two ids never share a name, also where a file system ignores case or composes accents: every id that is
    not plain lower-case ASCII, or that looks like a name with a digest, gets the digest of its exact text.
    """
    if _PLAIN.fullmatch(id) and id not in _DEVICES and not _TAIL.fullmatch(id[-13:]):
        return id
    letters = re.sub(r"[^\w-]+|_+", "_", unicodedata.normalize("NFC", id)).strip("_-")[:40]
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{letters or 'member'}-{digest}"
