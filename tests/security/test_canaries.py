"""Scorecard S2: marked texts are planted where they must not be seen, and searched in every answer.

Seen to fail: the reason of each option behind its text, the name of an option as its form value,
`visible_to` always true, the password hash no longer left out of the export.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.catalog import shelf
from lms.catalog.content import Item
from lms.competencies import service as competencies
from lms.competencies.models import Evidence
from lms.db import db
from lms.demo import deeds
from lms.learning import papers
from lms.learning.models import Plan
from lms.people import service as people
from tests import make
from tests.security import world as worlds
from tests.security.reading import every_answer, plain_text
from tests.security.world import World

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

MAY_SEE: dict[str, set[str]] = {
    # Whose canary, and who may find it anywhere; a stranger with a certificate's code is looked at below.
    "ana name": {"learner", "leader", "coach", "hr", "admin"},
    "ana e-mail": {"learner", "admin"},
    "ana plan": {"learner"},
    "ana observation": {"learner", "coach"},
    "ana set aside": {"learner", "leader", "coach", "hr"},
    "ana withdrawal": {"learner", "hr"},
    "ana password": set(),
    "zoe name": {"other", "hr", "admin"},
    "zoe e-mail": {"other", "admin"},
    "zoe plan": {"other"},
    "zoe observation": {"other"},
    "zoe set aside": {"other", "hr"},
    "zoe withdrawal": {"other", "hr"},
    "zoe password": set(),
}
BY_CODE = ("/verify/",)
"""Whoever holds a code reads the name that is printed, and no more."""


def test_what_belongs_to_one_person_is_found_by_those_who_may(
    world: World, as_viewer: Callable[[str], FlaskClient]
) -> None:
    canaries = {**_plant(world, "learner", "ana"), **_plant(world, "other", "zoe")}
    found: dict[str, set[str]] = {name: set() for name in canaries}
    wrong = []
    for viewer, address, text in every_answer(world, as_viewer):
        for name, canary in canaries.items():
            if canary in text:
                found[name].add(viewer)
                by_code = address.startswith(BY_CODE) and name.endswith("name")
                if viewer not in MAY_SEE[name] and not by_code:
                    wrong.append(f"{viewer} finds the {name} at {address}")
    assert not wrong, "\n" + "\n".join(wrong)
    for name in canaries:
        unseen = MAY_SEE[name] & {"learner", "other"} - found[name]
        assert not unseen, f"nobody finds the {name}: the search is blind"


def _plant(world: World, viewer: str, short: str) -> dict[str, str]:
    """Texts that occur nowhere else, in every personal column there is."""
    person = world.people[viewer]
    mark = {name: f"Canary{short}{name}" for name in ("name", "plan", "observation", "aside", "withdrawal")}
    person.name, person.email = f"{mark['name']} Lind", f"canary.{short}.mail@example.com"
    person.password_hash = f"canary-{short}-hash"
    db.session.get_one(Plan, int(world.own[viewer]["plan"])).act = mark["plan"]
    observer = world.people["trainer"]
    deeds.observe(
        person, observer, {"promise-keeping": 2}, touch_point="first-call", title=mark["observation"],
        at=world.people["hr"].created_at,
    )
    seen = db.session.get_one(Evidence, int(world.own[viewer]["observation"]))
    competencies.set_aside(seen.id, reason=mark["aside"], by=world.people["hr"].id, now=world.people["hr"].created_at)
    db.session.commit()
    worlds.withdraw(world, viewer, mark["withdrawal"])
    return {
        f"{short} name": mark["name"],
        f"{short} e-mail": person.email,
        f"{short} plan": mark["plan"],
        f"{short} observation": mark["observation"],
        f"{short} set aside": mark["aside"],
        f"{short} withdrawal": mark["withdrawal"],
        f"{short} password": person.password_hash,
    }


def test_no_key_is_found_before_the_answer_is_stored(world: World, as_viewer: Callable[[str], FlaskClient]) -> None:
    """Nobody in this world has begun the developer course, so no text of its keys may be anywhere."""
    course = deeds.course("developer")
    items = [item for module in course.modules for item in module.quiz.items]
    items += [item for module in course.modules for item in module.reserve]
    items += list(course.check.items) if course.check else []
    secrets = [text for item in items for text in _key_of(item)]
    assert len(secrets) > 8
    wrong = []
    for viewer, address, text in every_answer(world, as_viewer, more=_quiz_addresses()):
        wrong += [f"{viewer} finds {secret!r} at {address}" for secret in secrets if secret in text]
    assert not wrong, "\n" + "\n".join(wrong)


def _quiz_addresses() -> list[str]:
    begin = "/courses/developer/developer-1"
    return [begin, f"{begin}/quiz", f"{begin}/quiz/1", f"{begin}/quiz/1?try=1", f"{begin}/quiz/2", f"{begin}/quiz/result"]


def _key_of(item: Item) -> Iterator[str]:
    """What tells the answer: reasons, the closing words, what wrong options stand for, and their names."""
    for option in item.options:
        yield from _words(str(option.reason))
        if option.misconception:
            found = shelf.current().misconception(option.misconception)
            assert found is not None
            yield option.misconception
            yield from _words(found.instead)
        yield f'="{option.name}"'
    yield from _words(str(item.closing))


def _words(text: str) -> Iterator[str]:
    plain = re.sub(r"<[^>]+>", "", html.unescape(text)).strip()
    if len(plain) > 12:
        yield plain


def test_a_refused_answer_tells_nothing(app: Flask, sign_in: Callable[..., FlaskClient]) -> None:
    """Nothing chosen, two at once, an option that is none: each is refused without a word of the key."""
    noor = make.person("Noor")
    client = sign_in(noor)
    course = deeds.course("core")
    paper = papers.find(noor.id, "core", "core-1", number=None, now=noor.created_at)
    first, second = paper.items
    values = [paper.form_value(first, option) for option in first.options]
    tries = [{}, {"choice": "no-such-option"}, {"choice": [option.name for option in first.options]}]
    if not first.multiple:
        tries.append({"choice": values})
    for sent in tries:
        response = client.post("/courses/core/core-1/quiz/1", data=sent)
        assert response.status_code == 422, sent
        _tells_nothing(response.get_data(as_text=True), [*_key_of(first), *_key_of(second)])
    client.post("/courses/core/core-1/quiz/1", data={"choice": values[:1]})
    shown = html.unescape(client.get("/courses/core/core-1/quiz/1").get_data(as_text=True))
    reasons = [word for option in first.options for word in _words(str(option.reason))]
    assert all(reason in re.sub(r"<[^>]+>", "", shown) for reason in reasons), "once stored, every reason is shown"
    _tells_nothing(client.get("/courses/core/core-1/quiz/2").get_data(as_text=True), list(_key_of(second)))
    assert course.modules[0].id == "core-1"


def _tells_nothing(page: str, secrets: list[str]) -> None:
    plain = plain_text(page)
    assert not [secret for secret in secrets if secret in plain]


def test_neither_passwords_nor_tokens_reach_the_log(
    app: Flask, world: World, as_viewer: Callable[[str], FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    """Seen to fail: a line in people.views that logs the form."""
    caplog.set_level(logging.DEBUG)
    token = people.make_link(world.people["learner"], now=world.people["hr"].created_at)
    db.session.commit()
    stranger = as_viewer("anonymous")
    stranger.post("/sign-in", data={"email": "ana@example.com", "password": "canary wrong password"})
    stranger.get(f"/link/{token}")
    stranger.post(f"/link/{token}", data={"password": "canary new password"})
    stranger.post("/sign-in", data={"email": "ana@example.com", "password": "canary new password"})
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "tests")
    own = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("lms"))
    assert "canary" not in logged
    assert token not in own
