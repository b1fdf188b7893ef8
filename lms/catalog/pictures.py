"""Pictures of a course: what kind they are and how large, told from their first bytes."""

from dataclasses import dataclass

LARGE = 40 * 1000
"""More bytes than this are slow on a phone; the check warns."""

TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """`kind` is the content type that the bytes show, whatever the name says."""

    kind: str
    width: int
    height: int


def picture_facts(content: bytes) -> PictureFacts | None:
    """What the first bytes say, or None when they are no PNG, JPEG or WebP with a size."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return _facts("image/png", _big(content[16:20]), _big(content[20:24]))
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30:
        return _webp(content)
    return None


def _facts(kind: str, width: int, height: int) -> PictureFacts | None:
    return PictureFacts(kind, width, height) if 0 < width < 20_000 and 0 < height < 20_000 else None


def _big(digits: bytes) -> int:
    return int.from_bytes(digits, "big")


def _jpeg(content: bytes) -> PictureFacts | None:
    """Walks from segment to segment until the one that holds the size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _facts("image/jpeg", _big(content[at + 7 : at + 9]), _big(content[at + 5 : at + 7]))
        at += 1 if marker == 0xFF else 2 + _big(content[at + 2 : at + 4])
    return None


def _webp(content: bytes) -> PictureFacts | None:
    form = content[12:16]
    if form == b"VP8X":
        return _facts("image/webp", 1 + _little(content[24:27]), 1 + _little(content[27:30]))
    if form == b"VP8 ":
        return _facts("image/webp", _little(content[26:28]) & 0x3FFF, _little(content[28:30]) & 0x3FFF)
    if form == b"VP8L":
        bits = _little(content[21:25])
        return _facts("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    return None


def _little(digits: bytes) -> int:
    return int.from_bytes(digits, "little")
