"""Forms that take a file: only a view that says so, and only from somebody signed in, gets more than other forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request, session

from lms.texts import _

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1_000_000
TOLD_KINDLY = 5
"""Files up to so many times the limit are still read, so that the form comes back with all that was typed."""


def takes_file(*, under: int) -> Callable[[View], View]:
    """This view takes files of less than so many megabytes. Stands below the access mark."""

    def mark(view: View) -> View:
        view._takes_file = under  # type: ignore[attr-defined]
        return view

    return mark


def make_room() -> None:
    """Run before anything reads the form. Strangers send as little as everywhere."""
    under = _limit()
    if under and request.method == "POST" and "_user_id" in session:
        request.max_content_length = under * MEGABYTE * TOLD_KINDLY


def too_large() -> str:
    """What to say of a request that was larger than this."""
    under = _limit()
    if not under:
        return _("What you sent is larger than 1 MB. Nothing was changed. Send less.")
    return file_too_large(request.content_length or 0, under=under)


def file_too_large(size: int, *, under: int) -> str:
    return _("The file is %(size)s MB. Choose one under %(under)s MB.", size=-(-size // MEGABYTE), under=under)


def _limit() -> int:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "_takes_file", 0)
