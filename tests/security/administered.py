"""The pages for admins: who may open them, what their forms hold, and the rows they are about."""

from __future__ import annotations

from sqlalchemy import select

from lms import clock, mail, tasks
from lms.admin.models import StaffImport, StaffImportRow, State
from lms.db import db
from lms.mail import Mail
from lms.people import service as people
from lms.people import staff_service
from lms.people.models import Leave, Person
from lms.tasks.models import Task
from tests import make

KEY = "0123456789abcdef0123"
A_STAFF_FILE = "<a staff file>"
STAFF_FILE = b"email,name,job,leader,from\nida@example.com,Ida,receptionist,,\n"

TABLE = """
GET  /sign-in/link                                 200 200  200  200   200  200  200   200  200
POST /sign-in/link                                 409 409  409  409   409  409  409   409  409
POST /verify/{ana.certificate}                     200 200  200  200   200  200  200   200  200

GET  /people/?q=an                                 in  200  200  200   200  200  200   200  200
GET  /admin/                                       in  403  403  403   403  403  403   403  200
GET  /admin/?q=an&who=left                         in  403  403  403   403  403  403   403  200
GET  /admin/people/new                             in  403  403  403   403  403  403   403  200
POST /admin/people/new                             in  403  403  403   403  403  403   403  302
GET  /admin/people/{own.idle}                      in  403  403  403   403  403  403   403  200
GET  /admin/people/999999                          in  403  403  403   403  403  403   403  404
POST /admin/people/{own.idle}                      in  403  403  403   403  403  403   403  302
POST /admin/people/{own.idle}/links                in  403  403  403   403  403  403   403  200
POST /admin/people/{own.idle}/invitations          in  403  403  403   403  403  403   403  302
POST /admin/people/{own.idle}/coaches              in  403  403  403   403  403  403   403  302
POST /admin/people/{own.idle}/coaches/{own.helper}/end in 403 403 403  403  403  403   403  302
POST /admin/people/{own.idle}/leave                in  403  403  403   403  403  403   403  302
POST /admin/people/{own.idle}/leave/{own.leave}/end in 403 403  403   403  403  403   403  302
GET  /admin/people/{own.idle}/leaving              in  403  403  403   403  403  403   403  200
POST /admin/people/{own.idle}/leaving              in  403  403  403   403  403  403   403  302
POST /admin/people/{own.gone}/return               in  403  403  403   403  403  403   403  302
GET  /admin/people/{own.former}/erasure            in  403  403  403   403  403  403   403  200
POST /admin/people/{own.former}/erasure            in  403  403  403   403  403  403   403  302
GET  /admin/people/{ana.id}/erasure                in  403  403  403   403  403  403   403  409
GET  /admin/teams                                  in  403  403  403   403  403  403   403  200
POST /admin/teams                                  in  403  403  403   403  403  403   403  302
GET  /admin/teams/{own.team}                       in  403  403  403   403  403  403   403  200
POST /admin/teams/{own.team}                       in  403  403  403   403  403  403   403  302
GET  /admin/import                                 in  403  403  403   403  403  403   403  200
POST /admin/import                                 in  403  403  403   403  403  403   403  302
GET  /admin/imports/{own.import}                   in  403  403  403   403  403  403   403  200
POST /admin/imports/{own.import}                   in  403  403  403   403  403  403   403  302
GET  /admin/retention                              in  403  403  403   403  403  403   403  200
POST /admin/retention                              in  403  403  403   403  403  403   403  302
GET  /admin/audit                                  in  403  403  403   403  403  403   403  200
GET  /admin/installation                           in  403  403  403   403  403  403   403  200
POST /admin/installation/tasks/{own.task}/again    in  403  403  403   403  403  403   403  302
POST /admin/installation/mails/{own.mail}/again    in  403  403  403   403  403  403   403  302
"""

FORMS: dict[str, dict[str, str]] = {
    "/sign-in/link": {"email": "ana@example.com", "key": KEY},
    "/verify/{ana.certificate}": {"name": "Ana"},
    "/admin/people/new": {"name": "Nora", "email": "nora@example.com", "team": "0", "works_percent": "80", "coach": "y"},
    "/admin/people/{own.idle}": {
        "name": "Ida Renamed", "email": "ida@example.com", "team": "0", "works_percent": "50", "edition": "1",
        "correct_certificates": "y",
    },
    "/admin/people/{own.idle}/links": {"key": KEY},
    "/admin/people/{own.idle}/invitations": {"key": KEY},
    "/admin/people/{own.idle}/coaches": {"email": "dora@example.com"},
    "/admin/people/{own.idle}/leave": {"starts_on": "2027-07-01", "ends_on": "2027-07-20"},
    "/admin/people/{own.idle}/leaving": {"on": "2027-05-03"},
    "/admin/people/{own.gone}/return": {"with_jobs": "y"},
    "/admin/people/{own.former}/erasure": {"sure": "y"},
    "/admin/teams": {"name": "Night shift"},
    "/admin/teams/{own.team}": {"name": "Day shift", "was": "Shift"},
    "/admin/import": {"file": A_STAFF_FILE, "key": KEY},
    "/admin/retention": {"attempts": "18", "observations": "36", "certificates": "12", "edition": "0"},
}

TWICE = {
    "/sign-in/link": "409",
    "/verify/{ana.certificate}": "200",
    "/admin/people/new": "302 /admin/people/{own.next}",
    "/admin/people/{own.idle}": "302 /admin/people/{own.idle}",
    "/admin/people/{own.idle}/links": "200",
    "/admin/people/{own.idle}/invitations": "302 /admin/people/{own.idle}",
    "/admin/people/{own.idle}/coaches": "302 /admin/people/{own.idle}",
    "/admin/people/{own.idle}/coaches/{own.helper}/end": "302 /admin/people/{own.idle}",
    "/admin/people/{own.idle}/leave": "302 /admin/people/{own.idle}",
    "/admin/people/{own.idle}/leave/{own.leave}/end": "302 /admin/people/{own.idle}",
    "/admin/people/{own.idle}/leaving": "302 /admin/people/{own.idle}",
    "/admin/people/{own.gone}/return": "302 /admin/people/{own.gone}",
    "/admin/people/{own.former}/erasure": "302 /admin/people/{own.former}",
    "/admin/teams": "302 /admin/teams",
    "/admin/teams/{own.team}": "302 /admin/teams",
    "/admin/import": "302 /admin/imports/{own.next_import}",
    "/admin/imports/{own.import}": "302 /admin/imports/{own.import}",
    "/admin/retention": "302 /admin/retention",
    "/admin/installation/tasks/{own.task}/again": "302 /admin/installation",
    "/admin/installation/mails/{own.mail}/again": "302 /admin/installation",
}
"""What each form answers, however often it is sent."""


def give(everyone: dict[str, Person]) -> dict[str, str]:
    """Somebody idle, two who left, a team, a staff file that waits for a yes, a task and a mail that failed."""
    now, adam = clock.now(), everyone["admin"].id
    idle, gone, former = make.person("Ida"), make.person("Gil"), make.person("Fay")
    for each in (gone, former):
        people.leave(each, on=clock.today())
    staff_service.coach(everyone["coach"].id, idle.id, by=adam, now=now)
    staff_service.take_leave(idle.id, clock.today(), clock.today(), by=adam, now=now)
    waiting = StaffImport(key="1" * 20, file_name="staff.csv", size=1, state=State.READY, by_id=adam, sent_at=now,
                          report={"rejected": [], "rejected_number": 0, "unread": [], "teams": [], "added": [], "changed": [],
                                  "added_number": 0, "changed_number": 0, "unchanged_number": 0})
    letter = Mail(key="failed", address="ida@example.com", subject="A link", text="x", state=mail.State.FAILED, created_at=now)
    tasks.enqueue("never.done", {}, key="never.done", now=now)
    failed = db.session.scalars(select(Task).where(Task.key == "never.done")).one()
    failed.state, failed.finished_at = "failed", now
    team = people.add_team(key="shift", name="Shift")
    db.session.add_all([waiting, letter])
    db.session.flush()
    db.session.add(StaffImportRow(import_id=waiting.id, line=2, email="ida@example.com", name="Ida", sort_name="ida", leader="",
                                  team="", roles="coach"))
    numbers = {
        "idle": idle.id,
        "gone": gone.id,
        "former": former.id,
        "next": former.id + 1,
        "helper": everyone["coach"].id,
        "leave": db.session.scalars(select(Leave.id).where(Leave.person_id == idle.id)).one(),
        "team": team.id,
        "import": waiting.id,
        "next_import": waiting.id + 1,
        "task": failed.id,
        "mail": letter.id,
    }
    return {name: str(number) for name, number in numbers.items()}
