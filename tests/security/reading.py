"""Opens everything that every kind of viewer can open."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from zipfile import ZipFile

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.throttle import Throttle
from tests.security.access import rows
from tests.security.world import VIEWERS, World


def every_answer(
    world: World,
    as_viewer: Callable[[str], FlaskClient],
    *,
    more: Sequence[str] = (),
    viewers: Sequence[str] = VIEWERS,
) -> Iterator[tuple[str, str, str]]:
    """All that each viewer can read: viewer, address, text with tags left in and entities resolved."""
    patterns = dict.fromkeys(row.address for row in rows() if row.method == "GET" and not row.address.endswith(".pdf"))
    for viewer in viewers:
        client = as_viewer(viewer)
        client.application.extensions["throttle"] = Throttle("")
        for pattern in [*patterns, *more]:
            if "{link}" in pattern:
                continue
            address = world.address(pattern, viewer)
            response = client.get(address)
            headers = str(response.headers)
            if not response.mimetype.startswith("image/"):
                yield viewer, address, headers + plain_text(_words_of(response))


def _words_of(response: TestResponse) -> str:
    """A workbook is a folder of texts, packed; whatever else is no text is searched byte by byte."""
    data = response.get_data()
    if response.mimetype.endswith("spreadsheetml.sheet"):
        with ZipFile(BytesIO(data)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return data.decode("utf-8", "replace")


def plain_text(page: str) -> str:
    """Entities resolved; the text as sent, and once more without tags, so that markup hides nothing."""
    resolved = html.unescape(page)
    return resolved + "\n" + re.sub(r"<[^>]+>", "", resolved)
