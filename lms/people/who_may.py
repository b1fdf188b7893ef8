"""Who may open a page that is shut to the reader, and whom to ask: for the page that says no."""

from __future__ import annotations

from collections.abc import Collection

from lms.people import queries
from lms.people.models import Role
from lms.texts import _


def sentence(roles: Collection[str]) -> str:
    """Names the roles that may enter, and someone of HR who can help."""
    words = {
        Role.COACH: _("coaches"),
        Role.TRAINER: _("trainers"),
        Role.HR: _("HR"),
        Role.EXECUTIVE: _("executives"),
        Role.ADMIN: _("admins"),
    }
    may = ", ".join(words[Role(role)] for role in sorted(roles))
    name = next((person.name for person in queries.people_with(Role.HR)), "")
    if not may:
        return _("It is for leaders, for their own teams, and for HR.")
    if not name:
        return _("Open to: %(roles)s. Ask your leader if you need it for your work.", roles=may)
    return _(
        "Open to: %(roles)s. If you need it for your work, ask %(name)s in HR.", roles=may, name=name
    )
