"""Someone in a conversation, in a browser: they read the scene, choose, and send."""

from __future__ import annotations

import re
from html import unescape

from werkzeug.test import TestResponse

from lms.learning import plays
from lms.scenarios.play import Play
from tests.learning.sitting import Learner

CALLER = "/scenarios/unhappy-caller"


def play_of(learner: Learner, *, number: int | None = None) -> Play:
    """The run at hand, as the site would lay it out."""
    return plays.find(learner.person.id, "unhappy-caller", number=number)


def say(learner: Learner, name: str) -> TestResponse:
    """Choose the reply of this name in the scene at hand."""
    play = play_of(learner)
    reply = next(each for each in play.offered if each.name == name)
    return send(learner, play.form_value(reply), run=play.number, step=play.step)


def send(learner: Learner, value: str, *, run: int, step: int) -> TestResponse:
    return learner.client.post(f"{CALLER}?run={run}&step={step}", data={"reply": value})


def go(learner: Learner, *names: str) -> Play:
    """A run, reply by reply; returns it as it stands then."""
    number = play_of(learner).number
    for name in names:
        answer = say(learner, name)
        assert answer.status_code == 303, answer.text
    return play_of(learner, number=number)


def words_of(response: TestResponse) -> str:
    """What a reader sees of a page."""
    main = response.text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def options_on(response: TestResponse) -> list[str]:
    """The replies in their order on the page."""
    found = re.findall(r'<span class="option-text">(.*?)</span>', response.text)
    return [unescape(re.sub(r"<[^>]+>", "", each)) for each in found]
