"""Pages leave packed where the browser says it can unpack them."""

from __future__ import annotations

import secrets
import struct
import zlib

from flask import Flask, Response, request

WORTHWHILE = 1024
LEVEL = 4
HEAD = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"
"""gzip, deflated, with a file name, of no date and no system (RFC 1952)."""
TEXT = ("text/", "application/json", "application/xml", "image/svg+xml")


def init_app(app: Flask) -> None:
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if not (response.mimetype or "").startswith(TEXT) or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if (
        response.content_encoding
        or not request.accept_encodings["gzip"]
        or response.status_code in (204, 304)
    ):
        return response
    page = response.get_data()
    if len(page) >= WORTHWHILE:
        response.set_data(_packed(page))
        response.content_encoding = "gzip"
    return response


def _packed(page: bytes) -> bytes:
    """A file name of random length in the header hides how well a page packs.

    Without it, a stranger who can put words into a page and watch its size could guess, sign by
    sign, the form token that stands in the same page.
    """
    name = b"x" * (1 + secrets.randbelow(64)) + b"\0"
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)  # the body alone: the head is ours
    body = packer.compress(page) + packer.flush()
    return HEAD + name + body + struct.pack("<LL", zlib.crc32(page), len(page) & 0xFFFFFFFF)
