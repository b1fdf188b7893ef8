"""The right of reply: a level is questioned, and a second observation settles it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms import audit
from lms.coaching import disputes
from lms.coaching.disputes import Outcome
from lms.coaching.models import Dispute, Visit
from lms.competencies import queries as competencies
from lms.competencies.models import Evidence, SetAside
from lms.db import db
from lms.people.models import Person
from tests.coaching import visiting
from tests.coaching.test_visits import END, words
from tests.coaching.visiting import GREETING
from tests.conftest import MovableClock

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def questioned(cast: dict[str, Person], sign_in: SignIn) -> Dispute:
    """Carla saw Ana at 1; Ana asks Dora for a second look."""
    visiting.visit(cast["carla"], cast["ana"], {GREETING: 1})
    piece = db.session.scalars(select(Evidence)).one()
    ana = sign_in(cast["ana"])
    address = f"/me/evidence/{piece.id}/dispute"
    assert "Dora" in words(ana, address)
    assert "Carla</option>" not in ana.get(address).text
    sent = {"reason": "CanaryReason", "asked": str(cast["dora"].id), "number": "1"}
    for _twice in range(2):
        assert ana.post(address, data=sent).status_code == 303
    assert "Dora was asked to see you at work by 17 May 2027." in words(ana, address)
    return db.session.scalars(select(Dispute)).one()


def test_the_second_observation_sets_aside_what_it_contradicts(
    cast: dict[str, Person], questioned: Dispute, sign_in: SignIn, clock: MovableClock
) -> None:
    ana, dora = sign_in(cast["ana"]), sign_in(cast["dora"])
    assert "Ana" in words(dora, "/coaching/")
    assert "Questions a level in: Empathy and tone." in words(dora, "/coaching/")
    visit = visiting.draft(cast["dora"], cast["ana"], now=clock.move(days=2))
    visiting.rate(visit, {GREETING: 3})
    db.session.commit()
    ana, dora = sign_in(cast["ana"]), sign_in(cast["dora"])
    share = f"/coaching/observations/{visit.id}/share"
    assert "CanaryReason" in words(dora, share)
    refused = dora.post(share, data=END)
    assert refused.status_code == 422
    assert "Say whether the first level stands." in refused.text
    verdict = {f"look-{questioned.id}-outcome": "set-aside", f"look-{questioned.id}-because": "CanaryVerdict"}
    assert dora.post(share, data={**END, **verdict}).status_code == 303
    assert dora.post(share, data={**END, **verdict}).status_code == 303
    db.session.expire_all()
    settled = db.session.get_one(Dispute, questioned.id)
    assert (settled.verdict, settled.settled_by_id, settled.visit_id) == ("set-aside", cast["dora"].id, visit.id)
    assert competencies.levels_of_one(cast["ana"].id)["empathy-tone"].level == 2
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 2, "both stand recorded"
    assert db.session.scalars(select(SetAside)).one().evidence_id == settled.evidence_id
    told = words(ana, f"/me/evidence/{settled.evidence_id}/dispute")
    assert "It was set aside after a second look." in told
    assert "CanaryVerdict" in told
    first = db.session.scalars(select(Visit).where(Visit.observer_id == cast["carla"].id)).one()
    assert "CanaryVerdict" in words(sign_in(cast["carla"]), f"/coaching/observations/{first.id}")
    acts = [entry.act for entry in db.session.scalars(select(audit.AuditEntry))]
    assert acts.count("dispute.settled") == 1


def test_it_may_stand(cast: dict[str, Person], questioned: Dispute, clock: MovableClock) -> None:
    visiting.visit(cast["dora"], cast["ana"], {GREETING: 1}, now=clock.move(days=2), settles=Outcome.STANDS)
    assert db.session.get_one(Dispute, questioned.id).verdict == "stands"
    assert db.session.scalar(select(func.count()).select_from(SetAside)) == 0
    assert competencies.levels_of_one(cast["ana"].id)["empathy-tone"].level == 1


def test_the_first_observer_cannot_settle_it(
    cast: dict[str, Person], questioned: Dispute, sign_in: SignIn, clock: MovableClock
) -> None:
    visiting.visit(cast["carla"], cast["ana"], {GREETING: 0}, now=clock.move(days=1))
    assert db.session.get_one(Dispute, questioned.id).open
    ana = sign_in(cast["ana"])
    address = f"/me/evidence/{questioned.evidence_id}/dispute"
    ana.post(f"/me/disputes/{questioned.id}/withdrawn")
    carla = {"reason": "Again.", "asked": str(cast["carla"].id), "number": "2"}
    assert ana.post(address, data=carla).status_code == 422


def test_a_visit_without_the_competency_settles_nothing(
    cast: dict[str, Person], questioned: Dispute, clock: MovableClock
) -> None:
    where = visiting.setting("")
    visiting.visit(cast["dora"], cast["ana"], {"level:promise-keeping": 1}, where=where, now=clock.move(days=1))
    assert db.session.get_one(Dispute, questioned.id).open


def test_ana_takes_it_back_and_may_ask_anew(
    cast: dict[str, Person], questioned: Dispute, sign_in: SignIn
) -> None:
    ana, dora = sign_in(cast["ana"]), sign_in(cast["dora"])
    for _twice in range(2):
        assert ana.post(f"/me/disputes/{questioned.id}/withdrawn").status_code == 303
    assert "Questions a level" not in words(dora, "/coaching/")
    assert dora.get(f"/coaching/{cast['ana'].id}/observations/new").status_code == 404
    assert sign_in(cast["ben"]).post(f"/me/disputes/{questioned.id}/withdrawn").status_code == 404
    sent = {"reason": "Once more.", "asked": str(cast["dora"].id), "number": "2"}
    assert ana.post(f"/me/evidence/{questioned.evidence_id}/dispute", data=sent).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Dispute)) == 2


def test_what_lapsed_stays_under_review_and_hr_asks_another(
    cast: dict[str, Person], questioned: Dispute, sign_in: SignIn, clock: MovableClock
) -> None:
    clock.move(days=15)
    henry, ana = sign_in(cast["henry"]), sign_in(cast["ana"])
    assert "That day has passed." in words(ana, f"/me/evidence/{questioned.evidence_id}/dispute")
    page = words(henry, "/coaching/disputes")
    assert "1 has waited longer than its day." in page
    assert "Ana Empathy and tone" in page
    assert "CanaryReason" not in page
    address = f"/coaching/disputes/{questioned.id}/observer"
    assert henry.post(address, data={"asked": str(cast["carla"].id)}).status_code == 422
    assert henry.post(address, data={"asked": str(cast["dora"].id)}).status_code == 303
    assert ana.get(address).status_code == 403


def test_only_ones_own_evidence_may_be_questioned(
    cast: dict[str, Person], questioned: Dispute, sign_in: SignIn
) -> None:
    for name in ("ben", "carla", "dora", "henry"):
        assert sign_in(cast[name]).get(f"/me/evidence/{questioned.evidence_id}/dispute").status_code == 404


def test_settled_is_settled(
    cast: dict[str, Person], questioned: Dispute, sign_in: SignIn, clock: MovableClock
) -> None:
    visiting.visit(cast["dora"], cast["ana"], {GREETING: 1}, now=clock.move(days=2), settles=Outcome.STANDS)
    ana = sign_in(cast["ana"])
    sent = {"reason": "Still not.", "asked": str(cast["dora"].id), "number": "2"}
    assert ana.post(f"/me/evidence/{questioned.evidence_id}/dispute", data=sent).status_code == 409
    assert ana.post(f"/me/disputes/{questioned.id}/withdrawn").status_code == 409


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    waiting: int, cast: dict[str, Person], sign_in: SignIn, count_queries: Callable[[], object], clock: MovableClock
) -> None:
    for number in range(waiting):
        visiting.visit(cast["carla"], cast["ana"], {GREETING: 1}, now=clock.move(days=1))
        piece = db.session.scalars(select(Evidence).order_by(Evidence.id.desc())).first()
        assert piece is not None, number
        disputes.question(
            cast["ana"].id, piece.id, reason="No.", asked_id=cast["dora"].id, number=1, now=clock()
        )
    db.session.commit()
    henry = sign_in(cast["henry"])
    henry.get("/coaching/disputes")
    with count_queries() as statements:  # type: ignore[attr-defined]
        page = henry.get("/coaching/disputes").text
    assert page.count("Ask another coach") == waiting
    assert len(statements) <= 5, statements
