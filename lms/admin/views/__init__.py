"""Pages under /admin/, for admins alone."""

from __future__ import annotations

from lms.admin.views import audit_log, imports, installation, leaving, people, person, retention, teams
from lms.admin.views.blueprint import blueprint

__all__ = ["audit_log", "blueprint", "imports", "installation", "leaving", "people", "person", "retention", "teams"]
