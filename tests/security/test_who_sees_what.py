"""The table "Who sees what", held against every page that every kind of viewer can open.

A marked text stands in each record of Ana's; each viewer opens every address there is. What the
table grants is found somewhere, and what it does not grant is found nowhere.

Seen to fail: `find_visit` without its viewer, next steps shown to everyone who sees a person,
shared plans for HR too, the title of an observation on the page of others, drafts in the export.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms import clock
from lms.certificates.models import Certificate
from lms.coaching import service as coaching
from lms.coaching.models import Dispute, Visit, VisitRating
from lms.competencies.models import Evidence, Kind
from lms.db import Base, db
from lms.learning import service as learning
from lms.learning.models import Plan
from lms.people import service as people
from lms.people.models import Role
from lms.quizzes.models import Answer, Attempt, RefresherAnswer
from lms.scenarios.models import ReplyTaken, ScenarioRun
from tests import make
from tests.security.reading import every_answer
from tests.security.world import VIEWERS, World

SECOND = "second coach"
"""Wes coaches Ana too and has not seen her at work yet."""
TABLE = """
                           own coach second leader trainer hr  executive admin stranger nobody
quiz answers               yes no    no     no     no      no  no        no    no       no
scenario replies           yes no    no     no     no      no  no        no    no       no
refresher results          yes no    no     no     no      no  no        no    no       no
evidence of levels         yes yes   yes    yes    no      yes no        no    no       no
certificates               yes yes   yes    yes    no      yes no        no    no       no
situation of a visit       yes yes   no     no     no      no  no        no    no       no
what was seen              yes yes   no     no     no      no  no        no    no       no
own view                   yes yes   no     no     no      no  no        no    no       no
strength                   yes yes   no     no     no      no  no        no    no       no
next step                  yes yes   no     yes    no      no  no        no    no       no
comment                    yes yes   no     no     no      no  no        no    no       no
reason of a dispute        yes yes   no     no     no      no  no        no    no       no
draft of a visit           no  yes   no     no     no      no  no        no    no       no
plan                       yes no    no     no     no      no  no        no    no       no
shared plan                yes yes   yes    yes    no      no  no        no    no       no
"""
COLUMNS = ("learner", "coach", SECOND, "leader", "trainer", "hr", "executive", "admin", "other", "anonymous")
BY_CODE = ("/verify/",)
"""Whoever holds a certificate's code reads what is printed on it."""


def granted() -> dict[str, set[str]]:
    """The table, read: by record, who may see it."""
    found = {}
    for line in TABLE.splitlines()[2:]:
        cells = line[27:].split()
        if cells:
            found[line[:27].strip()] = {who for who, cell in zip(COLUMNS, cells, strict=True) if cell == "yes"}
    return found


@pytest.fixture
def marks(world: World) -> dict[str, str]:
    """Marked texts in every kind of record of Ana's, by the rows of the table."""
    ana = world.people["learner"]
    wes = make.person("Wes", roles=(Role.COACH,))
    people.coach(coach=wes, person=ana)
    world.people[SECOND], world.own[SECOND] = wes, {**world.own["coach"], "id": str(wes.id)}
    words = {record: "Mark" + record.title().replace(" ", "") for record in granted()}
    visit = db.session.get_one(Visit, int(world.own["learner"]["visit"]))
    draft = db.session.get_one(Visit, int(world.own["learner"]["draft"]))
    _overwrite(world, words, visit, draft)
    coaching.comment(visit, words["comment"], number=1, now=clock.now())
    for record, situation in (("plan", "a guest waits"), ("shared plan", "the phone rings")):
        learning.make_plan(
            ana.id, "core", "core-1", situation=situation, act=words[record], by_day=clock.today(), now=clock.now()
        )
    shared = db.session.scalars(select(Plan).where(Plan.act == words["shared plan"])).one()
    learning.share_plan(ana.id, shared.id, shared=True)
    db.session.commit()
    return words


def _overwrite(world: World, words: dict[str, str], visit: Visit, draft: Visit) -> None:
    """Past the verbs, for a mark must stand where no verb would put one, and evidence is never changed."""
    ana = world.people["learner"].id
    attempts = select(Attempt.id).where(Attempt.person_id == ana)
    run = ScenarioRun(
        person_id=ana, scenario="another-talk", course="core", revision="1", title="A talk", number=1, started_at=clock.now()
    )
    db.session.add(run)
    db.session.flush()
    said = words["scenario replies"]
    db.session.add(ReplyTaken(run_id=run.id, step=1, scene=said, reply=said, taken_at=clock.now()))
    refreshed = select(RefresherAnswer.id).where(RefresherAnswer.person_id == ana)
    seen = words["what was seen"]
    for change in (
        update(Answer).where(Answer.attempt_id.in_(attempts)).values(chosen=[words["quiz answers"]]),
        update(RefresherAnswer).where(RefresherAnswer.id.in_(refreshed)).values(believed=[words["refresher results"]]),
        update(Evidence)
        .where(Evidence.person_id == ana, Evidence.kind == Kind.QUIZ)
        .values(title=words["evidence of levels"]),
        update(Evidence)
        .where(Evidence.person_id == ana, Evidence.source == f"observation:{visit.id}")
        .values(title=words["situation of a visit"]),
        update(Certificate).where(Certificate.person_id == ana).values(course_title=words["certificates"]),
        update(Dispute).where(Dispute.person_id == ana).values(reason=words["reason of a dispute"]),
        update(VisitRating).where(VisitRating.visit_id == visit.id).values(seen=seen),
        update(VisitRating).where(VisitRating.visit_id == draft.id).values(seen=words["draft of a visit"]),
    ):
        db.session.execute(change, execution_options={"synchronize_session": False})
    visit.situation, visit.own_view = words["situation of a visit"], words["own view"]
    visit.strength, visit.next_step = words["strength"], words["next step"]
    draft.strength = words["draft of a visit"]
    db.session.commit()
    db.session.expire_all()


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_each_cell_of_the_table(
    world: World, marks: dict[str, str], as_viewer: Callable[[str], FlaskClient]
) -> None:
    may, found = granted(), {record: set[str]() for record in marks}
    wrong = []
    for viewer, address, text in every_answer(world, as_viewer, viewers=(*VIEWERS, SECOND)):
        for record, mark in marks.items():
            if mark in text and not (record == "certificates" and address.startswith(BY_CODE)):
                found[record].add(viewer)
                if viewer not in may[record]:
                    wrong.append(f"{viewer} finds “{record}” at {address}")
    assert not wrong, "\n" + "\n".join(wrong)
    missing = [f"{viewer}: “{record}”" for record in marks for viewer in sorted(may[record] - found[record])]
    assert not missing, "granted, and found nowhere:\n" + "\n".join(missing)


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_the_one_asked_for_a_second_look_reads_the_reason_and_no_more(
    app: Flask, world: World, marks: dict[str, str], sign_in: Callable[..., FlaskClient]
) -> None:
    """Wim was asked by everyone; he reads why at the end of his own visit, and nothing of the first."""
    from tests.coaching import visiting
    from tests.coaching.visiting import GREETING

    wim = db.session.scalars(select(people.Person).where(people.Person.name == "Wim")).one()
    visiting.calibrate(wim)
    visit = visiting.draft(wim, world.people["learner"])
    visiting.rate(visit, {GREETING: 2})
    db.session.commit()
    client = sign_in(wim)
    pages = ("/coaching/", f"/coaching/observations/{visit.id}", f"/coaching/observations/{visit.id}/share")
    text = "".join(client.get(page).text for page in pages)
    assert marks["reason of a dispute"] in text
    others = [record for record, mark in marks.items() if record != "reason of a dispute" and mark in text]
    assert not others
    assert client.get(f"/people/{world.own['learner']['id']}").status_code == 404


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)  # no database has a say in it
def test_hr_reads_level_and_day_of_an_observation(
    world: World, marks: dict[str, str], as_viewer: Callable[[str], FlaskClient]
) -> None:
    ana = world.own["learner"]
    page = as_viewer("hr").get(f"/people/{ana['id']}/evidence/{ana['visit_evidence']}").text
    assert "Observation" in page
    assert "2 April 2027" in page
    assert "Dora" not in page
    assert "Read the whole observation" not in page


def test_no_private_reflections_are_kept() -> None:
    """The table promises that nobody reads them: there is nowhere to keep any."""
    names = [f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns]
    assert not [name for name in names if "reflection" in name or "diary" in name]
