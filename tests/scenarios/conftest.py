from __future__ import annotations

import pytest
from flask import Flask

from tests import make
from tests.learning.sitting import Learner, SignIn


@pytest.fixture
def ben(app: Flask, sign_in: SignIn) -> Learner:
    """A software developer who has begun nothing."""
    return Learner(make.person("Ben", job="software-developer"), sign_in)
