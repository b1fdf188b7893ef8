"""What was done, and who looked at whose page; numbers only, no names, no foreign keys.

`record` appends to a log in which each entry carries the hash of the one before it, so that `audit prove`
notices an entry that was edited or cut out. `record_view` keeps who opened whose page.
"""

from __future__ import annotations

from flask import Flask

from lms.audit.log import entries, record, record_while_reading
from lms.audit.models import AuditEntry
from lms.audit.page_views import PageView, record_view, views_of

__all__ = ["AuditEntry", "PageView", "entries", "init_app", "record", "record_view", "record_while_reading", "views_of"]


def init_app(app: Flask) -> None:
    from lms.audit import cli

    app.cli.add_command(cli.group)
