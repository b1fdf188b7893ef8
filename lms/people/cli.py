"""`people add` and `people link`: the first admin, an invitation, a lost password."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from lms import audit, clock
from lms.db import db
from lms.errors import Refusal
from lms.people import queries, rules, service
from lms.people.models import Person, Role
from lms.texts import _

group = AppGroup("people", help="People of the company.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


class NobodyThere(Refusal):
    def __init__(self, email: str) -> None:
        super().__init__(_("Nobody here has the e-mail %(email)s. Check its spelling.", email=email))


@group.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a one-time link with which EMAIL can choose a password within 24 hours."""
    person = find_person(email)
    if person.left_on is not None:
        raise Refusal(_("%(name)s no longer works here, so no link was made.", name=person.name))
    print_link(person)


def find_person(email: str) -> Person:
    """Raises NobodyThere."""
    person = queries.find_by_email(rules.normal_email(email))
    if person is None:
        raise NobodyThere(email)
    return person


def print_link(person: Person) -> None:
    """Save, then print: a link that is on the screen must work."""
    token = service.make_link(person, now=clock.now())
    audit.record("link.made", by=None, about=person.id, now=clock.now())
    db.session.commit()
    click.echo(f"{current_app.config['BASE_URL']}/link/{token}")


ROLES = click.Choice([role.value for role in Role])
