"""What a trainer reads about saved files: what is live, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from lms.catalog.cli import publish
from lms.people.models import Person, Role
from tests import make
from tests.editing import Desk, desk

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def tess(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(make.person("Tess", roles=(Role.TRAINER,)))


@pytest.fixture
def author(app: Flask, tmp_path: Path) -> Desk:
    return desk(tmp_path)


def test_all_that_is_live_is_listed(tess: FlaskClient) -> None:
    page = tess.get("/studio/").text
    assert "You are part of the sale" in page
    assert "3 May 2027, 09:00" in page
    assert "30 September 2030" in page


def test_a_broken_course_is_told_with_its_place_and_the_live_one_stays(tess: FlaskClient, author: Desk) -> None:
    author.replace("core/quizzes/20-your-word.md", "- [x] \"I'll ring at four", "- [ ] \"I'll ring at four")
    report = author.publish()
    assert any(finding.blocks for finding in report.findings)
    page = tess.get("/studio/").text
    assert "What is live stays as it was." in page
    assert "core/quizzes/20-your-word.md:2" in page
    assert tess.get("/courses/core/core-2/quiz/1").status_code == 200
    author.replace("core/quizzes/20-your-word.md", "- [ ] \"I'll ring at four", "- [x] \"I'll ring at five")
    author.publish()
    assert "Everything saved is live." in tess.get("/studio/").text


def test_the_command_tells_the_place_and_refuses(app: Flask, author: Desk, tess: FlaskClient) -> None:
    before = tess.get("/courses/core").text.count("core-2")
    author.replace("core/course.yaml", "file: modules/20-your-word.md", "file: modules/99-nowhere.md")
    done = CliRunner().invoke(publish, [str(author.folder)])
    assert done.exit_code == 1
    assert "core/course.yaml:16" in done.output
    assert "Published" not in done.output
    assert tess.get("/courses/core").text.count("core-2") == before
    assert tess.get("/courses/core/core-2").status_code == 200


def test_a_course_without_faults_is_published_beside_a_broken_one(author: Desk, tess: FlaskClient) -> None:
    author.replace("core/course.yaml", "id: core-2", "id: core-1")
    author.replace("developer/course.yaml", "title: Course for software developers", "title: For developers")
    author.publish()
    page = tess.get("/courses/").text
    assert "For developers" in page
    assert "You are part of the sale" in page


@pytest.mark.parametrize("roles", [(), (Role.HR,), (Role.COACH, Role.EXECUTIVE, Role.ADMIN)])
def test_it_is_for_trainers(app: Flask, sign_in: SignIn, roles: tuple[Role, ...]) -> None:
    answer = sign_in(make.person("Zoe", roles=roles)).get("/studio/")
    assert answer.status_code == 403
    assert "This page is for other roles" in answer.text
