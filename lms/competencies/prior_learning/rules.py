"""What can be handed in: which files, and which levels. Values in, value out."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from datetime import date

LARGEST_MB = 5
LARGEST = LARGEST_MB * 1_000_000
LEVELS = (1, 2)
LONGEST_NAME = 120
_BEGINNINGS = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
}


def kind_of(content: bytes) -> tuple[str, str] | None:
    """MIME type and ending of a whole PDF, PNG or JPEG, by what is in it; None for anything else.

    Its beginning must be of the kind and its end too: a file that was cut off shows nothing.
    """
    found = next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)
    if found is None or not _is_whole(content, found[1]):
        return None
    return found


def safe_name(name: str, ending: str) -> str:
    """What the file is called when somebody takes it away: letters, digits, dots and hyphens, and the right ending."""
    stem = re.sub(r"[^\w-]+", "-", name.rpartition(".")[0] or name, flags=re.ASCII).strip("-")
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or 'paper'}.{ending}"


def fingerprint(*, title: str, place: str, learned_on: date, claims: Mapping[str, int], content: bytes) -> str:
    """One value for all that was handed in."""
    told = repr((title, place, learned_on.isoformat(), sorted(claims.items()), hashlib.sha256(content).hexdigest()))
    return hashlib.sha256(told.encode()).hexdigest()


def _is_whole(content: bytes, ending: str) -> bool:
    if ending == "pdf":
        return b"%%EOF" in content[-2048:]
    if ending == "jpg":
        return content.rstrip(b"\0").endswith(b"\xff\xd9")
    return _is_whole_png(content)


def _is_whole_png(content: bytes) -> bool:
    """Its parts follow each other with right sums, from the header to the end."""
    at, kinds = 8, []
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        total = content[at + 8 + length : at + 12 + length]
        if len(total) < 4 or zlib.crc32(kind + data) != int.from_bytes(total):
            return False
        kinds.append(kind)
        at += 12 + length
        if kind == b"IEND":
            return kinds[0] == b"IHDR" and b"IDAT" in kinds
    return False
