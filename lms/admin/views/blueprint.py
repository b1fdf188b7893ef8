from __future__ import annotations

from flask import Blueprint, request

from lms.errors import NotFound

blueprint = Blueprint("admin", __name__, url_prefix="/admin", template_folder="../templates")


def page_number() -> int:
    """The part of a list that was asked for; nonsense is the first."""
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1
    if number < 1:
        raise NotFound(text)
    return number
