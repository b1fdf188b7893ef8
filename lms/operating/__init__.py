"""What operators do: the database and its copies, the first admin, the demo company."""

from __future__ import annotations

from lms.operating.backup import backup_group
from lms.operating.database import database_group
from lms.operating.demo_command import demo_group
from lms.operating.people_command import people_add
from lms.operating.people_import import people_import

__all__ = ["backup_group", "database_group", "demo_group", "people_add", "people_import"]
