"""A mail is sent once, or it says why not. The server is a real one.

Seen to fail: without the claim (the mail of a killed worker arrives twice), with the text kept after sending,
and with the write lock held while the server is waited for.
"""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms import mail, tasks
from lms.db import db
from lms.mail import sending
from lms.mail.models import Mail, State
from tests import servers
from tests.at_once import at_once
from tests.conftest import START, MovableClock
from tests.mail.conftest import CERTIFICATE, PostOffice, use

LETTER: dict[str, Any] = {
    "to": "ana@example.com",
    "subject": "Two lessons are due",
    "text": "Hello Ana,\n\nsee https://learn.example.com/link/secret – it takes 15 minutes.\n.\nSalesfit\n",
    "key": "due:1:2027-W18",
    "person_id": 1,
    "now": START,
}


def the_mail() -> Mail:
    db.session.commit()
    return db.session.scalars(select(Mail).execution_options(populate_existing=True)).one()


def text_of(arrived: EmailMessage) -> str:
    return str(arrived.get_content()).replace("\r\n", "\n")


def test_it_arrives_as_it_was_written(app: Flask, mail_set_up: PostOffice) -> None:
    assert mail.is_set_up()
    posted = mail.send(**LETTER)
    assert posted
    assert posted.sentence == "The mail is on its way."
    assert mail_set_up.arrived == []  # not before it is committed
    tasks.run_due(START)
    [arrived] = mail_set_up.arrived
    assert mail_set_up.to == ["ana@example.com"]
    assert arrived["From"] == "Training <training@larkmoor.example>"
    assert arrived["To"] == "ana@example.com"
    assert arrived["Subject"] == "Two lessons are due"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert text_of(arrived) == LETTER["text"]
    assert (the_mail().state, the_mail().sent_at, the_mail().text) == (State.SENT, START, "")


def test_the_same_key_is_one_mail(app: Flask, mail_set_up: PostOffice) -> None:
    def send() -> mail.Posted:
        posted = mail.send(**LETTER)
        db.session.commit()
        return posted

    assert sorted(map(bool, at_once(app, *[send] * 6))) == [False] * 5 + [True]
    tasks.run_due(START)
    again = mail.send(**LETTER)
    assert again is mail.Posted.ALREADY
    assert again.sentence == "This mail was sent before. It is not sent twice."
    tasks.run_due(START)
    assert len(mail_set_up.arrived) == 1


def test_a_link_overtakes_reminders(app: Flask, mail_set_up: PostOffice) -> None:
    for number in range(3):
        mail.send(**LETTER | {"key": f"due:{number}", "in_turn": True})
    mail.send(**LETTER | {"key": "link", "subject": "A link for a new password"})
    tasks.run_due(START)
    assert [each["Subject"] for each in mail_set_up.arrived][:2] == ["A link for a new password", "Two lessons are due"]
    assert len(mail_set_up.arrived) == 4


def test_what_is_rolled_back_is_not_sent(app: Flask, mail_set_up: PostOffice) -> None:
    mail.send(**LETTER)
    db.session.rollback()
    tasks.run_due(START)
    assert mail_set_up.arrived == []


def test_where_no_mail_is_set_up_nothing_is_kept_and_it_says_so(app: Flask) -> None:
    assert not mail.is_set_up()
    posted = mail.send(**LETTER)
    assert not posted
    assert posted.sentence == "No mail was sent: no mail server is set up here."
    assert db.session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "ana@example.com\r\nBcc: everyone@example.com"},
        {"to": "ana@example.com, ben@example.com"},
        {"to": "Ana <ana@example.com>"},
        {"to": "ana"},
        {"to": f"{'a' * 250}@example.com"},
        {"subject": "Due\nBcc: everyone@example.com"},
        {"subject": "Due\rX: y"},
        {"subject": "Due\u2028X: y"},
        {"subject": " "},
        {"subject": "x" * 201},
    ],
)
def test_nothing_slips_into_the_headers(app: Flask, mail_set_up: PostOffice, wrong: dict[str, str]) -> None:
    with pytest.raises(mail.UnusableMail):
        mail.send(**LETTER | wrong)


def test_names_of_any_language_go_through(app: Flask, mail_set_up: PostOffice) -> None:
    mail.send(**LETTER | {"to": "zoë@bücher.example", "subject": "Zoë, Größe zählt – 你好", "text": "Grüße\n"})
    tasks.run_due(START)
    assert mail_set_up.to == ["zoë@xn--bcher-kva.example"]
    [arrived] = mail_set_up.arrived
    assert arrived["Subject"] == "Zoë, Größe zählt – 你好"
    assert text_of(arrived) == "Grüße\n"


class TestWhenTheServerIsAway:
    def test_it_is_tried_again_for_two_days_then_the_reason_can_be_read(
        self, app: Flask, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(app, monkeypatch, f"smtp://127.0.0.1:{servers.free_port()}")
        mail.send(**LETTER)
        assert tasks.run_due(START) == 1
        assert (the_mail().state, the_mail().tries) == (State.WAITING, 1)
        assert tasks.run_due(clock.move(seconds=59)) == 0
        tries = 1
        while the_mail().state == State.WAITING:
            clock.move(minutes=30)
            tries += tasks.run_due(clock())
        assert tries == 8
        assert clock() - START > timedelta(days=1, hours=20)
        assert the_mail().state == State.FAILED
        assert the_mail().error.startswith("The mail server cannot be used: ConnectionRefusedError")
        assert [each.id for each in mail.troubled()] == [the_mail().id]

    def test_it_goes_out_once_the_server_is_back(
        self, app: Flask, clock: MovableClock, mail_set_up: PostOffice
    ) -> None:
        mail_set_up.says_to_address = "451 Come back later"
        mail.send(**LETTER)
        tasks.run_due(START)
        assert the_mail().error == "The mail server said: 451 Come back later"
        mail_set_up.says_to_address = "250 OK"
        mail_set_up.says_to_text = "452 No room"
        tasks.run_due(clock.move(minutes=1))
        assert (the_mail().state, the_mail().error) == (State.WAITING, "The mail server said: 452 No room")
        mail_set_up.says_to_text = "250 OK"
        tasks.run_due(clock.move(minutes=5))
        assert (the_mail().state, the_mail().error) == (State.SENT, "")
        assert len(mail_set_up.arrived) == 1


@pytest.mark.parametrize("where", ["says_to_address", "says_to_text"])
def test_what_the_server_will_never_take_is_not_tried_again(
    app: Flask, clock: MovableClock, mail_set_up: PostOffice, where: str
) -> None:
    setattr(mail_set_up, where, "550 No such person")
    mail.send(**LETTER)
    tasks.run_due(START)
    assert (the_mail().state, the_mail().error) == (State.FAILED, "The mail server said: 550 No such person")
    assert tasks.run_due(clock.move(days=7)) == 0


class TestWhenNobodyCanKnow:
    def test_a_mail_whose_worker_died_is_not_sent_twice(self, app: Flask, mail_set_up: PostOffice) -> None:
        mail.send(**LETTER)
        db.session.execute(update(Mail).values(state=State.SENDING))
        tasks.run_due(START)
        assert mail_set_up.arrived == []
        assert the_mail().state == State.UNSURE
        assert the_mail().error == "The program stopped while it was handed over. It may have arrived."

    def test_nor_one_whose_line_broke_after_its_text(self, app: Flask, mail_set_up: PostOffice) -> None:
        mail_set_up.hangs_up = True
        mail.send(**LETTER)
        tasks.run_due(START)
        tasks.run_due(START + timedelta(days=1))
        assert len(mail_set_up.arrived) == 1
        assert the_mail().state == State.UNSURE
        assert the_mail().error.startswith("The line broke while it was handed over. It may have arrived.")

    def test_an_admin_may_send_it_after_all_and_both_have_one_number(
        self, app: Flask, clock: MovableClock, mail_set_up: PostOffice
    ) -> None:
        mail_set_up.hangs_up = True
        mail.send(**LETTER)
        tasks.run_due(START)
        mail_set_up.hangs_up = False
        assert mail.try_again(the_mail().id, now=clock.move(hours=1))
        assert not mail.try_again(the_mail().id, now=clock())
        tasks.run_due(clock())
        first, second = mail_set_up.arrived
        assert first["Message-ID"] == second["Message-ID"]
        assert the_mail().state == State.SENT
        assert not mail.try_again(the_mail().id, now=clock())


def test_others_work_on_while_the_server_is_waited_for(app: Flask, mail_set_up: PostOffice) -> None:
    """Its row says that it is being sent, and nothing is locked."""
    states: list[str] = []

    def look_and_write() -> None:
        with app.app_context():
            states.extend(db.session.scalars(select(Mail.state)))
            tasks.enqueue("written meanwhile", {}, now=START)
            db.session.commit()

    mail_set_up.meanwhile = look_and_write
    mail.send(**LETTER)
    tasks.run_due(START)
    assert states == [State.WAITING, State.SENDING]
    assert the_mail().state == State.SENT


def test_of_two_workers_one_sends(app: Flask, mail_set_up: PostOffice) -> None:
    mail.send(**LETTER)
    number = the_mail().id

    def send() -> None:
        sending.send({"mail": number}, now=START, progress=lambda done, total: None)
        db.session.commit()

    at_once(app, send, send, send)
    assert len(mail_set_up.arrived) == 1


class TestWithAPassword:
    def test_it_goes_over_to_tls_first(
        self, app: Flask, strict_office: PostOffice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        use(app, monkeypatch, f"smtp+starttls://larkmoor:pass%40word@localhost:{strict_office.port}")
        mail.send(**LETTER)
        tasks.run_due(START)
        assert len(strict_office.arrived) == 1

    def test_a_server_that_cannot_prove_its_name_gets_nothing(
        self, app: Flask, strict_office: PostOffice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(app, monkeypatch, f"smtp+starttls://larkmoor:pass%40word@localhost:{strict_office.port}")
        mail.send(**LETTER)
        tasks.run_due(START)
        assert strict_office.arrived == []
        assert "CERTIFICATE_VERIFY_FAILED" in the_mail().error

    def test_a_wrong_password_can_be_mended_within_two_days(
        self, app: Flask, strict_office: PostOffice, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        use(app, monkeypatch, f"smtp+starttls://larkmoor:wrong-one@localhost:{strict_office.port}")
        mail.send(**LETTER)
        tasks.run_due(START)
        assert the_mail().state == State.WAITING
        assert the_mail().error.startswith("The mail server said: 535")
        assert "wrong-one" not in the_mail().error
        assert mail.troubled() == [the_mail()]
        use(app, monkeypatch, f"smtp+starttls://larkmoor:pass%40word@localhost:{strict_office.port}")
        assert mail.try_again(the_mail().id, now=clock.move(seconds=20))
        tasks.run_due(clock())
        assert the_mail().state == State.SENT
        tasks.run_due(clock.move(minutes=1))
        assert len(strict_office.arrived) == 1


def test_texts_and_rows_do_not_stay_for_ever(app: Flask, clock: MovableClock, mail_set_up: PostOffice) -> None:
    mail_set_up.says_to_address = "550 No"
    mail.send(**LETTER)
    tasks.run_due(START)
    sending.tidy(now=START + timedelta(days=13))
    db.session.commit()
    assert the_mail().text == LETTER["text"]
    sending.tidy(now=START + timedelta(days=15))
    db.session.commit()
    assert the_mail().text == ""
    assert not mail.try_again(the_mail().id, now=START)
    sending.tidy(now=START + timedelta(days=181))
    db.session.commit()
    assert db.session.scalars(select(Mail)).all() == []


def test_an_address_that_cannot_be_is_told(app: Flask, mail_set_up: PostOffice) -> None:
    mail.send(**LETTER | {"to": f"ana@{'ü' * 70}.example"})
    tasks.run_due(START)
    assert (the_mail().state, the_mail().error) == (State.FAILED, "There can be no such mail address.")
