"""A visit from the list to the person's page, as coaches and the coached see it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.coaching import queries, service
from lms.coaching.models import Visit, VisitComment, VisitRating
from lms.competencies import queries as competencies
from lms.competencies.models import Evidence
from lms.db import db
from lms.learning import service as learning
from lms.people.models import Coaching, Person
from tests import make
from tests.coaching import visiting
from tests.coaching.visiting import GREETING
from tests.conftest import MovableClock

SignIn = Callable[[Person], FlaskClient]
BEGIN = {"situation": "Front desk, two visitors", "channel": "here", "touch_point": "first-call", "number": "1"}
END = {
    "own_view": "It felt rushed.",
    "strength": "Everyone was greeted.",
    "next_step": "Ask each guest one question",
    "next_on": "2027-05-17",
    "edition": "0",
}


def words(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.get_data(as_text=True)
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))
    return " ".join(text.split())


def test_carla_sees_ana_and_ana_reads_it_at_once(cast: dict[str, Person], sign_in: SignIn) -> None:
    carla, ana = sign_in(cast["carla"]), sign_in(cast["ana"])
    assert "Ana never seen Receptionist" in words(carla, "/coaching/")
    new = f"/coaching/{cast['ana'].id}/observations/new"
    assert "At which touch point" in words(carla, new)
    first = carla.post(new, data=BEGIN)
    assert first.status_code == 303
    item = first.location
    page = words(carla, item)
    assert "What did you see or hear?" in page
    assert page.index("What did you see") < page.index("Which level did you see?")
    assert "Everyone has a word or a nod within 20 seconds." in page
    saved = carla.post(item, data={"seen": "Nodded to both at once.", "level": "2", "edition": "0"})
    assert saved.status_code == 303
    assert "Ana begun" not in words(ana, "/me")
    visit = db.session.scalars(select(Visit)).one()
    assert "Nothing" not in str(words(ana, f"/coaching/observations/{visit.id}", status=404))
    shared = carla.post(f"/coaching/observations/{visit.id}/share", data=END)
    assert shared.status_code == 303
    assert shared.location.endswith(f"/coaching/observations/{visit.id}")
    page = words(ana, shared.location)
    assert "Nodded to both at once." in page
    assert "Everyone was greeted." in page
    assert "By 17 May 2027." in page
    assert competencies.levels_of_one(cast["ana"].id)["empathy-tone"].level == 2
    assert "Last goal, by 17 May 2027: Ask each guest one question" in words(carla, "/coaching/")


def test_the_level_waits_for_what_was_seen(cast: dict[str, Person], sign_in: SignIn) -> None:
    visit = visiting.draft(cast["carla"], cast["ana"])
    carla = sign_in(cast["carla"])
    address = f"/coaching/observations/{visit.id}/1"
    refused = carla.post(address, data={"seen": "", "level": "3", "edition": "0"})
    assert refused.status_code == 422
    assert "Describe what you saw before choosing a level." in refused.text
    unanswered = carla.post(address, data={"seen": "Waved.", "edition": "0"})
    assert unanswered.status_code == 422
    assert "Waved." in unanswered.text, "nothing typed is lost"
    assert carla.post(address, data={"seen": "", "level": "not-seen", "edition": "0"}).status_code == 303
    nothing = carla.post(f"/coaching/observations/{visit.id}/share", data=END)
    assert nothing.status_code == 409
    assert "nothing to share" in nothing.text


def test_two_tabs_lose_nothing(cast: dict[str, Person], sign_in: SignIn) -> None:
    """Seen to fail: an update without the edition in its where."""
    visit = visiting.draft(cast["carla"], cast["ana"])
    carla = sign_in(cast["carla"])
    address = f"/coaching/observations/{visit.id}/1"
    carla.post(address, data={"seen": "Words of the first tab.", "level": "2", "edition": "0"})
    other = carla.post(address, data={"seen": "Words of the second tab.", "level": "3", "edition": "0"})
    assert other.status_code == 409
    assert "Words of the first tab." in other.text
    assert "Words of the second tab." in other.text
    stored = db.session.scalars(select(VisitRating)).one()
    assert stored.seen == "Words of the first tab."
    kept = carla.post(address, data={"seen": "Words of the second tab.", "level": "3", "edition": "1"})
    assert kept.status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(VisitRating)).one().level == 3
    stale = carla.post(address, data={"seen": "Words of a third.", "level": "0", "edition": "1"})
    assert stale.status_code == 409
    end = f"/coaching/observations/{visit.id}/share"
    assert carla.post(end, data={**END, "later": "yes", "strength": "From the first."}).status_code == 303
    clash = carla.post(end, data={**END, "strength": "From the second."})
    assert clash.status_code == 409
    assert "From the first." in clash.text
    assert "From the second." in clash.text
    assert not db.session.get_one(Visit, visit.id).shared


def test_sharing_twice_is_one_observation(cast: dict[str, Person], sign_in: SignIn, clock: MovableClock) -> None:
    visit = visiting.visit(cast["carla"], cast["ana"], {GREETING: 3})
    pieces = db.session.scalar(select(func.count()).select_from(Evidence))
    carla = sign_in(cast["carla"])
    again = carla.post(f"/coaching/observations/{visit.id}/share", data={**END, "strength": "Other words."})
    assert again.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == pieces
    assert db.session.get_one(Visit, visit.id).strength == "Everyone was greeted within 20 seconds."
    shared_at = visit.shared_at
    assert not learning.share_observation(visit, verdicts={}, now=clock.move(minutes=5))
    assert db.session.get_one(Visit, visit.id).shared_at == shared_at
    late = carla.post(f"/coaching/observations/{visit.id}/1", data={"seen": "More.", "level": "4", "edition": "1"})
    assert late.status_code == 409
    assert carla.get(f"/coaching/observations/{visit.id}/1").status_code == 303


def test_level_three_needs_another_day_and_touch_point(cast: dict[str, Person], clock: MovableClock) -> None:
    carla, ana = cast["carla"], cast["ana"]
    visiting.visit(carla, ana, {GREETING: 3})
    visiting.visit(carla, ana, {GREETING: 3}, where=visiting.setting(touch_point="chance-contact"))
    assert competencies.levels_of_one(ana.id)["empathy-tone"].level == 2, "the same day"
    visiting.visit(carla, ana, {GREETING: 3}, now=clock.move(days=1))
    assert competencies.levels_of_one(ana.id)["empathy-tone"].level == 3
    assert competencies.levels_of_one(ana.id)["empathy-tone"].one_observer


def test_who_may_not_observe_is_told_why(cast: dict[str, Person], sign_in: SignIn, clock: MovableClock) -> None:
    carla, dora = sign_in(cast["carla"]), sign_in(cast["dora"])
    assert "Nobody observes themselves." in words(carla, f"/coaching/{cast['carla'].id}/observations/new", 409)
    stranger = words(dora, f"/coaching/{cast['ana'].id}/observations/new", 404)
    assert "You coach nobody at this address." in stranger
    assert stranger == words(dora, "/coaching/99999/observations/new", 404), "nobody and somebody else's read alike"
    assert "Zoe" not in words(carla, f"/coaching/{cast['zoe'].id}/observations/new", 404)
    clock.move(days=367)
    late = sign_in(cast["carla"])
    assert "Rate the sample cases first" in words(late, f"/coaching/{cast['ana'].id}/observations/new", 409)
    assert "Rate the sample cases again" in words(late, "/coaching/")


def test_a_leader_coaches_only_with_the_role(cast: dict[str, Person], sign_in: SignIn) -> None:
    """Henry leads Zoe from now on, without being a coach; Dora leads Ben, and is one."""
    cast["zoe"].leader_id, cast["ben"].leader_id = cast["henry"].id, cast["dora"].id
    db.session.commit()
    assert sign_in(cast["henry"]).get(f"/coaching/{cast['zoe'].id}/observations/new").status_code == 403
    assert "Ben" in words(sign_in(cast["dora"]), "/coaching/")
    visiting.visit(cast["dora"], cast["ben"], {"explanation": 2}, where=visiting.setting("software-developer"))


def test_moved_people_are_named_with_their_coach(both: dict[str, Person], sign_in: SignIn) -> None:
    visiting.visit(both["carla"], both["ana"], {GREETING: 2})
    db.session.delete(db.session.get_one(Coaching, (both["carla"].id, both["ana"].id)))
    both["ana"].leader_id = both["henry"].id
    db.session.commit()
    carla = sign_in(both["carla"])
    assert "Ana Now coached by Dora." in words(carla, "/coaching/")
    told = words(carla, f"/coaching/{both['ana'].id}/observations/new", 409)
    assert "Ana is now coached by Dora." in told


def test_nobody_assigned_yet(cast: dict[str, Person], sign_in: SignIn) -> None:
    assert "Nobody is assigned to you yet." in words(sign_in(cast["dora"]), "/coaching/")


def test_never_seen_first_then_the_longest_ago(cast: dict[str, Person], sign_in: SignIn, clock: MovableClock) -> None:
    bea = make.person("Bea", coach=cast["carla"], job="receptionist")
    db.session.commit()
    visiting.visit(cast["carla"], bea, {GREETING: 1})
    visiting.visit(cast["carla"], cast["ana"], {GREETING: 1}, now=clock.move(days=1))
    page = words(sign_in(cast["carla"]), "/coaching/")
    due = page[page.index("Visits due") :]
    assert due.index("Ben") < due.index("Bea") < due.index("Ana")


def test_a_draft_is_seen_by_its_observer_alone(both: dict[str, Person], sign_in: SignIn) -> None:
    visit = visiting.draft(both["carla"], both["ana"])
    visiting.rate(visit, {GREETING: 1}, seen="CanaryDraft")
    db.session.commit()
    for name in ("ana", "ben", "dora", "henry", "tess", "olga", "adam", "zoe"):
        client = sign_in(both[name])
        assert client.get(f"/coaching/observations/{visit.id}").status_code == 404, name
        assert client.get(f"/coaching/observations/{visit.id}/1").status_code in (403, 404), name
    assert "CanaryDraft" in sign_in(both["carla"]).get(f"/coaching/observations/{visit.id}/1").text
    assert "CanaryDraft" not in sign_in(both["ana"]).get("/me/export").text


def test_ana_comments_and_carla_reads_it(cast: dict[str, Person], sign_in: SignIn) -> None:
    visit = visiting.visit(cast["carla"], cast["ana"], {GREETING: 2})
    ana, carla = sign_in(cast["ana"]), sign_in(cast["carla"])
    address = f"/coaching/observations/{visit.id}/comments"
    for number in ("1", "1", "2"):
        assert ana.post(address, data={"text": "It was market day.", "number": number}).status_code == 303
    assert ana.post(address, data={"text": "And the phone rang.", "number": "1"}).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(VisitComment)) == 2
    assert "It was market day." in words(carla, f"/coaching/observations/{visit.id}")
    assert carla.post(address, data={"text": "I answer.", "number": "3"}).status_code == 404
    assert sign_in(cast["henry"]).get(f"/coaching/observations/{visit.id}").status_code == 404


@pytest.mark.parametrize("people_seen", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    people_seen: int, cast: dict[str, Person], sign_in: SignIn, count_queries: Callable[[], object]
) -> None:
    for number in range(people_seen - 2 if people_seen > 2 else 0):
        make.person(f"Extra {number}", coach=cast["carla"], job="receptionist")
    if people_seen == 1:
        cast["ben"].left_on = cast["ben"].created_at.date()
    db.session.commit()
    visiting.visit(cast["carla"], cast["ana"], {GREETING: 2})
    carla = sign_in(cast["carla"])
    carla.get("/coaching/")
    with count_queries() as statements:  # type: ignore[attr-defined]
        carla.get("/coaching/")
    assert len(statements) <= 14, statements


def test_what_a_visit_watches_for_stays_as_it_began(cast: dict[str, Person]) -> None:
    """The job of a receptionist asks for promise-keeping too, at 1: not enough to watch for by itself."""
    visit = visiting.draft(cast["carla"], cast["ana"])
    assert visit.items == [GREETING]
    without_job = visiting.draft(cast["carla"], cast["ben"], where=visiting.setting(""))
    assert without_job.checklist == ""
    assert without_job.items
    assert all(item.startswith("level:") for item in without_job.items)
    assert queries.next_number(cast["carla"].id, cast["ana"].id) == 2
    again = service.begin(
        cast["carla"].id, cast["ana"].id, visiting.setting(), number=1, now=visit.begun_at + timedelta(minutes=1)
    )
    assert again.id == visit.id
