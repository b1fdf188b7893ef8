"""One-time links: invitation, lost password and first admin are one story."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.db import db
from lms.errors import Refusal
from lms.jobs import queries as jobs
from lms.people import passwords, queries, service
from lms.people.models import OneTimeLink, Person, Role
from tests import make
from tests.at_once import at_once
from tests.conftest import MovableClock
from tests.people.test_sign_in import is_in, send

CHOSEN = "four grey pigeons"


@pytest.fixture
def ana(app: Flask) -> Person:
    return make.person("Ana")


@pytest.fixture
def address(ana: Person) -> str:
    return f"/link/{service.make_link(ana, now=make.clock.now())}"


def test_one_chooses_a_password_and_is_in(address: str, client: FlaskClient, app: Flask) -> None:
    assert "Welcome, Ana." in client.get(address).text
    answer = client.post(address, data={"password": CHOSEN})
    assert (answer.status_code, answer.location) == (302, "/")
    assert is_in(client)
    assert send(app.test_client(), password=CHOSEN).status_code == 302


def test_opening_it_does_not_use_it_up(address: str, client: FlaskClient) -> None:
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert db.session.scalars(select(OneTimeLink.used_at)).all() == [None]


def test_it_works_once(address: str, client: FlaskClient, app: Flask, ana: Person) -> None:
    client.post(address, data={"password": CHOSEN})
    stranger = app.test_client()
    again = stranger.post(address, data={"password": "somebody else's words"})
    assert again.status_code == 410
    assert "This link was used or is older than 24 hours" in again.text
    assert stranger.get(address).status_code == 410
    assert passwords.matches(ana.password_hash, CHOSEN)
    assert not is_in(stranger)


def test_it_lasts_a_day(address: str, client: FlaskClient, clock: MovableClock) -> None:
    clock.move(hours=23, minutes=59)
    assert client.get(address).status_code == 200
    clock.move(minutes=1)
    assert client.get(address).status_code == 410
    assert client.post(address, data={"password": CHOSEN}).status_code == 410


def test_of_two_at_once_one_wins(address: str, app: Flask, ana: Person) -> None:
    words = [CHOSEN, "five black kettles"]
    clients = [app.test_client() for _ in words]
    answers = at_once(
        app,
        *(
            lambda client=client, word=word: client.post(address, data={"password": word}).status_code
            for client, word in zip(clients, words, strict=True)
        ),
    )
    assert sorted(answers) == [302, 410]
    db.session.expire_all()
    assert passwords.matches(ana.password_hash, words[answers.index(302)])


def test_a_chosen_password_ends_the_other_links_of_that_person(address: str, ana: Person, app: Flask) -> None:
    """Whoever finds the mail from yesterday can do nothing with it."""
    forgotten = f"/link/{service.make_link(ana, now=make.clock.now())}"
    app.test_client().post(address, data={"password": CHOSEN})
    assert app.test_client().get(forgotten).status_code == 410


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Enter a new password."),
        ("short one", "Use at least 10 characters."),
        ("x" * 201, "Use at most 200 characters."),
        ("Password123", "Many people use this password"),
        ("aaaaaaaaaaaa", "Many people use this password"),
        ("ana@EXAMPLE.com", "too close to your name or e-mail"),
    ],
)
def test_a_weak_password_gets_its_sentence_and_the_link_stays(
    address: str, client: FlaskClient, ana: Person, password: str, sentence: str
) -> None:
    answer = client.post(address, data={"password": password})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ana.password_hash is None
    assert client.post(address, data={"password": CHOSEN}).status_code == 302


def test_who_left_cannot_come_back_by_it(address: str, client: FlaskClient, ana: Person) -> None:
    service.leave(ana, on=make.clock.today())
    assert client.get(address).status_code == 410
    assert client.post(address, data={"password": CHOSEN}).status_code == 410


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "é"])
def test_a_guessed_one_opens_nothing(app: Flask, client: FlaskClient, token: str) -> None:
    assert client.get(f"/link/{token}").status_code in (400, 410)


def test_the_token_itself_is_kept_nowhere_and_sent_nowhere(address: str, client: FlaskClient) -> None:
    token = address.removeprefix("/link/")
    assert len(token) >= 32
    assert token not in "".join(db.session.scalars(select(OneTimeLink.token_hash)))
    assert client.get(address).headers["Referrer-Policy"] == "no-referrer"


class TestCommands:
    def test_add_prints_a_link_that_works(self, app: Flask, client: FlaskClient) -> None:
        make.person("Carla")
        db.session.commit()
        printed = run(app, "add", "Ben@Example.com", "Ben Adeyemi", "--job", "receptionist",
                      "--leader", "carla@example.com", "--role", "admin", "--role", "admin")  # fmt: skip
        assert client.post(path_in(printed), data={"password": CHOSEN}).status_code == 302
        ben = db.session.scalars(select(Person).where(Person.email == "ben@example.com")).one()
        assert ben.name == "Ben Adeyemi"
        assert queries.roles_of([ben.id]) == {ben.id: [Role.ADMIN]}
        assert ben.leader_id == queries.get_by_email("carla@example.com").id
        assert [job.key for job in jobs.jobs_of(ben.id, make.clock.today())] == ["receptionist"]

    def test_link_is_for_whoever_lost_theirs(self, app: Flask, client: FlaskClient, ana: Person) -> None:
        db.session.commit()
        assert client.post(path_in(run(app, "link", "ANA@example.com")), data={"password": CHOSEN}).status_code == 302

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("link", "nobody@example.com"), "Nobody here has the e-mail nobody@example.com."),
            (("add", "ana@example.com", "Ana Two"), "already belongs to someone here"),
            (("add", "not an email", "Ana"), "is not an e-mail address"),
            (("add", "new@example.com", "  "), "The name is missing"),
            (("add", "new@example.com", "New", "--leader", "ghost@example.com"), "Nobody here has the e-mail ghost"),
            (("add", "new@example.com", "New", "--job", "wizard"), "There is no job wizard"),
        ],
    )
    def test_refusals_say_why_and_add_nobody(
        self, app: Flask, ana: Person, arguments: tuple[str, ...], sentence: str
    ) -> None:
        db.session.commit()
        with pytest.raises(Exception, match=sentence):
            run(app, *arguments)
        db.session.rollback()
        assert db.session.scalars(select(Person.email)).all() == ["ana@example.com"]

    def test_no_link_for_who_left(self, app: Flask, ana: Person) -> None:
        service.leave(ana, on=make.clock.today())
        db.session.commit()
        with pytest.raises(Refusal, match=r"no longer works here"):
            run(app, "link", "ana@example.com")


def run(app: Flask, command: str, *arguments: str) -> str:
    """The printed words of `people <command>`; what it refuses is raised."""
    from click.testing import CliRunner

    from lms.operating import people_add
    from lms.people.cli import link

    done = CliRunner().invoke({"add": people_add, "link": link}[command], arguments)
    if done.exception:
        raise done.exception
    return done.output


def path_in(printed: str) -> str:
    base = "http://127.0.0.1:8000"
    assert printed.startswith(f"{base}/link/")
    return printed.strip().removeprefix(base)
