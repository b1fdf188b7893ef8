"""What no form and no address may hold. Refused at the door, so that no page has to think of it."""

from __future__ import annotations

from flask import abort, request

_LINE_ENDS = frozenset(b"\r\n")
"""A browser never sends these bare; an answer that repeats the address could be split by them."""


def refuse_unreadable() -> None:
    """Bytes that are no UTF-8, bare line ends in an address, and signs that are no text (NUL, half a
    surrogate pair), are refused with 400."""
    if not _is_text(request.query_string) or _LINE_ENDS & set(request.query_string):
        abort(400, description="unreadable")
    values = [request.path, *request.args.keys(), *request.args.values()]
    if request.method == "POST":
        for name, texts in request.form.lists():
            values += [name, *texts]
    if any(map(_unreadable, values)):
        abort(400, description="unreadable")


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(text: str) -> bool:
    return "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text) if not text.isascii() else "\0" in text
