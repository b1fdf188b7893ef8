"""Whose levels a viewer may see together: everyone's, those of their own team, or counts only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask import abort
from sqlalchemy import ColumnElement, true

from lms.people import queries as people
from lms.people.models import Person, Role
from lms.people.session import Viewer


class Reach(StrEnum):
    EVERYONE = "everyone"
    TEAM = "team"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What `viewer_id` sees in reports about many; the three reaches are told in `web/who_sees_what`."""

    reach: Reach
    viewer_id: int

    @property
    def counts_only(self) -> bool:
        """No people, and no group so small that its count would be about a person."""
        return self.reach is Reach.COUNTS

    def people(self) -> ColumnElement[bool]:
        """The people these reports are about, among those who work here."""
        here = Person.left_on.is_(None)
        return here & (Person.leader_id == self.viewer_id) if self.reach is Reach.TEAM else here & true()


def scope_of(viewer: Viewer) -> Scope:
    """The widest reach of this viewer: HR, then counts for executives, then a leader's own team.

    Everyone else is turned away with 403.
    """
    if viewer.has(Role.HR):
        return Scope(reach=Reach.EVERYONE, viewer_id=viewer.id)
    if viewer.has(Role.EXECUTIVE):
        return Scope(reach=Reach.COUNTS, viewer_id=viewer.id)
    return scope_with_people(viewer)


def scope_with_people(viewer: Viewer) -> Scope:
    """The same for pages that name people: an executive who leads a team sees that team there."""
    if viewer.has(Role.HR):
        return Scope(reach=Reach.EVERYONE, viewer_id=viewer.id)
    if people.leads_anyone(viewer.id):
        return Scope(reach=Reach.TEAM, viewer_id=viewer.id)
    abort(403)
