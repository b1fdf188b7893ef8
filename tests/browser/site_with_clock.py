"""The site with a clock that a story can move on; served as the real one is, told of by a file."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lms.app import create_app

_AHEAD = Path(os.environ["STORY_HOURS_AHEAD"])


def _now() -> datetime:
    return datetime.now(UTC) + timedelta(hours=float(_AHEAD.read_text()))


app = create_app(now=_now)
