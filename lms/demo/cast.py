"""The nine people every demo, test story and picture knows by name."""

from __future__ import annotations

from datetime import datetime, timedelta

from lms.clock import day_of
from lms.company import service as company
from lms.demo import deeds
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
    deeds.observe(
        cast["ana"],
        cast["carla"],
        {"first-impression": 3, "active-listening": 2, "promise-keeping": 2},
        touch_point="first-call",
        title="At the switchboard",
        at=now - timedelta(days=30),
    )
    deeds.observe(
        cast["ana"],
        cast["carla"],
        {"first-impression": 3, "empathy-tone": 2},
        touch_point="first-meeting",
        title="At the front desk",
        at=now - timedelta(days=16),
    )
    deeds.pass_quiz(cast["bea"], core, "core-1", at=now - timedelta(days=6))
    deeds.answer_some(cast["bea"], core, "core-2", how_many=3, at=now - timedelta(days=1))
    deeds.complete(cast["carla"], core, start=now - timedelta(days=200))
    deeds.complete(cast["henry"], core, start=now - timedelta(days=240))
    deeds.play(cast["carla"], "unhappy-caller", at=now - timedelta(days=150), slips=1)
    deeds.pass_modules(cast["zoe"], core, ["core-1", "core-3", "core-4"], start=now - timedelta(days=40))
