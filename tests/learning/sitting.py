"""Someone at a quiz, in a browser: they read the page, choose, and send."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms import clock
from lms.db import Base, db
from lms.learning import papers
from lms.people.models import Person
from lms.quizzes.paper import Paper

SignIn = Callable[[Person], FlaskClient]


@dataclass(frozen=True)
class Learner:
    """A person who signs in anew for each page, so that days may pass between them."""

    person: Person
    sign_in: SignIn

    @property
    def client(self) -> FlaskClient:
        return self.sign_in(self.person)

    def paper(self, quiz: str, *, course: str = "core", number: int | None = None) -> Paper:
        """The try at hand, as the site would lay it out."""
        return papers.find(self.person.id, course, quiz, number=number, now=clock.now())

    def answer(
        self,
        quiz: str,
        position: int,
        *,
        right: bool = True,
        names: Iterable[str] | None = None,
        course: str = "core",
        number: int | None = None,
    ) -> TestResponse:
        """Send the right answer, a wrong one, or the options of these names."""
        paper = self.paper(quiz, course=course, number=number)
        item = paper.items[position - 1]
        if names is None:
            fits = [option.name for option in item.options if option.right is right]
            names = fits if right else fits[:1]
        values = [paper.form_value(item, option) for option in item.options if option.name in set(names)]
        return self.send(quiz, position, values, course=course, number=paper.number)

    def send(
        self, quiz: str, position: int, values: list[str], *, course: str = "core", number: int | None = None
    ) -> TestResponse:
        query = {"try": number} if number else {}
        data = {"choice": values}
        return self.client.post(f"/courses/{course}/{quiz}/quiz/{position}", query_string=query, data=data)

    def take(self, quiz: str, *, course: str = "core", wrong: int = 0) -> None:
        """A whole try, with so many wrong answers at its beginning."""
        paper = self.paper(quiz, course=course)
        for position in range(1, paper.asked + 1):
            answer = self.answer(quiz, position, right=position > wrong, course=course, number=paper.number)
            assert answer.status_code == 303, answer.text

    def plan(self, module: str = "core-2", *, course: str = "core", act: str = "name a day") -> TestResponse:
        day: date = clock.today() + timedelta(days=7)
        form = {"course": course, "module": module, "when": "someone asks when", "will": act, "by": day.isoformat()}
        return self.client.post("/plans", data=form)

    def look(self, address: str) -> TestResponse:
        return self.client.get(address)


def rows(table: type[Base]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0
