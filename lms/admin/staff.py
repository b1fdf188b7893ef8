"""What admins do to people that touches more than the people themselves: links, mails, leaving, coming back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import Select, delete, func, or_, select, update

from lms import audit, mail
from lms.certificates import service as certificates
from lms.db import db
from lms.errors import Refusal
from lms.jobs.models import Appointment, Job
from lms.jobs.queries import held_on
from lms.mail import Posted
from lms.people import service as people_service
from lms.people import staff_service
from lms.people.models import Coaching, OneTimeLink, Person
from lms.texts import _


class LeavesLater(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Enter today or an earlier day. Whoever leaves later still works here until then."))


class Gone(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s no longer works here, so no link was made.", name=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatGoes:
    """What leaving the company ends, as the page that asks names it."""

    jobs: tuple[str, ...]
    led: int
    coached: int
    links: int


def link_for(person: Person, *, asked: str, by: int, now: datetime) -> str:
    """The address of a one-time link; asked for twice from one page it is the same. Raises Gone."""
    if person.left_on is not None:
        raise Gone(person.name)
    token = people_service.token_for(person.id, asked)
    is_new = db.session.scalar(_link_of(token)) is None
    people_service.make_link(person, now=now, token=token)
    if is_new:
        audit.record("link.made", by=by, about=person.id, now=now)
    return f"{current_app.config['BASE_URL']}/link/{token}"


def invite(person: Person, *, asked: str, by: int, now: datetime) -> Posted:
    """The same link by mail, once; none is made where no mail is set up. Raises Gone."""
    if not mail.is_set_up():
        return Posted.NOT_SET_UP
    link = link_for(person, asked=asked, by=by, now=now)
    return mail.send(
        to=person.email,
        subject=_("Your place in Salesfit"),
        text=_(
            "Hello %(name)s,\n\nyou can sign in to Salesfit. Choose a password here; the link works once, "
            "within 24 hours:\n\n%(link)s\n\nIs it too late? Ask HR for a new one.\n",
            name=person.name,
            link=link,
        ),
        key=f"invitation:{people_service.token_hash(link)}",
        person_id=person.id,
        now=now,
    )


def _link_of(token: str) -> Select[int]:
    return select(OneTimeLink.id).where(OneTimeLink.token_hash == people_service.token_hash(token))


def what_goes(person: Person, *, on: date) -> WhatGoes:
    """Four statements, however much it is."""
    titles = select(Job.title).join(Appointment, Appointment.job_id == Job.id).where(Appointment.person_id == person.id)
    unfinished = or_(Appointment.ends_on.is_(None), Appointment.ends_on > on)
    led = select(func.count()).where(Person.leader_id == person.id, Person.left_on.is_(None))
    coached = select(func.count()).where(Coaching.coach_id == person.id)
    links = select(func.count()).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    return WhatGoes(
        jobs=tuple(db.session.scalars(titles.where(unfinished).order_by(Job.title).distinct())),
        led=db.session.scalar(led) or 0,
        coached=db.session.scalar(coached) or 0,
        links=db.session.scalar(links) or 0,
    )


def send_away(person: Person, *, on: date, today: date, by: int, now: datetime) -> None:
    """The person left on this day: sessions and links end now, jobs on that day; jobs to come never begin.

    Raises LeavesLater, LastAdmin.
    """
    if on > today:
        raise LeavesLater
    if person.left_on is not None:
        return
    staff_service.send_away(person, on=on, by=by, now=now)
    theirs = Appointment.person_id == person.id
    db.session.execute(delete(Appointment).where(theirs, Appointment.starts_on > on), execution_options=_PLAIN)
    running = or_(Appointment.ends_on.is_(None), Appointment.ends_on > on)
    db.session.execute(update(Appointment).where(theirs, running).values(ends_on=on), execution_options=_PLAIN)
    unused = update(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    db.session.execute(unused.values(used_at=now), execution_options=_PLAIN)


def bring_back(person: Person, *, with_jobs: bool, by: int, now: datetime) -> None:
    """The person works here again; with their jobs, if leaving was a mistake."""
    left_on = person.left_on
    if left_on is None:
        return
    staff_service.bring_back(person, by=by, now=now)
    if with_jobs:
        ended = (Appointment.person_id == person.id) & (Appointment.ends_on == left_on)
        db.session.execute(update(Appointment).where(ended).values(ends_on=None), execution_options=_PLAIN)


def correct_certificates(person: Person, *, by: int, now: datetime) -> int:
    """Their certificates say the name as it is now; codes stay. Returns how many were wrong."""
    number = certificates.correct_name(person.id, person.name)
    if number:
        audit.record("certificate.renamed", by=by, about=person.id, details={"certificates": number}, now=now)
    return number


def jobs_of(person_ids: list[int], on: date) -> dict[int, list[str]]:
    """The titles of the jobs these people hold on this day."""
    found = select(Appointment.person_id, Job.title).join(Job, Job.id == Appointment.job_id)
    titles: dict[int, list[str]] = {}
    held = found.where(Appointment.person_id.in_(person_ids), held_on(on)).distinct().order_by(Job.title)
    for person_id, title in db.session.execute(held):
        titles.setdefault(person_id, []).append(title)
    return titles


_PLAIN = {"synchronize_session": False}
