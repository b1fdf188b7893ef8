"""The pages for admins, by what a reader notices and what the tables keep.

Meant to catch: the edition not compared, `_must_not_be_last_admin` left out, sessions kept on leaving,
the leader's name read row by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms import audit
from lms.certificates import queries as certificates
from lms.db import db
from lms.demo import deeds
from lms.jobs.models import Appointment
from lms.mail import Mail
from lms.people import queries as people
from lms.people import service as people_service
from lms.people.models import Person, Role
from tests import make
from tests.conftest import START, MovableClock

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def cast(app: Flask) -> dict[str, Person]:
    return make.cast()


@pytest.fixture
def adam(cast: dict[str, Person], sign_in: SignIn) -> FlaskClient:
    return sign_in(cast["adam"])


def form_of(person: Person, **changes: str) -> dict[str, str]:
    """The form as it stands on the page of this person."""
    fields = {"name": person.name, "email": person.email, "team": str(person.team_id or 0), "works_percent": "100"}
    leader = people.get(person.leader_id).email if person.leader_id else ""
    return {**fields, "leader": leader, "edition": str(person.edition), **changes}


def problem(answer: TestResponse) -> str:
    return " ".join(re.findall(r'<p class="field-error"[^>]*>([^<]*)', answer.text))


class TestTheList:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [("zoe", ["Zoë Ångström"]), ("ANGS", ["Zoë Ångström"]), ("ang zo", ["Zoë Ångström"]), ("zoe@elsewhere.example", []),
         ("zoë.ångström@example.com", ["Zoë Ångström"]), ("ström", []), ("%", []), ("_", []), ("*", []), ("lukasz", ["Łukasz"]),
         ("' OR 1=1 --", []), ("<b>", ["Eve O'Brien"]), ("o'b", ["Eve O'Brien"]), ("brien", ["Eve O'Brien"])],
    )
    def test_people_are_found_by_the_beginnings_of_their_names(self, adam: FlaskClient, typed: str, found: list[str]) -> None:
        for name in ("Zoë Ångström", "Łukasz", "Eve O'Brien"):
            make.person(name)
        page = adam.get("/admin/", query_string={"q": typed}).text
        names = [name for name in ("Zoë Ångström", "Łukasz", "Eve O'Brien") if f">{name.replace(chr(39), '&#39;')}</a>" in page]
        assert names == found

    def test_what_was_typed_is_shown_as_text(self, adam: FlaskClient) -> None:
        assert "<script>alert" not in adam.get("/admin/?q=<script>alert(1)</script>").text

    def test_who_left_stands_elsewhere(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        people_service.leave(cast["zoe"], on=date(2027, 5, 3))
        assert ">Zoe</a>" not in adam.get("/admin/").text
        assert ">Zoe</a>" in adam.get("/admin/?who=left").text

    def test_it_costs_the_same_for_one_and_for_many(self, adam: FlaskClient, count_queries: Callable[[], Any]) -> None:
        def statements() -> int:
            with count_queries() as counted:
                assert adam.get("/admin/?q=x").status_code == 200
            return len(counted)

        make.person("Xi", leader=make.person("Boss"), team=make.team("North"), roles=(Role.HR,))
        one = statements()
        for name in ("Xa", "Xe"):
            make.person(name, leader=make.person(f"Boss of {name}"), team=make.team(name), roles=(Role.HR, Role.COACH))
        assert statements() == one


class TestChanging:
    def test_all_that_is_written_holds_and_is_kept(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        ana = cast["ana"]
        sent = form_of(ana, name="Ana Kovács", email="Ana.K@Example.com", leader="zoe@example.com", works_percent="60", coach="y")
        assert adam.post(f"/admin/people/{ana.id}", data=sent).status_code == 302
        found = people.get(ana.id)
        assert (found.name, found.email, found.leader_id, found.works_percent) == ("Ana Kovács", "ana.k@example.com", cast["zoe"].id, 60)
        assert people.roles_of([ana.id]) == {ana.id: ["coach"]}
        acts = {entry.act for entry in audit.entries(about=ana.id)}
        assert acts == {"role.given", "person.named", "person.given.e-mail", "person.given.leader", "person.given.hours"}
        assert "gave a role to" in adam.get("/admin/audit").text

    def test_two_admins_do_not_overwrite_each_other(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        ana = cast["ana"]
        first, second = form_of(ana, name="Ana First"), form_of(ana, name="Ana Second")
        assert adam.post(f"/admin/people/{ana.id}", data=first).status_code == 302
        answer = adam.post(f"/admin/people/{ana.id}", data=second)
        assert answer.status_code == 409
        assert "Somebody else changed this" in answer.text
        assert people.get(ana.id).name == "Ana First"

    @pytest.mark.parametrize(
        ("changes", "words"),
        [({"email": "ben@example.com"}, "already belongs"), ({"email": "nobody"}, "not an e-mail address"),
         ({"leader": "ghost@example.com"}, "Nobody here has the e-mail"), ({"works_percent": "0"}, "from 1 to 100"),
         ({"works_percent": "x"}, "Not a valid integer"), ({"name": " "}, "name")],
    )
    def test_what_cannot_be_is_refused_with_its_sentence(
        self, adam: FlaskClient, cast: dict[str, Person], changes: dict[str, str], words: str
    ) -> None:
        answer = adam.post(f"/admin/people/{cast['ana'].id}", data=form_of(cast["ana"], **changes))
        assert answer.status_code in (409, 422)
        assert words in answer.text
        assert people.get(cast["ana"].id).edition == 1

    def test_leaders_do_not_go_round_in_a_circle(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        answer = adam.post(f"/admin/people/{cast['carla'].id}", data=form_of(cast["carla"], leader="ana@example.com", coach="y"))
        assert (answer.status_code, "round in a circle" in answer.text) == (409, True)

    def test_one_admin_always_stays(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        me = cast["adam"]
        assert "the last admin" in adam.post(f"/admin/people/{me.id}", data=form_of(me)).text
        assert "the last admin" in adam.post(f"/admin/people/{me.id}/leaving", data={"on": "2027-05-03"}).text
        assert people.roles_of([me.id]) == {me.id: ["admin"]}

    def test_a_role_taken_away_works_at_once(self, adam: FlaskClient, cast: dict[str, Person], sign_in: SignIn) -> None:
        tess = sign_in(cast["tess"])
        assert tess.get("/studio/").status_code == 200
        adam.post(f"/admin/people/{cast['tess'].id}", data=form_of(cast["tess"]))
        assert tess.get("/studio/").status_code == 403

    def test_a_wrong_name_is_corrected_on_certificates_and_the_code_stays(
        self, adam: FlaskClient, cast: dict[str, Person], client: FlaskClient
    ) -> None:
        ana = cast["ana"]
        deeds.complete(ana, deeds.course("core"), start=START)
        code = certificates.certificates_of(ana.id)[0].code
        adam.post(f"/admin/people/{ana.id}", data=form_of(ana, name="Ana Kovács"))
        assert "Ana Kovács" not in client.get(f"/verify/{code}").text
        adam.post(f"/admin/people/{ana.id}", data=form_of(people.get(ana.id), correct_certificates="y"))
        assert "Ana Kovács" in client.get(f"/verify/{code}").text
        assert "certificate.renamed" in {entry.act for entry in audit.entries(about=ana.id)}

    def test_a_new_person_needs_a_link_to_sign_in(self, adam: FlaskClient, app: Flask) -> None:
        sent = {"name": "Nora", "email": "Nora@example.com", "team": "0", "works_percent": "100", "hr": "y"}
        page = adam.post("/admin/people/new", data=sent)
        link = adam.post(f"{page.location}/links", data={"key": "0123456789abcdef"}).text
        path = re.search(r'value="http://127.0.0.1:8000(/link/[^"]+)"', link)
        assert path
        assert app.test_client().post(path[1], data={"password": "four quiet words here"}).status_code == 302
        assert people.roles_of([people.get_by_email("nora@example.com").id]).popitem()[1] == ["hr"]


class TestCoachesAndLeave:
    def test_who_coaches_whom(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        address = f"/admin/people/{cast['zoe'].id}/coaches"
        assert adam.post(address, data={"email": "CARLA@example.com"}).status_code == 302
        assert ">Carla</a>" in adam.get(f"/admin/people/{cast['zoe'].id}").text
        assert "Nobody coaches themselves" in problem(adam.post(address, data={"email": "zoe@example.com"}))
        assert "Nobody here has" in problem(adam.post(address, data={"email": "x@example.com"}))
        adam.post(f"{address}/{cast['carla'].id}/end")
        assert ">Carla</a>" not in adam.get(f"/admin/people/{cast['zoe'].id}").text

    def test_leave_is_noted_once_and_taken_back(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        ana, days = cast["ana"], (date(2027, 7, 1), date(2027, 7, 20))
        address = f"/admin/people/{ana.id}/leave"
        adam.post(address, data={"starts_on": "2027-07-01", "ends_on": "2027-07-20"})
        assert people.leave_of([ana.id], date(2027, 7, 20), date(2027, 8, 1)) == {ana.id: [days]}
        assert people.on_leave([ana.id, cast["ben"].id], date(2027, 7, 1)) == {ana.id}
        assert people.on_leave([ana.id], date(2027, 7, 21)) == set()
        clash = adam.post(address, data={"starts_on": "2027-07-10", "ends_on": "2027-07-25"})
        assert (clash.status_code, "leave on some of these days" in clash.text) == (422, True)
        turned = adam.post(address, data={"starts_on": "2027-09-10", "ends_on": "2027-09-01"})
        assert "The last day is before the first" in turned.text
        number = re.search(rf"{address}/(\d+)/end", adam.get(f"/admin/people/{ana.id}").text)
        assert number
        adam.post(f"{address}/{number[1]}/end")
        assert people.leave_of([ana.id], *days) == {}


class TestLeaving:
    def test_ends_sessions_links_and_jobs_and_can_be_undone(
        self, adam: FlaskClient, cast: dict[str, Person], sign_in: SignIn, clock: MovableClock, app: Flask
    ) -> None:
        carla, device = cast["carla"], sign_in(cast["carla"])
        make.appointment(carla, "team-leader")
        make.appointment(carla, "receptionist", since=date(2027, 6, 1))
        token = people_service.make_link(carla, now=START)
        page = adam.get(f"/admin/people/{carla.id}/leaving").text
        assert "Receptionist, Team leader" in page
        assert "2 people lose their leader" in page
        adam.post(f"/admin/people/{carla.id}/leaving", data={"on": "2027-05-02"})
        assert device.get("/account").status_code == 302
        assert app.test_client().get(f"/link/{token}").status_code == 410
        ends = select(Appointment.ends_on).where(Appointment.person_id == carla.id)
        assert db.session.scalars(ends).all() == [date(2027, 5, 2)]
        adam.post(f"/admin/people/{carla.id}/return", data={"with_jobs": "y"})
        assert db.session.scalars(ends).all() == [None]
        assert people.get(carla.id).left_on is None
        assert {"person.left", "person.returned"} <= {entry.act for entry in audit.entries(about=carla.id)}

    def test_nobody_leaves_tomorrow(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        answer = adam.post(f"/admin/people/{cast['ana'].id}/leaving", data={"on": "2027-05-04"})
        assert "still works here until then" in problem(answer)
        assert people.get(cast["ana"].id).left_on is None

    def test_erasing_names_what_goes_and_asks_once_more(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        ana = cast["ana"]
        deeds.complete(ana, deeds.course("core"), start=START)
        people_service.leave(ana, on=date(2027, 5, 3))
        page = adam.get(f"/admin/people/{ana.id}/erasure").text
        assert "Evidence and levels" in page
        assert "1 certificate without the name" in page
        assert adam.post(f"/admin/people/{ana.id}/erasure").status_code == 422
        assert adam.post(f"/admin/people/{ana.id}/erasure", data={"sure": "y"}).status_code == 302
        page = adam.get(f"/admin/people/{ana.id}").text
        assert f"<h1>Erased person {ana.id}</h1>" in page
        assert "ana@example.com" not in page
        assert adam.post(f"/admin/people/{ana.id}/return").status_code == 409


class TestInvitations:
    def test_go_by_mail_once(self, adam: FlaskClient, cast: dict[str, Person], app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:2525")
        for _ in range(2):
            adam.post(f"/admin/people/{cast['ana'].id}/invitations", data={"key": "0123456789abcdef"})
        [letter] = db.session.scalars(select(Mail)).all()
        path = re.search(r"/link/\S+", letter.text)
        assert letter.address == "ana@example.com"
        assert path
        assert app.test_client().get(path[0]).status_code == 200

    def test_are_not_offered_where_no_mail_is_set_up(self, adam: FlaskClient, cast: dict[str, Person]) -> None:
        page = adam.get(f"/admin/people/{cast['ana'].id}").text
        assert "Send it by mail" not in page
        assert "No mail is set up here" in page


class TestTeams:
    def test_are_added_and_renamed(self, adam: FlaskClient) -> None:
        assert adam.post("/admin/teams", data={"name": " Night  shift "}).status_code == 302
        assert ">Night shift</a>" in adam.get("/admin/teams").text
        assert "There is a team Night shift already" in adam.post("/admin/teams", data={"name": "NIGHT SHIFT"}).text
        assert "Write the name" in adam.post("/admin/teams", data={"name": " "}).text
        number = next(team.id for team in people.teams() if team.name == "Night shift")
        adam.post(f"/admin/teams/{number}", data={"name": "Late shift", "was": "Night shift"})
        late = adam.post(f"/admin/teams/{number}", data={"name": "Early shift", "was": "Night shift"})
        assert late.status_code == 409
        assert [team.name for team in people.teams() if team.id == number] == ["Late shift"]

    @pytest.mark.parametrize("names", [("東京", "大阪"), ("Север", "Юг"), ("!!!", "???")])
    def test_in_any_letters(self, adam: FlaskClient, names: tuple[str, str]) -> None:
        for name in names:
            assert adam.post("/admin/teams", data={"name": name}).status_code == 302
        assert {team.name for team in people.teams()} >= set(names)


def test_no_setting_that_is_secret_is_shown(adam: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OIDC_CLIENT_SECRET", "SCIM_TOKEN"):
        monkeypatch.setitem(app.config, name, "a-canary-of-a-secret")
    for name in ("MAIL_URL", "REDIS_URL", "QUEUE_URL"):
        monkeypatch.setitem(app.config, name, "smtp://ann:a-canary-of-a-secret@mail.example.com:25/a-canary")
    page = adam.get("/admin/installation").text
    assert app.config["SECRET_KEY"] not in page
    assert "canary" not in page
    assert "mail.example.com" in page
