from __future__ import annotations

from collections.abc import Iterator

import pytest

from lms.tasks import registry


@pytest.fixture
def kinds() -> Iterator[None]:
    """Kinds of tasks that a test makes up are gone when it ends."""
    handlers, daily = dict(registry.handlers), list(registry.daily_kinds)
    patient = set(registry.patient_kinds)
    yield
    registry.handlers.clear()
    registry.handlers.update(handlers)
    registry.daily_kinds[:] = daily
    registry.patient_kinds.intersection_update(patient)
