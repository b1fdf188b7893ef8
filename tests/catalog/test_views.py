"""Pictures of courses: for people who signed in, and for ever by their hash."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.catalog import service, shelf
from lms.db import db
from tests import make
from tests.catalog import tiny
from tests.conftest import START

# How pages read does not hang on the engine; that each one is served on both, test_access sees.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

PICTURE = tiny.FOLDER / "core/images/10-listening.png"


@pytest.fixture
def ana(app: Flask, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(make.person("Ana"))


def address() -> str:
    module = shelf.current().module("core-1")
    assert module is not None
    found = re.search(r'src="([^"]+)"', "".join(part.body.html for part in module.sections))
    assert found
    return found.group(1)


def test_a_picture_is_sent_as_what_it_is_and_kept_for_ever(ana: FlaskClient) -> None:
    answer = ana.get(address())
    assert answer.status_code == 200
    assert answer.data == PICTURE.read_bytes()
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]


def test_by_its_name_alone_the_newest_is_sent_and_asked_for_again(ana: FlaskClient) -> None:
    answer = ana.get("/courses/core/images/10-listening.png")
    assert answer.data == PICTURE.read_bytes()
    assert "immutable" not in answer.headers["Cache-Control"]
    again = ana.get("/courses/core/images/10-listening.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_picture_of_an_old_revision_stays(ana: FlaskClient, tmp_path: Path) -> None:
    old = address()
    folder = tiny.write(tmp_path)
    content = bytearray(PICTURE.read_bytes())
    content[23] = 50
    (folder / "core/images/10-listening.png").write_bytes(content)
    service.publish([str(folder)], now=START + timedelta(days=1))
    db.session.commit()
    assert address() != old
    assert ana.get(old).data == PICTURE.read_bytes()
    assert ana.get(address()).data == bytes(content)


@pytest.mark.parametrize(
    "path",
    [
        "/courses/core/images/nothing.png",
        "/courses/nowhere/images/10-listening.png",
        "/courses/core/images/10-listening.png?of=0000000000000000",
        "/courses/core/images/10-listening.png?of=%25",
        "/courses/core/images/..%2fcourse.yaml",
        "/courses/core/images/" + "a" * 5000,
    ],
)
def test_what_is_not_there_is_not_found(ana: FlaskClient, path: str) -> None:
    assert ana.get(path).status_code == 404


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/courses/core/images/10-listening.png")
    assert answer.status_code in (302, 303)
    assert "/sign-in" in answer.headers["Location"]
