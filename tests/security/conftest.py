from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.people.models import Person
from tests.security import world as worlds
from tests.security.world import World


@pytest.fixture
def world(app: Flask) -> World:
    return worlds.build()


@pytest.fixture
def as_viewer(app: Flask, world: World, sign_in: Callable[[Person], FlaskClient]) -> Callable[[str], FlaskClient]:
    """A fresh client of this kind of viewer."""
    return lambda viewer: world.client(viewer, sign_in, app.test_client)
