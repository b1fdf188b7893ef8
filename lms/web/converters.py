"""Parts of addresses. Numbers are bounded once here: one beyond 2^31 is no row of any table."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter


class RowNumber(IntegerConverter):
    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=2**31 - 1)


class Slug(UnicodeConverter):
    """An id as authors write it: lower-case words and digits joined by hyphens, at most 60 signs."""

    regex = "[a-z][a-z0-9-]{0,59}"

    def __init__(self, map: Map) -> None:
        super().__init__(map)
        self.regex = type(self).regex


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    app.url_map.converters["slug"] = Slug
