"""Questions come back: which, when, what an answer does, and what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from lms import clock as clocks
from lms.catalog import shelf
from lms.competencies.models import Evidence, HeldLevel
from lms.db import db
from lms.learning import refreshers
from lms.learning.refreshers import Desk
from lms.quizzes.models import RefresherAnswer, RefresherCard
from tests import make
from tests.conftest import MovableClock
from tests.editing import Desk as Author
from tests.learning.sitting import Learner, SignIn, rows


def desk(learner: Learner) -> Desk:
    return refreshers.desk_of(learner.person.id, today=clocks.today(), required=())


def send(learner: Learner, card: str, *, right: bool = True, turn: int | None = None, sure: str = "") -> Any:
    """Answer a card as its owner would, from the page that shows it."""
    found = desk(learner).cards[card]
    paper = refreshers.paper_of(learner.person.id, found)
    fit = [option for option in found.item.options if option.right is right]
    values = [paper.form_value(found.item, option) for option in (fit if right else fit[:1])]
    address = f"/refresher/{card}?try={turn or found.turn}"
    return learner.client.post(address, data={"choice": values, "sure": sure})


@pytest.fixture
def passed(ben: Learner, clock: MovableClock) -> Learner:
    """Ben passed core-1 on Monday; it is Wednesday."""
    ben.take("core-1")
    clock.move(days=2)
    return ben


def stored() -> list[RefresherAnswer]:
    return list(db.session.scalars(select(RefresherAnswer).order_by(RefresherAnswer.id)))


def freshness(learner: Learner) -> dict[str, object]:
    found = select(HeldLevel.competency, HeldLevel.current_until).where(HeldLevel.person_id == learner.person.id)
    return {competency: until for competency, until in db.session.execute(found)}


class TestWhatIsDue:
    def test_nothing_comes_back_to_who_passed_nothing(self, ben: Learner) -> None:
        page = ben.look("/refresher").text
        assert "Nothing due." in page
        assert "Come back" not in page

    def test_two_days_after_passing_the_questions_come_back(self, ben: Learner, clock: MovableClock) -> None:
        ben.take("core-1")
        assert "Nothing due. Come back on Wednesday." in ben.look("/refresher").text
        clock.move(days=2)
        page = ben.look("/refresher").text
        assert "Question 1 of" in page
        assert "How sure are you?" in page
        assert "The first word" in page

    def test_looking_writes_nothing(self, passed: Learner, count_queries: Callable[[], Any]) -> None:
        card = desk(passed).due[0].subject.id
        with count_queries() as statements:
            for address in ("/refresher", f"/refresher/{card}?try=1", "/"):
                assert passed.look(address).status_code == 200
        assert {statement.split()[0] for statement in statements} == {"SELECT"}
        assert rows(RefresherCard) == rows(RefresherAnswer) == 0

    def test_what_is_due_takes_one_statement(self, passed: Learner, count_queries: Callable[[], Any]) -> None:
        today, who = clocks.today(), passed.person.id
        shelf.current()
        with count_queries() as statements:
            refreshers.desk_of(who, today=today, required=())
        assert len([each for each in statements if "publication" not in each]) == 1

    def test_the_statement_looks_people_up_by_index(self, passed: Learner, app: Any) -> None:
        """A table is read through for nobody: that would cost more in a larger company."""
        from lms.quizzes.refreshers import queries

        if db.engine.dialect.name != "sqlite":
            return
        compiled = queries._STANDING.compile(db.engine, compile_kwargs={"render_postcompile": True})
        values = {"person_id": 1, "monday": clocks.today().isoformat(), **compiled.params}
        values = {**values, "person_id": 1, "monday": clocks.today().isoformat()}
        names = compiled.positiontup or []
        plan = db.session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}", tuple(values[name] for name in names)
        )
        steps = [row[3] for row in plan]
        assert any("person_id=?" in step for step in steps)
        assert not [step for step in steps if step.startswith("SCAN") and "CONSTANT" not in step], steps

    def test_not_at_the_week_end(self, ben: Learner, clock: MovableClock) -> None:
        clock.move(days=3)
        ben.take("core-1")
        clock.move(days=2)
        page = ben.look("/refresher").text
        assert "Come back on Monday." in page
        assert desk(ben).due == ()

    def test_a_withdrawn_question_leaves_every_deck(self, passed: Learner, author: Author) -> None:
        assert "core-1-q2" in desk(passed).cards
        author.replace("core/quizzes/10-the-first-word.md", "`objective: name-effect` `keep order`",
                       "`objective: name-effect` `keep order` `void: 2027-05-05, our own rules changed`")
        author.publish()
        assert "core-1-q2" not in desk(passed).cards

    def test_questions_written_later_come_back_too(self, passed: Learner, author: Author) -> None:
        author.replace("core/reserve/10-the-first-word.md", "# In reserve: the first word\n", NEW_ITEM)
        author.publish()
        assert "core-1-r9" in desk(passed).cards

    def test_rewordings_are_no_cards_of_their_own(self, passed: Learner) -> None:
        cards = desk(passed).cards
        assert "core-1-q1-b" not in cards
        assert [item.id for item in cards["core-1-q1"].subject.wordings] == ["core-1-q1", "core-1-q1-b"]


NEW_ITEM = """# In reserve: the first word
## A guest waits while you type. What do you do? {#core-1-r9}
`objective: greet`

- [x] Look up and say you will be with her in a minute
  > She is seen, and a minute with a word is shorter than one without.
- [ ] Finish the line first {misconception=fix-before-listen}
  > The line can wait. A guest who stands unseen counts every second.
"""


class TestAnswering:
    def test_a_right_answer_is_stored_and_renews_what_it_showed(self, passed: Learner, clock: MovableClock) -> None:
        before = freshness(passed)["empathy-tone"]
        answer = send(passed, "core-1-q1", sure="sure")
        assert answer.status_code == 303
        assert answer.location == "/refresher/core-1-q1?try=1#outcome"
        row = stored()[0]
        assert (row.card, row.item, row.turn, row.right, row.sure) == ("core-1-q1", "core-1-q1", 1, True, "sure")
        evidence = db.session.scalars(select(Evidence).where(Evidence.kind == "refresher")).one()
        assert (evidence.source, evidence.level, evidence.title) == (f"refresher:{row.id}", 1, row.title)
        assert freshness(passed)["empathy-tone"] > before  # type: ignore[operator]

    def test_the_page_then_tells_reasons_module_and_return(self, passed: Learner) -> None:
        send(passed, "core-1-q1")
        page = passed.look("/refresher/core-1-q1?try=1").text
        assert "Right. That is the better way." in page
        assert "from “The first word”" in page
        assert re.search(r"This question comes back: \d+ May 2027\.", page)

    def test_a_wrong_answer_lifts_nothing_and_comes_back_in_other_words(
        self, passed: Learner, clock: MovableClock
    ) -> None:
        before = freshness(passed)
        send(passed, "core-1-q1", right=False)
        assert freshness(passed) == before
        assert not db.session.scalars(select(Evidence).where(Evidence.kind == "refresher")).all()
        assert "This question comes back: Friday." in passed.look("/refresher/core-1-q1?try=1").text
        assert "See the example again" in passed.look("/refresher/core-1-q1?try=1").text
        clock.move(days=2)
        assert desk(passed).cards["core-1-q1"].item.id == "core-1-q1-b"
        assert "A whole morning" in passed.look("/refresher/core-1-q1?try=2").text
        send(passed, "core-1-q1")
        assert [row.item for row in stored()] == ["core-1-q1", "core-1-q1-b"]

    def test_a_guess_returns_sooner_than_what_was_known(self, passed: Learner) -> None:
        send(passed, "core-1-q1", sure="guess")
        send(passed, "core-1-q2", sure="sure")
        due = {card.item: card.due_on for card in db.session.scalars(select(RefresherCard))}
        assert due["core-1-q1"] < due["core-1-q2"]

    def test_the_same_post_twice_is_one_fact(self, passed: Learner) -> None:
        first = send(passed, "core-1-q1", turn=1)
        again = send(passed, "core-1-q1", turn=1, right=False)
        assert (again.status_code, again.location) == (first.status_code, first.location)
        assert [row.right for row in stored()] == [True]
        assert rows(RefresherCard) == 1

    def test_nothing_chosen_gets_its_sentence(self, passed: Learner) -> None:
        answer = passed.client.post("/refresher/core-1-q1?try=1", data={})
        assert answer.status_code == 422
        assert "Select one answer." in answer.text
        assert stored() == []

    def test_what_is_no_option_gets_its_sentence(self, passed: Learner) -> None:
        answer = passed.client.post("/refresher/core-1-q1?try=1", data={"choice": "right"})
        assert answer.status_code == 422
        assert "Nothing was stored" in answer.text

    def test_a_question_withdrawn_meanwhile_counts_for_nobody(self, passed: Learner, author: Author) -> None:
        author.replace("core/quizzes/10-the-first-word.md", "`objective: name-effect` `keep order`",
                       "`objective: name-effect` `keep order` `void: 2027-05-05, our own rules changed`")
        author.publish()
        answer = passed.client.post("/refresher/core-1-q2?try=1", data={"choice": "anything"})
        assert (answer.status_code, answer.location) == (303, "/refresher")
        assert stored() == []

    def test_a_question_of_a_module_not_passed_is_not_there(self, passed: Learner) -> None:
        assert passed.client.post("/refresher/core-2-q1?try=1", data={"choice": "x"}).status_code == 404
        assert passed.look("/refresher/core-2-q1").status_code == 404
        assert passed.client.post("/refresher/core-1-q1?try=7", data={"choice": "x"}).status_code == 404

    def test_before_its_day_it_is_refused(self, ben: Learner) -> None:
        ben.take("core-1")
        answer = send(ben, "core-1-q1")
        assert answer.status_code == 409
        assert "has not come back yet" in answer.text
        assert stored() == []

    def test_two_misses_on_one_belief_offer_the_example(self, passed: Learner, clock: MovableClock) -> None:
        for _ in range(2):
            send(passed, "core-1-q1", right=False)
            clock.move(days=2)
        clock.move(days=-2)
        page = passed.look("/refresher/core-1-q1?try=2").text
        assert "This belief came up before" in page
        assert "Let them finish; the right fix is often in the last sentence." in page
        assert "#part-" in page
        assert "This belief came up before" not in passed.look("/refresher/core-1-q1?try=1").text

    def test_nobody_else_reads_the_answer(self, passed: Learner, zoe: Learner) -> None:
        send(passed, "core-1-q1")
        assert zoe.look("/refresher/core-1-q1?try=1").status_code == 404

    def test_the_key_is_not_on_the_page(self, passed: Learner) -> None:
        page = passed.look("/refresher").text
        for text in ("answer-better", "misconception", '"right"', "fix-before-listen"):
            assert text not in page


class TestTheWeek:
    @pytest.fixture
    def busy(self, ben: Learner, clock: MovableClock, author: Author) -> Learner:
        """Eight questions of two modules are due on Wednesday."""
        ben.take("core-1")
        ben.take("core-2")
        clock.move(days=2)
        return ben

    def test_at_most_three_a_day(self, busy: Learner) -> None:
        for _ in range(3):
            due = desk(busy).due
            if not due:
                break
            assert send(busy, due[0].subject.id).status_code == 303
        assert len(stored()) <= 3
        assert desk(busy).due == () or len(stored()) < 3

    def test_days_missed_do_not_pile_up(self, busy: Learner, clock: MovableClock) -> None:
        clock.move(days=14)
        assert len(desk(busy).due) <= 3

    def test_home_says_what_is_due_and_then_when_the_next_is(self, busy: Learner) -> None:
        number = len(desk(busy).due)
        page = busy.look("/").text
        assert "Due today" in page
        assert f"Answer {number} question" in page
        for card in desk(busy).due:
            send(busy, card.subject.id)
        assert "Due today" not in busy.look("/").text


def test_a_take_away_of_my_data_holds_them(passed: Learner) -> None:
    send(passed, "core-1-q1")
    about = passed.look("/me/export").json
    assert [each["card"] for each in about["refresher_answers"]] == ["core-1-q1"]
    assert about["refresher_cards"][0]["turns"] == 1


def test_a_person_of_a_large_company_costs_the_same(
    passed: Learner, sign_in: SignIn, count_queries: Callable[[], Any]
) -> None:
    client = passed.client
    client.get("/refresher")
    with count_queries() as alone:
        client.get("/refresher")
    for number in range(20):
        Learner(make.person(f"Many {number}"), sign_in).take("core-1")
    client.get("/refresher")
    with count_queries() as among_many:
        client.get("/refresher")
    assert len(alone) == len(among_many) <= 7


def test_an_option_set_aside_is_no_longer_offered(passed: Learner, author: Author) -> None:
    text = "Before you know the harm, money feels like a price for silence."
    author.replace("core/quizzes/10-the-first-word.md", text, f"{text}\n\n  `void: 2027-05-05, unclear`")
    author.publish()
    assert "voucher" not in passed.look("/refresher/core-1-q2?try=1").text


def test_a_second_check_asks_first_what_the_first_did_not(
    ben: Learner, clock: MovableClock, author: Author
) -> None:
    """Six questions to draw from, three asked: the second try meets the other three, and keeps its order."""
    items = "".join(
        f'\n## Case {n}: what comes first? {{#core-check-x{n}}}\n`objective: promise`\n\n'
        f'- [x] The thing asked for\n  > It is what they came for, so it has to come first of all.\n'
        f'- [ ] Something else {n} {{misconception=vague-is-safe}}\n  > It can wait a while, until they have been heard out.\n'
        for n in range(3)
    )
    file = author.folder / "core/reserve/core-check.md"
    file.write_text(file.read_text("utf-8").rstrip() + "\n" + items, "utf-8")
    report = author.publish()
    assert not [finding for finding in report.findings if finding.blocks], report.findings
    for module in ("core-1", "core-2"):
        ben.take(module)
    clock.move(days=1)
    first = {item.id for item in ben.paper("core-check").items}
    ben.take("core-check", wrong=3)
    clock.move(days=1)
    second = [item.id for item in ben.paper("core-check").items]
    assert first.isdisjoint(second)
    assert not any(name.endswith("-b") for name in (*first, *second))
    ben.answer("core-check", 1, number=2)
    assert [item.id for item in ben.paper("core-check", number=2).items] == second
