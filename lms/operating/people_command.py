"""`people add`: stands here because it knows people and jobs."""

from __future__ import annotations

import click

from lms import audit, clock
from lms.db import db
from lms.errors import NotFound, Refusal
from lms.jobs import queries as job_queries
from lms.jobs import service as job_service
from lms.jobs.models import Job
from lms.people import service
from lms.people.cli import ROLES, find_person, print_link
from lms.people.models import Person, Role
from lms.texts import _


class NoSuchJob(Refusal):
    def __init__(self, key: str) -> None:
        super().__init__(_("There is no job %(key)s. Publish its description first, or leave --job out.", key=key))


@click.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--job", help="The id of their job, such as receptionist.")
@click.option("--leader", help="The e-mail of whoever leads them.")
@click.option("--role", "roles", multiple=True, type=ROLES, help="May be given several times.")
def people_add(email: str, name: str, job: str | None, leader: str | None, roles: tuple[str, ...]) -> None:
    """Add a person and print a one-time link with which they choose a password."""
    held = _job(job) if job else None
    leads = find_person(leader) if leader else None
    person = service.add_person(
        email=email, name=name, leader=leads, roles=tuple(Role(role) for role in dict.fromkeys(roles)), now=clock.now()
    )
    if held is not None:
        job_service.appoint(person, held, clock.today())
    db.session.flush()
    _record(person)
    print_link(person)


def _record(person: Person) -> None:
    """By nobody of the company: whoever may run commands here is its operator."""
    audit.record("person.added", by=None, about=person.id, now=clock.now())
    for row in person.role_rows:
        audit.record("role.given", by=None, about=person.id, details={"role": row.role}, now=clock.now())


def _job(key: str) -> Job:
    """Raises NoSuchJob."""
    try:
        return job_queries.get_by_key(key)
    except NotFound:
        raise NoSuchJob(key) from None
