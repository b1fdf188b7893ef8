"""The nine people every demo, test story and picture knows by name."""

from __future__ import annotations

from datetime import datetime, timedelta

from lms.clock import day_of
from lms.company import service as company
from lms.demo import deeds, visits
from lms.jobs import queries as jobs
from lms.jobs import service as appointing
from lms.people import service as people
from lms.people.models import Person, Role

DOMAIN = "larkmoor.example"

CARD = {
    "promise": "Your day runs as booked, and someone picks up when it does not.",
    "offer": "Booking software and label printers for small practices and shops, with our own van and support line.",
    "manner": "Plain words, a name, and a time we keep.",
    "support_phone": "01632 960 150",
    "reply_standard": "four working hours",
    "issuer_name": "Larkmoor Systems",
    "issuer_contact": "hr@larkmoor.example",
}

# name, full name, team, job, leader, roles; leaders stand before those they lead
_CAST: tuple[tuple[str, str, str, str | None, str | None, tuple[Role, ...]], ...] = (
    ("olga", "Olga Petrova", "management", "chief-executive", None, (Role.EXECUTIVE,)),
    ("carla", "Carla Mendes", "office", "team-leader", "olga", (Role.COACH,)),
    ("henry", "Henry Osei", "people", "team-leader", "olga", (Role.HR,)),
    ("ana", "Ana Kovács", "office", "receptionist", "carla", ()),
    ("ben", "Ben Adeyemi", "office", "software-developer", "carla", ()),
    ("bea", "Bea Lindqvist", "office", "bookkeeper", "carla", ()),
    ("tess", "Tess Nguyen", "people", "service-agent", "henry", (Role.TRAINER,)),
    ("zoe", "Zoe Marchetti", "harbour", "service-agent", "henry", ()),
    ("adam", "Adam Fischer", "management", None, "olga", (Role.ADMIN,)),
)
TEAMS = {
    "management": "Management",
    "office": "Office",
    "people": "People and training",
    "harbour": "Harbour branch",
    "support": "Support",
    "delivery": "Warehouse and delivery",
    "accounts": "Key accounts",
    "finance": "Finance",
}


def make(*, now: datetime) -> dict[str, Person]:
    """The cast, employed for two years, with what each has done so far."""
    hired = now - timedelta(days=730)
    teams = {key: people.add_team(key=key, name=name) for key, name in TEAMS.items()}
    cast: dict[str, Person] = {}
    for name, full_name, team, job, leader, roles in _CAST:
        cast[name] = people.add_person(
            email=f"{name}@{DOMAIN}",
            name=full_name,
            team=teams[team],
            leader=cast[leader] if leader else None,
            roles=roles,
            now=hired,
            is_demo=True,
        )
        if job:
            appointing.appoint(cast[name], jobs.get_by_key(job), day_of(hired))
    for coachee in ("ana", "ben", "bea"):
        people.coach(coach=cast["carla"], person=cast[coachee])
    company.save_card(CARD, edition=0, by=cast["henry"].id, now=hired)
    _what_they_did(cast, now)
    return cast


def _what_they_did(cast: dict[str, Person], now: datetime) -> None:
    """Ana holds the core certificate, Bea stopped in the middle of core-2, Ben has begun nothing."""
    core, receptionist = deeds.course("core"), deeds.course("receptionist")
    deeds.complete(cast["ana"], core, start=now - timedelta(days=90))
    deeds.pass_modules(cast["ana"], receptionist, ["receptionist-1", "receptionist-2"], start=now - timedelta(days=60))
    _what_carla_saw(cast, now)
    deeds.pass_quiz(cast["bea"], core, "core-1", at=now - timedelta(days=6))
    deeds.answer_some(cast["bea"], core, "core-2", how_many=3, at=now - timedelta(days=1))
    deeds.complete(cast["carla"], core, start=now - timedelta(days=200))
    deeds.complete(cast["henry"], core, start=now - timedelta(days=240))
    deeds.play(cast["carla"], "unhappy-caller", at=now - timedelta(days=150), slips=1)
    deeds.pass_modules(cast["zoe"], core, ["core-1", "core-3", "core-4"], start=now - timedelta(days=40))


def _what_carla_saw(cast: dict[str, Person], now: datetime) -> None:
    """Three visits, and sample cases rated so long ago that they are due again."""
    carla = cast["carla"]
    visits.calibrate(carla, at=now - timedelta(days=375), above=1)
    visits.visit(
        cast["ana"],
        carla,
        {"first-impression": 3, "active-listening": 2, "promise-keeping": 2},
        touch_point="first-call",
        situation="At the switchboard, Monday morning",
        seen={
            "first-impression": "Four calls in two minutes. Each heard a name and “one moment, I come back to you”.",
            "active-listening": "“So the van came, and the printer is the wrong one. Is that it?”",
            "promise-keeping": "Wrote “ring Mr Tan, 11:00” while still on the line. Rang at 10:58.",
        },
        words=visits.Words(
            own_view="Good until the fourth call; then I lost the first.",
            strength="Nobody heard silence: you came back to each caller within a minute.",
            next_step="Say the queue aloud: who is first, who is next",
        ),
        at=now - timedelta(days=30),
    )
    visits.visit(
        cast["ana"],
        carla,
        {"first-impression": 3, "empathy-tone": 2},
        touch_point="first-meeting",
        situation="Front desk, two visitors and a ringing phone",
        seen={
            "first-impression": "Nodded to both, took the call, asked the caller for one moment. All met within 20 seconds.",
            "empathy-tone": "“You stood in the rain for this, Mr Okoro. Thank you.”",
        },
        words=visits.Words(
            own_view="The phone pulled me away from the second visitor.",
            strength="Everyone was greeted within 20 seconds.",
            next_step="Ask each visitor one question at goodbye",
        ),
        at=now - timedelta(days=16),
    )
    visits.visit(
        cast["bea"],
        carla,
        {"empathy-tone": 1},
        touch_point="reminder",
        situation="Ringing about an overdue bill",
        words=visits.Words(
            own_view="I was nervous about asking for money.",
            strength="You asked “did it reach you, and is it right?” before anything else.",
            next_step="Write the date down while they are on the line",
        ),
        at=now - timedelta(days=20),
    )
