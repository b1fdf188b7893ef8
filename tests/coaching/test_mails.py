"""A mail says that something waits, once, with one link, and tells nobody's level.

Meant to catch: the day left out of the key, `is_set_up` not asked, a mail to somebody who left.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.coaching import disputes
from lms.coaching.models import Dispute
from lms.competencies.models import Evidence
from lms.competencies.prior_learning import queries as prior_queries
from lms.competencies.prior_learning import service as prior_learning
from lms.db import db
from lms.mail import Mail
from lms.people.models import Person
from tests import make
from tests.coaching import visiting
from tests.coaching.visiting import GREETING
from tests.conftest import MovableClock

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:2525")


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def check(mail: Mail, reader: Person, path: str) -> None:
    assert (mail.address, mail.person_id) == (reader.email, reader.id)
    assert [word.partition("//")[2].partition("/")[2] for word in mail.text.split() if "://" in word] == [path]
    assert reader.name in mail.text
    assert "mpathy" not in mail.text + mail.subject
    assert "level" not in mail.text + mail.subject


def question(cast: dict[str, Person], asked: Person) -> Dispute:
    piece = db.session.scalars(select(Evidence)).one()
    for _twice in range(2):
        disputes.question(
            cast["ana"].id, piece.id, reason="It was market day.", asked_id=asked.id, number=1, now=clock.now()
        )
    db.session.commit()
    return db.session.scalars(select(Dispute)).one()


@pytest.mark.usefixtures("post")
def test_ana_hears_of_her_visit_once(cast: dict[str, Person]) -> None:
    visit = visiting.visit(cast["carla"], cast["ana"], {GREETING: 2})
    [mail] = mails()
    check(mail, cast["ana"], f"coaching/observations/{visit.id}")
    assert "Carla" not in mail.text


@pytest.mark.usefixtures("post")
def test_who_is_asked_for_a_second_look_hears_of_it(cast: dict[str, Person], clock: MovableClock) -> None:
    wim = make.person("Wim", roles=("coach",))
    visiting.visit(cast["carla"], cast["ana"], {GREETING: 2})
    dispute = question(cast, cast["dora"])
    [_shared, first] = mails()
    check(first, cast["dora"], "coaching/")
    assert "Ana" not in first.text
    for asked in (wim, wim, cast["dora"]):
        disputes.ask_another(dispute.id, asked.id, by=cast["henry"].id, now=clock.move(days=1))
        db.session.commit()
    [second, third] = mails()[2:]
    check(second, wim, "coaching/")
    check(third, cast["dora"], "coaching/")


@pytest.mark.usefixtures("post")
def test_whose_paper_was_reviewed_hears_of_it_once(cast: dict[str, Person]) -> None:
    ana = cast["ana"]
    prior_learning.hand_in(
        ana.id, title="A course", place="Evening school", learned_on=clock.today(), claims={"empathy-tone": 2},
        file_name="paper.pdf", content=PDF, now=clock.now(),
    )
    number = prior_queries.handed_in_by(ana.id)[0].id
    for _twice in range(2):
        prior_learning.review(
            number, accepted={"empathy-tone": 1}, words="Sound.", by=cast["henry"].id, now=clock.now()
        )
    [mail] = mails()
    check(mail, ana, "me/prior-learning")
    assert "Sound" not in mail.text


def test_nothing_is_written_where_no_mail_is_set_up(cast: dict[str, Person]) -> None:
    visiting.visit(cast["carla"], cast["ana"], {GREETING: 2})
    assert question(cast, cast["dora"]).asked_id == cast["dora"].id
    assert not mails()
