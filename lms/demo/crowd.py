"""More colleagues for the demo company: the same for the same seed, with gaps as in life."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from lms.catalog.content import Course
from lms.clock import day_of
from lms.demo import deeds, visits
from lms.demo.cast import DOMAIN
from lms.jobs import queries as jobs
from lms.jobs import service as appointing
from lms.people import queries as people
from lms.people import service as joining
from lms.people.models import Person, Role

_GIVEN = (  # noqa: SIM905  so many names read better as words
    "Amara Björn Chidi Dunja Elif Farid Gwen Hana Imran Jonas Katya Liam Mei Nadia Omar Pilar Quentin Rosa Samir "
    "Tove Uma Viktor Wanda Xavier Yusuf Zofia Aisha Bruno Carmen Deepak Esther Felix Grace Hugo Ines Jakub Kofi "
    "Leila Mateo Noor Oskar Priya Rafael Sanna Tomás Ulrike Vera Wei Yara Ivo"
).split()
_FAMILY = (  # noqa: SIM905
    "Abbott Baker Castillo Dahl Eze Fontaine Gupta Haddad Ito Jansen Kaya Larsen Moreau Novak Okafor Park Quinn "
    "Rossi Sato Tran Usman Varga Weber Xu Yilmaz Zielinska Clarke Diaz Evans Fofanah Greco Hoang"
).split()
# job, team, how many of twenty
_SHARES = (
    ("service-agent", "support", 5),
    ("warehouse-driver", "delivery", 4),
    ("dispatch-coordinator", "delivery", 2),
    ("software-developer", "office", 2),
    ("receptionist", "harbour", 2),
    ("bookkeeper", "finance", 1),
    ("receivables-officer", "finance", 2),
    ("account-manager", "accounts", 2),
)
_PLACES = [(job, team) for job, team, share in _SHARES for _ in range(share)]
WITHOUT_A_JOB = 17
"""Every so many-th newcomer waits for a job description."""


def make(*, how_many: int, seed: int, now: datetime) -> None:
    """Add so many people with up to two years behind them; the first of each team leads it."""
    chance = random.Random(seed)  # noqa: S311  nothing secret hangs on it
    teams = {team.key: team for team in people.teams()}
    held = {job: jobs.get_by_key(job) for job in dict(_PLACES)}
    team_leader = jobs.get_by_key("team-leader")
    core = deeds.course("core")
    leaders: dict[str, Person] = {}
    for number in range(1, how_many + 1):
        job, team = _PLACES[(number - 1) % len(_PLACES)]
        hired = now - timedelta(days=chance.randint(60, 720))
        name = f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}"
        person = joining.add_person(
            email=f"s{seed}.{number}@{DOMAIN}",
            name=name,
            team=teams[team],
            leader=leaders.get(team),
            roles=() if team in leaders else (Role.COACH,),
            now=hired,
            is_demo=True,
        )
        leads = leaders.setdefault(team, person) is person
        if leads:
            visits.calibrate(person, at=now - timedelta(days=58), above=number % 3)
        if number % WITHOUT_A_JOB:
            appointing.appoint(person, team_leader if leads else held[job], day_of(hired))
            _learn(person, core, chance, hired=hired, now=now, observer=leaders[team])


def _learn(
    person: Person, core: Course, chance: random.Random, *, hired: datetime, now: datetime, observer: Person
) -> None:
    """Some finish the core course, most are half-way, a few have not begun; coaches saw some of them."""
    begun = hired + timedelta(days=chance.randint(5, 25))
    zeal = chance.random()
    if zeal > 0.85 and now - begun > timedelta(days=30):
        deeds.complete(person, core, start=begun)
    elif zeal > 0.25:
        modules = [module.id for module in core.live_modules]
        chosen = modules[: chance.randint(1, 5)]
        if now - begun > timedelta(days=2 * len(chosen)):
            deeds.pass_modules(person, core, chosen, start=begun)
    if zeal > 0.5 and observer is not person:
        _visits(person, chance, now=now, hired=hired, observer=observer)


def _visits(person: Person, chance: random.Random, *, hired: datetime, now: datetime, observer: Person) -> None:
    seen = ["active-listening", "empathy-tone", "promise-keeping", "first-impression", "problem-ownership"]
    for touch_point in ("support", "chance-contact"):
        at = now - timedelta(days=chance.randint(1, 55))
        levels = {competency: chance.choice((1, 2, 2, 3)) for competency in chance.sample(seen, 3)}
        visits.visit(person, observer, levels, touch_point=touch_point, situation="A quarter of an hour at work", at=at)
    if chance.random() > 0.5:
        scenario = chance.choice(("missed-promise", "unhappy-caller", "us-and-them"))
        deeds.play(person, scenario, at=now - timedelta(days=chance.randint(5, 50)), slips=chance.randint(0, 2))
