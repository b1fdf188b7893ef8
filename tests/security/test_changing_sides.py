"""Scorecard S13, what tests/people does not hold: who changes role, leader or coach sees so at once.

Seen to fail: the roles kept in the cookie of the session instead of read with each request.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from lms.db import db
from lms.people.models import Coaching, PersonRole, Role
from tests.security.world import World

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


def test_a_new_role_opens_its_pages_in_the_same_session(
    world: World, as_viewer: Callable[[str], FlaskClient]
) -> None:
    client, zoe = as_viewer("other"), world.people["other"]
    person = world.address("/people/{ana.id}", "hr")
    before = [client.get(address).status_code for address in (person, "/reports/coverage", "/studio/")]
    db.session.add_all([PersonRole(person_id=zoe.id, role=Role.HR), PersonRole(person_id=zoe.id, role=Role.TRAINER)])
    db.session.commit()
    after = [client.get(address).status_code for address in (person, "/reports/coverage", "/studio/")]
    assert (before, after) == ([404, 403, 403], [200, 200, 200])


def test_a_role_taken_away_shuts_them_again(world: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    client, henry = as_viewer("hr"), world.people["hr"]
    addresses = [world.address(each, "hr") for each in ("/people/{zoe.id}", "/certificates/{zoe.certificate}")]
    before = [client.get(address).status_code for address in (*addresses, "/reports/coverage")]
    db.session.execute(delete(PersonRole).where(PersonRole.person_id == henry.id))
    db.session.commit()
    after = [client.get(address).status_code for address in (*addresses, "/reports/coverage")]
    assert (before, after) == ([200, 200, 200], [404, 404, 403])
    assert client.post("/company", data={"promise": "Canary", "edition": "0"}).status_code == 403


def test_who_no_longer_leads_or_coaches_sees_nothing_more(
    world: World, as_viewer: Callable[[str], FlaskClient]
) -> None:
    leader, coach = as_viewer("leader"), as_viewer("coach")
    person = world.address("/people/{ana.id}", "hr")
    assert (leader.get(person).status_code, coach.get(person).status_code) == (200, 200)
    world.people["learner"].leader_id = world.people["hr"].id
    db.session.execute(delete(Coaching).where(Coaching.coach_id == world.people["coach"].id))
    db.session.commit()
    assert (leader.get(person).status_code, coach.get(person).status_code) == (404, 404)
    assert leader.get("/reports/coverage").status_code == 403
