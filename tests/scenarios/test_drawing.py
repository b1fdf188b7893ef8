"""The map: every place once, every road with its letters, and nothing the page's policy would block."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from flask import Flask

from lms.catalog import shelf
from lms.catalog.content import Clause
from lms.people.models import Role
from lms.scenarios import drawing
from lms.scenarios.lettering import broken, width_of
from lms.scenarios.rules import Script
from tests import make
from tests.learning.playing import go
from tests.learning.sitting import Learner, SignIn
from tests.scenarios.small import ending, reply, scene, script, when

SVG = "{http://www.w3.org/2000/svg}"


def talk() -> Script:
    return script(
        scene("start", reply("a", "heat", tone=-1), reply("b", "plan", tone=2), reply("c", "plan"), reply("d", "sour")),
        scene("heat", reply("e", "plan", tone=1), reply("f", "sour")),
        scene("plan", reply("g", "heat"), reply("h", "good", tone=1)),
        ending("good", condition=when(Clause(kind="mood", sign=">=", number=0)), otherwise="sour"),
        ending("sour", "hard"),
    )


def test_holds_every_place_and_road() -> None:
    drawn = drawing.draw(talk(), counts={("start", "b"): 7, ("start", "c"): 2}, slots={})
    root = ElementTree.fromstring(str(drawn.svg()))
    groups = [group.get("class") for group in root.findall(f"{SVG}g")]
    assert sorted(groups) == ["good", "hard", "scene", "scene on-best", "scene on-best"]
    letters = [text.text for text in root.iter(f"{SVG}text") if text.get("class", "").startswith("letter")]
    assert sorted(letters) == ["A", "A", "A", "B", "B", "B C", "D"]
    assert [text.text for text in root.iter(f"{SVG}text") if (text.text or "").endswith("×")] == ["9×"]
    assert len([path for path in root.iter(f"{SVG}path") if "detour" in path.get("class", "")]) == 1


def test_no_two_places_share_a_spot_and_all_lie_in_the_picture() -> None:
    drawn = drawing.draw(talk(), counts={}, slots={})
    boxes = [rect for group in ElementTree.fromstring(str(drawn.svg())).findall(f"{SVG}g") for rect in group.findall(f"{SVG}rect")]
    spots = {(int(rect.get("x", "0")), int(rect.get("y", "0"))) for rect in boxes}
    assert len(spots) == len(boxes) == 5
    assert all(0 <= x <= drawn.width - 154 and 0 <= y <= drawn.height - 60 for x, y in spots)


def test_the_page_s_policy_lets_it_through_and_a_file_of_its_own_has_its_colours() -> None:
    drawn = drawing.draw(talk(), counts={}, slots={})
    assert "style" not in str(drawn.svg())
    assert "<style>" in drawn.alone()
    ElementTree.fromstring(drawn.alone())


def test_words_of_authors_stay_words() -> None:
    found = drawing.draw(script(scene("start", reply("a", "end"), reply("b", "end")), ending("end")), counts={}, slots={})
    assert "<script" not in str(found.svg())
    assert broken("one two three four five six seven eight", width=128, size=13)[-1].endswith("…")
    lines = broken("Donaudampfschifffahrtsgesellschaft sails", width=128, size=13)
    assert all(width_of(line, 13) <= 128 for line in lines)


class TestOnThePages:
    def test_a_trainer_sees_what_first_runs_chose(self, ben: Learner, sign_in: SignIn) -> None:
        go(ben, "wrong-desk", "deserve-answer", "great-bye")
        go(ben, "name-loss", "by-noon")
        page = sign_in(make.person("Tess", roles=(Role.TRAINER,))).get("/studio/scenarios/unhappy-caller").text
        assert "3 scenes, 3 endings, 8 choices" in page
        taken = {
            name: re.findall(r'data-label="Taken"[^>]*><span>(\d+)', row)[0]
            for row in page.split("<tr")[2:]
            for name in re.findall(r'scope="row">([\w ]+)<', row)
        }
        assert (taken["start"], taken["start B"], taken["cold"], taken["back C"]) == ("0", "1", "1", "1")
        assert "Too early to say" in page
        assert "Counted: 1 first run." in page

    def test_and_where_people_go_wrong(self, app: Flask, sign_in: SignIn) -> None:
        for number in range(5):
            learner = Learner(make.person(f"Person {number}"), sign_in)
            go(learner, "wrong-desk", "put-down") if number else go(learner, "name-loss", "by-noon")
        page = sign_in(make.person("Tess", roles=(Role.TRAINER,))).get("/studio/scenarios/unhappy-caller").text
        assert "4 of 5 take another way than the best, most of them B." in page

    def test_the_command_writes_a_picture(self, app: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
        file = tmp_path_factory.mktemp("map") / "caller.svg"
        result = app.test_cli_runner().invoke(args=["courses", "map", "unhappy-caller", "--output", str(file)])
        assert result.exit_code == 0, result.output
        assert ElementTree.fromstring(file.read_text("utf-8")).tag == f"{SVG}svg"
        assert shelf.current().scenario("unhappy-caller") is not None
        shown = app.test_cli_runner().invoke(args=["courses", "map", "unhappy-caller"])
        assert shown.output.startswith("<svg")
        assert app.test_cli_runner().invoke(args=["courses", "map", "nothing"]).exit_code == 1
