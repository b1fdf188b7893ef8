from __future__ import annotations

import pytest
from flask import Flask

from lms.db import db
from lms.people import service as people
from lms.people.models import Person, Role
from tests import make
from tests.coaching import visiting


@pytest.fixture
def cast(app: Flask) -> dict[str, Person]:
    """The cast, with Dora, a second coach who knows nobody; Carla and Dora rated the sample cases."""
    cast = make.cast()
    cast["dora"] = make.person("Dora", roles=(Role.COACH,))
    make.appointment(cast["ana"], "receptionist")
    make.appointment(cast["ben"], "software-developer")
    for coach in ("carla", "dora"):
        visiting.calibrate(cast[coach])
    db.session.commit()
    return cast


@pytest.fixture
def both(cast: dict[str, Person]) -> dict[str, Person]:
    """The same, with Dora as a second coach of Ana."""
    people.coach(coach=cast["dora"], person=cast["ana"])
    db.session.commit()
    return cast
