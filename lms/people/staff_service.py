"""The verbs of those who look after people: change, move, give roles, send away and bring back.

Two admins may have one page open: the second reads that it has changed, and nothing is overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update

from lms import audit
from lms.db import db, insert_new, insert_once
from lms.errors import Refusal
from lms.people import queries, rules, service
from lms.people.models import Coaching, Leave, Person, PersonRole, PersonWord, Role, Team
from lms.texts import _, day


class ChangedMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this while you had it open. Nothing of yours was saved; open it again and look.")
        )


class LeadersInCircle(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s works below this person, so the lead would go round in a circle.", name=name))


class LastAdmin(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This is the last admin. Make somebody else an admin first, or nobody could do this again."))


class CoachesThemselves(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Nobody coaches themselves. Choose somebody else."))


class NotHere(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s no longer works here.", name=name))


class Erased(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The data of this person were erased, so nobody can come back to them. Add the person anew."))


class EndsBeforeStart(Refusal):
    def __init__(self, starts_on: date) -> None:
        super().__init__(_("The last day is before the first. Enter %(day)s or a later day.", day=day(starts_on)))


class LeaveThere(Refusal):
    def __init__(self) -> None:
        super().__init__(_("There is leave on some of these days already. End that first, or choose other days."))


class TeamTaken(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_("There is a team %(name)s already. Choose another name.", name=name))


class TeamNameMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Write the name of the team, up to 120 signs."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an admin writes about a person on one page."""

    name: str
    email: str
    team_id: int | None
    leader_id: int | None
    works_percent: int
    roles: frozenset[Role]


def change(person_id: int, words: Words, *, edition: int, by: int, now: datetime) -> Person:
    """Write these words over the edition that was seen; the same words again are nothing new.

    Raises ChangedMeanwhile, EmailTaken, NotAnEmail, NameMissing, LeadersInCircle, LastAdmin.
    """
    email, name = service.checked_email(words.email), service.checked_name(words.name)
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    person = queries.with_roles(person_id)
    roles = frozenset(Role(row.role) for row in person.role_rows)
    values: dict[str, object] = {
        "name": name,
        "email": email,
        "team_id": words.team_id,
        "leader_id": words.leader_id,
        "works_percent": words.works_percent,
    }
    changes = {key: value for key, value in values.items() if getattr(person, key) != value}
    if not changes and roles == words.roles:
        return person
    if person.edition != edition:
        raise ChangedMeanwhile
    _check(person, changes)
    if roles != words.roles:
        _set_roles(person, roles, words.roles, by=by, now=now)
    for key, value in changes.items():
        setattr(person, key, value)
    person.edition += 1
    db.session.flush()
    if "name" in changes:
        name_words(person)
    for key in changes:
        audit.record(f"person.{_ACTS[key]}", by=by, about=person.id, now=now)
    return person


_ACTS = {
    "name": "named",
    "email": "given.e-mail",
    "team_id": "moved",
    "leader_id": "given.leader",
    "works_percent": "given.hours",
}


def _check(person: Person, changes: dict[str, object]) -> None:
    email = changes.get("email")
    if isinstance(email, str) and queries.find_by_email(email):
        raise service.EmailTaken(email)
    leader_id = changes.get("leader_id")
    if isinstance(leader_id, int):
        leader = queries.get(leader_id)
        if leader.left_on is not None:
            raise NotHere(leader.name)
        if person.id in queries.leaders_above(leader_id):
            raise LeadersInCircle(leader.name)


def _set_roles(
    person: Person, before: Collection[Role], after: Collection[Role], *, by: int | None, now: datetime
) -> None:
    if Role.ADMIN in before and Role.ADMIN not in after:
        _must_not_be_last_admin(person.id)
    for role in sorted(set(after) - set(before)):
        insert_once(PersonRole, [{"person_id": person.id, "role": role.value}])
        audit.record("role.given", by=by, about=person.id, details={"role": role.value}, now=now)
    for role in sorted(set(before) - set(after)):
        db.session.execute(delete(PersonRole).where(PersonRole.person_id == person.id, PersonRole.role == role.value))
        audit.record("role.taken", by=by, about=person.id, details={"role": role.value}, now=now)
    db.session.expire(person, ["role_rows"])


def set_roles(person_id: int, roles: Collection[Role], *, by: int | None, now: datetime) -> None:
    """Exactly these roles from now on. Raises LastAdmin."""
    person = queries.with_roles(person_id)
    _set_roles(person, [Role(row.role) for row in person.role_rows], roles, by=by, now=now)


def _must_not_be_last_admin(person_id: int) -> None:
    """Two admins who take the role from one another wait for each other here, so that one of them stays."""
    held = select(PersonRole.person_id).where(PersonRole.role == Role.ADMIN).order_by(PersonRole.person_id)
    admins = set(db.session.scalars(held.with_for_update())) - {person_id}
    here = select(Person.id).where(Person.id.in_(admins), Person.left_on.is_(None)).limit(1)
    if db.session.scalar(here) is None:
        raise LastAdmin


def name_words(person: Person) -> None:
    """The words by which this person is found, of the name as it is now."""
    db.session.execute(delete(PersonWord).where(PersonWord.person_id == person.id))
    insert_once(PersonWord, service.words_of(person.id, person.name))


def coach(coach_id: int, person_id: int, *, by: int, now: datetime) -> None:
    """`coach_id` looks after `person_id` from now on; twice is once. Raises CoachesThemselves, NotHere."""
    if coach_id == person_id:
        raise CoachesThemselves
    for each in (queries.get(coach_id), queries.get(person_id)):
        if each.left_on is not None:
            raise NotHere(each.name)
    if insert_once(Coaching, [{"coach_id": coach_id, "person_id": person_id}]):
        audit.record("coach.given", by=by, about=person_id, details={"coach": coach_id}, now=now)


def end_coaching(coach_id: int, person_id: int, *, by: int, now: datetime) -> None:
    gone = delete(Coaching).where(Coaching.coach_id == coach_id, Coaching.person_id == person_id)
    if db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        audit.record("coach.taken", by=by, about=person_id, details={"coach": coach_id}, now=now)


def take_leave(person_id: int, starts_on: date, ends_on: date, *, by: int, now: datetime) -> None:
    """The person is away on these days. The same days again are one leave. Raises EndsBeforeStart, LeaveThere."""
    if ends_on < starts_on:
        raise EndsBeforeStart(starts_on)
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    there = queries.leave_of([person_id], starts_on, ends_on).get(person_id, [])
    if (starts_on, ends_on) in there:
        return
    if there:
        raise LeaveThere
    insert_once(Leave, [{"person_id": person_id, "starts_on": starts_on, "ends_on": ends_on}])
    audit.record("leave.given", by=by, about=person_id, details=_days(starts_on, ends_on), now=now)


def end_leave(person_id: int, leave_id: int, *, by: int, now: datetime) -> None:
    """This leave was never taken, or is over; it no longer counts."""
    gone = db.session.get(Leave, leave_id)
    if gone is None or gone.person_id != person_id:
        return
    db.session.delete(gone)
    db.session.flush()
    audit.record("leave.taken", by=by, about=person_id, details=_days(gone.starts_on, gone.ends_on), now=now)


def _days(first: date, last: date) -> dict[str, int | str]:
    return {"first": first.isoformat(), "last": last.isoformat()}


def send_away(person: Person, *, on: date, by: int, now: datetime) -> None:
    """The person leaves the company: no signing in, every session ends, links are of no use.

    Raises LastAdmin. Their jobs end with it by the verb that knows jobs.
    """
    if person.left_on is not None:
        return
    if Role.ADMIN.value in queries.roles_of([person.id]).get(person.id, []):
        _must_not_be_last_admin(person.id)
    service.leave(person, on=on)
    person.edition += 1
    audit.record("person.left", by=by, about=person.id, details={"on": on.isoformat()}, now=now)


def bring_back(person: Person, *, by: int, now: datetime) -> None:
    """The person works here again; they sign in as before, or with a new link. Raises Erased."""
    if person.erased_on is not None:
        raise Erased
    if person.left_on is None:
        return
    person.left_on = None
    person.edition += 1
    db.session.flush()
    audit.record("person.returned", by=by, about=person.id, now=now)


def add_team(name: str, *, by: int, now: datetime) -> Team:
    """A team with this name; the very same name again is the same team. Raises TeamTaken, TeamNameMissing."""
    name = _team_name(name)
    number = insert_new(Team, {"key": team_key(name), "name": name}, returning=Team.id)
    if number is None:
        there = db.session.scalars(select(Team).where(Team.key == team_key(name))).one()
        if there.name != name:
            raise TeamTaken(there.name)
        return there
    audit.record("team.added", by=by, details={"team": number}, now=now)
    return db.session.get_one(Team, number)


def rename_team(team_id: int, name: str, *, was: str, by: int, now: datetime) -> None:
    """A new name for the team that was called `was` on the page. Raises ChangedMeanwhile, TeamNameMissing."""
    name = _team_name(name)
    team = db.session.get_one(Team, team_id, with_for_update=True)
    if team.name == name:
        return
    if team.name != was:
        raise ChangedMeanwhile
    other = select(Team.id).where(func.lower(Team.name) == name.lower(), Team.id != team_id)
    if db.session.scalar(other) is not None:
        raise TeamTaken(name)
    team.name = name
    db.session.flush()
    audit.record("team.renamed", by=by, details={"team": team_id}, now=now)


def _team_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise TeamNameMissing
    return name


def team_key(name: str) -> str:
    """A name in Latin letters gives its own key; any other one that no name in letters can give."""
    plain = re.sub(r"[^a-z0-9]+", "-", rules.folded(name)).strip("-")[:50]
    if plain and rules.folded(name).replace(" ", "").isascii():
        return plain
    return f"{plain or 'team'}-{rules.short_hash(rules.folded(name))}"[:60]


def forget_words(person_id: int) -> None:
    """Nobody finds this person by name any more."""
    db.session.execute(delete(PersonWord).where(PersonWord.person_id == person_id))
    db.session.execute(update(Person).where(Person.leader_id == person_id).values(leader_id=None))
