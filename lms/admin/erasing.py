"""What is left of a person once their data are erased: a number.

All tables are walked, so that a new one is not forgotten. Kept are: the row of the person, without
anything that says who it was; their certificates, with all but the name; the audit log, which never
had more than numbers; and in other people's records the number of who did something.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, func, or_, select, text, update

from lms import audit
from lms.admin.models import StaffImport, State
from lms.certificates import service as certificates
from lms.certificates.models import Certificate
from lms.db import db
from lms.errors import Refusal
from lms.mail import Mail
from lms.people import queries as people
from lms.people import service as people_service
from lms.people import staff_service, traces
from lms.people.models import Coaching, Person
from lms.tasks.models import Task
from lms.texts import _

KEPT = {
    "person": "a number, without anything that says who it was",
    "certificate": "all but the name, of which a hash stays",
    "certificate_withdrawal": "without its reason",
    "audit_entry": "numbers and keys only, chained",
    "figures_changed": "a note that kept figures are to be counted anew",
}
"""Tables that keep their rows, each with what stays in them."""


class StillHere(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s works here. Only the data of people who left can be erased.", name=name))


def erase(person_id: int, *, by: int | None, now: datetime, on: date) -> None:
    """Evidence, answers and all the rest of this person go for good. Twice is once. Raises StillHere."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    person = people.with_roles(person_id)
    if person.left_on is None:
        raise StillHere(person.name)
    if person.erased_on is not None:
        return
    _overwrite_what_goes()
    _forget_mentions(person)
    kept = certificates.forget_name(person.id)
    staff_service.forget_words(person.id)
    db.session.execute(delete(Coaching).where(or_(Coaching.coach_id == person.id, Coaching.person_id == person.id)))
    for table in reversed(traces.tables_about_people()):
        if table.name not in KEPT:
            db.session.execute(delete(table).where(traces.must_go(table, person.id)))
    db.session.expire_all()
    _leave_a_number(people.with_roles(person.id), on)
    audit.record("person.erased", by=by, about=person.id, details={"certificates": kept}, now=now)


def counts(person_id: int) -> dict[str, int]:
    """How many rows would go, by table; empty ones left out."""
    found = {}
    for table in traces.tables_about_people():
        if table.name not in KEPT:
            number = db.session.scalar(select(func.count()).select_from(table).where(traces.must_go(table, person_id)))
            if number:
                found[table.name] = number
    return found


def certificates_kept(person_id: int) -> int:
    found = select(func.count()).select_from(Certificate).where(Certificate.person_id == person_id)
    return db.session.scalar(found) or 0


def sweep_up() -> None:
    """After the commit: SQLite keeps copies of changed pages beside the file until it is told not to."""
    if db.engine.dialect.name == "sqlite":
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")  # a checkpoint stands outside transactions
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _overwrite_what_goes() -> None:
    """SQLite leaves the words of deleted rows in the file unless it is asked to write over them."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA secure_delete=ON"))


def _leave_a_number(person: Person, on: date) -> None:
    person.name = _("Erased person %(number)d", number=person.id)
    person.email = f"erased-{person.id}@erased.invalid"
    person.password_hash = None
    person.leader_id = person.team_id = None
    person.works_percent = 100
    person.erased_on = on
    person.edition += 1
    people_service.sign_out_everywhere(person)


def _forget_mentions(person: Person) -> None:
    """Where a name or an e-mail stands in words: mails about them, staff files, what a task said last."""
    for words in (person.name, person.email):
        named = or_(Mail.subject.contains(words, autoescape=True), Mail.text.contains(words, autoescape=True))
        db.session.execute(delete(Mail).where(named))
        said = Task.error.contains(words, autoescape=True)
        db.session.execute(update(Task).where(said).values(error=""), execution_options=_PLAIN)
    db.session.execute(delete(Mail).where(Mail.address == person.email))
    over = StaffImport.state.in_((State.DONE, State.REFUSED))
    db.session.execute(delete(StaffImport).where(over), execution_options=_PLAIN)


_PLAIN = {"synchronize_session": False}

