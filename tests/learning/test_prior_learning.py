"""What was learned elsewhere is handed in, looked at by HR, and counts at level 2 at most.

Meant to catch: the kind of a file taken from its name, a review written over another, a level above
what was claimed accepted, the paper shown to a leader.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from lms import clock
from lms.audit import AuditEntry
from lms.competencies import queries as competencies
from lms.competencies.models import Evidence
from lms.competencies.prior_learning import queries, rules, service
from lms.competencies.prior_learning.models import Claim, Paper, PriorLearning, Review
from lms.db import db
from lms.people.models import Person
from tests import make
from tests.learning.papers import JPEG, PDF, PNG

SignIn = Callable[[Person], FlaskClient]
NEW = "/me/prior-learning"


@pytest.fixture
def cast(app: object) -> dict[str, Person]:
    return make.cast()


def send(client: FlaskClient, *, content: bytes = PDF, name: str = "Abschluß 2024.pdf", **changed: str) -> TestResponse:
    form = {"title": "Handling complaints", "place": "Evening school", "learned_on": "2026-11-20", "claim_empathy_tone": "2"}
    sent = {"csrf_token": client._token(), **form, **changed, "file": FileStorage(io.BytesIO(content), name)}  # type: ignore[attr-defined]
    boundary, body = encode_multipart(sent)  # ours: the client would leave a file of its own open for a large one
    return client.post(NEW, data=body, content_type=f"multipart/form-data; boundary={boundary}", token=False)


def words(response: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def handed_in(person: Person, **claims: int) -> int:
    service.hand_in(
        person.id, title="Handling complaints", place="Evening school", learned_on=clock.today(),
        claims=claims or {"empathy-tone": 2, "plain-language": 1}, file_name="paper.pdf", content=PDF, now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    return queries.handed_in_by(person.id)[0].id


def levels(person: Person) -> dict[str, int]:
    return {competency: held.level for competency, held in competencies.levels_of_one(person.id).items()}


class TestHandingIn:
    def test_it_waits_for_hr_and_shows_nothing_yet(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        ana = sign_in(cast["ana"])
        answer = send(ana)
        assert (answer.status_code, answer.location) == (303, NEW)
        page = words(ana.get(NEW))
        assert "Handling complaints" in page
        assert "waits for HR since 3 May 2027" in page
        assert levels(cast["ana"]) == {}

    def test_twice_is_once(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        ana = sign_in(cast["ana"])
        assert send(ana).status_code == send(ana).status_code == 303
        assert db.session.scalar(select(func.count()).select_from(PriorLearning)) == 1
        send(ana, title="Another evening")
        assert db.session.scalar(select(func.count()).select_from(PriorLearning)) == 2

    @pytest.mark.parametrize(("content", "mimetype", "ending"), [(PDF, "application/pdf", "pdf"), (PNG, "image/png", "png"), (JPEG, "image/jpeg", "jpg")])
    def test_what_a_file_is_is_read_in_it(
        self, cast: dict[str, Person], sign_in: SignIn, content: bytes, mimetype: str, ending: str
    ) -> None:
        ana = sign_in(cast["ana"])
        send(ana, content=content, name='x"; rm -rf ../é.html')
        number = queries.handed_in_by(cast["ana"].id)[0].id
        answer = ana.get(f"/prior-learning/{number}/paper")
        assert (answer.data, answer.mimetype) == (content, mimetype)
        assert re.fullmatch(rf"attachment; filename=[\w-]+\.{ending}", answer.headers["Content-Disposition"])
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "This is no whole PDF, PNG or JPEG file."),
            (b"<svg onload=alert(1)>", "This is no whole PDF, PNG or JPEG file."),
            (PDF[:-8], "This is no whole PDF, PNG or JPEG file."),
            (PNG[:-3], "This is no whole PDF, PNG or JPEG file."),
            (PNG.replace(b"IDAT", b"IDAX"), "This is no whole PDF, PNG or JPEG file."),
            (b"%PDF-" + b"x" * 11_200_000, "The file is 12 MB. Choose one under 5 MB."),
            (b"%PDF-" + b"x" * 30_000_000, "The file is 31 MB. Choose one under 5 MB."),
        ],
    )
    def test_a_bad_file_gets_its_sentence(
        self, cast: dict[str, Person], sign_in: SignIn, content: bytes, sentence: str
    ) -> None:
        answer = send(sign_in(cast["ana"]), content=content)
        assert answer.status_code in (413, 422)
        assert sentence in words(answer)
        assert not queries.handed_in_by(cast["ana"].id)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"title": " "}, "Say what it was"),
            ({"place": ""}, "Name the school"),
            ({"learned_on": "31/02/2027"}, "There is no such day."),
            ({"learned_on": "2027-05-04"}, "Enter today or an earlier day."),
            ({"claim_empathy_tone": "0"}, "Choose a level for at least one competency."),
        ],
    )
    def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(
        self, cast: dict[str, Person], sign_in: SignIn, changed: dict[str, str], sentence: str
    ) -> None:
        answer = send(sign_in(cast["ana"]), **changed)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert "Handling complaints" in answer.text or "title" in changed
        assert not queries.handed_in_by(cast["ana"].id)

    def test_without_a_file_it_asks_for_one(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        answer = sign_in(cast["ana"]).post(NEW, data={"title": "x", "place": "y", "learned_on": "2027-01-01"})
        assert "Choose the paper that shows it" in words(answer)

    def test_twenty_at_most_wait(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        ana = sign_in(cast["ana"])
        for number in range(service.MOST_WAITING):
            assert send(ana, title=f"Evening {number}").status_code == 303
        assert "20 papers of yours wait for HR already." in words(send(ana, title="One more"))
        assert len(queries.handed_in_by(cast["ana"].id)) == service.MOST_WAITING

    @pytest.mark.parametrize(("who", "status"), [("ana", 200), ("henry", 200), ("carla", 404), ("zoe", 404), ("tess", 404), ("adam", 404)])
    def test_the_paper_is_for_the_person_and_hr(
        self, cast: dict[str, Person], sign_in: SignIn, who: str, status: int
    ) -> None:
        number = handed_in(cast["ana"])
        assert sign_in(cast[who]).get(f"/prior-learning/{number}/paper").status_code == status


class TestReview:
    def post(self, client: FlaskClient, number: int, **form: str) -> TestResponse:
        fields = {"claim_empathy_tone": "2", "claim_plain_language": "0", "words": "A sound course, seen on paper."}
        return client.post(f"/reports/prior-learning/{number}", data=fields | form)

    def test_what_is_accepted_becomes_evidence_of_its_own_kind(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        number = handed_in(cast["ana"])
        henry = sign_in(cast["henry"])
        assert "1 paper waits for you." in words(henry.get("/reports/prior-learning"))
        assert self.post(henry, number).status_code == 303
        assert levels(cast["ana"]) == {"empathy-tone": 2}
        (piece,) = competencies.evidence_of(cast["ana"].id)
        assert (piece.kind, piece.title, piece.shown_on) == ("prior-learning", "Handling complaints", clock.today())
        page = words(sign_in(cast["ana"]).get(NEW))
        assert "accepted 3 May 2027" in page
        assert "A sound course, seen on paper." in page
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "prior-learning.accepted")).one()
        assert (entry.by_id, entry.about_id) == (cast["henry"].id, cast["ana"].id)
        assert "Nothing waits for you." in words(henry.get("/reports/prior-learning"))

    def test_declined_it_says_why_and_shows_nothing(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        number = handed_in(cast["ana"])
        self.post(sign_in(cast["henry"]), number, claim_empathy_tone="0", words="The paper names another person.")
        page = words(sign_in(cast["ana"]).get(NEW))
        assert "not accepted, 3 May 2027" in page
        assert "The paper names another person." in page
        assert levels(cast["ana"]) == {}

    def test_twice_is_once_and_another_review_is_too_late(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        number, henry = handed_in(cast["ana"]), sign_in(cast["henry"])
        assert self.post(henry, number).status_code == self.post(henry, number).status_code == 303
        late = self.post(henry, number, claim_empathy_tone="1")
        assert late.status_code == 409
        assert "A colleague reviewed this meanwhile." in words(late)
        assert levels(cast["ana"]) == {"empathy-tone": 2}
        assert db.session.scalar(select(func.count()).select_from(Evidence)) == 1

    def test_never_more_than_was_claimed(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        number, henry = handed_in(cast["ana"]), cast["henry"]
        assert self.post(sign_in(henry), number, claim_plain_language="2").status_code == 422
        accepted = {"plain-language": 2, "bad-news": 2, "empathy-tone": 1}
        service.review(number, accepted=accepted, words="Fine.", by=henry.id, now=clock.now())
        assert levels(cast["ana"]) == {"empathy-tone": 1}

    def test_nobody_reviews_their_own(self, cast: dict[str, Person], sign_in: SignIn) -> None:
        number = handed_in(cast["henry"])
        answer = self.post(sign_in(cast["henry"]), number)
        assert answer.status_code == 409
        assert "Nobody reviews their own learning." in words(answer)

    @pytest.mark.parametrize("form", [{"words": ""}, {"words": "x" * 501}, {"claim_empathy_tone": ""}])
    def test_a_review_without_its_words_or_levels_is_asked_for_them(
        self, cast: dict[str, Person], sign_in: SignIn, form: dict[str, str]
    ) -> None:
        number = handed_in(cast["ana"])
        assert self.post(sign_in(cast["henry"]), number, **form).status_code == 422
        assert levels(cast["ana"]) == {}

    def test_as_many_statements_for_one_paper_as_for_three(
        self, cast: dict[str, Person], sign_in: SignIn, count_queries: Callable[[], Any]
    ) -> None:
        henry, counts = sign_in(cast["henry"]), []
        for people in (["ana"], ["ben", "zoe"]):
            for name in people:
                handed_in(cast[name])
            with count_queries() as statements:
                henry.get("/reports/prior-learning")
            counts.append(len(statements))
        assert counts[0] == counts[1]


def test_what_hangs_on_it_goes_with_it(cast: dict[str, Person]) -> None:
    number = handed_in(cast["ana"])
    service.review(number, accepted={}, words="No.", by=cast["henry"].id, now=clock.now())
    db.session.execute(delete(PriorLearning).where(PriorLearning.person_id == cast["ana"].id))
    for table in (Claim, Paper, Review):
        assert not db.session.scalar(select(func.count()).select_from(table))


@given(st.text(max_size=300), st.sampled_from(["pdf", "png", "jpg"]))
def test_any_name_becomes_a_safe_one(name: str, ending: str) -> None:
    assert re.fullmatch(rf"[A-Za-z0-9_-]{{1,116}}\.{ending}", rules.safe_name(name, ending))


@given(st.integers(0, len(PNG) - 1), st.integers(1, 255))
def test_a_picture_with_one_byte_changed_is_not_whole(at: int, change: int) -> None:
    broken = bytearray(PNG)
    broken[at] ^= change
    assert rules.kind_of(bytes(broken)) is None
