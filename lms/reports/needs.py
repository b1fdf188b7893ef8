"""How many people who hold what is asked a team needs, as HR sets it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from lms.db import db, insert_once
from lms.people.models import Team
from lms.reports.models import TeamNeed


def of_teams() -> dict[str, int]:
    """By key of the team; one statement. Teams of which HR set nothing are not in it."""
    found = select(Team.key, TeamNeed.people).join(Team, Team.id == TeamNeed.team_id)
    return {key: people for key, people in db.session.execute(found)}


def need(team: Team, people: int | None, *, by: int, now: datetime) -> bool:
    """The team needs so many people in each competency; None takes the number away.

    Setting what is set already changes nothing, so the row says who decided it first; returns
    whether this changed anything.
    """
    if people is None:
        gone = delete(TeamNeed).where(TeamNeed.team_id == team.id).returning(TeamNeed.team_id)
        return db.session.execute(gone).first() is not None
    row = {"team_id": team.id, "people": people, "set_by_id": by, "set_at": now}
    if insert_once(TeamNeed, [row]):
        return True
    other = update(TeamNeed).where(TeamNeed.team_id == team.id, TeamNeed.people != people)
    changed = other.values(people=people, set_by_id=by, set_at=now).returning(TeamNeed.team_id)
    return db.session.execute(changed).first() is not None
