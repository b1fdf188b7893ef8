from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.editing import Desk, desk
from tests.learning.sitting import Learner, SignIn


@pytest.fixture
def ben(app: Flask, sign_in: SignIn) -> Learner:
    """A software developer who has begun nothing."""
    return Learner(make.person("Ben", job="software-developer"), sign_in)


@pytest.fixture
def zoe(app: Flask, sign_in: SignIn) -> Learner:
    return Learner(make.person("Zoe"), sign_in)


@pytest.fixture
def author(app: Flask, tmp_path: Path) -> Desk:
    """Whoever writes the courses; begins with what is published."""
    return desk(tmp_path)
