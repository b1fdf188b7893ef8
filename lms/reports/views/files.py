"""A report as a file, or sent by mail."""

from __future__ import annotations

from typing import Any

from flask import url_for

from lms.people import exports
from lms.people.exports import XLSX, FileLinks, keep_that_people_leave, made, send

__all__ = ["XLSX", "FileLinks", "keep_that_people_leave", "links", "made", "send"]


def links(endpoint: str, query: str, *, rows: int, by_mail: str = "", **values: Any) -> FileLinks:
    """Where the page's rows can be had as files, or by mail: with what its address asks for."""
    mail = url_for("reports.new_schedule", report=by_mail) + query if by_mail else ""
    return exports.links(endpoint, query, rows=rows, mail=mail, **values)
