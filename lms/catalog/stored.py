"""Reads a published revision again from its stored files, with the readers of this version."""

from __future__ import annotations

import logging

from lms.catalog import queries
from lms.catalog.content import Value
from lms.catalog.findings import Findings
from lms.catalog.models import Revision
from lms.catalog.package_files import make_value, read_package
from lms.catalog.pages import Page
from lms.catalog.things import COURSE, Thing
from lms.db import db

log = logging.getLogger(__name__)


def read_stored(thing: Thing, revision_id: int, revision: str) -> Value | None:
    """The value of a revision; None, with a line in the log, when these readers no longer can."""
    row = db.session.get(Revision, revision_id)
    files = queries.files_of(revision_id)
    if thing.kind == COURSE:
        files = {f"{thing.key}/{path}": content for path, content in files.items()}
    reading = read_package(files, Findings())
    links = (row.checked_against if row else {}).get("links", {})
    pages = {path: Page(kind, address) for path, (kind, address) in links.items()} | reading.pages()
    try:
        return make_value(reading, thing, pages, revision)
    except (AssertionError, KeyError):
        log.exception("cannot read %s %s in revision %s again", thing.kind, thing.key, revision)
        return None
